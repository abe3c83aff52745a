"""What the customer needs, and how mature it is in managing, using and buying."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.projects.choices import AskedRole, Dimension, Level, NeedKind, Observed
from tongxin.crm.projects.models.dossier import CustomerProject, day, somebody


class ProjectNeed(Deletable):
    """What the customer needs of its project, as somebody of theirs told it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "person": "told it",
        "question": "free text, may name people",
        "note": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="needs")
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=8, choices=NeedKind.choices, default=NeedKind.EXPLICIT)
    person = somebody()
    asked_role = models.CharField(max_length=12, choices=AskedRole.choices, blank=True)
    told_on = day()
    question = models.TextField(blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


def observed() -> models.CharField:  # type: ignore[type-arg]
    """Return a column for an answer of the questionnaire."""
    return models.CharField(max_length=8, choices=Observed.choices, default=Observed.UNKNOWN)


class Maturity(Deletable):
    """How mature a customer is in one area, by a short questionnaire, on a day; a judgement of ours."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("area",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "maturity_evidence": "our opinion of them, with its own right",
        "maturity_source": "who said so, with its own right",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "says_figures": Right.JUDGEMENT,
        "did_before": Right.JUDGEMENT,
        "has_rules": Right.JUDGEMENT,
        "has_specialists": Right.JUDGEMENT,
        "expertise": Right.JUDGEMENT,
        "maturity_evidence": Right.JUDGEMENT,
        "maturity_source": Right.JUDGEMENT,
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="maturities")
    area = models.CharField(max_length=200)
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    says_figures = observed()
    did_before = observed()
    has_rules = observed()
    has_specialists = observed()
    expertise = models.CharField(max_length=8, choices=Level.choices, default=Level.UNKNOWN)
    maturity_evidence = models.TextField(blank=True)
    maturity_source = models.CharField(max_length=200, blank=True)
    assessed_on = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "dimension"], name="maturity_account")
        ]

    def __str__(self) -> str:
        return self.area
