"""Whom it is about: a person at a customer, or a colleague."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.rights import Right
from tongxin.crm.stakeholders.models import Person, PersonMerge
from tongxin.privacy.names import NAMELESS, Names, names_in_all, names_of_person, names_of_user
from tongxin.team.models import User

MOST_FOUND = 50


class SubjectKind(StrEnum):
    """What kind of record stands for somebody."""

    PERSON = "PERSON"
    USER = "USER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody whom data are about.

    Attributes:
        kind: whether a person at a customer or a colleague.
        record: the record that stands for them.
        merged: other records of the same person, which were merged into it.
        names: what they are called.

    """

    kind: SubjectKind
    record: Any
    merged: tuple[Any, ...]
    names: Names

    @property
    def model(self) -> type[models.Model]:
        """Return the model of the record."""
        return Person if self.kind is SubjectKind.PERSON else User

    @property
    def log_kind(self) -> Kind:
        """Return the kind of record in the log."""
        return Kind.PERSON if self.kind is SubjectKind.PERSON else Kind.USER

    @property
    def records(self) -> tuple[Any, ...]:
        """Return every record that stands for them."""
        return (self.record, *self.merged)

    @property
    def numbers(self) -> list[int]:
        """Return the primary keys of these."""
        return [record.pk for record in self.records]

    @property
    def uids(self) -> list[str]:
        """Return the uids of these."""
        return [record.uid for record in self.records]

    @property
    def is_erased(self) -> bool:
        """Say whether nothing is left of them."""
        return str(self.record) == NAMELESS


def get_subject(actor: Actor, kind: str, uid: str) -> Subject:
    """Return a person, deleted ones too, or a user.

    Raises:
        Denied: the actor may not administer, or does not see everything.
        Missing: `PERSON_MISSING`, `USER_MISSING`.

    """
    check_can_manage(actor)
    subject = find_subject(kind, uid)
    if subject is None:
        raise Missing(f"{SubjectKind(kind)}_MISSING")
    return subject


def check_can_manage(actor: Actor) -> None:
    """Refuse who may not administer, or does not see everything.

    Raises:
        Denied: `RIGHT_MISSING`.

    """
    actor.must_have(Right.ADMINISTER)
    actor.must_have(Right.SEE_ALL)


def find_subject(kind: str, uid: str) -> Subject | None:
    """Return whom a uid stands for, `None` when there is nobody; for the system itself."""
    if kind == SubjectKind.USER:
        user = User.objects.filter(uid=uid).first()
        if user is None:
            return None
        return Subject(kind=SubjectKind.USER, record=user, merged=(), names=names_of_user(user))
    person = Person.objects.filter(uid=uid).first()
    if person is None:
        return None
    merged = tuple(_merged_into(person, {person.pk}))
    names = names_in_all(names_of_person(each) for each in (person, *merged))
    return Subject(kind=SubjectKind.PERSON, record=person, merged=merged, names=names)


def search_subjects(actor: Actor, text: str) -> list[Subject]:
    """Return people and users whose name, address or number holds a text; the first of each kind.

    Raises:
        Denied: see `check_can_manage`.

    """
    check_can_manage(actor)
    text = text.strip()
    if not text:
        return []
    people = Person.objects.exclude(full_name=NAMELESS).filter(
        _holds(text, "full_name", "name_latin", "email", "phone", "mobile", "names__name")
    )
    users = User.objects.exclude(display_name=NAMELESS).filter(
        _holds(text, "display_name", "username", "email")
    )
    found: list[Subject | None] = [
        find_subject(SubjectKind.PERSON, uid)
        for uid in people.order_by("full_name", "pk").values_list("uid", flat=True).distinct()[:MOST_FOUND]
    ]
    found += [
        find_subject(SubjectKind.USER, uid)
        for uid in users.order_by("display_name", "pk").values_list("uid", flat=True)[:MOST_FOUND]
    ]
    return [subject for subject in found if subject is not None]


def _holds(text: str, *paths: str) -> models.Q:
    condition = models.Q()
    for path in paths:
        condition |= models.Q(**{f"{path}__icontains": text})
    return condition


def _merged_into(person: Person, known: set[int]) -> Iterator[Person]:
    for merge in PersonMerge.objects.filter(survivor=person, undone_at=None).select_related("absorbed"):
        if merge.absorbed.pk not in known:
            known.add(merge.absorbed.pk)
            yield merge.absorbed
            yield from _merged_into(merge.absorbed, known)
