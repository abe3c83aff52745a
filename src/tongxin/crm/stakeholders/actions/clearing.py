"""Hide many people at once, as an import that is taken back does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.models import lock_unchanged, save_all
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.rules import check_can_delete_person
from tongxin.search.actions import remove


@transaction.atomic
def delete_people(*, actor: Actor, at: datetime, people: Sequence[Person]) -> dict[int, Refusal]:
    """Hide many people, as `delete_person` does; return why anybody was left as they are, by their id."""
    fresh = lock_unchanged(people)
    refused: dict[int, Refusal] = {}
    going = []
    for person in people:
        try:
            check_can_delete_person(actor, person)
            if person.pk not in fresh:
                raise StaleVersion(person)
        except Refusal as refusal:
            refused[person.pk] = refusal
        else:
            going.append(person)
    save_all(going, {"status": PersonStatus.DELETED}, at=at)
    record_many(
        actor=actor,
        at=at,
        entries=[
            {
                "verb": Verb.DELETED,
                "object_kind": Kind.PERSON,
                "object_uid": person.uid,
                "object_label": person.full_name,
                "account_uid": person.account.uid if person.account else "",
            }
            for person in going
        ],
    )
    remove(Kind.PERSON, [person.uid for person in going])
    return refused
