"""What makes a deal, a step in its history, or a part of it acceptable."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kamkit.pipeline import history
from tongxin.common.actor import Actor
from tongxin.common.currencies import check_currency
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import DictionaryKind, TeamFunction
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.opportunities.choices import BuyingRole, EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, Stage, StageEntry

standing_entries = history.standing_entries

LARGEST_AMOUNT = Decimal(10) ** 16
LARGEST_QUANTITY = Decimal(10) ** 11
LARGEST_MARGIN = Decimal(999)
CORRECTION_WINDOW = timedelta(minutes=15)
RESTRICTED = Opportunity.RESTRICTED
CLOSED_OUTCOMES = (Outcome.WON, Outcome.LOST, Outcome.DROPPED)


class OpportunityRefused(Refusal):
    """Say why a deal or a part of it cannot be saved so."""


class StageRefused(Refusal):
    """Say why a deal cannot take a step so."""


def check_can_edit(actor: Actor, opportunity: Opportunity) -> None:
    """Let those who may edit change a deal, running or closed, but not a deleted one.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `OPPORTUNITY_DELETED`.
    """
    actor.must_have(Right.EDIT)
    if opportunity.outcome == Outcome.DELETED:
        raise Conflict("OPPORTUNITY_DELETED", name=opportunity.name)


def can_edit(actor: Actor, opportunity: Opportunity) -> bool:
    """Ask `check_can_edit`."""
    try:
        check_can_edit(actor, opportunity)
    except (Denied, Conflict):
        return False
    return True


def check_can_move(actor: Actor, opportunity: Opportunity) -> None:
    """Let those who may edit move or close a running deal.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `OPPORTUNITY_CLOSED`, the deal is closed or deleted.
    """
    actor.must_have(Right.EDIT)
    if not opportunity.is_open:
        raise Conflict("OPPORTUNITY_CLOSED", name=opportunity.name)


def can_move(actor: Actor, opportunity: Opportunity) -> bool:
    """Ask `check_can_move`."""
    try:
        check_can_move(actor, opportunity)
    except (Denied, Conflict):
        return False
    return True


def check_can_reopen(actor: Actor, opportunity: Opportunity) -> None:
    """Let those who may edit reopen a deal that was won, lost or dropped.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `OPPORTUNITY_RUNS`, there is nothing to reopen.
    """
    actor.must_have(Right.EDIT)
    if opportunity.outcome not in CLOSED_OUTCOMES:
        raise Conflict("OPPORTUNITY_RUNS", name=opportunity.name)


def can_reopen(actor: Actor, opportunity: Opportunity) -> bool:
    """Ask `check_can_reopen`."""
    try:
        check_can_reopen(actor, opportunity)
    except (Denied, Conflict):
        return False
    return True


def check_restricted(actor: Actor, names: Iterable[str]) -> None:
    """Let only those with the right to a restricted field set it.

    Raises:
        Denied: `RIGHT_MISSING` with the field's right.
    """
    for name in names:
        if name in RESTRICTED:
            actor.must_have(Right(RESTRICTED[name]))


def check_values(values: Mapping[str, Any]) -> None:
    """Accept a deal's values as they are to be stored.

    Raises:
        OpportunityRefused: which value is wrong, and why.
    """
    if "name" in values and not values["name"].strip():
        raise OpportunityRefused("NAME_MISSING", field="name")
    currency = values.get("currency")
    if currency is not None:
        check_currency(currency)
    for field in ("amount", "price_floor"):
        check_amount(values.get(field), field)
    margin = values.get("margin_percent")
    if margin is not None and not (margin.is_finite() and -LARGEST_MARGIN <= margin <= 100):
        raise OpportunityRefused("MARGIN_RANGE", field="margin_percent")
    source: DictionaryEntry | None = values.get("source")
    if source is not None and source.kind != DictionaryKind.SOURCE:
        raise OpportunityRefused("DICTIONARY_WRONG", field="source", entry=source.code)


def check_amount(amount: Decimal | None, field: str) -> None:
    """Accept an amount of money that is not negative and can be stored.

    Raises:
        OpportunityRefused: `AMOUNT_NEGATIVE` or `AMOUNT_LARGE`.
    """
    if amount is None:
        return
    if not amount.is_finite() or amount < 0:
        raise OpportunityRefused("AMOUNT_NEGATIVE", field=field)
    if amount >= LARGEST_AMOUNT:
        raise OpportunityRefused("AMOUNT_LARGE", field=field)


def check_window(close_from: date | None, close_to: date | None) -> None:
    """Accept a window of expected close whose ends are in order.

    Raises:
        OpportunityRefused: `CLOSE_WINDOW_REVERSED`.
    """
    if close_from is not None and close_to is not None and close_to < close_from:
        raise OpportunityRefused("CLOSE_WINDOW_REVERSED", field="close_to")


def is_reversal(opportunity: Opportunity, stage: Stage) -> bool:
    """Say whether a step to a stage goes back 反復: it needs a cause, and is counted with what it undoes."""
    return stage.position < opportunity.stage.position


def check_step(
    opportunity: Opportunity, stage: Stage, *, last: StageEntry, entered_at: datetime, at: datetime
) -> None:
    """Accept a step to another stage in use of the deal's own process, between the last entry and now.

    Skipping stages is allowed: the history shows it.

    Raises:
        StageRefused: `STAGE_FOREIGN`, `STAGE_UNUSED`, `STAGE_SAME`, `STEP_FUTURE` or `STEP_EARLY`.
    """
    if stage.process_id != opportunity.process_id:
        raise StageRefused("STAGE_FOREIGN", field="stage", stage=stage.label)
    if not stage.is_active:
        raise StageRefused("STAGE_UNUSED", field="stage", stage=stage.label)
    if stage.pk == opportunity.stage_id:
        raise StageRefused("STAGE_SAME", field="stage", stage=stage.label)
    check_moment(entered_at, last=last, at=at)


def check_moment(entered_at: datetime, *, last: StageEntry, at: datetime) -> None:
    """Accept a moment that is not in the future and not before the last entry.

    Raises:
        StageRefused: `STEP_FUTURE` or `STEP_EARLY`.
    """
    if entered_at > at:
        raise StageRefused("STEP_FUTURE", field="entered_on")
    if entered_at < last.entered_at:
        raise StageRefused("STEP_EARLY", field="entered_on", day=timezone.localdate(last.entered_at))


def check_cause(cause: DictionaryEntry | None) -> None:
    """Accept a cause of a reversal 反復, which every reversal needs.

    Raises:
        StageRefused: `CAUSE_MISSING` or `DICTIONARY_WRONG`.
    """
    if cause is None:
        raise StageRefused("CAUSE_MISSING", field="cause")
    if cause.kind != DictionaryKind.REVERSAL_CAUSE:
        raise StageRefused("DICTIONARY_WRONG", field="cause", entry=cause.code)


def check_loss_reason(reason: DictionaryEntry | None) -> None:
    """Accept a reason of a loss, which every loss needs.

    Raises:
        StageRefused: `LOSS_REASON_MISSING` or `DICTIONARY_WRONG`.
    """
    if reason is None:
        raise StageRefused("LOSS_REASON_MISSING", field="loss_reason")
    if reason.kind != DictionaryKind.LOSS_REASON:
        raise StageRefused("DICTIONARY_WRONG", field="loss_reason", entry=reason.code)


def check_can_correct(actor: Actor, entry: StageEntry, *, last: StageEntry, at: datetime) -> None:
    """Let somebody take back their own newest entry within a quarter of an hour.

    Raises:
        Denied: the actor lacks the right.
        StageRefused: `CORRECTION_NOT_LAST`, `CORRECTION_FIRST`, `CORRECTION_NOT_OWN` or `CORRECTION_LATE`.
    """
    actor.must_have(Right.EDIT)
    if entry.pk != last.pk or entry.kind == EntryKind.CORRECTED:
        raise StageRefused("CORRECTION_NOT_LAST")
    if entry.kind == EntryKind.STARTED:
        raise StageRefused("CORRECTION_FIRST")
    if entry.entered_by_id != actor.user.pk:
        raise StageRefused("CORRECTION_NOT_OWN")
    if at - entry.created_at > CORRECTION_WINDOW:
        raise StageRefused("CORRECTION_LATE", minutes=int(CORRECTION_WINDOW.total_seconds() // 60))


def check_function(function: str) -> None:
    """Accept a known function on a team.

    Raises:
        OpportunityRefused: `FUNCTION_UNKNOWN`.
    """
    if function not in TeamFunction.values:
        raise OpportunityRefused("FUNCTION_UNKNOWN", field="function", function=function)


def check_role(role: str) -> None:
    """Accept a known buying role.

    Raises:
        OpportunityRefused: `BUYING_ROLE_UNKNOWN`.
    """
    if role not in BuyingRole.values:
        raise OpportunityRefused("BUYING_ROLE_UNKNOWN", field="role", role=role)


def check_line(quantity: Decimal, unit_price: Decimal | None) -> None:
    """Accept a product line with some quantity and a price that is not negative.

    Raises:
        OpportunityRefused: `QUANTITY_RANGE`, `AMOUNT_NEGATIVE` or `AMOUNT_LARGE`.
    """
    if not quantity.is_finite() or not 0 < quantity < LARGEST_QUANTITY:
        raise OpportunityRefused("QUANTITY_RANGE", field="quantity")
    check_amount(unit_price, "unit_price")


def moment_on(day: date, *, last: StageEntry | None, at: datetime) -> datetime:
    """Return the moment a step of a given day is kept with, in the active time zone.

    Today is now. An earlier day is its first moment, or the last entry's on that entry's own day, so that
    several steps of one day keep their order.
    """
    if day == timezone.localdate(at):
        return at
    moment = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
    if last is not None and timezone.localdate(last.entered_at) == day:
        return max(moment, last.entered_at)
    return moment


def days_lost(entries: Sequence[StageEntry], stage: Stage, entered_at: datetime) -> int:
    """Return the whole days a reversal to a stage costs, as `kamkit.pipeline.history` defines them.

    Args:
        entries: the deal's entries with their stages, oldest first; those taken back may be among them.
        stage: the stage gone back to.
        entered_at: when, in the active time zone.
    """
    known = [
        history.StageEntry(
            stage=entry.stage.code,
            order=entry.stage.position,
            entered_on=timezone.localdate(entry.entered_at),
            kind=history.EntryKind(entry.kind),
        )
        for entry in entries
    ]
    back = history.StageEntry(
        stage=stage.code,
        order=stage.position,
        entered_on=timezone.localdate(entered_at),
        kind=history.EntryKind.REVERSAL,
    )
    return history.read_history([*known, back], as_of=back.entered_on).reversals[-1].days_lost
