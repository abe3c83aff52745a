"""Create deals, one or many, with the history that is told of them: the same facts and checks, in few queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tongxin.audit.actions import plain, record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.accounts.models import Account, DictionaryEntry
from tongxin.crm.accounts.rules import check_can_edit as check_can_edit_account
from tongxin.crm.market.conversion import convert_many
from tongxin.crm.market.models import Product
from tongxin.crm.opportunities.actions.common import index_opportunities
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityLine,
    OpportunityMember,
    Stage,
    StageEntry,
)
from tongxin.crm.opportunities.rules import (
    OpportunityRefused,
    StageRefused,
    check_line,
    check_restricted,
    check_values,
    check_window,
    days_lost,
    moment_on,
)
from tongxin.crm.opportunities.selectors import first_stage
from tongxin.team.models import User

BATCH = 500
KNOWN_OUTCOMES = (Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.DROPPED)
LOGGED = ("name", "stage", "outcome", "owner", "currency", "started_on", "closed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOpportunity:
    """One deal to create.

    Attributes:
        stage: where it stands, or stood when it was closed.
        owner: who answers for it; whoever creates it when left out.
        started_on: its first day; unknown is allowed, then the history begins as it is created.
        stage_since: when it entered that stage, where it is known apart from its first day.
        closed_on: its last day, for a closed one.
        history: the stages it went through before, each with the moment it entered it, oldest first.
        cause: entry of the dictionary of causes for steps back in the history.
        lines: products with quantity and unit price.
        values: further values: amount, currency, price_floor, margin_percent, close_from, close_to,
            next_step, next_step_on, source, description.

    """

    name: str
    account: Account
    stage: Stage
    owner: User | None = None
    outcome: str = Outcome.OPEN
    started_on: date | None = None
    stage_since: date | None = None
    closed_on: date | None = None
    history: tuple[tuple[Stage, datetime], ...] = ()
    cause: DictionaryEntry | None = None
    loss_reason: DictionaryEntry | None = None
    lines: tuple[tuple[Product, Decimal, Decimal | None], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_opportunity(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    account: Account,
    stage: Stage | None = None,
    owner: User | None = None,
    started_on: date | None = None,
    **values: Any,
) -> Opportunity:
    """Create a running deal with the first entry of its history; its owner joins its team.

    Args:
        name: what it is called.
        account: a visible account.
        stage: where it stands; the first stage of the default process when left out.
        owner: who answers for it; the actor when left out.
        started_on: its first day; today when left out.
        values: as those of `NewOpportunity`; the currency is the account's unless said.

    Raises:
        Denied: the actor may not edit, or lacks the right to a restricted field or to hand deals to others.
        Conflict: the account is not in use.
        OpportunityRefused: which value is wrong, and why.
        StageRefused: `STAGE_UNUSED` or `STEP_FUTURE`.
    """
    check_can_edit_account(actor, account)
    stage = stage or first_stage()
    new = NewOpportunity(
        name=name, account=account, stage=stage, owner=owner,
        started_on=started_on or timezone.localdate(at), values=values,
    )  # fmt: skip
    check_opportunity_row(actor, new, at=at)
    if not stage.is_active:
        raise StageRefused("STAGE_UNUSED", field="stage", stage=stage.label)
    if owner is not None and owner.pk != actor.user.pk:
        actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    return write_opportunities(actor=actor, at=at, rows=[new])[0]


FURTHER = frozenset(
    {"amount", "currency", "price_floor", "margin_percent", "close_from", "close_to"}
    | {"next_step", "next_step_on", "source", "description"}
)


def check_opportunity_row(actor: Actor, row: NewOpportunity, *, at: datetime) -> None:
    """Accept a deal that can be written as it is told.

    Raises:
        Denied: it sets a restricted field without the right.
        OpportunityRefused: which value is wrong, and why.
        StageRefused: its days lie in the future or in the wrong order.
    """
    for name in row.values:
        if name not in FURTHER:
            raise OpportunityRefused("FIELD_UNKNOWN", field=name, name=name)
    check_restricted(actor, row.values)
    check_values({"name": row.name, **row.values})
    check_window(row.values.get("close_from"), row.values.get("close_to"))
    if row.outcome not in KNOWN_OUTCOMES:
        raise OpportunityRefused("OUTCOME_UNKNOWN", field="outcome", outcome=row.outcome)
    for _, quantity, unit_price in row.lines:
        check_line(quantity, unit_price)
    _check_days(row, at)


def _check_days(row: NewOpportunity, at: datetime) -> None:
    today = timezone.localdate(at)
    told = (("started_on", row.started_on), ("closed_on", row.closed_on), ("stage_since", row.stage_since))
    for name, day in told:
        if day is not None and day > today:
            raise StageRefused("STEP_FUTURE", field=name)
    if row.started_on is not None and row.closed_on is not None and row.closed_on < row.started_on:
        raise StageRefused("STEP_EARLY", field="closed_on", day=row.started_on)
    for stage, entered_at in row.history:
        if stage.process_id != row.stage.process_id:
            raise StageRefused("STAGE_FOREIGN", field="stage", stage=stage.label)
        if entered_at > at:
            raise StageRefused("STEP_FUTURE", field="history")


def write_opportunities(*, actor: Actor, at: datetime, rows: Sequence[NewOpportunity]) -> list[Opportunity]:
    """Write deals that were checked, with entries, teams, lines, audit and index, inside the caller's transaction.

    The history of each is the one told, else begins in the stage it stands in, on the day it entered it or on its first
    day; a closed one has an entry on its last. What lay between is not known and not made up.
    """
    opportunities = [_opportunity(actor, row, at) for row in rows]
    _convert(opportunities, at)
    for start in range(0, len(rows), BATCH):
        _write(actor, at, opportunities[start : start + BATCH], rows[start : start + BATCH])
    return opportunities


def _opportunity(actor: Actor, row: NewOpportunity, at: datetime) -> Opportunity:
    return Opportunity(
        name=row.name.strip(),
        account=row.account,
        process_id=row.stage.process_id,
        stage=row.stage,
        stage_since=_since(row, at),
        outcome=row.outcome,
        closed_on=row.closed_on if row.outcome != Outcome.OPEN else None,
        loss_reason=row.loss_reason if row.outcome == Outcome.LOST else None,
        owner=row.owner or actor.user,
        started_on=row.started_on,
        created_at=at,
        updated_at=at,
        **{**row.values, "currency": _currency(row)},
    )


def _currency(row: NewOpportunity) -> str:
    return row.values.get("currency") or row.account.currency or settings.REPORTING_CURRENCY


def _since(row: NewOpportunity, at: datetime) -> datetime:
    if row.history and row.history[-1][0] == row.stage:
        return row.history[-1][1]
    if row.history:
        return max(row.history[-1][1], _moment(row.stage_since, at))
    return _moment(row.stage_since or row.started_on or row.closed_on, at)


def _convert(opportunities: Sequence[Opportunity], at: datetime) -> None:
    today = timezone.localdate(at)
    converted = convert_many(
        [(item.amount, item.currency, item.closed_on or today) for item in opportunities]
    )
    for opportunity, amount in zip(opportunities, converted, strict=True):
        opportunity.amount_reporting = amount.amount
        opportunity.rate_date = amount.rate_date


def _write(
    actor: Actor, at: datetime, opportunities: Sequence[Opportunity], rows: Sequence[NewOpportunity]
) -> None:
    Opportunity.objects.bulk_create(opportunities)
    pairs = list(zip(opportunities, rows, strict=True))
    StageEntry.objects.bulk_create(entry for pair in pairs for entry in _entries(actor, at, *pair))
    gone_back = [opportunity for opportunity in opportunities if opportunity.reversals]
    Opportunity.objects.bulk_update(gone_back, ["reversals"])
    OpportunityMember.objects.bulk_create(
        OpportunityMember(
            opportunity=opportunity,
            user=opportunity.owner,
            function=TeamFunction.CUSTOMER,
            created_at=at,
        )
        for opportunity in opportunities
    )
    OpportunityLine.objects.bulk_create(line for pair in pairs for line in _lines(at, *pair))
    record_many(actor=actor, at=at, entries=[_event(*pair) for pair in pairs])
    index_opportunities(opportunities)


def _entries(
    actor: Actor, at: datetime, opportunity: Opportunity, row: NewOpportunity
) -> Iterator[StageEntry]:
    steps = list(row.history)
    if not steps or steps[-1][0] != row.stage:
        steps.append((row.stage, opportunity.stage_since))
    made: list[StageEntry] = []
    for stage, entered_at in steps:
        made.append(_step(actor, at, opportunity, made, stage, entered_at, row.cause))
    opportunity.reversals = sum(entry.kind == EntryKind.REVERSAL for entry in made)
    yield from made
    if row.outcome != Outcome.OPEN:
        yield StageEntry(
            opportunity=opportunity,
            kind=EntryKind.CLOSED,
            stage=row.stage,
            from_stage=row.stage,
            outcome=row.outcome,
            entered_at=max(_moment(row.closed_on, at), made[-1].entered_at),
            entered_by=actor.user,
            cause=opportunity.loss_reason,
            created_at=at,
        )


def _step(
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    before: Sequence[StageEntry],
    stage: Stage,
    entered_at: datetime,
    cause: DictionaryEntry | None,
) -> StageEntry:
    """Return the next entry of a told history: a start, a step forward, or a reversal with what it cost."""
    last = before[-1] if before else None
    is_back = last is not None and stage.position < last.stage.position
    kind = EntryKind.STARTED if last is None else EntryKind.REVERSAL if is_back else EntryKind.FORWARD
    return StageEntry(
        opportunity=opportunity,
        kind=kind,
        stage=stage,
        from_stage=last.stage if last else None,
        entered_at=entered_at,
        entered_by=actor.user,
        cause=cause if is_back else None,
        days_lost=days_lost(before, stage, entered_at) if is_back else None,
        created_at=at,
    )


def _moment(day: date | None, at: datetime) -> datetime:
    return at if day is None else moment_on(day, last=None, at=at)


def _lines(at: datetime, opportunity: Opportunity, row: NewOpportunity) -> Iterator[OpportunityLine]:
    for product, quantity, unit_price in row.lines:
        yield OpportunityLine(
            opportunity=opportunity,
            product=product,
            quantity=quantity,
            unit_price=unit_price,
            created_at=at,
            updated_at=at,
        )


def _event(opportunity: Opportunity, row: NewOpportunity) -> dict[str, Any]:
    told = {name: getattr(opportunity, name) for name in (*LOGGED, *row.values)}
    values = told if row.outcome != Outcome.OPEN else {**told, "outcome": None}
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.OPPORTUNITY,
        "object_uid": opportunity.uid,
        "object_label": opportunity.name,
        "account_uid": opportunity.account.uid,
        "changes": {name: [None, plain(value)] for name, value in values.items() if value not in (None, "")},
        "params": {},
    }
