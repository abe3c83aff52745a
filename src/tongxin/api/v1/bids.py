"""Bids: made of a notice, scored, and played through by the tender's own method; the rest follows from declarations."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from tongxin.analytics.bids.simulation import PlayedScenario, Simulation, rate_day, simulate
from tongxin.api.etags import made
from tongxin.api.records.schemas import shown_schema
from tongxin.api.records.values import shown_to
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.bids import ScoresIn, ScoresOut, SimulationOut, TenderBidIn
from tongxin.common.access import changing, holding, seeing
from tongxin.common.clock import now, today
from tongxin.common.errors import Missing, Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.bids.actions import GivenScore, bid_for_tender, set_scores
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import BidSheet, buyer_account_for, get_bid_for, sheet_of
from tongxin.crm.tenders.selectors import get_tender
from tongxin.records import reading
from tongxin.wording.reasons import reason_text
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from kamkit.bids.results import RankedBid
    from kamkit.reasons import Reason

router = ApiRouter(tags=["bids"])


@router.make("/tenders/{uid}/bid", of=shown_schema(BID), access=holding(Right.EDIT, uid="TENDER"))
def make_tender_bid(request: ApiRequest, uid: str, sent: TenderBidIn) -> Any:
    """Make our bid for a tender, with title, deadline, estimate, award method and criteria of the notice."""
    request.actor.must_have(Right.EDIT)
    tender = get_tender(uid)
    account = (
        get_account_for(request.actor, sent.account)
        if sent.account
        else buyer_account_for(request.actor, tender)
    )
    if account is None:
        raise Missing("ACCOUNT_MISSING", field="account")
    bid = bid_for_tender(actor=request.actor, at=now(), tender=tender, account=account, lot=sent.lot)
    made(request, bid, "bid")
    return shown_to(request.actor, BID, reading.get_for(BID, request.actor, bid.uid))


@router.make("/bids/{uid}/scores", of=ScoresOut, access=changing(uid="BID"))
def make_bid_scores(request: ApiRequest, uid: str, sent: ScoresIn) -> Any:
    """Keep scores of bidders on criteria, and which members were absent, whole or not at all."""
    bid = get_bid_for(request.actor, uid)
    sheet = sheet_of(bid)
    criteria = {each.uid: each for each in sheet.criteria}
    rivals = {each.uid: each for each in sheet.rivals}
    scores = []
    for each in sent.scores:
        if each.criterion not in criteria or (each.rival is not None and each.rival not in rivals):
            raise BidRefused("SCORE_OF_ANOTHER_BID", field="scores")
        values = each.dict(exclude={"criterion", "rival"})
        rival = rivals[each.rival] if each.rival is not None else None
        scores.append(GivenScore(criterion=criteria[each.criterion], rival=rival, **values))
    return set_scores(actor=request.actor, at=now(), bid=bid, scores=scores, absent=sent.absent)


@router.show("/bids/{uid}/simulation", of=SimulationOut, access=seeing(uid="BID"))
def bid_simulation(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Play the award method through: who wins, by how much, how sure; nothing for callers who may not see prices."""
    bid = get_bid_for(request.actor, uid)
    if not request.actor.has(Right.PRICE_FLOOR):
        return {"uid": bid.uid, "is_withheld": True, "refused": None, "outcome": None}
    sheet = sheet_of(bid)
    answer: dict[str, Any] = {"uid": bid.uid, "is_withheld": False, "refused": None, "outcome": None}
    try:
        found = simulate(sheet, own_name=pgettext("bidder", "We"), on=rate_day(bid, today()))
    except Refusal as refusal:
        return {**answer, "refused": told_refusal(refusal)}
    return {**answer, "outcome": _outcome(found, sheet, with_margin=request.actor.has(Right.MARGIN))}


def _outcome(found: Simulation, sheet: BidSheet, *, with_margin: bool) -> dict[str, Any]:
    result, price = found.result, found.price
    return {
        "method": result.method.value,
        "rule": result.rule,
        "outcome": result.outcome.value,
        "award": result.award,
        "ties": list(result.ties),
        "highest_possible": result.highest_possible,
        "reference_price": result.reference_price,
        "order_without_exclusions": [each.id for each in result.ranking_before],
        "ranking": [_bidder(found, each, sheet) for each in result.ranking],
        "reasons": [told_reason(each) for each in result.reasons],
        "ahead_by": found.ahead_by,
        "chance": list(found.chance) if found.chance else None,
        "wins_up_to": price.wins_up_to if price else None,
        "sure_up_to": price.sure_up_to if price else None,
        "equal_price": price.equal_price if price else None,
        "chances": list(price.chances) if price else [],
        "worths": [
            {
                "criterion": each.criterion.name,
                "from_score": each.from_score,
                "amount": each.amount,
                "percent": each.percent,
            }
            for each in found.worths
        ],
        "scenarios": [_scenario(each, with_margin=with_margin) for each in found.scenarios],
        "margin": found.margin if with_margin else None,
    }


def _bidder(found: Simulation, each: "RankedBid", sheet: BidSheet) -> dict[str, Any]:
    price = found.played.prices.get(each.id)
    names = ("eligible", "rank", "total", "total_low", "total_high", "technical", "price_score")
    more = ("evaluation_price", "coefficient", "weighted_price")
    return {
        "name": each.id,
        "is_ours": each.id == found.played.own,
        "price": each.bid_price,
        "offered": price.offered if price else None,
        "currency": price.currency if price else sheet.bid.currency,
        "rate": price.rate if price else None,
        "rate_date": price.rate_date if price else None,
        "vat_basis": price.basis if price else None,
        "ranks_by_member": dict(each.ranks),
        "reasons": [told_reason(reason) for reason in each.reasons],
        **{name: getattr(each, name) for name in (*names, *more)},
    }


def told_reason(reason: "Reason") -> dict[str, Any]:
    """Return a reason of the decision library in JSON, with its sentence in the language of the caller."""
    return {"code": reason.code.value, "params": reason.values, "text": reason_text(reason)}


def told_refusal(refusal: Refusal) -> dict[str, str]:
    """Return why something cannot be played in JSON, with its sentence in the language of the caller."""
    return {"code": refusal.code, "field": refusal.field or "", "text": sentence(refusal)}


def _scenario(each: PlayedScenario, *, with_margin: bool) -> dict[str, Any]:
    return {
        "uid": each.scenario.uid,
        "name": each.scenario.name,
        "price": each.price,
        "rank": each.rank,
        "is_first": each.is_first,
        "chance": list(each.chance) if each.chance else None,
        "margin": each.margin if with_margin else None,
        "refused": told_refusal(each.refused) if each.refused else None,
    }
