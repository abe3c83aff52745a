"""Steps in a deal's history. Each is an entry of its own; none is ever edited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tongxin.audit.choices import Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.opportunities.actions.common import index_opportunities, last_entry, note, reporting_values
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, OpportunityCompetitor, Stage, StageEntry
from tongxin.crm.opportunities.rules import (
    OpportunityRefused,
    check_can_correct,
    check_can_edit,
    check_can_move,
    check_can_reopen,
    check_cause,
    check_loss_reason,
    check_moment,
    check_step,
    days_lost,
    is_reversal,
    moment_on,
    standing_entries,
)
from tongxin.crm.opportunities.selectors import entries_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    kind: EntryKind
    stage: Stage
    outcome: Outcome
    entered_at: datetime
    reason: str = ""
    cause: DictionaryEntry | None = None
    days_lost: int | None = None


@transaction.atomic
def move_stage(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    stage: Stage,
    entered_on: date | None = None,
    cause: DictionaryEntry | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> StageEntry:
    """Enter another stage: a step forward, or a reversal 反復 when it lies before the present one.

    Args:
        stage: another stage of the deal's process; stages may be skipped.
        entered_on: the day it happened; today when left out.
        cause: entry of the dictionary of causes; required for a reversal, otherwise not kept.
        reason: in one's own words.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is closed.
        StageRefused: which part of the step is wrong, and why.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    check_can_move(actor, opportunity)
    entries = entries_of(opportunity)
    entered_at = moment_on(entered_on or timezone.localdate(at), last=entries[-1], at=at)
    check_step(opportunity, stage, last=entries[-1], entered_at=entered_at, at=at)
    is_back = is_reversal(opportunity, stage)
    lost = None
    if is_back:
        check_cause(cause)
        lost = days_lost(entries, stage, entered_at)
    step = _Step(
        kind=EntryKind.REVERSAL if is_back else EntryKind.FORWARD,
        stage=stage,
        outcome=Outcome.OPEN,
        entered_at=entered_at,
        reason=reason.strip(),
        cause=cause if is_back else None,
        days_lost=lost,
    )
    values = {
        "stage": stage,
        "stage_since": entered_at,
        "reversals": opportunity.reversals + (1 if is_back else 0),
    }
    return _enter(actor, at, opportunity, step, values, expected_version)


def close_won(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    closed_on: date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> StageEntry:
    """Close a deal as won.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is closed.
        StageRefused: `STEP_FUTURE` or `STEP_EARLY`.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    return _close(
        actor,
        at,
        opportunity,
        Outcome.WON,
        closed_on=closed_on,
        reason=reason,
        expected_version=expected_version,
    )


@transaction.atomic
def close_lost(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    loss_reason: DictionaryEntry | None,
    winner: OpportunityCompetitor | None = None,
    closed_on: date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> StageEntry:
    """Close a deal as lost.

    Args:
        loss_reason: entry of the dictionary of losses, required.
        winner: the rival of this deal who won it, when that is known.
        closed_on: the day it was lost; today when left out.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is closed.
        StageRefused: `LOSS_REASON_MISSING`, `DICTIONARY_WRONG`, `STEP_FUTURE` or `STEP_EARLY`.
        OpportunityRefused: `WINNER_FOREIGN`, the rival is not of this deal.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    check_can_move(actor, opportunity)
    check_loss_reason(loss_reason)
    if winner is not None and winner.opportunity_id != opportunity.pk:
        raise OpportunityRefused("WINNER_FOREIGN", field="winner")
    entry = _close(
        actor,
        at,
        opportunity,
        Outcome.LOST,
        closed_on=closed_on,
        reason=reason,
        loss_reason=loss_reason,
        expected_version=expected_version,
    )
    if winner is not None:
        save_changes(winner, {"won": True}, at=at)
    return entry


def close_dropped(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    reason: str,
    closed_on: date | None = None,
    expected_version: int | None = None,
) -> StageEntry:
    """Close a deal that nobody won: the customer or we gave it up.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is closed.
        OpportunityRefused: `REASON_MISSING`.
        StageRefused: `STEP_FUTURE` or `STEP_EARLY`.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    if not reason.strip():
        raise OpportunityRefused("REASON_MISSING", field="reason")
    return _close(
        actor,
        at,
        opportunity,
        Outcome.DROPPED,
        closed_on=closed_on,
        reason=reason,
        expected_version=expected_version,
    )


@transaction.atomic
def reopen(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    reason: str = "",
    expected_version: int | None = None,
) -> StageEntry:
    """Let a closed deal run again in the stage it was closed in.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is not closed.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    check_can_reopen(actor, opportunity)
    step = _Step(
        kind=EntryKind.REOPENED,
        stage=opportunity.stage,
        outcome=Outcome.OPEN,
        entered_at=at,
        reason=reason.strip(),
    )
    values = {
        "outcome": Outcome.OPEN,
        "closed_on": None,
        "loss_reason": None,
        "stage_since": at,
        **reporting_values(opportunity.amount, opportunity.currency, closed_on=None, at=at),
    }
    _forget_winner(opportunity, at)
    return _enter(actor, at, opportunity, step, values, expected_version)


@transaction.atomic
def take_back_entry(*, actor: Actor, at: datetime, opportunity: Opportunity, entry: StageEntry) -> StageEntry:
    """Undo one's own newest step, made by mistake, by an entry that says so; both stay in the history.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
        StageRefused: the step is not the newest, not one's own, the first, or too long ago.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    check_can_edit(actor, opportunity)
    entries = entries_of(opportunity)
    check_can_correct(actor, entry, last=entries[-1], at=at)
    before = standing_entries(entries)[-2]
    closing = before if before.kind == EntryKind.CLOSED else None
    closed_on = timezone.localdate(closing.entered_at) if closing else None
    step = _Step(kind=EntryKind.CORRECTED, stage=before.stage, outcome=Outcome(before.outcome), entered_at=at)
    values = {
        "stage": before.stage,
        "stage_since": before.entered_at,
        "outcome": before.outcome,
        "closed_on": closed_on,
        "loss_reason": closing.cause if closing else None,
        "reversals": opportunity.reversals - (1 if entry.kind == EntryKind.REVERSAL else 0),
        **reporting_values(opportunity.amount, opportunity.currency, closed_on=closed_on, at=at),
    }
    _forget_winner(opportunity, at)
    return _enter(actor, at, opportunity, step, values, None, verb=Verb.UNDONE)


@transaction.atomic
def _close(
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    outcome: Outcome,
    *,
    closed_on: date | None,
    reason: str,
    expected_version: int | None,
    loss_reason: DictionaryEntry | None = None,
) -> StageEntry:
    check_can_move(actor, opportunity)
    last = last_entry(opportunity)
    closed_on = closed_on or timezone.localdate(at)
    entered_at = moment_on(closed_on, last=last, at=at)
    check_moment(entered_at, last=last, at=at)
    step = _Step(
        kind=EntryKind.CLOSED,
        stage=opportunity.stage,
        outcome=outcome,
        entered_at=entered_at,
        reason=reason.strip(),
        cause=loss_reason,
    )
    values = {
        "outcome": outcome,
        "closed_on": closed_on,
        "loss_reason": loss_reason,
        **reporting_values(opportunity.amount, opportunity.currency, closed_on=closed_on, at=at),
    }
    return _enter(actor, at, opportunity, step, values, expected_version)


def _forget_winner(opportunity: Opportunity, at: datetime) -> None:
    OpportunityCompetitor.objects.filter(opportunity=opportunity, won=True).update(
        won=False, version=F("version") + 1, updated_at=at
    )


def _enter(
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    step: _Step,
    values: dict[str, Any],
    expected_version: int | None,
    verb: Verb = Verb.MOVED_STAGE,
) -> StageEntry:
    from_stage = opportunity.stage
    old_outcome = opportunity.outcome
    save_changes(opportunity, values, at=at, expected_version=expected_version)
    entry = StageEntry.objects.create(
        opportunity=opportunity,
        kind=step.kind,
        stage=step.stage,
        from_stage=from_stage,
        outcome=step.outcome,
        entered_at=step.entered_at,
        entered_by=actor.user,
        reason=step.reason,
        cause=step.cause,
        days_lost=step.days_lost,
        created_at=at,
    )
    changes = {
        "stage": (from_stage, step.stage),
        "outcome": (Outcome(old_outcome).value, step.outcome.value),
    }
    changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    extra = {"reason": step.reason, "days_lost": step.days_lost}
    kept = {name: value for name, value in extra.items() if value not in (None, "")}
    note(actor, at, verb, opportunity, changed, entry_kind=step.kind.value, **kept)
    index_opportunities([opportunity])
    return entry
