"""Facts about the market: rivals, what we sell, what money is worth."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongxin.common.models import Fact, Record


class Competitor(Record):
    """A supplier we meet at customers."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "strengths": "free text, may name people",
        "weaknesses": "free text, may name people",
        "price_behaviour": "free text, may name people",
    }

    name = models.CharField(max_length=200)
    match_key = models.CharField(max_length=200, unique=True)
    website = models.CharField(max_length=200, blank=True)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    price_behaviour = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Product(Record):
    """Something we sell."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    name = models.CharField(max_length=200)
    match_key = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=60, blank=True)
    series = models.CharField(max_length=120, blank=True)
    list_price = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class ExchangeRate(Fact):
    """What one unit of a currency was worth in the reporting currency from a day on."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.valid_from})"
