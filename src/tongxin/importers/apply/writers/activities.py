"""Write visits, meetings, calls, mails and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext
from typing_extensions import override

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships import actions
from tongxin.crm.relationships.choices import InteractionKind, PromiseState
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import (
    check_can_change_interaction,
    check_can_log,
    check_interaction_values,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.common.errors import Refusal
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.target_rows import TargetRow


_RELATED = frozenset({"related_id", "related_name"})
_PLAIN = ("text", "kind", "occurred_at", "account")
_LINKS = {"people": "person", "opportunities": "opportunity", "colleagues": "user"}
_MODELS: Mapping[str, Any] = {"people": Person, "opportunities": Opportunity, "colleagues": User}


class ActivityWriter(Writer):
    """Write what happened; a subject stands above its text."""

    target = Target.ACTIVITY
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "text": frozenset({"text", "subject", "location"}),
        "kind": frozenset({"kind", "subtype", "subject"}),
        "occurred_at": frozenset({"occurred_at", "due_on"}),
        "account": frozenset({"account_id", "account_name", *_RELATED}),
        "people": frozenset({"contact_id", "contact_name", *_RELATED}),
        "opportunities": frozenset({"opportunity_id", "opportunity_name", *_RELATED}),
        "colleagues": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, people, deals and colleagues."""
        load_refs(context, rows, Target.ACCOUNT, Target.PERSON, Target.OPPORTUNITY, Target.USER)

    @override
    def match(self, context: Context, row: TargetRow) -> Any:
        """Return None: what was logged by hand is never taken for a row of a file."""
        return None

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_interactions` takes it."""
        values = row.values
        account, person, deal = context.related(row)
        check_can_log(context.actor, account)
        kind = str(values.get("kind", InteractionKind.VISIT))
        occurred_at = _moment(context, values.get("occurred_at"))
        text = _text(row)
        check_interaction_values({"text": text, "kind": kind, "occurred_at": occurred_at}, at=context.at)
        owner = context.owner(row)
        author = None
        if values.get("is_private"):
            author = self._only_reader(context, row, owner)
        content = actions.NewInteraction(
            text=gettext("Private entry") if author else text,
            private_note=text if author else "",
            author=author,
            kind=kind,
            occurred_at=occurred_at,
            account=account,
            people=(person,) if person else (),
            opportunities=(deal,) if deal else (),
            colleagues=(owner,) if owner and owner != (author or context.actor.user) else (),
        )
        return Draft(row, content)

    def _only_reader(self, context: Context, row: TargetRow, owner: User | None) -> User:
        """Return who alone may read a private entry: its owner; whoever imports where the file names none.

        Raises:
            RowRefused: `PRIVATE_LEFT_OUT`, the owner is not known here, has left, or may not be written for.
        """
        names_owner = any(name in row.refs for name in ("owner_id", "owner_name", "owner_email"))
        if not names_owner:
            return context.actor.user
        mine = owner is not None and owner == context.actor.user
        if owner is None or not owner.is_active or not (mine or context.may_administer):
            raise RowRefused("PRIVATE_LEFT_OUT", field=row.columns.get("is_private", ""))
        row.report(PlanCode.PRIVATE_KEPT, Severity.NOTE, row.columns.get("is_private", ""))
        return owner

    @override
    def placeholder_of(self, draft: Draft) -> Interaction:
        """Return an unsaved log entry."""
        return Interaction(text=draft.content.text)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Interaction]:
        """Log the entries; what was open at the last import and is done now is a kept promise."""
        made = actions.import_interactions(
            actor=context.actor, at=context.at, rows=[draft.content for draft in drafts]
        )
        keep_promises(context, [draft.row.key for draft in drafts])
        return made

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return what happened, when, with whom and what about."""
        return {name: getattr(draft.content, name) for name in (*_PLAIN, *_LINKS)}

    @override
    def check_change(self, context: Context, record: Interaction) -> None:
        """Let those change an entry whose own it is."""
        check_can_change_interaction(context.actor, record)

    @override
    def differences(
        self, draft: Draft, record: Interaction, changed: frozenset[str]
    ) -> dict[str, tuple[Any, Any]]:
        """Compare those who were there and the deals as sets; the moment only where the file has one."""
        now = {name: getattr(record, name) for name in _PLAIN} | {
            name: tuple(getattr(link, field) for link in getattr(record, name).select_related(field))
            for name, field in _LINKS.items()
            if self.sources[name] & changed
        }
        return {
            name: (now[name], value)
            for name, value in self.values(draft).items()
            if self.sources.get(name, frozenset({name})) & changed and _as_set(now[name]) != _as_set(value)
        }

    @override
    def change(self, context: Context, record: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Change the entry and its links."""
        actions.change_interaction(
            actor=context.actor,
            at=context.at,
            interaction=record,
            values={name: value for name, value in values.items() if name not in _LINKS},
            **{name: value for name, value in values.items() if name in _LINKS},
        )
        return record

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Delete the entries."""
        return actions.delete_interactions(actor=actor, at=at, interactions=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return moment, account and links from what was kept of them."""
        if name in _LINKS:
            return tuple(_MODELS[name].objects.filter(pk__in=value))
        if name == "account":
            return Account.objects.filter(pk=value).first()
        return datetime.fromisoformat(value) if name == "occurred_at" else value


def keep_promises(context: Context, keys: Sequence[str]) -> None:
    """Settle the promises that earlier imports made of tasks which are done now."""
    noted = context.refs(Target.PROMISE, keys)
    promises = context.visible(Target.PROMISE).filter(
        pk__in=[ref.object_pk for ref in noted.values()], state=PromiseState.OPEN
    )
    for promise in promises:
        actions.settle_promise(actor=context.actor, at=context.at, promise=promise, state=PromiseState.KEPT)


def _moment(context: Context, value: object) -> datetime:
    """Return when it happened; of a day alone its first moment."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return timezone.make_aware(datetime(value.year, value.month, value.day))  # noqa: DTZ001 - made aware here
    return context.at


def _as_set(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) else value


def _text(row: TargetRow) -> str:
    subject, text, place = (str(row.values.get(name, "")) for name in ("subject", "text", "location"))
    lines = [subject if subject != text else "", text, f"@ {place}" if place else ""]
    return "\n".join(line for line in lines if line)
