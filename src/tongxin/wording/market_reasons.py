"""Sentences for the red flags in published tenders."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.market.reasons import MarketReason
from kamkit.reasons import Code

MARKET_REASONS: Mapping[Code, LazyText] = {
    MarketReason.SHORT_SUBMISSION_PERIOD: _(
        "only %(days)s whole days to hand in a bid, less than %(threshold)s"
    ),
    MarketReason.SINGLE_BID: _("only one bid in a procedure open to competition"),
    MarketReason.PRICE_CLOSE_TO_WINNING_BID: _(
        "the second-lowest bid lies only %(ratio)s times the winning price above it; up to %(fence)s is unusual"
    ),
    MarketReason.EXCESSIVE_UNSUCCESSFUL_BIDS: _(
        "won %(won)s of %(bids)s bids; a share of up to %(fence)s is unusual"
    ),
    MarketReason.IDENTICAL_BID_PRICES: _("different tenderers bid the same price"),
    MarketReason.LATE_BID_WON: _("the winning bid came after the deadline"),
    MarketReason.ALL_EXCEPT_WINNER_DISQUALIFIED: _("the bids of all %(others)s others were disqualified"),
    MarketReason.LOWEST_BID_DISQUALIFIED: _("the lowest bid was disqualified"),
    MarketReason.EXCESSIVE_DISQUALIFIED_BIDS: _(
        "%(disqualified)s of %(bids)s bids were disqualified; a share from %(fence)s on is unusual"
    ),
    MarketReason.HETEROGENEOUS_SUPPLIER: _(
        "awarded in %(kinds)s kinds of goods; %(fence)s or more is unusual"
    ),
    MarketReason.HEAVILY_DISCOUNTED_BID: _(
        "the second-lowest bid lies %(ratio)s times the winning price above it; from %(fence)s on is unusual"
    ),
}
