"""Take over, or take away, many log entries at once: the same facts as one by one, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.models import lock_unchanged, save_all
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.actions.contact import Concerned, lower_last_contact, raise_last_contacts
from tongxin.crm.relationships.actions.interactions import index_interactions
from tongxin.crm.relationships.choices import InteractionKind
from tongxin.crm.relationships.models import (
    Interaction,
    InteractionColleague,
    InteractionOpportunity,
    InteractionPerson,
)
from tongxin.crm.relationships.rules import (
    InteractionRefused,
    check_can_change_interaction,
    check_can_log,
    check_interaction_values,
    is_contact,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.search.actions import remove
from tongxin.team.models import User

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInteraction:
    """One log entry to take over, with whom and what it was about.

    Attributes:
        author: whose entry it is; whoever imports when left out.
        private_note: what only its author reads.

    """

    text: str
    occurred_at: datetime
    author: User | None = None
    private_note: str = ""
    kind: str = InteractionKind.VISIT
    account: Account | None = None
    people: tuple[Person, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    colleagues: tuple[User, ...] = ()


@transaction.atomic
def import_interactions(*, actor: Actor, at: datetime, rows: Sequence[NewInteraction]) -> list[Interaction]:
    """Log many entries with links, audit and index; return them in the order of the rows.

    Raises:
        Denied: the actor may not import, or not edit.
        Conflict: an account is not in use.
        InteractionRefused: which value is wrong, and why; `AUTHOR_FOREIGN` for a colleague's entry that somebody
            without the right to administer would write.
    """
    actor.must_have(Right.IMPORT)
    made = [_interaction(actor, row, at) for row in rows]
    Interaction.objects.bulk_create(made, batch_size=BATCH)
    pairs = list(zip(made, rows, strict=True))
    _link(pairs)
    raise_last_contacts(
        [
            Concerned(
                moment=row.occurred_at,
                accounts=(row.account.pk,) if row.account else (),
                people=tuple(person.pk for person in row.people),
                opportunities=tuple(deal.pk for deal in row.opportunities),
            )
            for row in rows
            if is_contact(row.kind, row.occurred_at, at=at)
        ]
    )
    entries = [_event(Verb.CREATED, entry, params={"occasion": entry.kind}) for entry in made]
    record_many(actor=actor, at=at, entries=entries)
    index_interactions(made)
    return made


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
    record_many(actor=actor, at=at, entries=[_event(Verb.DELETED, entry) for entry in going])
    remove(Kind.INTERACTION, [entry.uid for entry in going])
    return refused


def _interaction(actor: Actor, row: NewInteraction, at: datetime) -> Interaction:
    check_can_log(actor, row.account)
    author = row.author or actor.user
    if author.pk != actor.user.pk and not actor.has(Right.ADMINISTER):
        raise InteractionRefused("AUTHOR_FOREIGN", field="author", author=author.display_name)
    values = {"text": row.text.strip(), "kind": row.kind, "occurred_at": row.occurred_at}
    check_interaction_values(values, at=at)
    return Interaction(
        **values,
        account=row.account,
        author=author,
        private_note=row.private_note,
        created_at=at,
        updated_at=at,
    )


def _link(pairs: Sequence[tuple[Interaction, NewInteraction]]) -> None:
    InteractionPerson.objects.bulk_create(
        (
            InteractionPerson(interaction=entry, person=person, occurred_at=row.occurred_at)
            for entry, row in pairs
            for person in dict.fromkeys(row.people)
        ),
        batch_size=BATCH,
    )
    InteractionOpportunity.objects.bulk_create(
        (
            InteractionOpportunity(interaction=entry, opportunity=deal, occurred_at=row.occurred_at)
            for entry, row in pairs
            for deal in dict.fromkeys(row.opportunities)
        ),
        batch_size=BATCH,
    )
    InteractionColleague.objects.bulk_create(
        (
            InteractionColleague(interaction=entry, user=user)
            for entry, row in pairs
            for user in dict.fromkeys(row.colleagues)
            if user.pk != entry.author_id
        ),
        batch_size=BATCH,
    )


def _event(verb: Verb, entry: Interaction, **more: Any) -> dict[str, Any]:
    return {
        "verb": verb,
        "object_kind": Kind.INTERACTION,
        "object_uid": entry.uid,
        "object_label": str(entry),
        "account_uid": entry.account.uid if entry.account else "",
        **more,
    }
