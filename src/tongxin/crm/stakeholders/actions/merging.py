"""Make two people one, and undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import person_key
from tongxin.crm.accounts.choices import NameKind
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, PersonMerge, PersonName, Tenure
from tongxin.crm.stakeholders.rules import PersonMergeRefused, check_can_merge_people
from tongxin.search.actions import remove

# Values that an empty field of the survivor is filled with, or that can be taken over a filled one.
TAKEN_OVER = (
    "name_latin",
    "form_of_address",
    "email",
    "phone",
    "mobile",
    "note",
    "judgement",
    "source",
    "owner",
)


@transaction.atomic
def merge_people(
    *, actor: Actor, at: datetime, survivor: Person, absorbed: Person, take: frozenset[str] = frozenset()
) -> PersonMerge:
    """Move everything of one person to another and hide the first; what moved is kept for the undo.

    Visits, promises, files, parts in deals, posts and judgements move; a row of which the survivor has the same one
    already stays with the absorbed person. Empty fields of the survivor are filled; fields in `take` come from the
    absorbed person even where the survivor has a value, and two notes are kept one below the other. The absorbed
    name stays as another name.

    Raises:
        Denied: the actor may not merge.
        PersonMergeRefused: see `check_can_merge_people`.
        StaleVersion: somebody changed one of them meanwhile.
    """
    check_can_merge_people(actor, survivor, absorbed)
    before = {"account": absorbed.account_id, "title": absorbed.title, "status": absorbed.status}
    held = Tenure.objects.filter(person=survivor, is_current=True, is_main=True).exists()
    mains = list(
        Tenure.objects.filter(person=absorbed, is_current=True, is_main=True).values_list("pk", flat=True)
    )
    if held:
        Tenure.objects.filter(pk__in=mains).update(is_main=False, version=F("version") + 1)
    moved = {label: _move_rows(label, field, absorbed, survivor) for label, field in _references()}
    changes = save_changes(survivor, _values(actor, survivor, absorbed, take), at=at)
    if absorbed.full_name != survivor.full_name:
        PersonName.objects.get_or_create(
            person=survivor,
            name=absorbed.full_name,
            defaults={
                "kind": NameKind.OTHER, "match_key": person_key(absorbed.full_name)[:120], "created_at": at,
            },
        )  # fmt: skip
    save_changes(absorbed, {"status": PersonStatus.DELETED}, at=at)
    merge = PersonMerge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        merged_by=actor.user,
        moved={**moved, "mains": mains if held else []},
        values={"survivor": {name: _plain(old) for name, (old, _) in changes.items()}, "absorbed": before},
        created_at=at,
    )
    remove(Kind.PERSON, [absorbed.uid])
    index_people([survivor])
    for person, other in ((survivor, absorbed), (absorbed, survivor)):
        record(
            actor=actor, at=at, verb=Verb.MERGED, kind=Kind.PERSON, target=person, account_uid=_account_uid(person),
            changes=changes if person is survivor else {}, other=other.full_name, merge=merge.uid,
            rows=sum(len(rows) for rows in moved.values()),
        )  # fmt: skip
    return merge


@transaction.atomic
def undo_person_merge(*, actor: Actor, at: datetime, merge: PersonMerge) -> Person:
    """Take a merge apart again: rows that moved go back, unless they were moved elsewhere since.

    Returns:
        The person who had been absorbed, known again.

    Raises:
        Denied: the actor may not merge.
        PersonMergeRefused: `PERSON_MERGE_UNDONE`, it was undone already.
    """
    actor.must_have(Right.MERGE)
    survivor, absorbed = merge.survivor, merge.absorbed
    merge.refresh_from_db(fields=["undone_at"])
    if merge.undone_at is not None:
        raise PersonMergeRefused("PERSON_MERGE_UNDONE", name=absorbed.full_name)
    for label, field in _references():
        for pk in merge.moved.get(label, []):
            _point(label, field, pk, survivor, absorbed)
    mains = Tenure.objects.filter(pk__in=merge.moved.get("mains", []), person=absorbed)
    mains.update(is_main=True, version=F("version") + 1)
    # Values that the merge wrote are put back where nobody changed them since.
    kept = {
        name: old
        for name, old in merge.values["survivor"].items()
        if _plain(getattr(survivor, name)) == _plain(_written(name, old, absorbed))
    }
    save_changes(survivor, {_column(name): old for name, old in kept.items()}, at=at)
    PersonName.objects.filter(person=survivor, name=absorbed.full_name).delete()
    place = merge.values["absorbed"]
    save_changes(
        absorbed, {"status": place["status"], "account_id": place["account"], "title": place["title"]}, at=at
    )
    absorbed.refresh_from_db()
    survivor.refresh_from_db()
    PersonMerge.objects.filter(pk=merge.pk).update(undone_at=at)
    merge.undone_at = at
    index_people([survivor, absorbed])
    for person, other in ((survivor, absorbed), (absorbed, survivor)):
        record(
            actor=actor, at=at, verb=Verb.UNMERGED, kind=Kind.PERSON, target=person,
            account_uid=_account_uid(person), other=other.full_name, merge=merge.uid,
        )  # fmt: skip
    return absorbed


def _written(name: str, old: Any, absorbed: Person) -> Any:
    theirs = getattr(absorbed, name)
    return f"{old}\n{theirs}" if name == "note" and old else theirs


def _values(actor: Actor, survivor: Person, absorbed: Person, take: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in TAKEN_OVER:
        if name in Person.RESTRICTED and not actor.has(Right(Person.RESTRICTED[name])):
            continue
        ours, theirs = getattr(survivor, name), getattr(absorbed, name)
        if name == "note" and ours and theirs and theirs != ours:
            values[name] = f"{ours}\n{theirs}"
        elif theirs and (name in take or not ours):
            values[name] = theirs
    return values


def _references() -> list[tuple[str, str]]:
    """Return (label, field) of every foreign key to a person, whichever applet it belongs to."""
    found = [
        (f"{model._meta.label}.{field.name}", field.name)
        for model in apps.get_models()
        if model is not PersonMerge
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]
    return sorted(found)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label.rpartition(".")[0])


def _move_rows(label: str, field: str, absorbed: Person, survivor: Person) -> list[int]:
    """Point rows at the survivor; one that the survivor has already stays behind."""
    rows: Sequence[int] = list(
        _model(label)._default_manager.filter(**{field: absorbed}).order_by("pk").values_list("pk", flat=True)
    )
    return [pk for pk in rows if _point(label, field, pk, absorbed, survivor)]


def _point(label: str, field: str, pk: int, source: Person, target: Person) -> bool:
    try:
        with transaction.atomic():
            rows = _model(label)._default_manager.filter(pk=pk, **{field: source})
            return bool(rows.update(**{field: target}))
    except IntegrityError:
        return False


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _column(name: str) -> str:
    return Person._meta.get_field(name).attname  # type: ignore[union-attr]


def _account_uid(person: Person) -> str:
    return person.account.uid if person.account else ""
