"""Versions of a dossier, the gates of a project, and what was decided at them on which version."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable, Fact
from tongxin.crm.projects.choices import GateVerdict
from tongxin.crm.projects.models.dossier import CustomerProject


class DossierEdition(Fact):
    """A dossier as it stood when it was frozen; never changed."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "content": "the dossier's texts, may name people",
        "why": "free text, may name people",
        "frozen_by": "our colleague",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    frozen_on = models.DateField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    # Part of the dossier → field → value as text; the parts are those of `choices.Part`.
    content = models.JSONField()
    # Codes of the parts that are the customer's own statement; the rest we assume.
    own_parts = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class ProjectGate(Deletable):
    """A decision the customer's project has to pass, in its order, and what it rests on."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="gates")
    name = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField()
    on_need = models.BooleanField(default=False)
    on_requirements = models.BooleanField(default=False)
    on_schedule = models.BooleanField(default=False)
    on_budget = models.BooleanField(default=False)
    on_evaluation = models.BooleanField(default=False)
    on_partners = models.BooleanField(default=False)
    go_from = models.PositiveSmallIntegerField(null=True, blank=True)
    stop_below = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class GateDecision(Fact):
    """What was decided at a gate on which version of the dossier; never changed."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "decided_by": "who decided, may be a person of the customer's",
        "note": "free text, may name people",
        "noted_by": "our colleague",
    }

    gate = models.ForeignKey(ProjectGate, on_delete=models.CASCADE, related_name="decisions")
    edition = models.ForeignKey(DossierEdition, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=12, choices=GateVerdict.choices)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    has_red = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["gate", "decided_on"], name="gate_decision_day")
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.verdict}"
