"""Write people: change, name, delete and restore."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import person_key
from tongxin.common.text.pinyin import sort_key
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, PersonName, Tenure
from tongxin.crm.stakeholders.rules import (
    PersonRefused,
    check_can_delete_person,
    check_can_edit_person,
    check_name_kinds,
    check_person_values,
)
from tongxin.search.actions import remove

EDITABLE = (
    "full_name", "name_latin", "form_of_address", "email", "phone", "mobile", "note", "judgement", "source",
    "owner",
)  # fmt: skip
DERIVED = ("match_key", "sort_key", "pinyin_key")


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE`; return field → (old, new).

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Conflict: the person was deleted.
        PersonRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the person meanwhile.
    """
    check_can_edit_person(actor, person)
    check_known(values)
    check_person_values(actor, values)
    more = derived(values["full_name"]) if "full_name" in values else {}
    changes = save_changes(person, {**values, **more}, at=at, expected_version=expected_version)
    changes = {field: change for field, change in changes.items() if field not in DERIVED}
    if changes:
        note_change(actor, at, person, changes)
        index_people([person])
    return changes


@transaction.atomic
def save_person(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Person:
    """Write everything that is said of a person: any of `EDITABLE`, and other names under `names`; all or nothing.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Conflict: the person was deleted.
        PersonRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the person meanwhile.
    """
    own = {name: value for name, value in values.items() if name != "names"}
    change_person(actor=actor, at=at, person=person, values=own, expected_version=expected_version)
    if "names" in values:
        set_person_names(actor=actor, at=at, person=person, names=values["names"])
    return person


@transaction.atomic
def set_person_names(
    *, actor: Actor, at: datetime, person: Person, names: Sequence[tuple[str, str]]
) -> list[PersonName]:
    """Replace the person's other names.

    Raises:
        Denied: the actor may not edit.
        Conflict: the person was deleted.
        PersonRefused: `NAME_KIND_UNKNOWN`.
    """
    check_can_edit_person(actor, person)
    check_name_kinds(names)
    old = sorted(PersonName.objects.filter(person=person).values_list("name", flat=True))
    wanted = [name.strip() for name, _ in names if name.strip()]
    PersonName.objects.filter(person=person).exclude(name__in=wanted).delete()
    kept = _write_names(person, names, at)
    if old != sorted(wanted):
        note_change(actor, at, person, {"names": (old, sorted(wanted))})
        index_people([person])
    return kept


@transaction.atomic
def delete_person(
    *, actor: Actor, at: datetime, person: Person, expected_version: int | None = None
) -> Person:
    """Hide a person; posts, visits and history stay, and the person can be restored.

    Raises:
        Denied: the actor may not delete.
        Conflict: the person was deleted already.
        StaleVersion: somebody else changed the person meanwhile.
    """
    check_can_delete_person(actor, person)
    save_changes(person, {"status": PersonStatus.DELETED}, at=at, expected_version=expected_version)
    record(
        actor=actor,
        at=at,
        verb=Verb.DELETED,
        kind=Kind.PERSON,
        target=person,
        account_uid=account_uid(person),
    )
    remove(Kind.PERSON, [person.uid])
    return person


@transaction.atomic
def restore_person(*, actor: Actor, at: datetime, person: Person) -> Person:
    """Bring a deleted person back; one who was not deleted stays as they are.

    Raises:
        Denied: the actor may not delete and restore.
    """
    actor.must_have(Right.DELETE)
    if person.status == PersonStatus.DELETED:
        held = Tenure.objects.filter(person=person)
        gone = held.exists() and not held.filter(is_current=True).exists()
        save_changes(person, {"status": PersonStatus.LEFT if gone else PersonStatus.ACTIVE}, at=at)
        record(
            actor=actor, at=at, verb=Verb.RESTORED, kind=Kind.PERSON, target=person,
            account_uid=account_uid(person),
        )  # fmt: skip
        index_people([person])
    return person


def record_view(*, actor: Actor, at: datetime, person: Person) -> None:
    """Note in the audit log that somebody saw a person's data; once for a page or an answer."""
    record(
        actor=actor, at=at, verb=Verb.VIEWED, kind=Kind.PERSON, target=person, account_uid=account_uid(person)
    )


def check_known(values: Mapping[str, Any]) -> None:
    """Refuse fields that are not a person's to edit.

    Raises:
        PersonRefused: `FIELD_UNKNOWN`.
    """
    for field in values:
        if field not in EDITABLE:
            raise PersonRefused("FIELD_UNKNOWN", field=field, name=field)


def derived(full_name: str) -> dict[str, str]:
    """Return what is kept beside a name: the key for equality and the keys to sort by, strokes and pinyin."""
    return {
        "match_key": person_key(full_name)[:120],
        "sort_key": sort_key(full_name, language="zh-hant", person=True)[:240],
        "pinyin_key": sort_key(full_name, language="zh-hans", person=True)[:240],
    }


def account_uid(person: Person) -> str:
    """Return the uid of the account whose history the person's events belong to."""
    return person.account.uid if person.account else ""


def note_change(actor: Actor, at: datetime, person: Person, changes: Changes) -> None:
    """Append a change of a person to the audit log."""
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PERSON, target=person,
        account_uid=account_uid(person), changes=changes,
    )  # fmt: skip


def _write_names(person: Person, names: Sequence[tuple[str, str]], at: datetime) -> list[PersonName]:
    kept = []
    for name, kind in names:
        if name.strip():
            values = {"kind": kind, "match_key": person_key(name)[:120]}
            written, _ = PersonName.objects.update_or_create(
                person=person,
                name=name.strip(),
                defaults=values,
                create_defaults={**values, "created_at": at},
            )
            kept.append(written)
    return kept
