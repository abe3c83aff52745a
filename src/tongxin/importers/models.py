"""Staging of imports: what was handed in, what was decided, what became of each row, which record came from where."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Fact, Record
from tongxin.importers.choices import BatchState, RowOutcome, UndoOutcome


class ImportBatch(Record):
    """One import: some files, the decisions about them, and how far it is."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"created_by": "our colleague, who imports"}

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    # The system the ids in the files belong to: the same source and id mean the same record in every import.
    source = models.CharField(max_length=40)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    # Choices, targets, columns and repairs, as `tongxin.importers.decisions` reads and writes them.
    decisions = models.JSONField(default=dict)
    # {target: {outcome: rows}}, {problem code: rows} and {undo outcome: rows}, final when the import is over.
    totals = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    undo_totals = models.JSONField(default=dict)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    job_uid = models.CharField(max_length=14, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_by", "-id"], name="import_mine")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Return how far the import is, 0 to 100."""
        return 100 * self.done_rows // self.total_rows if self.total_rows else 0


class ImportFile(Fact):
    """A file of an import, kept under a name of our own until the import is deleted."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"name": "may name people"}

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class ImportChange(Fact):
    """What one row of a file did; rows that changed nothing leave no trace but a count."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "before": "the values an update replaced, for undoing it",
        "after": "the values written",
        "cells": "the row as it stood in the file, when it was not imported",
        "label": "may be a person's name",
    }

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    target = models.CharField(max_length=14)
    sheet = models.CharField(max_length=200)
    row_number = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    object_pk = models.BigIntegerField(null=True)
    label = models.CharField(max_length=200, blank=True)
    # The record's version once the import had written it: a higher one later means that somebody edited it.
    version = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # [[code, column, {params}], …], the reason first
    problems = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    undo = models.CharField(max_length=8, choices=UndoOutcome.choices, blank=True)
    undo_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["batch", "target", "sheet", "row_number", "key"], name="import_row_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "outcome", "id"], name="import_outcome"),
            models.Index(fields=["target", "object_pk"], name="import_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row_number}: {self.outcome}"


class ExternalRef(Fact):
    """Which record stands for a row of another system, and what that row said when it was last imported."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "external_id": "may hold a name when the other system gives no id"
    }

    source = models.CharField(max_length=40)
    target = models.CharField(max_length=14)
    external_id = models.CharField(max_length=200)
    object_pk = models.BigIntegerField()
    # {field: digest of its cell}: only what changed over there is written again, so edits made here stay.
    seen = models.JSONField(default=dict)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "target", "external_id"], name="external_ref_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["target", "object_pk"], name="external_object")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.target} {self.external_id}"
