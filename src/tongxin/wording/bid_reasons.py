"""Sentences for the reasons of how bids are evaluated and priced."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.bids.reasons import BidReason
from kamkit.reasons import Code

BID_REASONS: Mapping[Code, LazyText] = {
    BidReason.NO_AUCTION_WITH_RIVALS: _("none of the %(bids)s bids met a rival in its auction"),
    BidReason.AUCTIONS_WITHOUT_RIVAL: _("%(auctions)s auctions with a single bid were left out"),
}
