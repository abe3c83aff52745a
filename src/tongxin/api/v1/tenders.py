"""The tender register: what was published, who bid, who won."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from pydantic import Field

from tongxin.analytics.market.register import ask_market, refresh_market
from tongxin.api.etags import made, tag
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.tenders import (
    ChangeLine,
    DecisionIn,
    MatchOut,
    StandingOut,
    TenderFacts,
    TenderIn,
    TenderOut,
)
from tongxin.common.access import changing, holding, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.tenders import actions, lists, selectors
from tongxin.crm.tenders.facts import plain_facts
from tongxin.crm.tenders.lists import TENDER_LIST

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.tenders.models import MatchProposal, Tender

Question = Literal["buyers", "firms", "categories", "regions", "years", "meetings", "concentration"]
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
def tender_market(request: ApiRequest, question: Question, limit: Most = 100) -> list[dict[str, Any]]:  # noqa: ARG001
    """Say who buys, bids and wins: the rows of one question, the largest first; amounts are decimal text."""
    folder = Path(settings.HOME) / "market"
    refresh_market(folder)
    rows = ask_market(folder, question, limit=limit)
    return [
        {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}
        for row in rows
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
