"""The append-only log."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.audit.choices import Verb
from tongxin.common.rights import Channel


class AuditEvent(models.Model):
    """One thing that somebody did, or was denied.

    Rows are never deleted, and updated only when somebody's personal data are erased (database triggers refuse
    everything else on both engines). `hash` covers the row and the hash of the row before it, so a change by other
    means breaks the chain.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "user_name": "who did it, kept when the user is gone",
        "address": "traces misuse",
        "changes": "may hold personal data of the record changed",
        "object_label": "may be a person's name",
    }

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=45, blank=True)
    verb = models.CharField(max_length=16, choices=Verb.choices)
    # A code of `Kind`; the log takes any, so that a new kind of record needs no migration here.
    object_kind = models.CharField(max_length=20)
    object_uid = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    account_uid = models.CharField(max_length=14, blank=True)
    # {"field": [old, new]} as text; restricted fields stay in it and are withheld when it is read.
    changes = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    # Seals what the row holds since personal data were taken out of it (`redaction`); empty for all others.
    redacted = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_kind", "object_uid", "id"], name="audit_object"),
            models.Index(fields=["account_uid", "id"], name="audit_account"),
            models.Index(fields=["user_id", "id"], name="audit_user"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.user_name} {self.verb} {self.object_kind} {self.object_uid}"
