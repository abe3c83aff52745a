"""Change visits, meetings, calls, mails and notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, save_changes
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.actions.contact import lower_last_contact, raise_last_contact
from tongxin.crm.relationships.actions.links import Links, write_links
from tongxin.crm.relationships.marks import without_marks
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import (
    InteractionRefused,
    check_can_change_interaction,
    check_can_log,
    check_can_write_private_note,
    check_interaction_values,
    check_is_theirs,
    is_contact,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.search.actions import Entry, index, remove
from tongxin.team.models import User

EDITABLE = ("text", "kind", "occurred_at", "sentiment", "private_note", "account")
TITLE_LENGTH = 80


def names_of(
    people: Iterable[Person], opportunities: Iterable[Opportunity], colleagues: Iterable[User]
) -> list[str]:
    """Return what those an entry is linked to are called in its text."""
    return [
        *(person.full_name for person in people),
        *(deal.name for deal in opportunities),
        *(user.display_name for user in colleagues),
    ]


@transaction.atomic
def change_interaction(
    *,
    actor: Actor,
    at: datetime,
    interaction: Interaction,
    values: Mapping[str, Any],
    people: Sequence[Person] | None = None,
    opportunities: Sequence[Opportunity] | None = None,
    colleagues: Sequence[User] | None = None,
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE`, and who was there and what it was about where given; return field → (old, new).

    Raises:
        Denied: the entry is a colleague's, or the private note is not the actor's.
        Conflict: the entry was deleted, or the account is not in use.
        InteractionRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the entry meanwhile.
    """
    check_can_change_interaction(actor, interaction)
    for field in values:
        if field not in EDITABLE:
            raise InteractionRefused("FIELD_UNKNOWN", field=field, name=field)
    if "private_note" in values:
        check_can_write_private_note(actor, interaction.author_id)
    check_can_log(actor, values.get("account"))
    check_interaction_values(values, at=at)
    if "text" in values:
        named = names_of(people or (), opportunities or (), colleagues or ())
        values = {**values, "text": without_marks(values["text"], named)}
    before = _concerned(interaction)
    moment = interaction.occurred_at
    changes = save_changes(interaction, values, at=at, expected_version=expected_version)
    changes |= _relink(interaction, people=people, opportunities=opportunities, colleagues=colleagues)
    if changes:
        lower_last_contact({moment}, at=at, **before)
        if is_contact(interaction.kind, interaction.occurred_at, at=at):
            raise_last_contact(interaction)
        _note(actor, at, Verb.CHANGED, interaction, changes)
        index_interactions([interaction])
    return changes


@transaction.atomic
def delete_interaction(
    *, actor: Actor, at: datetime, interaction: Interaction, expected_version: int | None = None
) -> Interaction:
    """Hide a log entry; its promises stay, and it can be restored.

    Raises:
        Denied: the entry is a colleague's.
        Conflict: it was deleted already.
        StaleVersion: somebody else changed the entry meanwhile.
    """
    check_can_change_interaction(actor, interaction)
    save_changes(interaction, {"deleted_at": at}, at=at, expected_version=expected_version)
    lower_last_contact({interaction.occurred_at}, at=at, **_concerned(interaction))
    _note(actor, at, Verb.DELETED, interaction, {})
    remove(Kind.INTERACTION, [interaction.uid])
    return interaction


@transaction.atomic
def restore_interaction(*, actor: Actor, at: datetime, interaction: Interaction) -> Interaction:
    """Bring a deleted log entry back; one that was not deleted stays as it is.

    Raises:
        Denied: the entry is a colleague's.
    """
    if interaction.deleted_at is None:
        return interaction
    check_is_theirs(actor, interaction)
    save_changes(interaction, {"deleted_at": None}, at=at)
    if is_contact(interaction.kind, interaction.occurred_at, at=at):
        raise_last_contact(interaction)
    _note(actor, at, Verb.RESTORED, interaction, {})
    index_interactions([interaction])
    return interaction


def index_interactions(interactions: Iterable[Interaction]) -> None:
    """Put log entries into the search index by their text; the private note never enters it."""
    index(
        Entry(
            kind=Kind.INTERACTION,
            uid=interaction.uid,
            title=interaction.text.replace("\n", " ")[:TITLE_LENGTH],
            subtitle=interaction.account.display_name if interaction.account else "",
            body=interaction.text,
            account_id=interaction.account_id,
            owner_id=interaction.author_id,
            touched_at=interaction.occurred_at,
        )
        for interaction in interactions
    )


def _concerned(interaction: Interaction) -> dict[str, list[int]]:
    return {
        "accounts": [interaction.account_id] if interaction.account_id else [],
        "people": list(interaction.people.values_list("person_id", flat=True)),
        "opportunities": list(interaction.opportunities.values_list("opportunity_id", flat=True)),
    }


def _relink(
    interaction: Interaction,
    *,
    people: Sequence[Person] | None,
    opportunities: Sequence[Opportunity] | None,
    colleagues: Sequence[User] | None,
) -> Changes:
    changes: Changes = {}
    old_people = [link.person for link in interaction.people.select_related("person").order_by("pk")]
    if people is not None and set(people) != set(old_people):
        interaction.people.all().delete()
        write_links([Links(interaction, people=people)])
        changes["people"] = (old_people, list(people))
    deals = interaction.opportunities.select_related("opportunity").order_by("pk")
    old_deals = [link.opportunity for link in deals]
    if opportunities is not None and set(opportunities) != set(old_deals):
        interaction.opportunities.all().delete()
        write_links([Links(interaction, opportunities=opportunities)])
        changes["opportunities"] = (old_deals, list(opportunities))
    old_users = [link.user for link in interaction.colleagues.select_related("user").order_by("pk")]
    if colleagues is not None and set(colleagues) != set(old_users):
        interaction.colleagues.all().delete()
        write_links([Links(interaction, colleagues=colleagues)])
        changes["colleagues"] = (old_users, list(colleagues))
    # The links repeat when it was, for their index.
    interaction.people.exclude(occurred_at=interaction.occurred_at).update(
        occurred_at=interaction.occurred_at
    )
    interaction.opportunities.exclude(occurred_at=interaction.occurred_at).update(
        occurred_at=interaction.occurred_at
    )
    return changes


def _note(actor: Actor, at: datetime, verb: Verb, interaction: Interaction, changes: Changes) -> None:
    record(
        actor=actor, at=at, verb=verb, kind=Kind.INTERACTION, target=interaction,
        account_uid=interaction.account.uid if interaction.account else "", changes=changes,
    )  # fmt: skip
