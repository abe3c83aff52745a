"""Reasons of the topic bids."""

from kamkit.reasons import Code


class BidReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    NO_AUCTION_WITH_RIVALS = "NO_AUCTION_WITH_RIVALS"
    """No auction has two bids, so nothing can be said: bids."""
    AUCTIONS_WITHOUT_RIVAL = "AUCTIONS_WITHOUT_RIVAL"
    """Auctions with a single bid were left out: auctions."""
