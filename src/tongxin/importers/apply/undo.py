"""Take an import back, row by row: what was edited since is kept, and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongxin.common.errors import Refusal
from tongxin.crm.accounts.models import AccountMember
from tongxin.crm.opportunities.models import OpportunityContact
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.statistics import learn_sizes
from tongxin.importers.apply.writers import WRITERS
from tongxin.importers.choices import RowOutcome, UndoOutcome
from tongxin.importers.mapping.targets import IMPORTABLE, Target
from tongxin.importers.models import ExternalRef, ImportBatch, ImportChange

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 100

Progress = Callable[[int], None]


def take_back(context: Context, *, progress: Progress) -> dict[str, int]:
    """Undo what `context.batch` wrote; return how many rows were reverted, kept (edited since or in use) and failed.

    Works backwards through the targets, so that nothing is deleted before what hangs on it; a run that was broken off
    goes on where it stopped.
    """
    done = 0
    learn_sizes()
    for target in reversed(IMPORTABLE):
        while chunk := list(_open_changes(context.batch, target)[:CHUNK]):
            with transaction.atomic():
                records = _records(
                    context, target, [change.object_pk for change in chunk if change.object_pk]
                )
                for change in chunk:
                    _undo_one(context, change, records.get(change.object_pk or 0))
                ImportChange.objects.bulk_update(chunk, ["undo", "undo_reason"])
                _forget(context.batch, target, chunk)
            done += len(chunk)
            progress(done)
    return dict(
        Counter(
            ImportChange.objects.filter(batch=context.batch).exclude(undo="").values_list("undo", flat=True)
        )
    )


def changes_to_undo(batch: ImportBatch) -> int:
    """Return how many rows of an import wrote something that is not undone yet."""
    return sum(_open_changes(batch, target).count() for target in IMPORTABLE)


def _open_changes(batch: ImportBatch, target: Target) -> QuerySet[ImportChange]:
    written = ImportChange.objects.filter(
        batch=batch, target=target, outcome__in=[RowOutcome.CREATED, RowOutcome.UPDATED], undo=""
    )
    return written.order_by("-pk")


def _records(context: Context, target: Target, pks: list[int]) -> dict[int, Any]:
    """Return the records that still exist and that who undoes may see, by id."""
    match target:
        case Target.TEAM:
            rows: QuerySet[Any] = AccountMember.objects.filter(account__in=context.visible(Target.ACCOUNT))
        case Target.CONTACT_ROLE:
            deals = context.visible(Target.OPPORTUNITY).select_related(None)
            rows = OpportunityContact.objects.filter(opportunity__in=deals).select_related(
                "opportunity", "person"
            )
        case Target.ACTIVITY:
            rows = visible_interactions(context.actor)
        case _:
            rows = context.visible(target)
    return rows.in_bulk(pks)


def _undo_one(context: Context, change: ImportChange, record: Any) -> None:
    if record is None:
        change.undo, change.undo_reason = UndoOutcome.KEPT, "GONE"
        return
    if change.version is not None and getattr(record, "version", change.version) != change.version:
        change.undo, change.undo_reason = UndoOutcome.KEPT, "EDITED"
        return
    writer = WRITERS[Target(change.target)]
    try:
        with transaction.atomic():
            if change.outcome == RowOutcome.CREATED:
                writer.take_back(context.actor, context.at, record)
            else:
                writer.put_back(context, record, change.before)
        change.undo, change.undo_reason = UndoOutcome.REVERTED, ""
    except Refusal as refusal:
        kept = refusal.code in {"IN_USE", "HISTORY_STAYS", "ACCOUNT_HAS_CHILDREN", "OWNER_STAYS"}
        change.undo = UndoOutcome.KEPT if kept else UndoOutcome.FAILED
        change.undo_reason = refusal.code[:40]


def _forget(batch: ImportBatch, target: Target, chunk: list[ImportChange]) -> None:
    """Forget what the reverted rows stood for, so that importing them again makes them anew."""
    keys = [change.key for change in chunk if change.undo == UndoOutcome.REVERTED]
    ExternalRef.objects.filter(source=batch.source, target=target, external_id__in=keys).delete()
