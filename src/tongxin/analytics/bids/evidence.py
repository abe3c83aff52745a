"""What the house knows already for each question of the go/no-go sheet, with the records it was read from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tongxin.analytics.bids.history import PastOffer, of_rival, past_offers
from tongxin.analytics.committees import coverage_of
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.desk_choices import MOST_POINTS, KnockOutCode, QuestionCode, RegistrationState
from tongxin.crm.bids.desk_rules import margin_percent
from tongxin.crm.bids.desk_selectors import bids_around, readiness_for, registrations_of
from tongxin.crm.bids.models import Bid, BidRival
from tongxin.crm.committees.selectors import committees_of, seats_and_contacts
from tongxin.crm.projects.selectors import projects_behind, requirements_behind

if TYPE_CHECKING:
    from tongxin.crm.bids.desk_rules import Readiness

MOST_SOURCES = 5
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A record that evidence was read from; `kind` is what the API calls such records."""

    kind: str
    uid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known for one line of the sheet.

    Attributes:
        code: of the knock-out or the question.
        said: code of the sentence.
        params: what the sentence needs.
        suggested: points that a measured share comes to; `None` where people have to judge.
        sources: the records it was read from.
        is_missing: whether the source is not there yet; the sentence then says which one.
    """

    code: str
    said: str
    params: Mapping[str, object]
    suggested: int | None = None
    sources: tuple[Source, ...] = ()
    is_missing: bool = False


def evidence_for(actor: Actor, bid: Bid, *, as_of: date) -> dict[str, Evidence]:
    """Return code of a line of the sheet → what is known for it, within what the actor may see."""
    readiness = readiness_for(bid)
    rivals = list(bid.rivals.filter(deleted_at=None).select_related("competitor"))
    busy, closed = bids_around(actor, bid)
    found = (
        _registered(bid),
        _demands(KnockOutCode.MEETS_DEMANDS, bid, readiness),
        _time(bid, as_of),
        _coverage(actor, bid, as_of),
        _shaping(actor, bid),
        _prices(actor, bid, rivals),
        _demands(QuestionCode.QUALIFIED, bid, readiness),
        _competition(bid, rivals),
        _capacity(bid, busy),
        _margin(actor, bid),
        _strategy(bid, closed),
    )
    return {each.code: each for each in found}


def points_of(share: float) -> int:
    """Return what a share from nought to one comes to in points of the sheet."""
    return int(Decimal(share * MOST_POINTS).quantize(Decimal(1)))


def _missing(code: str, said: str, bid: Bid, **params: object) -> Evidence:
    """Say that a source is not there; the record in which it would be entered is named."""
    return Evidence(code=code, said=said, params=params, sources=(_source("bid", bid),), is_missing=True)


def _source(kind: str, record: object) -> Source:
    return Source(kind=kind, uid=record.uid, name=str(record))  # type: ignore[attr-defined]


def _registered(bid: Bid) -> Evidence:
    """Return whether we are registered with the customer until the deadline; it speaks of the one that holds longest."""
    code = KnockOutCode.MAY_BID
    known = registrations_of(bid)
    if not known:
        return _missing(code, "NO_REGISTRATION", bid)
    in_force = [each for each in known if each.state == RegistrationState.REGISTERED]
    best = next(iter(in_force), known[0])
    sources = (_source("supplier_registration", best),)
    told: dict[str, object] = {"name": str(best), "day": best.valid_until}
    if not in_force:
        said, told = "NOT_REGISTERED", {"name": str(best), "state": RegistrationState(best.state).label}
    elif best.valid_until is None:
        said = "REGISTERED"
    else:
        day = bid.deadline_day
        said = "REGISTERED_UNTIL" if day is None or best.valid_until >= day else "REGISTRATION_ENDS"
    return Evidence(code=code, said=said, params=told, sources=sources)


def _demands(code: str, bid: Bid, readiness: "Sequence[Readiness]") -> Evidence:
    if not readiness:
        return _missing(code, "NO_DEMANDS", bid)
    lacking = [each for each in readiness if each.blocks]
    papers = [each.demand.qualification for each in readiness if each.demand.qualification is not None]
    sources = [_source("bid_demand", each.demand) for each in lacking]
    sources += [_source("qualification", each) for each in papers]
    met = len(readiness) - len(lacking)
    return Evidence(
        code=code,
        said="DEMANDS_LACKING" if lacking else "DEMANDS_MET",
        params={"names": [each.demand.name for each in lacking], "count": len(readiness)},
        suggested=points_of(met / len(readiness)) if code == QuestionCode.QUALIFIED else None,
        sources=tuple(dict.fromkeys(sources))[:MOST_SOURCES],
    )


def _time(bid: Bid, as_of: date) -> Evidence:
    code = KnockOutCode.IN_TIME
    last = bid.deadline_day
    if last is None:
        return _missing(code, "NO_DEADLINE", bid)
    days = (last - as_of).days
    source = _source("tender", bid.tender) if bid.tender is not None else _source("bid", bid)
    return Evidence(code=code, said="DAYS_LEFT", params={"days": days}, sources=(source,))


def _coverage(actor: Actor, bid: Bid, as_of: date) -> Evidence:
    code = QuestionCode.COVERAGE
    if bid.opportunity is None:
        return _missing(code, "NO_OPPORTUNITY", bid)
    committees = committees_of(actor, bid.opportunity)
    if not committees:
        return _missing(code, "NO_COMMITTEE", bid)
    drawn = seats_and_contacts(actor, committees[0], as_of=as_of)
    said = coverage_of(drawn)
    sources = (_source("committee", committees[0]),)
    if said.covered_share is None:
        return Evidence(code=code, said="NO_SEATS", params={}, sources=sources, is_missing=True)
    return Evidence(
        code=code,
        said="COVERED",
        params={
            "percent": round(HUNDRED * said.covered_share),
            "seats": len(drawn.seats),
            "gaps": sum(not each.covered for each in said.gaps),
        },
        suggested=points_of(said.covered_share),
        sources=sources,
    )


def _shaping(actor: Actor, bid: Bid) -> Evidence:
    code = QuestionCode.SHAPING
    projects = projects_behind(actor, opportunity=bid.opportunity, tender=bid.tender)
    if not projects:
        return _missing(code, "NO_PROJECT", bid)
    sources = tuple(_source("customer_project", each) for each in projects[:MOST_SOURCES])
    whole = requirements_behind(projects)
    if not whole.total:
        return Evidence(code=code, said="NO_REQUIREMENTS", params={}, sources=sources, is_missing=True)
    return Evidence(
        code=code,
        said="SHAPED",
        params={"percent": whole.percent, "shaped": whole.shaped, "count": whole.total},
        suggested=points_of(whole.shaped / whole.total),
        sources=sources,
    )


def _prices(actor: Actor, bid: Bid, rivals: Sequence[BidRival]) -> Evidence:
    """Return what won before at this customer's openings, and what the rivals expected here asked."""
    code = QuestionCode.PRICE
    offers = past_offers(actor, besides=bid)
    here = [each for each in offers if each.bid.account_id == bid.account_id]
    of_rivals = [each for rival in rivals for each in of_rival(offers, rival)]
    known = _once([*here, *of_rivals])
    if not known:
        return _missing(code, "NO_PAST_PRICES", bid)
    ratios = [each.ratio for each in known if each.opening.has_won and each.ratio is not None]
    bids = {each.bid.pk: each.bid for each in known}
    sources = tuple(_source("bid", each) for each in list(bids.values())[:MOST_SOURCES])
    if not ratios:
        return Evidence(code=code, said="PAST_WITHOUT_WINNER", params={"count": len(bids)}, sources=sources)
    return Evidence(
        code=code,
        said="WON_AT",
        params={
            "low": round(HUNDRED * min(ratios)),
            "high": round(HUNDRED * max(ratios)),
            "count": len(bids),
        },
        sources=sources,
    )


def _once(offers: Iterable[PastOffer]) -> list[PastOffer]:
    return list({each.opening.pk: each for each in offers}.values())


def _competition(bid: Bid, rivals: Sequence[BidRival]) -> Evidence:
    if not rivals:
        return _missing(QuestionCode.COMPETITION, "NO_RIVALS", bid)
    sources = tuple(
        _source("competitor", each.competitor) if each.competitor is not None else _source("bid_rival", each)
        for each in rivals
    )
    return Evidence(
        code=QuestionCode.COMPETITION,
        said="RIVALS",
        params={"names": [each.name for each in rivals]},
        sources=sources[:MOST_SOURCES],
    )


def _capacity(bid: Bid, busy: Sequence[Bid]) -> Evidence:
    if bid.owner is None:
        return _missing(QuestionCode.CAPACITY, "NO_OWNER", bid)
    soon = [each for each in busy if _overlaps(each, bid)]
    shown = soon + [each for each in busy if each not in soon]
    return Evidence(
        code=QuestionCode.CAPACITY,
        said="OPEN_BIDS" if busy else "NO_OTHER_BID",
        params={"owner": str(bid.owner), "count": len(busy), "before": len(soon)},
        sources=tuple(_source("bid", each) for each in shown[:MOST_SOURCES]),
    )


def _overlaps(other: Bid, bid: Bid) -> bool:
    """Say whether another bid is due before this one and is not handed in."""
    waits = other.stage not in {BidStage.SUBMITTED, BidStage.OPENED}
    known = other.deadline_at is not None and bid.deadline_at is not None
    return waits and known and other.deadline_at <= bid.deadline_at  # type: ignore[operator]


def _margin(actor: Actor, bid: Bid) -> Evidence:
    code = QuestionCode.MARGIN
    if not (actor.has(Right.MARGIN) and actor.has(Right.PRICE_FLOOR)):
        return Evidence(code=code, said="MARGIN_WITHHELD", params={})
    if not bid.own_price or bid.own_cost is None:
        return _missing(code, "NO_MARGIN", bid)
    percent = round(margin_percent(bid.own_price, bid.own_cost), 1)
    return Evidence(code=code, said="MARGIN", params={"percent": percent}, sources=(_source("bid", bid),))


def _strategy(bid: Bid, closed: Sequence[Bid]) -> Evidence:
    if not closed:
        return _missing(QuestionCode.STRATEGY, "NO_CLOSED_BID", bid)
    return Evidence(
        code=QuestionCode.STRATEGY,
        said="WON_HERE",
        params={"won": sum(each.outcome == "WON" for each in closed), "count": len(closed)},
        sources=(_source("account", bid.account), *(_source("bid", each) for each in closed))[:MOST_SOURCES],
    )
