"""Saved views."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Record
from tongxin.saved_views.choices import Area, Sharing
from tongxin.team.models import User


class SavedView(Record):
    """One view: a list, and what its address holds.

    Attributes:
        query: the parameters of the address as `areas.kept` writes them.
        position: among its owner's views of the same list.

    """

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "made it for their own work",
        "query": "may look for somebody by name",
    }

    area = models.CharField(max_length=16, choices=Area.choices)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    sharing = models.CharField(max_length=8, choices=Sharing.choices, default=Sharing.PERSONAL)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "area"], name="saved_view_owner"),
            models.Index(fields=["area", "sharing"], name="saved_view_sharing"),
        ]

    def __str__(self) -> str:
        return self.name
