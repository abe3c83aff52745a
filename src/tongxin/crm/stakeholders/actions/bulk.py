"""Write many people at once, for imports: the same checks, few queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.actions.people import check_known, derived
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.rules import (
    check_can_delete_person,
    check_can_staff,
    check_person_values,
    check_post_values,
    check_reports_to,
)
from tongxin.search.actions import remove

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """One person to be created: as `create_person` takes them."""

    full_name: str
    account: Account | None = None
    title: str = ""
    department: str = ""
    level: str = PostLevel.UNKNOWN
    reports_to: Post | None = None
    values: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_people(*, actor: Actor, at: datetime, people: Sequence[NewPerson]) -> list[Person]:
    """Create people in the order given, each with a post of their own where a title is said.

    About ten queries for every 500; nothing is written when one of them is refused.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Conflict: an account is not in use.
        PersonRefused: which value is wrong, and why.
        PostRefused: which value is wrong, and why; see `check_reports_to` for bosses.
    """
    actor.must_have(Right.EDIT)
    rows = [_person(actor, new, at) for new in people]
    written = Person.objects.bulk_create(rows, batch_size=BATCH)
    seated = [(new, person) for new, person in zip(people, written, strict=True) if person.title]
    posts = Post.objects.bulk_create(
        (
            Post(
                account=new.account, title=person.title, department=new.department.strip(), level=new.level,
                reports_to=new.reports_to,
                created_at=at, updated_at=at,
            )
            for new, person in seated
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Tenure.objects.bulk_create(
        (
            Tenure(person=person, post=post, created_at=at, updated_at=at)
            for (_, person), post in zip(seated, posts, strict=True)
        ),
        batch_size=BATCH,
    )
    record_many(actor=actor, at=at, entries=[_event(Verb.CREATED, person) for person in written])
    index_people(written)
    return written


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
    record_many(actor=actor, at=at, entries=[_event(Verb.DELETED, person) for person in going])
    remove(Kind.PERSON, [person.uid for person in going])
    return refused


def _event(verb: Verb, person: Person) -> dict[str, Any]:
    return {
        "verb": verb,
        "object_kind": Kind.PERSON,
        "object_uid": person.uid,
        "object_label": person.full_name,
        "account_uid": person.account.uid if person.account else "",
    }


def _person(actor: Actor, new: NewPerson, at: datetime) -> Person:
    if new.account is not None:
        check_can_staff(actor, new.account)
    values = {"full_name": new.full_name.strip(), "owner": actor.user, **new.values}
    check_known(values)
    check_person_values(actor, values)
    title = new.title.strip() if new.account is not None else ""
    check_post_values({"level": new.level})
    if new.account is not None:
        check_reports_to(None, new.account, new.reports_to)
    return Person(
        **values,
        **derived(values["full_name"]),
        account=new.account,
        title=title,
        created_at=at,
        updated_at=at,
    )
