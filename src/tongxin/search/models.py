"""Documents of the full-text index: derived, rebuildable from the records."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models


class SearchDocument(models.Model):
    """What one record is found by.

    `title_tokens` and `body_tokens` are two-character grams made in Python, so that both databases index
    the same words. The engine's own structure (FTS5 table or tsvector column) is made by the migration.
    Restricted fields never enter it.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "title": "may be a person's name",
        "subtitle": "may hold a title",
        "title_tokens": "cut from the title",
        "body_tokens": "cut from the texts found by it",
    }

    kind = models.CharField(max_length=20)
    object_uid = models.CharField(max_length=14)
    # The account whose visibility decides; without one, the owner's.
    account_id = models.BigIntegerField(null=True, db_index=True)
    owner_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=240)
    subtitle = models.CharField(max_length=240, blank=True)
    touched_at = models.DateTimeField(db_index=True)
    title_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "object_uid"], name="search_one_per_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
