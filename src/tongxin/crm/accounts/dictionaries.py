"""Dictionaries that administrators edit: tiers, segments, regions, industries, causes, reasons, sources."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing, Refusal
from tongxin.common.listing import Kind as FieldKind
from tongxin.common.listing import ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.labels import clean_labels, code_from
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.accounts.reference import ENTRIES

CHANGEABLE = frozenset({"labels", "is_active", "is_key"})
ENTRY_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=FieldKind.CODE),
        ListField(key="kind", path="kind", kind=FieldKind.CODE, sort="kind"),
        ListField(key="code", path="code", kind=FieldKind.CODE, sort="code"),
        ListField(key="label", path="labels", filterable=False),
        ListField(key="labels", path="labels", filterable=False),
        ListField(key="position", path="position", kind=FieldKind.NUMBER, sort="position"),
        ListField(key="is_active", path="is_active", kind=FieldKind.FLAG),
        ListField(key="is_key", path="is_key", kind=FieldKind.FLAG),
        ListField(key="created_at", path="created_at", kind=FieldKind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=FieldKind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="kind", descending=False), SortKey(key="position", descending=False)),
)


class DictionaryRefused(Refusal):
    """Say why a dictionary cannot be changed so."""


def entries_of(kind: DictionaryKind) -> QuerySet[DictionaryEntry]:
    """Return all entries of a dictionary in their order, active or not."""
    return DictionaryEntry.objects.filter(kind=kind).order_by("position", "pk")


def active_entries_of(kind: DictionaryKind) -> QuerySet[DictionaryEntry]:
    """Return the entries that forms offer, in their order."""
    return entries_of(kind).filter(is_active=True)


def list_entries(actor: Actor, query: ListQuery) -> Page[DictionaryEntry]:
    """Return one page of the entries of all dictionaries, active or not.

    Raises:
        ListRefused: the query cannot be used.

    """
    rows = ENTRY_LIST.narrow(DictionaryEntry.objects.all(), query, actor=actor)
    return ENTRY_LIST.page(rows, query, actor=actor)


def get_entry(uid: str) -> DictionaryEntry:
    """Return one entry; everybody signed in may read the dictionaries.

    Raises:
        Missing: `ENTRY_MISSING`.

    """
    entry = DictionaryEntry.objects.filter(uid=uid).first()
    if entry is None:
        raise Missing("ENTRY_MISSING", uid=uid)
    return entry


def entry_of_code(kind: DictionaryKind, code: str, *, field: str) -> DictionaryEntry:
    """Return the entry of a dictionary that a caller names by its code, in the field that names it.

    Raises:
        DictionaryRefused: `ENTRY_UNKNOWN` at the field.

    """
    entry = DictionaryEntry.objects.filter(kind=kind, code=code).first()
    if entry is None:
        raise DictionaryRefused("ENTRY_UNKNOWN", field=field, entry=code)
    return entry


def find_entry(kind: DictionaryKind, text: str) -> DictionaryEntry | None:
    """Return the entry whose code or label in any language equals the text, whatever its script or case."""
    wanted = fold(text.strip())
    for entry in entries_of(kind):
        if wanted in {fold(entry.code), *(fold(label) for label in entry.labels.values())}:
            return entry
    return None


@transaction.atomic
def add_entry(
    *,
    actor: Actor | None,
    at: datetime,
    kind: DictionaryKind,
    labels: Mapping[str, str],
    is_key: bool = False,
) -> DictionaryEntry:
    """Add an entry at the end of its dictionary; its code is made of the English label.

    Args:
        actor: an administrator; `None` for the system itself.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.
        DictionaryRefused: `ENTRY_TAKEN` when an entry with such a label is there already.

    """
    if actor is not None:
        actor.must_have(Right.ADMINISTER)
    cleaned = clean_labels(labels)
    for label in cleaned.values():
        _check_label_is_free(kind, label, than=None)
    present = DictionaryEntry.objects.filter(kind=kind)
    taken = frozenset(present.values_list("code", flat=True))
    last = present.aggregate(last=Max("position"))["last"]
    entry = DictionaryEntry.objects.create(
        kind=kind,
        code=code_from(cleaned, taken=taken, fallback="ENTRY"),
        labels=cleaned,
        is_key=is_key,
        position=0 if last is None else last + 1,
        created_at=at,
        updated_at=at,
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.DICTIONARY, target=entry, dictionary=kind.value)
    return entry


@transaction.atomic
def change_entry(
    *,
    actor: Actor,
    at: datetime,
    entry: DictionaryEntry,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> DictionaryEntry:
    """Change labels, activity or, for tiers, whether it means managed key accounts.

    An entry in use is never deleted, only deactivated: records keep it, forms no longer offer it.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.
        DictionaryRefused: `ENTRY_TAKEN` or `FIELD_UNKNOWN`.
        StaleVersion: somebody else changed the entry meanwhile.

    """
    actor.must_have(Right.ADMINISTER)
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise DictionaryRefused("FIELD_UNKNOWN", field=min(unknown), name=min(unknown))
    wanted = dict(values)
    if "labels" in wanted:
        wanted["labels"] = clean_labels(wanted["labels"])
        for label in wanted["labels"].values():
            _check_label_is_free(DictionaryKind(entry.kind), label, than=entry)
    changes = save_changes(entry, wanted, at=at, expected_version=expected_version)
    if changes:
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.DICTIONARY, target=entry, changes=changes)
    return entry


@transaction.atomic
def place_entry(*, actor: Actor, at: datetime, entry: DictionaryEntry, position: int) -> DictionaryEntry:
    """Move an entry to a place in its dictionary, 0 being the first; the others close up.

    Raises:
        Denied: the actor may not administer.

    """
    actor.must_have(Right.ADMINISTER)
    order = list(entries_of(DictionaryKind(entry.kind)))
    old = [each.pk for each in order].index(entry.pk)
    order.insert(max(0, min(position, len(order) - 1)), order.pop(old))
    for place, each in enumerate(order):
        if each.position != place:
            DictionaryEntry.objects.filter(pk=each.pk).update(position=place)
    new = [each.pk for each in order].index(entry.pk)
    entry.position = new
    if new != old:
        record(
            actor=actor,
            at=at,
            verb=Verb.CHANGED,
            kind=Kind.DICTIONARY,
            target=entry,
            changes={"position": (old, new)},
        )
    return entry


def ensure_dictionaries(*, at: datetime) -> int:
    """Put in the default entries of each dictionary that is still empty; return how many were added.

    A dictionary that administrators changed or emptied of defaults is left as they made it.
    """
    filled = set(DictionaryEntry.objects.values_list("kind", flat=True).distinct())
    rows = [
        DictionaryEntry(
            kind=kind,
            code=code,
            labels=dict(zip(("zh-hant", "zh-hans", "en"), labels, strict=True)),
            position=position,
            is_key=kind == DictionaryKind.TIER and code in {"STRATEGIC", "KEY"},
            created_at=at,
            updated_at=at,
        )
        for kind, defaults in ENTRIES.items()
        if kind not in filled
        for position, (code, *labels) in enumerate(defaults)
    ]
    DictionaryEntry.objects.bulk_create(rows)
    return len(rows)


def _check_label_is_free(kind: DictionaryKind, label: str, *, than: DictionaryEntry | None) -> None:
    wanted = fold(label)
    for other in entries_of(kind):
        if than is not None and other.pk == than.pk:
            continue
        if wanted in {fold(text) for text in other.labels.values()}:
            raise DictionaryRefused("ENTRY_TAKEN", field="labels", label=label)
