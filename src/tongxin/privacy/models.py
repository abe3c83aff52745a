"""How long personal data are kept."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Record
from tongxin.privacy.choices import Kept


class RetentionRule(Record):
    """How long one kind of data is kept; without a number of months, for ever."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(max_length=16, choices=Kept.choices, unique=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether a background worker removes every night what is due.
    is_automatic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(Kept(self.code).label)
