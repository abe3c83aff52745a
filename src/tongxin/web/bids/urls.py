"""Addresses of the bid desk; the list and the forms are those of declared objects."""

from tongxin.common.access import changing, holding, seeing, signed_in
from tongxin.common.rights import Right
from tongxin.web.bids import decision, desk, handing_in, pricing, scores, simulator
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "bids/register/",
        desk.register,
        name="bid_register",
        access=holding(Right.EDIT),
        operations=("make_bid",),
    ),
    page("bids/board/", handing_in.lanes, name="bid_lanes", access=signed_in(), operations=("bids",)),
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
        "bids/<str:uid>/decision/",
        decision.decision,
        name="bid_decision",
        access=seeing(uid="BID"),
        operations=("bid_go_no_go", "make_bid_answers", "make_bid_decision"),
    ),
    page(
        "bids/<str:uid>/price/",
        pricing.price,
        name="bid_price",
        access=seeing(uid="BID"),
        operations=("bid", "change_bid"),
    ),
    page(
        "bids/<str:uid>/approval/",
        pricing.approval,
        name="bid_approval",
        access=seeing(uid="BID"),
        operations=("bid", "approval_limits"),
    ),
    page(
        "bids/<str:uid>/submission/",
        handing_in.submission,
        name="bid_submission",
        access=seeing(uid="BID"),
        operations=("bid_readiness", "make_bid_submission"),
    ),
    page(
        "bids/<str:uid>/result/",
        handing_in.result,
        name="bid_result",
        access=seeing(uid="BID"),
        operations=("make_bid_result",),
    ),
    page(
        "tenders/<str:uid>/bid/",
        desk.tender_bid,
        name="tender_bid",
        access=holding(Right.EDIT, uid="TENDER"),
        operations=("make_tender_bid",),
    ),
]
