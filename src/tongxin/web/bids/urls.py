"""Addresses of the bid desk; the list and the forms are those of declared objects."""

from tongxin.common.access import changing, holding, seeing
from tongxin.common.rights import Right
from tongxin.web.bids import desk, scores, simulator
from tongxin.web.edge.addresses import page

urlpatterns = [
    page("bids/<str:uid>/", desk.bid, name="bid_desk", access=seeing(uid="BID"), operations=("bid",)),
    page(
        "bids/<str:uid>/simulator/",
        simulator.simulator,
        name="bid_simulator",
        access=seeing(uid="BID"),
        operations=("bid_simulation",),
    ),
    page(
        "bids/<str:uid>/scores/",
        scores.scores,
        name="bid_scores",
        access=changing(uid="BID"),
        operations=("bid_simulation", "make_bid_scores"),
    ),
    page(
        "tenders/<str:uid>/bid/",
        desk.tender_bid,
        name="tender_bid",
        access=holding(Right.EDIT, uid="TENDER"),
        operations=("make_tender_bid",),
    ),
]
