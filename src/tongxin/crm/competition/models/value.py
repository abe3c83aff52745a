"""What moves the customer, and the value case that answers it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.choices import Confidence, LineKind, PressureKind, QuoteState
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.models import Person


class Pressure(Deletable):
    """A pressure, goal, obstacle or initiative of the customer, and who of them owns it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "free text, may name people",
        "owner": "a person at the customer",
        "source": "may be a person",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="pressures")
    kind = models.CharField(max_length=10, choices=PressureKind.choices)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.GUESS)
    source = models.CharField(max_length=200, blank=True)
    heard_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class ValueCase(Deletable):
    """What our offer brings the customer over some years; cases of one name at one account are its editions."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name", "edition")
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "note": "free text, may name people",
        "created_by": "our colleague",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="value_cases")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="value_cases"
    )
    pressure = models.ForeignKey(
        Pressure, null=True, blank=True, on_delete=models.SET_NULL, related_name="value_cases"
    )
    name = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    horizon = models.PositiveSmallIntegerField(default=5)
    rate = models.DecimalField(max_digits=5, decimal_places=2)
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class CaseLine(Deletable):
    """One line of a value case: an amount a year, the assumption behind it, and who of the customer agreed."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "assumption": "free text, may name people",
        "agreed_by": "a person at the customer",
    }

    case = models.ForeignKey(ValueCase, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    first_year = models.PositiveSmallIntegerField(default=1)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    growth = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    assumption = models.TextField(blank=True)
    agreed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    measured = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CaseQuote(Deletable):
    """A supplier's quote that our cost of a value case rests on."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}
    RESTRICTED: ClassVar[Mapping[str, str]] = {"quoted_price": Right.MARGIN}

    case = models.ForeignKey(ValueCase, on_delete=models.PROTECT, related_name="quotes")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=QuoteState.choices, default=QuoteState.SUBMITTED)
    quoted_on = models.DateField()
    valid_until = models.DateField()
    quoted_price = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.title
