"""Answers kept for repetitions."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """The whole answer to a request that carried a key, committed together with the request's effect."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "user": "whose key it is",
        "body": "may hold personal data of the record made; gone after a day",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    # SHA-256 of method, path and body: the same key with another request is a mistake of the caller.
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="answer_once_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
