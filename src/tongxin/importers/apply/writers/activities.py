"""Write visits, meetings, calls, mails and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tongxin.crm.relationships import actions
from tongxin.crm.relationships.choices import InteractionKind
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import check_can_log, check_interaction_values
from tongxin.importers.apply.writers.base import Draft, Writer, load_refs
from tongxin.importers.mapping.targets import Target

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.rows import TargetRow


class ActivityWriter(Writer):
    """Write what happened; a subject stands above its text."""

    target = Target.ACTIVITY
    sources: ClassVar[Mapping[str, frozenset[str]]] = {"text": frozenset({"text", "subject", "location"})}

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
        """Return the row as `log_interaction` takes it."""
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
        content = {
            "text": text,
            "kind": kind,
            "occurred_at": occurred_at,
            "account": account,
            "people": [person] if person else [],
            "opportunities": [deal] if deal else [],
            "colleagues": [owner] if owner and owner != context.actor.user else [],
        }
        return Draft(row, content)

    @override
    def stand_in(self, draft: Draft) -> Interaction:
        """Return an unsaved log entry."""
        return Interaction(text=draft.content["text"])

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Interaction]:
        """Log the entries."""
        return [
            actions.log_interaction(actor=context.actor, at=context.at, **draft.content) for draft in drafts
        ]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return text, kind and moment."""
        return {name: draft.content[name] for name in ("text", "kind", "occurred_at")}

    @override
    def change(self, context: Context, record: Interaction, values: Mapping[str, Any]) -> None:
        """Change the entry."""
        actions.change_interaction(
            actor=context.actor, at=context.at, interaction=record, values=dict(values)
        )

    @override
    def take_back(self, actor: Actor, at: datetime, record: Interaction) -> None:
        """Delete the entry."""
        actions.delete_interaction(actor=actor, at=at, interaction=record)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return the moment from its text."""
        return datetime.fromisoformat(value) if name == "occurred_at" and value else value


def _text(row: TargetRow) -> str:
    subject, text, place = (str(row.values.get(name, "")) for name in ("subject", "text", "location"))
    lines = [subject if subject != text else "", text, f"@ {place}" if place else ""]
    return "\n".join(line for line in lines if line)
