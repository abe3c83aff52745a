"""Read imports: those one made oneself; administrators read all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.rights import Right
from tongxin.importers.choices import RowOutcome, UndoOutcome
from tongxin.importers.models import ExternalRef, ImportBatch, ImportChange, ImportFile

IMPORT_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="number", path="number", kind=Kind.NUMBER, sort="number"),
        ListField(key="title", path="title", sort="title"),
        ListField(key="source", path="source", kind=Kind.CODE),
        ListField(key="state", path="state", kind=Kind.CODE),
        ListField(key="created_by", path="created_by__uid", kind=Kind.CODE),
        ListField(key="job", path="job_uid", kind=Kind.CODE),
        ListField(key="percent", path="done_rows", filterable=False),
        ListField(key="done_rows", path="done_rows", kind=Kind.NUMBER),
        ListField(key="total_rows", path="total_rows", kind=Kind.NUMBER),
        ListField(key="counts", path="totals", filterable=False),
        ListField(key="findings", path="findings", filterable=False),
        ListField(key="undone", path="undo_totals", filterable=False),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
        ListField(key="started_at", path="started_at", kind=Kind.MOMENT, sort="started_at"),
        ListField(key="finished_at", path="finished_at", kind=Kind.MOMENT, sort="finished_at"),
    ),
    default_sort=(SortKey(key="number", descending=True),),
)
CHANGE_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="target", path="target", kind=Kind.CODE),
        ListField(key="sheet", path="sheet", kind=Kind.CODE, sort="sheet"),
        ListField(key="row", path="row_number", kind=Kind.NUMBER, sort="row_number"),
        ListField(key="outcome", path="outcome", kind=Kind.CODE),
        ListField(key="label", path="label"),
        ListField(key="undo", path="undo", kind=Kind.CODE),
        ListField(key="cells", path="cells", filterable=False),
        ListField(key="reasons", path="problems", filterable=False),
        ListField(key="undo_reason", path="undo_reason", filterable=False),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
    ),
    default_sort=(SortKey(key="sheet", descending=False), SortKey(key="row", descending=False)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrigin:
    """Where a record came from: the other system, its id there, the import that brought it."""

    source: str
    external_id: str
    batch: ImportBatch | None


def visible_imports(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports of this actor, of everybody for administrators, newest first."""
    batches = ImportBatch.objects.select_related("created_by").order_by("-pk")
    return batches if actor.has(Right.ADMINISTER) else batches.filter(created_by=actor.user)


def list_imports(actor: Actor, query: ListQuery) -> Page[ImportBatch]:
    """Return one page of the imports that the actor may see.

    Raises:
        ListRefused: the query cannot be used.
    """
    rows = IMPORT_LIST.narrow(visible_imports(actor), query, actor=actor, aliases={"me": actor.user.uid})
    return IMPORT_LIST.page(rows, query, actor=actor)


def list_changes(actor: Actor, batch: ImportBatch, query: ListQuery) -> Page[ImportChange]:
    """Return one page of what the rows of an import did.

    Raises:
        ListRefused: the query cannot be used.
    """
    return CHANGE_LIST.page(CHANGE_LIST.narrow(changes_of(batch), query, actor=actor), query, actor=actor)


def get_import_for(actor: Actor, uid: str) -> ImportBatch:
    """Return one import.

    Raises:
        Missing: there is none for this actor.
    """
    batch = visible_imports(actor).filter(uid=uid).first()
    if batch is None:
        raise Missing("IMPORT_MISSING", uid=uid)
    return batch


def files_of(batch: ImportBatch) -> QuerySet[ImportFile]:
    """Return the files of an import in the order they were handed in."""
    return ImportFile.objects.filter(batch=batch).order_by("pk")


def size_of(batch: ImportBatch) -> int:
    """Return how many bytes the files of an import have together."""
    return sum(ImportFile.objects.filter(batch=batch).values_list("size", flat=True))


def changes_of(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportChange]:
    """Return what the rows of an import did, in the order of writing."""
    changes = ImportChange.objects.filter(batch=batch).order_by("pk")
    return changes.filter(outcome=outcome) if outcome else changes


def error_rows(batch: ImportBatch) -> Iterator[ImportChange]:
    """Yield the rows that were not written, for the file of error rows."""
    unwritten = ImportChange.objects.filter(batch=batch, outcome__in=[RowOutcome.FAILED, RowOutcome.SKIPPED])
    return unwritten.order_by("sheet", "row_number", "pk").iterator(chunk_size=500)


def kept_rows(batch: ImportBatch) -> QuerySet[ImportChange]:
    """Return the rows that an undo left as they are, with the reason."""
    return ImportChange.objects.filter(batch=batch, undo__in=[UndoOutcome.KEPT, UndoOutcome.FAILED]).order_by(
        "pk"
    )


def outcome_counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows of an import ended in each way, over all targets."""
    counts = dict.fromkeys(RowOutcome.values, 0)
    kept: dict[str, dict[str, Any]] = batch.totals
    for target_counts in kept.values():
        for outcome, count in target_counts.items():
            counts[outcome] += count
    return counts


def origins_of(target: str, object_pk: int) -> list[RecordOrigin]:
    """Return where a record came from; empty for one made by hand."""
    refs = (
        ExternalRef.objects.filter(target=target, object_pk=object_pk).select_related("batch").order_by("pk")
    )
    return [RecordOrigin(source=ref.source, external_id=ref.external_id, batch=ref.batch) for ref in refs]
