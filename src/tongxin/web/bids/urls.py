"""Addresses of the bid desk; the list and the forms are those of declared objects."""

from tongxin.common.access import changing, holding, seeing, signed_in
from tongxin.common.rights import Right
from tongxin.web.bids import calendars, decision, desk, handing_in, matrix, past, pricing, scores, simulator
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
    page(
        "bids/calendar/",
        calendars.calendar,
        name="bid_calendar",
        access=signed_in(),
        operations=("bid_deadlines",),
    ),
    page(
        "bids/<str:uid>/",
        desk.bid,
        name="bid_desk",
        access=seeing(uid="BID"),
        operations=("bid", "bid_lots"),
    ),
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
        "bids/<str:uid>/matrix/",
        matrix.matrix,
        name="bid_matrix",
        access=seeing(uid="BID"),
        operations=("bid_requirements",),
    ),
    page(
        "bids/<str:uid>/matrix/import/",
        matrix.matrix_import,
        name="bid_matrix_import",
        access=changing(uid="BID"),
        operations=("make_bid_matrix",),
    ),
    page(
        "bids/<str:uid>/matrix/export.<str:form>",
        matrix.matrix_export,
        name="bid_matrix_export",
        access=seeing(uid="BID"),
        operations=("bid_requirements",),
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
        "bids/<str:uid>/opening/",
        handing_in.opening,
        name="bid_opened_offers",
        access=changing(uid="BID"),
        operations=("make_bid_opened_offers",),
    ),
    page(
        "bids/<str:uid>/past-prices/",
        past.past_prices,
        name="bid_past_prices",
        access=changing(uid="BID"),
        operations=("bid_past_prices", "make_bid_past_prices"),
    ),
    page(
        "bids/<str:uid>/buyer-demands/",
        handing_in.buyer_demands,
        name="bid_buyer_demands",
        access=changing(uid="BID"),
        operations=("make_bid_buyer_demands",),
    ),
    page(
        "competitors/<str:uid>/prices/",
        past.rival_prices,
        name="rival_prices",
        access=signed_in(uid="COMPETITOR"),
        operations=("competitor_past_prices",),
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
