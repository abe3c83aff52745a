"""The tender register: what was published, who bid, who won."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from pydantic import Field

from tongxin.analytics.market.flags import read_flags
from tongxin.analytics.market.register import ask_market, ensure_market, has_market
from tongxin.api.etags import made, tag
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.records import JobOut
from tongxin.api.v1.schemas.tenders import (
    ChangeLine,
    DecisionIn,
    FlagOut,
    FoundTenderOut,
    HitStateIn,
    MatchOut,
    SeenOut,
    StandingOut,
    TenderFacts,
    TenderIn,
    TenderOut,
)
from tongxin.common.access import changing, holding, seeing, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.tenders import actions, hits, lists, selectors
from tongxin.crm.tenders.facts import plain_facts
from tongxin.crm.tenders.lists import TENDER_LIST
from tongxin.importers.tasks import queue_fetch
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.background.models import JobRun
    from tongxin.common.listing import Page
    from tongxin.crm.tenders.models import MatchProposal, Tender

Question = Literal["buyers", "firms", "categories", "regions", "years", "meetings", "concentration", "prices"]
State = Literal["NEW", "SEEN", "DISMISSED"]
Part = Annotated[str, Field(max_length=300)]
Most = Annotated[int, Field(ge=1, le=1000)]
router = ApiRouter(tags=["tenders"])


@router.page("/tenders", of=TenderOut, listing=TENDER_LIST, access=signed_in())
def tenders(request: ApiRequest) -> "Page[Tender]":
    """List tenders; every word of `q` is in the title, the case number or a name."""
    return lists.list_tenders(request.actor, request.query)


@router.make("/tenders", of=TenderOut, access=holding(Right.EDIT))
def make_tender(request: ApiRequest, sent: TenderIn) -> "Tender":
    """Register a tender by hand."""
    found = actions.register_tender(actor=request.actor, at=now(), **sent.dict())
    return made(request, selectors.get_tender(found.uid), "tender")


@router.show("/tenders/{uid}", of=TenderOut, listing=TENDER_LIST, access=signed_in(uid="TENDER"))
def tender(request: ApiRequest, uid: str) -> "Tender":
    """Show a tender."""
    return tag(request, selectors.get_tender(uid))


@router.show("/tenders/{uid}/facts", of=TenderFacts, access=signed_in(uid="TENDER"))
def tender_facts(request: ApiRequest, uid: str) -> dict[str, Any]:  # noqa: ARG001 - every endpoint gets it
    """Show what a process says, as `tongxin tenders --json` gives it."""
    return plain_facts(selectors.facts_of(selectors.get_tender(uid)))


@router.show("/tenders/{uid}/releases", of=list[ChangeLine], access=signed_in(uid="TENDER"))
def tender_releases(request: ApiRequest, uid: str) -> list[Any]:  # noqa: ARG001
    """Show the releases of a process in the order of their dates, with what was repaired."""
    return selectors.history_of(selectors.get_tender(uid))


@router.show("/notice-organisations/{uid}", of=StandingOut, access=signed_in(uid="ORGANISATION"))
def notice_organisation(request: ApiRequest, uid: str) -> dict[str, Any]:  # noqa: ARG001
    """Show what an organisation did in the register."""
    organisation = selectors.get_organisation(uid)
    standing = lists.standing_of(organisation)
    return {
        "uid": organisation.uid,
        "name": organisation.name,
        "bought": standing.bought,
        "bids": standing.bids,
        "wins": standing.wins,
        "volume": {currency: str(total) for currency, total in standing.volume.items()},
        "others": [
            {
                "uid": met.organisation.uid,
                "name": met.organisation.name,
                "tenders": met.tenders,
                "wins": met.wins,
            }
            for met in standing.others
        ],
    }


@router.show("/tender-market/{question}", of=list[dict[str, Any]], access=signed_in())
def tender_market(
    request: ApiRequest,  # noqa: ARG001
    question: Question,
    limit: Most = 100,
    buyer: Part = "",
    firm: Part = "",
    category: Part = "",
    region: Part = "",
    year: Part = "",
) -> list[dict[str, Any]]:
    """Say who buys, bids and wins: the rows of one question, the largest first; amounts are decimal text.

    A buyer or firm is a key of an answer or a part of a name; category and region are as published.
    """
    folder = Path(settings.HOME) / "market"
    ensure_market(folder, at=now())
    narrowing = {"buyer": buyer, "firm": firm, "category": category, "region": region, "year": year}
    rows = ask_market(folder, question, limit=limit, narrowing=narrowing) if has_market(folder) else []
    return [
        {name: str(value) if isinstance(value, Decimal | date) else value for name, value in line.items()}
        for line in rows
    ]


@router.show("/tender-flags", of=list[FlagOut], access=signed_in())
def tender_flags(
    request: ApiRequest,  # noqa: ARG001
    indicator: Part = "",
    buyer: Part = "",
    limit: Most = 100,
) -> list[dict[str, Any]]:
    """List red flags among the latest tenders, by indicators of the Open Contracting Partnership; questions to ask, no proof."""
    folder = Path(settings.HOME) / "market"
    ensure_market(folder, at=now())
    return [
        {
            "indicator": flag.indicator,
            "group": flag.group,
            "id": flag.id,
            "name": flag.name,
            "buyer": flag.buyer,
            "reason": reason_text(flag.reason),
        }
        for flag in read_flags(folder, indicator=indicator, buyer=buyer, limit=limit)
    ]


@router.show("/notice-matches", of=list[MatchOut], access=holding(Right.EDIT))
def notice_matches(request: ApiRequest) -> list[Any]:
    """List the matches that somebody has to decide, within the accounts the caller may see."""
    return selectors.open_matches_for(request.actor)


@router.make("/notice-matches/{uid}/decision", of=MatchOut, access=changing(uid="MATCH"))
def make_notice_match_decision(request: ApiRequest, uid: str, sent: DecisionIn) -> "MatchProposal":
    """Say whether an organisation of the notices is the account or competitor proposed for it."""
    proposal = selectors.get_match_for(request.actor, uid)
    return actions.decide_match(actor=request.actor, at=now(), proposal=proposal, is_same=sent.is_same)


@router.show("/watch-hits", of=list[FoundTenderOut], access=signed_in())
def watch_hits(request: ApiRequest, state: State = "NEW", limit: Most = 100) -> list[dict[str, Any]]:
    """List the tenders that the caller's watch lists found, the latest first."""
    return [
        {
            "uid": found.uid,
            "state": found.state,
            "found_at": found.found_at,
            "watches": list(found.watches),
            "tender_uid": found.tender.uid,
            "ocid": found.tender.ocid,
            "title": found.tender.title,
            "buyer": found.tender.buyer.name if found.tender.buyer else "",
            "deadline_at": found.tender.deadline_at,
            "estimate": found.tender.estimate,
            "estimate_currency": found.tender.estimate_currency,
        }
        for found in hits.found_for(request.actor, state, limit=limit)
    ]


@router.make("/watch-hits/{uid}/decision", of=SeenOut, access=seeing(uid="WATCH_HIT"))
def make_watch_hit_decision(request: ApiRequest, uid: str, sent: HitStateIn) -> dict[str, int]:
    """Say that a found tender was seen, or is not for oneself; on all of one's watch lists."""
    hit = hits.get_hit_for(request.actor, uid)
    changed = actions.decide_hits(actor=request.actor, at=now(), tender=hit.tender, state=sent.state)
    return {"changed": changed}


@router.make("/watch-hits/seeing", of=SeenOut, access=signed_in())
def make_watch_hits_seeing(request: ApiRequest) -> dict[str, int]:
    """Note that everything found so far was seen."""
    return {"changed": actions.see_all_hits(actor=request.actor, at=now())}


@router.make(
    "/tender-sources/{uid}/fetching", of=JobOut, access=holding(Right.ADMINISTER, uid="TENDER_SOURCE")
)
def make_tender_source_fetching(request: ApiRequest, uid: str) -> "JobRun":
    """Have the worker fetch a source of notices now."""
    request.actor.must_have(Right.ADMINISTER)
    return queue_fetch(actor=request.actor, at=now(), source=selectors.get_source(uid))
