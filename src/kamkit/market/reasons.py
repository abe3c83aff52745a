"""Reasons of the topic market."""

from kamkit.reasons import Code


class MarketReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    SHORT_SUBMISSION_PERIOD = "SHORT_SUBMISSION_PERIOD"
    """Fewer whole days to hand in a bid than the threshold: days, threshold."""
    SINGLE_BID = "SINGLE_BID"
    """One bid where competition was expected."""
    PRICE_CLOSE_TO_WINNING_BID = "PRICE_CLOSE_TO_WINNING_BID"
    """The second-lowest bid is unusually close to the winner's: ratio, fence."""
    EXCESSIVE_UNSUCCESSFUL_BIDS = "EXCESSIVE_UNSUCCESSFUL_BIDS"
    """Bids often and wins unusually little of it: won, bids, fence."""
    IDENTICAL_BID_PRICES = "IDENTICAL_BID_PRICES"
    """Different tenderers bid the same price."""
    LATE_BID_WON = "LATE_BID_WON"
    """The winning bid came after the deadline."""
    ALL_EXCEPT_WINNER_DISQUALIFIED = "ALL_EXCEPT_WINNER_DISQUALIFIED"
    """All bids but the winner's were disqualified: others (tenderers)."""
    LOWEST_BID_DISQUALIFIED = "LOWEST_BID_DISQUALIFIED"
    """The lowest bid was disqualified."""
    EXCESSIVE_DISQUALIFIED_BIDS = "EXCESSIVE_DISQUALIFIED_BIDS"
    """Unusually many of the bids were disqualified: disqualified, bids, fence."""
    HETEROGENEOUS_SUPPLIER = "HETEROGENEOUS_SUPPLIER"
    """Awarded in unusually many kinds of goods: kinds, fence."""
    HEAVILY_DISCOUNTED_BID = "HEAVILY_DISCOUNTED_BID"
    """The winner's bid is unusually far below the second-lowest: ratio, fence."""
