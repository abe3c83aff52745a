"""Write promises: what a file says is still to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships import actions
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.models import Promise
from tongxin.crm.relationships.rules import check_can_log, check_promise_values
from tongxin.crm.stakeholders.models import Person
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, FewWriter, RowRefused, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User

_RELATED = frozenset({"related_id", "related_name"})
_FIELDS = ("text", "due_on", "owner", "person", "opportunity")


class PromiseWriter(FewWriter):
    """Write open tasks as promises of their owners."""

    target = Target.PROMISE
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "text": frozenset({"text", "subject"}),
        "due_on": frozenset({"due_on", "occurred_at"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
        "person": frozenset({"contact_id", "contact_name", *_RELATED}),
        "opportunity": frozenset({"opportunity_id", "opportunity_name", *_RELATED}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, people, deals and colleagues."""
        load_refs(context, rows, Target.ACCOUNT, Target.PERSON, Target.OPPORTUNITY, Target.USER)

    @override
    def match(self, context: Context, row: TargetRow) -> Any:
        """Return None: what was promised by hand is never taken for a row of a file."""
        return None

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return promise and account; an owner who has left hands it to whoever imports, and that is said."""
        account, person, deal = context.related(row)
        if account is None:
            raise RowRefused("PROMISE_ACCOUNT_MISSING", field="account")
        check_can_log(context.actor, account)
        owner = context.owner(row)
        if owner is not None and not owner.is_active:
            row.report(PlanCode.OWNER_INACTIVE, Severity.WARNING, text=owner.display_name)
            owner = None
        due = row.values.get("due_on")
        promise = actions.NewPromise(
            text=str(row.values["text"]),
            due_on=due if isinstance(due, date) else None,
            owner=owner,
            person=person,
            opportunity=deal,
        )
        check_promise_values({"text": promise.text, "owner": promise.owner})
        return Draft(row, (promise, account))

    @override
    def placeholder_of(self, draft: Draft) -> Promise:
        """Return an unsaved promise."""
        return Promise(text=draft.content[0].text)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Promise]:
        """Keep the promises."""
        return [
            actions.add_promise(
                actor=context.actor, at=context.at, promise=draft.content[0], account=draft.content[1]
            )
            for draft in drafts
        ]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return what the row says of the promise; who answers for it only where the file says so."""
        promise = draft.content[0]
        return {name: getattr(promise, name) for name in _FIELDS if getattr(promise, name) is not None}

    @override
    def change(self, context: Context, record: Promise, values: Mapping[str, Any]) -> Promise:
        """Change an open promise."""
        actions.change_promise(actor=context.actor, at=context.at, promise=record, values=dict(values))
        return record

    @override
    def undo_one_creation(self, actor: Actor, at: datetime, record: Promise) -> None:
        """Drop a promise that is still open."""
        actions.settle_promise(actor=actor, at=at, promise=record, state=PromiseState.DROPPED)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return day, owner, person and deal from what was kept of them."""
        if value is None or name == "text":
            return value
        if name == "due_on":
            return date.fromisoformat(value)
        models: Mapping[str, Any] = {"owner": User, "person": Person, "opportunity": Opportunity}
        return models[name].objects.filter(pk=value).first()
