"""Write deals with their stages, ends, products and competitors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone
from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import MemberRow, join_accounts
from tongxin.crm.accounts.choices import DictionaryKind, TeamFunction
from tongxin.crm.accounts.dictionaries import find_entry
from tongxin.crm.accounts.models import Account, DictionaryEntry
from tongxin.crm.accounts.rules import check_can_edit
from tongxin.crm.opportunities import actions
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity, Stage
from tongxin.crm.opportunities.rules import check_can_edit as check_can_edit_opportunity
from tongxin.crm.opportunities.selectors import entries_of, visible_opportunities
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.importers.plan.values import ENDS, code_of
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User

_PLAIN = ("amount", "currency", "close_from", "close_to", "next_step", "next_step_on", "description")
_DAYS = frozenset({"close_from", "close_to", "next_step_on", "started_on", "closed_on"})
_STATE = ("stage", "outcome", "history")
_SAYS_STATE = frozenset({"stage", "status", "is_closed", "is_won", "is_active", "probability", "closed_on"})


class OpportunityWriter(Writer):
    """Write deals; a changed stage becomes a step of the history, never an edit of it."""

    target = Target.OPPORTUNITY
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "close_from": frozenset({"close_on"}),
        "close_to": frozenset({"close_on"}),
        "amount": frozenset({"amount", "won_amount", "stage"}),
        "currency": frozenset({"currency", "amount", "won_amount"}),
        "stage": _SAYS_STATE,
        "outcome": _SAYS_STATE,
        "history": frozenset({"history"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, owners, products and competitors."""
        load_refs(
            context, rows, Target.ACCOUNT, Target.USER, Target.PRODUCT, Target.COMPETITOR, Target.PERSON
        )
        unnumbered = [row for row in rows if "external_id" not in row.values]
        alike = visible_opportunities(context.actor).filter(
            name__in={str(row.values.get("name", "")) for row in unnumbered},
            account__in={account.pk for row in unnumbered if is_stored(account := _account_of(context, row))},
        )
        for deal in alike.select_related("account", "stage", "process") if unnumbered else ():
            key = (Target.OPPORTUNITY, deal.account_id, deal.name)
            # Of several deals of one name none is meant.
            context.alike[key] = None if context.alike.get(key, deal) != deal else deal

    @override
    def match(self, context: Context, row: TargetRow) -> Opportunity | None:
        """Return the one visible deal of this name at the account; never for a row with an id."""
        account = _account_of(context, row)
        if "external_id" in row.values or account is None:
            return None
        return context.alike.get((Target.OPPORTUNITY, account.pk, str(row.values["name"])))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_opportunities` takes it."""
        account = self._account(context, row)
        check_can_edit(context.actor, account)
        outcome = str(row.values["outcome"])
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        source = context.entry(row, "source", DictionaryKind.SOURCE)
        if source is not None:
            values["source"] = source
        owner = context.owner(row)
        if owner is not None and owner != context.actor.user:
            context.actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
        ended = _day(row.values.get("ended_on")) if outcome != Outcome.OPEN else None
        history = _history(context, row)
        content = actions.NewOpportunity(
            name=str(row.values["name"]),
            account=account,
            stage=history[-1][0] if history and outcome != Outcome.OPEN else _stage(context, row),
            owner=owner,
            outcome=outcome,
            started_on=_day(row.values.get("started_on")),
            stage_since=_since(context, row) if outcome == Outcome.OPEN else None,
            closed_on=ended,
            history=history,
            cause=_cause(),
            loss_reason=context.entry(row, "loss_reason", DictionaryKind.LOSS_REASON),
            lines=_lines(context, row),
            values=values,
        )
        actions.check_opportunity_row(context.actor, content, at=context.at)
        return Draft(row, content)

    @override
    def placeholder_of(self, draft: Draft) -> Opportunity:
        """Return an unsaved deal."""
        return Opportunity(name=draft.content.name, account=draft.content.account)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Opportunity]:
        """Create the deals; their owners join the account teams, rivals and main contacts the deals."""
        made = actions.import_opportunities(
            actor=context.actor, at=context.at, rows=[draft.content for draft in drafts]
        )
        owners = [
            MemberRow(account=deal.account, user=deal.owner, function=TeamFunction.CUSTOMER)
            for deal in made
            if deal.owner
        ]
        if context.actor.has(Right.MANAGE_ACCOUNT_TEAM):
            join_accounts(actor=context.actor, at=context.at, rows=owners)
        self._parts(context, [(draft.row, deal) for draft, deal in zip(drafts, made, strict=True)])
        return made

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return name, values, owner, stage and outcome."""
        content: actions.NewOpportunity = draft.content
        owner = {"owner": content.owner} if content.owner is not None else {}
        state: dict[str, Any] = {"outcome": content.outcome}
        if content.outcome == Outcome.OPEN:
            state["stage"] = content.stage
        if content.history:
            state["history"] = tuple(f"{moment.date()} {stage.label}" for stage, moment in content.history)
        return {"name": content.name, **content.values, **owner, **state}

    @override
    def check_change(self, context: Context, record: Opportunity) -> None:
        """Let those change a deal who may edit it."""
        check_can_edit_opportunity(context.actor, record)

    @override
    def differences(
        self, draft: Draft, record: Opportunity, changed: frozenset[str]
    ) -> dict[str, tuple[Any, Any]]:
        """Compare values, and the told history with the steps that the deal has."""
        told = self.values(draft)
        found = {
            name: (getattr(record, name), value)
            for name, value in told.items()
            if name != "history"
            and self.sources.get(name, frozenset({name})) & changed
            and getattr(record, name) != value
        }
        _drop_what_is_the_same(draft, record, found)
        if {"account_id", "account_name"} & changed and draft.content.account != record.account:
            draft.row.report(
                PlanCode.ACCOUNT_DIFFERS,
                Severity.WARNING,
                text=record.account.name,
                named=draft.content.account.name,
            )
        if "history" in told and "history" in changed and (fresh := _fresh(draft.content, record)):
            told_steps = tuple(f"{moment.date()} {stage.label}" for stage, moment in fresh)
            found["history"] = ((), told_steps)
        return found

    @override
    def change(self, context: Context, record: Opportunity, values: Mapping[str, Any]) -> Opportunity:
        """Write values, then take the steps that lead to the new stage or end, each on the day the file says."""
        draft: actions.NewOpportunity | None = context.drafts.get((Target.OPPORTUNITY, record.pk))
        own = {name: value for name, value in values.items() if name not in _STATE}
        outcome = values.get("outcome", record.outcome)
        if outcome == Outcome.OPEN and record.outcome != Outcome.OPEN:
            actions.reopen(actor=context.actor, at=context.at, opportunity=record)
        if own:
            actions.change_opportunity(actor=context.actor, at=context.at, opportunity=record, values=own)
        if "history" in values and draft is not None and record.outcome == Outcome.OPEN:
            for stage, moment in _fresh(draft, record):
                if stage != record.stage:
                    self._move(context, record, stage, timezone.localdate(moment))
        if "stage" in values and record.stage != values["stage"]:
            self._move(context, record, values["stage"], draft.stage_since if draft else None)
        if outcome not in {Outcome.OPEN, record.outcome}:
            self._close(context, record, outcome, draft.closed_on if draft else None)
        return record

    def _move(self, context: Context, record: Opportunity, stage: Stage, day: date | None) -> None:
        if stage.process_id != record.process_id:
            raise RowRefused("STAGE_OF_OTHER_PROCESS")
        actions.move_stage(
            actor=context.actor,
            at=context.at,
            opportunity=record,
            stage=stage,
            entered_on=_possible(record, day, context.at),
            cause=_cause(),
        )

    @override
    def undo_change(self, context: Context, record: Opportunity, before: Mapping[str, Any]) -> None:
        """Undo changed values; steps of the history stay, so a changed stage is not undone."""
        if set(before) & set(_STATE):
            raise RowRefused("HISTORY_STAYS")
        super().undo_change(context, record, before)

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Delete the deals."""
        return actions.delete_opportunities(actor=actor, at=at, opportunities=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return amounts, days, owner and source from what was kept."""
        if value is None:
            return None
        if name == "amount":
            return Decimal(value)
        if name in _DAYS:
            return date.fromisoformat(value)
        if name == "owner":
            return User.objects.filter(pk=value).first()
        return DictionaryEntry.objects.filter(pk=value).first() if name == "source" else value

    def _account(self, context: Context, row: TargetRow) -> Account:
        account = _account_of(context, row)
        if account is None:
            raise RowRefused("LINK_NOT_FOUND", field="account")
        return account

    def _parts(self, context: Context, pairs: Sequence[tuple[TargetRow, Opportunity]]) -> None:
        parts = []
        for row, deal in pairs:
            rival = context.resolve(row, "competitor_name")
            if rival is not None:
                actions.set_competitor(actor=context.actor, at=context.at, opportunity=deal, competitor=rival)
            person = context.resolve(row, "contact_id", "contact_name")
            if person is not None:
                parts.append(
                    actions.ContactRow(opportunity=deal, person=person, role="UNKNOWN", is_primary=True)
                )
        actions.import_contacts(actor=context.actor, at=context.at, rows=parts)

    def _close(self, context: Context, record: Opportunity, outcome: str, day: date | None) -> None:
        day = _possible(record, day, context.at)
        if outcome == Outcome.WON:
            actions.close_won(actor=context.actor, at=context.at, opportunity=record, closed_on=day)
        elif outcome == Outcome.LOST:
            draft: actions.NewOpportunity | None = context.drafts.get((Target.OPPORTUNITY, record.pk))
            reason = draft.loss_reason if draft else None
            actions.close_lost(
                actor=context.actor, at=context.at, opportunity=record, closed_on=day,
                loss_reason=reason or find_entry(DictionaryKind.LOSS_REASON, "OTHER"),
            )  # fmt: skip
        else:
            actions.close_dropped(
                actor=context.actor,
                at=context.at,
                opportunity=record,
                closed_on=day,
                reason=context.batch.title,
            )


def _drop_what_is_the_same(draft: Draft, record: Opportunity, found: dict[str, tuple[Any, Any]]) -> None:
    """Take off differences that are none: our own lists give amounts in our currency, and of a window its last day."""
    if (
        "amount" in found
        and "currency" not in draft.row.values
        and found["amount"][1] == record.amount_reporting
    ):
        del found["amount"]
    if "close_on" in draft.row.values and draft.content.values.get("close_to") == record.close_to:
        found.pop("close_from", None)


def _possible(record: Opportunity, day: date | None, at: datetime) -> date | None:
    """Return the day of a step as the file says it, not before the last one and not after today."""
    if day is None:
        return None
    last = timezone.localdate(entries_of(record)[-1].entered_at)
    return min(max(day, last), timezone.localdate(at))


def _cause() -> DictionaryEntry | None:
    """Return the cause of a step back that a file tells of."""
    kind = DictionaryKind.REVERSAL_CAUSE
    return find_entry(kind, "IMPORT") or find_entry(kind, "OTHER")


def _since(context: Context, row: TargetRow) -> date | None:
    since = _day(row.values.get("stage_since"))
    return since if since is not None and since <= timezone.localdate(context.at) else None


def _history(context: Context, row: TargetRow) -> tuple[tuple[Stage, datetime], ...]:
    """Return the steps that the file tells of, in stages of ours; ends are kept as the deal's outcome."""
    return tuple(
        (context.stages[step.stage], min(step.entered_at, context.at))
        for step in row.history
        if step.stage in context.stages and code_of("stage", step.stage) not in ENDS
    )


def _fresh(told: actions.NewOpportunity, record: Opportunity) -> list[tuple[Stage, datetime]]:
    """Return the told steps that are later than those which the deal has."""
    last = entries_of(record)[-1].entered_at
    return [(stage, moment) for stage, moment in told.history if moment > last]


def _account_of(context: Context, row: TargetRow) -> Account | None:
    account: Account | None = context.resolve(row, "account_id", "account_name")
    return account


def _stage(context: Context, row: TargetRow) -> Stage:
    stage = context.stages.get(str(row.values["stage"]))
    if stage is None:
        raise RowRefused("UNKNOWN_STAGE", field="stage", stage=str(row.values["stage"]))
    return stage


def _lines(context: Context, row: TargetRow) -> tuple[tuple[Any, Decimal, Decimal | None], ...]:
    product = context.resolve(row, "product_id", "product_name")
    if product is None or (product.pk is None and not context.dry):
        return ()
    quantity = row.values.get("quantity", Decimal(1))
    return ((product, quantity if isinstance(quantity, Decimal) and quantity > 0 else Decimal(1), None),)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
