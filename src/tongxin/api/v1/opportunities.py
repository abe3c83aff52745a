"""Opportunities: what customers may buy, how each came where it stands, and what they come to."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from tongxin.analytics.forecast import forecast
from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.opportunities import (
    RESTRICTED,
    BoardOut,
    ClosureIn,
    ForecastOut,
    OpportunityChange,
    OpportunityIn,
    OpportunityOut,
    ReopeningIn,
    StageEntriesOut,
    StageEntryIn,
    StageEntryOut,
    TotalsOut,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities import actions, selectors
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.processes import default_process, get_process
from tongxin.crm.opportunities.rules import OpportunityRefused
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST, entry_by_code, get_opportunity_for
from tongxin.team.selectors import get_user
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.common.listing import ListQuery, Page
    from tongxin.crm.opportunities.models import Opportunity, StageEntry

router = ApiRouter(tags=["opportunities"])
Seed = Annotated[int, Field(ge=0, le=999_999_999)]


@router.page("/opportunities", of=OpportunityOut, listing=OPPORTUNITY_LIST, access=signed_in())
def opportunities(request: ApiRequest) -> "Page[Opportunity]":
    """List opportunities."""
    return selectors.list_opportunities(request.actor, request.query)


@router.make("/opportunities", of=OpportunityOut, access=signed_in())
def make_opportunity(request: ApiRequest, sent: OpportunityIn) -> "Opportunity":
    """Create an opportunity."""
    values = sent.dict(exclude={"account", "process", "stage"}, exclude_unset=True, exclude_none=True)
    process = referenced("process", get_process, sent.process) if sent.process else None
    process = process or referenced("process", default_process)
    stage = (
        referenced("stage", selectors.find_stage, process, sent.stage)
        if sent.stage
        else referenced("stage", selectors.first_stage, process)
    )
    deal = actions.create_opportunity(
        actor=request.actor,
        at=now(),
        account=referenced("account", get_account_for, request.actor, sent.account),
        stage=stage,
        **_resolved(values),
    )
    return made(request, deal, "opportunity")


@router.show(
    "/opportunities/{uid}", of=OpportunityOut, listing=OPPORTUNITY_LIST, access=seeing(uid="OPPORTUNITY")
)
def opportunity(request: ApiRequest, uid: str) -> "Opportunity":
    """Show an opportunity."""
    return tag(request, get_opportunity_for(request.actor, uid))


@router.change("/opportunities/{uid}", of=OpportunityOut, access=seeing(uid="OPPORTUNITY"))
def change_opportunity(request: ApiRequest, uid: str, sent: OpportunityChange) -> "Opportunity":
    """Change an opportunity; stage and outcome have entries of their own."""
    deal = get_opportunity_for(request.actor, uid)
    values = values_of(request, sent, restricted=RESTRICTED)
    actions.change_opportunity(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        values=_resolved(values),
        expected_version=expected_version(request, deal),
    )
    return tag(request, deal)


@router.remove("/opportunities/{uid}", access=seeing(uid="OPPORTUNITY"))
def delete_opportunity(request: ApiRequest, uid: str) -> None:
    """Delete an opportunity; it can be restored."""
    deal = get_opportunity_for(request.actor, uid)
    actions.delete_opportunity(
        actor=request.actor, at=now(), opportunity=deal, expected_version=expected_version(request, deal)
    )


@router.make(
    "/deleted-opportunities/{uid}/restorations",
    of=OpportunityOut,
    access=seeing(uid="HIDDEN_OPPORTUNITY"),
)
def make_opportunity_restoration(request: ApiRequest, uid: str) -> "Opportunity":
    """Bring a deleted opportunity back."""
    deal = selectors.get_deleted_opportunity_for(request.actor, uid)
    restored = actions.restore_opportunity(actor=request.actor, at=now(), opportunity=deal)
    return made(request, restored, "opportunity")


@router.show("/opportunities/{uid}/stage-entries", of=StageEntriesOut, access=seeing(uid="OPPORTUNITY"))
def stage_entries(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show an opportunity's history, oldest first."""
    return {"stage_entries": selectors.entries_of(get_opportunity_for(request.actor, uid))}


@router.make("/opportunities/{uid}/stage-entries", of=StageEntryOut, access=seeing(uid="OPPORTUNITY"))
def make_stage_entry(request: ApiRequest, uid: str, sent: StageEntryIn) -> "StageEntry":
    """Move an opportunity to another stage.

    A step to an earlier stage is kept as a reversal, with its cause and the days it costs.
    """
    deal = get_opportunity_for(request.actor, uid)
    kind = DictionaryKind.REVERSAL_CAUSE
    return actions.move_stage(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        stage=referenced("stage", selectors.find_stage, deal.process, sent.stage),
        entered_on=sent.entered_on,
        cause=entry_by_code(kind, sent.cause, field="cause") if sent.cause else None,
        reason=sent.reason,
    )


@router.make(
    "/opportunities/{uid}/stage-entries/{entry_uid}/correction",
    of=StageEntryOut,
    access=seeing(uid="OPPORTUNITY", entry_uid="STAGE_ENTRY"),
)
def make_stage_entry_correction(request: ApiRequest, uid: str, entry_uid: str) -> "StageEntry":
    """Take back one's own newest step; both stay in the history."""
    deal = get_opportunity_for(request.actor, uid)
    entry = selectors.get_stage_entry(deal, entry_uid)
    return actions.take_back_entry(actor=request.actor, at=now(), opportunity=deal, entry=entry)


@router.make("/opportunities/{uid}/closure", of=StageEntryOut, access=seeing(uid="OPPORTUNITY"))
def make_closure(request: ApiRequest, uid: str, sent: ClosureIn) -> "StageEntry":
    """Close an opportunity as won, lost or dropped."""
    deal = get_opportunity_for(request.actor, uid)
    said: dict[str, Any] = {
        "actor": request.actor, "at": now(), "opportunity": deal, "closed_on": sent.closed_on,
        "reason": sent.reason,
    }  # fmt: skip
    match sent.outcome:
        case Outcome.WON:
            return actions.close_won(**said)
        case Outcome.DROPPED:
            return actions.close_dropped(**said)
        case Outcome.LOST:
            kind = DictionaryKind.LOSS_REASON
            reason = entry_by_code(kind, sent.loss_reason, field="loss_reason") if sent.loss_reason else None
            winner = referenced("winner", selectors.get_rival, deal, sent.winner) if sent.winner else None
            return actions.close_lost(**said, loss_reason=reason, winner=winner)
    raise OpportunityRefused("OUTCOME_UNKNOWN", field="outcome", outcome=sent.outcome)


@router.make("/opportunities/{uid}/reopenings", of=StageEntryOut, access=seeing(uid="OPPORTUNITY"))
def make_reopening(request: ApiRequest, uid: str, sent: ReopeningIn) -> "StageEntry":
    """Let a closed opportunity run again."""
    deal = get_opportunity_for(request.actor, uid)
    return actions.reopen(actor=request.actor, at=now(), opportunity=deal, reason=sent.reason)


@router.show("/opportunity-totals", of=TotalsOut, access=signed_in())
def opportunity_totals(request: ApiRequest) -> dict[str, Any]:
    """Show what the visible opportunities come to; takes the filters of the list."""
    found = selectors.totals(request.actor, _asked(request))
    return {
        "currency": reporting_currency(),
        "by_outcome": found.by_outcome,
        "win_rate": found.win_rate,
        "days_to_win": found.days_to_win,
        "won_by_quarter": found.won_by_quarter,
        "top_accounts": found.top_accounts,
    }


@router.show("/opportunity-board", of=BoardOut, access=signed_in())
def opportunity_board(request: ApiRequest) -> dict[str, Any]:
    """Show count and sums of the running opportunities by stage of one process; takes the filters of the list.

    Without a filter `process` it is the default one.
    """
    query = _asked(request)
    sums = selectors.stage_sums(request.actor, selectors.of_process(query, None))
    lanes = selectors.figures_of(selectors.choose_process(query, sums))
    return {"currency": reporting_currency(), "lanes": lanes}


@router.show("/opportunity-forecast", of=ForecastOut, access=signed_in())
def opportunity_forecast(request: ApiRequest, seed: Seed = 1) -> dict[str, Any]:
    """Show what the visible running opportunities bring by fiscal quarter and year; takes the filters of the list."""
    found = forecast(request.actor, _asked(request), as_of=today(), seed=seed)
    return {
        "currency": reporting_currency(),
        "quarters": found.result.quarters,
        "years": found.result.years,
        "expected": found.result.expected,
        "opportunities": [
            {
                "opportunity": each.id,
                "name": found.deals[each.id].name,
                "chance": found.deals[each.id].percent,
                "expected": each.expected,
                "by_quarter": each.by_quarter,
                "beyond": each.beyond,
                "share_of_expected": each.share_of_expected,
                "share_of_variance": each.share_of_variance,
            }
            for each in found.result.deals
        ],
        "left_out": found.left_out,
        "draws": found.result.draws,
        "seed": found.result.seed,
        "reasons": [{"code": reason.code.value, "text": reason_text(reason)} for reason in found.reasons],
    }


def _asked(request: ApiRequest) -> "ListQuery":
    return OPPORTUNITY_LIST.parse(
        {name: [str(value) for value in values] for name, values in request.GET.lists() if name != "seed"},
        actor=request.actor,
    )


def _resolved(values: dict[str, Any]) -> dict[str, Any]:
    """Put records in the place of uids and codes; a source of no letters is none."""
    found = dict(values)
    if found.get("owner") is not None:
        found["owner"] = referenced("owner", get_user, found["owner"])
    if "source" in found:
        code = found["source"]
        found["source"] = entry_by_code(DictionaryKind.SOURCE, code, field="source") if code else None
    return found
