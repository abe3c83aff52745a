"""Hide many log entries at once, as an import that is taken back does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.models import lock_unchanged, save_all
from tongxin.crm.relationships.actions.contact import lower_last_contact
from tongxin.crm.relationships.models import Interaction, InteractionOpportunity, InteractionPerson
from tongxin.crm.relationships.rules import check_can_change_interaction
from tongxin.search.actions import remove


@transaction.atomic
def delete_interactions(
    *, actor: Actor, at: datetime, interactions: Sequence[Interaction]
) -> dict[int, Refusal]:
    """Hide many log entries, as `delete_interaction` does; return why any was left as it is, by its id."""
    fresh = lock_unchanged(interactions)
    refused: dict[int, Refusal] = {}
    going = []
    for entry in interactions:
        try:
            check_can_change_interaction(actor, entry)
            if entry.pk not in fresh:
                raise StaleVersion(entry)
        except Refusal as refusal:
            refused[entry.pk] = refusal
        else:
            going.append(entry)
    save_all(going, {"deleted_at": at}, at=at)
    numbers = [entry.pk for entry in going]
    lower_last_contact(
        {entry.occurred_at for entry in going},
        at=at,
        accounts={entry.account_id for entry in going if entry.account_id},
        people=InteractionPerson.objects.filter(interaction__in=numbers).values_list("person_id", flat=True),
        opportunities=InteractionOpportunity.objects.filter(interaction__in=numbers).values_list(
            "opportunity_id", flat=True
        ),
    )
    record_many(actor=actor, at=at, entries=[_event(entry) for entry in going])
    remove(Kind.INTERACTION, [entry.uid for entry in going])
    return refused


def _event(entry: Interaction) -> dict[str, object]:
    return {
        "verb": Verb.DELETED,
        "object_kind": Kind.INTERACTION,
        "object_uid": entry.uid,
        "object_label": str(entry),
        "account_uid": entry.account.uid if entry.account else "",
    }
