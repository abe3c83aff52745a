"""Take an import back, row by row: what was edited since is kept, and said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongxin.common.errors import Refusal
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.statistics import learn_sizes
from tongxin.importers.apply.writers import WRITERS, Writer
from tongxin.importers.choices import RowOutcome, UndoOutcome
from tongxin.importers.mapping.targets import IMPORTABLE, Target
from tongxin.importers.models import ExternalRef, ImportBatch, ImportChange

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 200
WROTE = (RowOutcome.CREATED, RowOutcome.UPDATED)
# Refusals that say that a record is rightly kept.
STAYS = frozenset({"IN_USE", "HISTORY_STAYS", "ACCOUNT_HAS_CHILDREN", "OWNER_STAYS"})

Progress = Callable[[int], None]


def undo_import(context: Context, *, progress: Progress) -> dict[str, int]:
    """Undo what `context.batch` wrote; return how many rows were reverted, kept (edited since or in use) and failed.

    Works backwards through the targets, so that nothing is deleted before what hangs on it; a run that was broken off
    goes on where it stopped.
    """
    done = 0
    learn_sizes()
    for target in reversed(IMPORTABLE):
        while chunk := list(_open_changes(context.batch, target)[:CHUNK]):
            with transaction.atomic():
                _undo(context, target, chunk)
                _note(chunk)
                _forget(context.batch, target, chunk)
            done += len(chunk)
            progress(done)
    return dict(
        Counter(
            ImportChange.objects.filter(batch=context.batch).exclude(undo="").values_list("undo", flat=True)
        )
    )


def changes_to_undo(batch: ImportBatch) -> tuple[int, int]:
    """Return how many rows of an import wrote something, and how many of them are undone already."""
    written = ImportChange.objects.filter(batch=batch, outcome__in=WROTE)
    return written.count(), written.exclude(undo="").count()


def _open_changes(batch: ImportBatch, target: Target) -> QuerySet[ImportChange]:
    written = ImportChange.objects.filter(batch=batch, target=target, outcome__in=WROTE, undo="")
    return written.order_by("-pk")


def _undo(context: Context, target: Target, chunk: Sequence[ImportChange]) -> None:
    """Put changed records back one by one, and take new ones back all at once."""
    writer = WRITERS[target]
    records = context.visible(target).in_bulk([change.object_pk for change in chunk if change.object_pk])
    created: dict[int, list[ImportChange]] = defaultdict(list)
    for change in chunk:
        record = records.get(change.object_pk or 0)
        if record is None:
            change.undo, change.undo_reason = UndoOutcome.KEPT, "GONE"
        elif change.version is not None and getattr(record, "version", change.version) != change.version:
            change.undo, change.undo_reason = UndoOutcome.KEPT, "EDITED"
        elif change.outcome == RowOutcome.CREATED:
            created[record.pk].append(change)
        else:
            _settle(change, _put_back(context, writer, change, record))
    refused = _take_back(context, writer, [records[pk] for pk in created])
    for pk, changes in created.items():
        for change in changes:
            _settle(change, refused.get(pk))


def _take_back(context: Context, writer: Writer, records: Sequence[Any]) -> dict[int, Refusal]:
    try:
        with transaction.atomic():
            return writer.undo_creation(context.actor, context.at, records)
    except Refusal as refusal:
        return {record.pk: refusal for record in records}


def _put_back(context: Context, writer: Writer, change: ImportChange, record: Any) -> Refusal | None:
    try:
        with transaction.atomic():
            writer.undo_change(context, record, change.before)
    except Refusal as refusal:
        return refusal
    return None


def _settle(change: ImportChange, refusal: Refusal | None) -> None:
    if refusal is None:
        change.undo, change.undo_reason = UndoOutcome.REVERTED, ""
    else:
        change.undo = UndoOutcome.KEPT if refusal.code in STAYS else UndoOutcome.FAILED
        change.undo_reason = refusal.code[:40]


def _note(chunk: Sequence[ImportChange]) -> None:
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for change in chunk:
        alike[change.undo, change.undo_reason].append(change.pk)
    for (undo, reason), pks in alike.items():
        ImportChange.objects.filter(pk__in=pks).update(undo=undo, undo_reason=reason)


def _forget(batch: ImportBatch, target: Target, chunk: Sequence[ImportChange]) -> None:
    """Forget what the reverted rows stood for, so that importing them again makes them anew."""
    keys = [change.key for change in chunk if change.undo == UndoOutcome.REVERTED]
    ExternalRef.objects.filter(source=batch.source, target=target, external_id__in=keys).delete()
