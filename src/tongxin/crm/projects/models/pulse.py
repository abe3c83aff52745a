"""How somebody of the customer's felt after a step of the project 感受回饋."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable
from tongxin.crm.projects.models.dossier import CustomerProject, colleague, day
from tongxin.crm.projects.pulse_choices import Consent, Feeling, StepKind
from tongxin.crm.relationships.models import Promise
from tongxin.crm.stakeholders.models import Person


class Pulse(Deletable):
    """One question to one person after one step; the answer is theirs, and goes when they are erased.

    `link_until` is empty while nobody was asked by a link; whoever made the link is `linked_by`.
    """

    NAMED_BY: ClassVar[tuple[str, ...]] = ("step",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "person": "said how they felt",
        "step": "free text, may name people",
        "score": "how they felt",
        "comment": "what they said",
        "linked_by": "our colleague",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="pulses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pulses")
    step = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=StepKind.choices, default=StepKind.MEETING)
    happened_on = models.DateField()
    consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.UNKNOWN)
    score = models.PositiveSmallIntegerField(null=True, blank=True, choices=Feeling.choices)
    answered_on = day()
    comment = models.TextField(blank=True)
    link_until = models.DateTimeField(null=True, blank=True)
    linked_on = day()
    linked_by = colleague()
    follow_up = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="pulses"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(consent=Consent.GIVEN), name="pulse_answer_consented"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "linked_on"], name="pulse_person_linked"),
            models.Index(fields=["project", "happened_on"], name="pulse_project_day"),
        ]

    def __str__(self) -> str:
        return self.step
