"""How the customer judges its project along the way: checkpoints, evidence, open points, experts."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.committees.models import Committee
from tongxin.crm.projects.choices import CheckpointKind, CheckResult, Conflict, Judges, PaperPurpose
from tongxin.crm.projects.models.dossier import CustomerProject, colleague, day, somebody


class ProjectExpert(Deletable):
    """Who of outside judges the project, and whether another interest ties them; that is a judgement of ours."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "an expert who judges the project",
        "person": "an expert who judges the project",
        "conflict": "our opinion of them, with its own right",
        "conflict_evidence": "our opinion of them, with its own right",
        "conflict_source": "who said so, with its own right",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "conflict": Right.JUDGEMENT,
        "conflict_evidence": Right.JUDGEMENT,
        "conflict_source": Right.JUDGEMENT,
        "conflict_noted_on": Right.JUDGEMENT,
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="experts")
    name = models.CharField(max_length=200)
    person = somebody()
    organisation = models.CharField(max_length=200, blank=True)
    field_of_work = models.CharField(max_length=200, blank=True)
    conflict = models.CharField(max_length=12, choices=Conflict.choices, default=Conflict.UNKNOWN)
    conflict_evidence = models.TextField(blank=True)
    conflict_source = models.CharField(max_length=200, blank=True)
    conflict_noted_on = day()

    def __str__(self) -> str:
        return self.name


class Checkpoint(Deletable):
    """One point at which the customer judges the project 查核點, from its feasibility to its final acceptance."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "experts": "judge the project",
        "criteria": "free text, may name people",
        "note": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="checkpoints")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=CheckpointKind.choices)
    judges = models.CharField(max_length=12, choices=Judges.choices, default=Judges.UNKNOWN)
    committee = models.ForeignKey(
        Committee, null=True, blank=True, on_delete=models.SET_NULL, related_name="checkpoints"
    )
    experts = models.ManyToManyField(ProjectExpert, blank=True, related_name="checkpoints")
    owner = colleague()
    planned_on = day()
    held_on = day()
    criteria = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=CheckResult.choices, default=CheckResult.OPEN)
    reinspect_on = day()
    reinspected_on = day()
    reinspection = models.CharField(max_length=12, choices=CheckResult.choices, default=CheckResult.OPEN)
    warranty_from = day()
    note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outcome", "planned_on"], name="checkpoint_due")
        ]

    def __str__(self) -> str:
        return self.name


class CheckpointEvidence(Deletable):
    """What we handed in for a checkpoint, in which version."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "giver": "our colleague",
        "receiver": "took it at the customer",
        "note": "free text, may name people",
    }

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=40)
    criterion = models.CharField(max_length=300, blank=True)
    given_on = day()
    giver = colleague()
    receiver = somebody()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class OpenPoint(Deletable):
    """What a checkpoint left open: who does it, until when."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "their_owner": "does it at the customer",
        "note": "free text, may name people",
    }

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="open_points")
    name = models.CharField(max_length=300)
    owner = colleague()
    their_owner = somebody()
    due_on = day()
    closed_on = day()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class ProjectPaper(Deletable):
    """A standard, a solution or another document that we gave the customer for the project."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "giver": "our colleague",
        "receiver": "took it at the customer",
        "note": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=PaperPurpose.choices, default=PaperPurpose.SOLUTION)
    edition = models.CharField(max_length=40, blank=True)
    given_on = day()
    giver = colleague()
    receiver = somebody()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
