"""Openings, past prices, sums and the replay of bids, in JSON."""

from typing import TYPE_CHECKING, Any

from tongxin.analytics.bids.history import (
    PastOffer,
    counterfactual_of,
    guesses_for,
    of_rival,
    past_offers,
    win_curve_for,
)
from tongxin.analytics.bids.replay import replay_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.bids import told_reason
from tongxin.api.v1.schemas.bid_results import (
    OpenedBidOut,
    OpeningIn,
    PastOut,
    PastPriceOut,
    PriceSumsOut,
    ReplayOut,
    TakenDemandOut,
    TakenPriceOut,
)
from tongxin.common.access import changing, seeing, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import Opened, open_bid, take_buyer_demands, take_past_prices
from tongxin.crm.bids.desk_selectors import submission_of
from tongxin.crm.bids.selectors import get_bid_for, sheet_of
from tongxin.crm.bids.sheet_selectors import sheet_problems, sums_of_bid
from tongxin.crm.market.records import COMPETITOR
from tongxin.records import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

router = ApiRouter(tags=["bids"])


@router.make("/bids/{uid}/opening", of=list[OpenedBidOut], access=changing(uid="BID"))
def make_bid_opened_offers(request: ApiRequest, uid: str, sent: OpeningIn) -> Any:
    """Keep what was read out at the opening: every bidder with its price, in the currency of the bid."""
    bid = get_bid_for(request.actor, uid)
    opened = [Opened(**each.dict()) for each in sent.opened]
    return open_bid(actor=request.actor, at=now(), bid=bid, opened=opened)


@router.show("/bids/{uid}/replay", of=ReplayOut, access=seeing(uid="BID"))
def bid_replay(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what was expected when the bid was handed in beside what was read out; nothing without the right to prices."""
    bid = get_bid_for(request.actor, uid)
    may_see = request.actor.has(Right.PRICE_FLOOR)
    found = replay_of(bid, submission_of(bid)) if may_see else None
    if found is None:
        return {"uid": uid, "is_withheld": not may_see, "lines": []}
    names = ("on", "award", "won_by", "outcome", "is_right", "problem", "lines")
    told = {name: getattr(found, name) for name in names}
    return {"uid": uid, "is_withheld": False, "chance": list(found.chance) if found.chance else None, **told}


@router.show("/bids/{uid}/past-prices", of=PastOut, access=seeing(uid="BID"))
def bid_past_prices(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what the rivals of a bid asked before, and what that says of prices now; nothing without the right to prices."""
    bid = get_bid_for(request.actor, uid)
    if not request.actor.has(Right.PRICE_FLOOR):
        return {"uid": uid, "is_withheld": True}
    rivals = sheet_of(bid).rivals
    offers = past_offers(request.actor, besides=bid)
    curve = win_curve_for(bid, rivals, offers)
    rates = counterfactual_of(offers)
    with_margin = request.actor.has(Right.MARGIN) and bid.own_cost is not None
    return {
        "uid": uid,
        "is_withheld": False,
        "offers": _offers([each for rival in rivals for each in of_rival(offers, rival)]),
        "curve": [
            {
                "price": each.price,
                "probability": each.probability,
                "low": each.low,
                "high": each.high,
                "expected_margin": each.expected_margin if with_margin else None,
            }
            for each in (curve.points if curve is not None else ())
        ],
        "reasons": [told_reason(each) for each in (*(curve.reasons if curve else ()), *rates.reasons)],
        "changes": [{"change": each.rho, "rate": each.rate} for each in rates.rates],
        "bids": rates.bids,
        "openings": rates.auctions,
    }


@router.make("/bids/{uid}/past-prices", of=list[TakenPriceOut], access=changing(uid="BID"))
def make_bid_past_prices(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Write what rivals asked before as what they may ask now, where nobody has judged it."""
    bid = get_bid_for(request.actor, uid)
    request.actor.must_have(Right.PRICE_FLOOR)
    taken = take_past_prices(actor=request.actor, at=now(), bid=bid, guesses=guesses_for(request.actor, bid))
    return [{"uid": each.uid, "name": each.name} for each in taken]


@router.show("/bids/{uid}/price-sums", of=PriceSumsOut, access=seeing(uid="BID"))
def bid_price_sums(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the sums of the price sheet by VAT rate and what does not fit; nothing without the right to prices."""
    bid = get_bid_for(request.actor, uid)
    if not request.actor.has(Right.PRICE_FLOOR):
        return {"uid": uid, "is_withheld": True}
    found = sums_of_bid(bid)
    told = {name: getattr(found, name) for name in ("net", "vat", "gross", "rounding", "decimals", "rates")}
    return {
        "uid": uid,
        "is_withheld": False,
        "currency": bid.currency,
        **told,
        "problems": [
            {"code": code, "values": {name: str(value) for name, value in values.items()}}
            for code, values in sheet_problems(bid, found)
        ],
    }


@router.show("/competitors/{uid}/past-prices", of=list[PastPriceOut], access=signed_in(uid="COMPETITOR"))
def competitor_past_prices(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show what a competitor asked at the openings of tenders the caller may see, the latest first."""
    rival = reading.get_for(COMPETITOR, request.actor, uid)
    return _offers([each for each in past_offers(request.actor) if each.opening.competitor_id == rival.pk])


@router.make("/bids/{uid}/buyer-demands", of=list[TakenDemandOut], access=changing(uid="BID"))
def make_bid_buyer_demands(request: ApiRequest, uid: str) -> Any:
    """Take over into the bid what its buyer always demands; those that are there already stay."""
    bid = get_bid_for(request.actor, uid)
    return take_buyer_demands(actor=request.actor, at=now(), bid=bid)


def _offers(offers: "Sequence[PastOffer]") -> list[dict[str, Any]]:
    return [
        {
            "bid": each.bid.uid,
            "tender": each.bid.name,
            "name": each.opening.name,
            "competitor": each.opening.competitor.uid if each.opening.competitor is not None else None,
            "on": each.on,
            "amount": each.amount,
            "currency": each.bid.currency,
            "ratio": each.ratio,
            "rank": each.opening.rank,
            "has_won": each.opening.has_won,
        }
        for each in offers
    ]
