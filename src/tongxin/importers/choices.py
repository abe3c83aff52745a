"""Codes of imports, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """Where an import stands."""

    DRAFT = "DRAFT", pgettext_lazy("import state", "Being prepared")
    QUEUED = "QUEUED", pgettext_lazy("import state", "Waiting")
    RUNNING = "RUNNING", pgettext_lazy("import state", "Running")
    DONE = "DONE", pgettext_lazy("import state", "Done")
    CANCELLED = "CANCELLED", pgettext_lazy("import state", "Cancelled")
    UNDOING = "UNDOING", pgettext_lazy("import state", "Being undone")
    UNDONE = "UNDONE", pgettext_lazy("import state", "Undone")


# From which state an import may go on to which; a picture of this table is in the reference.
TRANSITIONS: dict[str, frozenset[str]] = {
    BatchState.DRAFT: frozenset({BatchState.QUEUED, BatchState.RUNNING, BatchState.CANCELLED}),
    BatchState.QUEUED: frozenset({BatchState.RUNNING, BatchState.CANCELLED}),
    BatchState.RUNNING: frozenset({BatchState.RUNNING, BatchState.DONE, BatchState.CANCELLED}),
    BatchState.DONE: frozenset({BatchState.UNDOING}),
    BatchState.CANCELLED: frozenset({BatchState.QUEUED, BatchState.RUNNING, BatchState.UNDOING}),
    BatchState.UNDOING: frozenset({BatchState.UNDOING, BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
}


class RowOutcome(models.TextChoices):
    """What became of a row."""

    CREATED = "CREATED", pgettext_lazy("import row", "Created")
    UPDATED = "UPDATED", pgettext_lazy("import row", "Updated")
    UNCHANGED = "UNCHANGED", pgettext_lazy("import row", "Unchanged")
    SKIPPED = "SKIPPED", pgettext_lazy("import row", "Skipped")
    FAILED = "FAILED", pgettext_lazy("import row", "Failed")


class UndoOutcome(models.TextChoices):
    """What became of a row when the import was undone."""

    REVERTED = "REVERTED", pgettext_lazy("import undo", "Reverted")
    KEPT = "KEPT", pgettext_lazy("import undo", "Kept")
    FAILED = "FAILED", pgettext_lazy("import undo", "Failed")
