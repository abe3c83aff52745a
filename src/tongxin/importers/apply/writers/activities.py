"""Write visits, meetings, calls, mails and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships import actions
from tongxin.crm.relationships.choices import InteractionKind
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import (
    check_can_change_interaction,
    check_can_log,
    check_interaction_values,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.importers.apply.writers.base import Draft, Writer, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.common.errors import Refusal
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.rows import TargetRow


_PLAIN = ("text", "kind", "occurred_at", "account")
_LINKS = {"people": "person", "opportunities": "opportunity", "colleagues": "user"}
_MODELS: Mapping[str, Any] = {"people": Person, "opportunities": Opportunity, "colleagues": User}


class ActivityWriter(Writer):
    """Write what happened; a subject stands above its text."""

    target = Target.ACTIVITY
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "text": frozenset({"text", "subject", "location"}),
        "account": frozenset({"account_id", "account_name"}),
        "people": frozenset({"contact_id", "contact_name"}),
        "opportunities": frozenset({"opportunity_id", "opportunity_name"}),
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
        person = context.resolve(row, "contact_id", "contact_name")
        deal = context.resolve(row, "opportunity_id", "opportunity_name")
        account = context.resolve(row, "account_id", "account_name")
        account = account or (deal.account if deal else None) or (person.account if person else None)
        check_can_log(context.actor, account)
        kind = str(values.get("kind", InteractionKind.VISIT))
        moment = values.get("occurred_at")
        occurred_at = moment if isinstance(moment, datetime) else context.at
        text = _text(row)
        check_interaction_values({"text": text, "kind": kind, "occurred_at": occurred_at}, at=context.at)
        owner = context.owner(row)
        content = actions.NewInteraction(
            text=text,
            kind=kind,
            occurred_at=occurred_at,
            account=account,
            people=(person,) if person else (),
            opportunities=(deal,) if deal else (),
            colleagues=(owner,) if owner and owner != context.actor.user else (),
        )
        return Draft(row, content)

    @override
    def stand_in(self, draft: Draft) -> Interaction:
        """Return an unsaved log entry."""
        return Interaction(text=draft.content.text)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Interaction]:
        """Log the entries."""
        return actions.import_interactions(
            actor=context.actor, at=context.at, rows=[draft.content for draft in drafts]
        )

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
    def take_back(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
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


def _as_set(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) else value


def _text(row: TargetRow) -> str:
    subject, text, place = (str(row.values.get(name, "")) for name in ("subject", "text", "location"))
    lines = [subject if subject != text else "", text, f"@ {place}" if place else ""]
    return "\n".join(line for line in lines if line)
