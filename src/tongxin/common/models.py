"""The base of every record, and the one way to save a change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from django.db import models
from django.db.models import F

from tongxin.common.errors import StaleVersion
from tongxin.common.ids import new_uid

Changes: TypeAlias = dict[str, tuple[Any, Any]]


class Fact(models.Model):
    """A row that is written once: a public id and the time of writing.

    Subclasses name their personal data in `PERSONAL` (field → why it is kept) and the fields that need
    a right of their own in `RESTRICTED` (field → right).
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {}
    RESTRICTED: ClassVar[Mapping[str, str]] = {}

    uid = models.CharField(max_length=14, unique=True, default=new_uid, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class Record(Fact):
    """A row that people edit: also carries a version, so that nobody's edit is lost."""

    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class Deletable(Record):
    """A record that can be hidden and brought back; nothing is lost while `deleted_at` says since when."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def save_changes(
    record: Record,
    values: Mapping[str, Any],
    *,
    at: datetime,
    expected_version: int | None = None,
    beside: bool = False,
) -> Changes:
    """Write the values that differ, in one conditional UPDATE, and raise the version.

    Args:
        record: the record as the caller loaded it; it is updated in place.
        values: field name → new value (objects for foreign keys).
        at: when the change is made.
        expected_version: the version the caller's user saw; `None` takes the loaded one.
        beside: whether something of the record that is not in its row changes too, so that it has a new version anyway.

    Returns:
        field → (old, new) for what changed; empty when nothing did, and then nothing is written.

    Raises:
        StaleVersion: somebody else changed the record meanwhile.

    """
    expected = record.version if expected_version is None else expected_version
    if expected != record.version:
        raise StaleVersion(record)
    changes: Changes = {
        name: (getattr(record, name), value)
        for name, value in values.items()
        if getattr(record, name) != value
    }
    if not (changes or beside):
        return changes
    # The signed-in user comes as a lazy stand-in, whose type is not the model; its __class__ is.
    manager = record.__class__._default_manager
    updated = manager.filter(pk=record.pk, version=expected).update(
        **{name: new for name, (_, new) in changes.items()}, version=F("version") + 1, updated_at=at
    )
    if not updated:
        raise StaleVersion(manager.get(pk=record.pk))
    for name, (_, new) in changes.items():
        setattr(record, name, new)
    record.version = expected + 1
    record.updated_at = at
    return changes


def lock_unchanged(records: Sequence[Record]) -> set[int]:
    """Hold records of one model until the end of the transaction; return the ids of those nobody changed since they were loaded."""
    if not records:
        return set()
    loaded = {record.pk: record.version for record in records}
    held = records[0].__class__._default_manager.select_for_update().filter(pk__in=loaded).order_by("pk")
    return {pk for pk, version in held.values_list("pk", "version") if loaded[pk] == version}


def save_all(records: Sequence[Record], values: Mapping[str, Any], *, at: datetime) -> None:
    """Write the same values to many records of one model in one UPDATE, and raise their versions.

    The caller holds them by `lock_unchanged`: whether somebody else wrote meanwhile is not asked again.
    """
    if not records:
        return
    rows = records[0].__class__._default_manager.filter(pk__in=[record.pk for record in records])
    rows.update(**values, version=F("version") + 1, updated_at=at)
    for record in records:
        for name, value in values.items():
            setattr(record, name, value)
        record.version += 1
        record.updated_at = at
