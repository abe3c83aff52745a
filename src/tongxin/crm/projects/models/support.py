"""What we do for the customer's project, mostly before its charter: support tasks and special requests."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Deletable
from tongxin.crm.projects.choices import Effect, RequestState, SupportKind
from tongxin.crm.projects.models.dossier import CustomerProject, colleague, day, somebody


def effort() -> models.DecimalField:  # type: ignore[type-arg]
    """Return a column for working days, to the tenth."""
    return models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)


class SupportTask(Deletable):
    """Something we do so that the customer's project comes about."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "person": "whom it helps",
        "effect_note": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="support_tasks")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=SupportKind.choices, default=SupportKind.STUDY)
    person = somebody()
    owner = colleague()
    due_on = day()
    done_on = day()
    effort_days = effort()
    effect = models.CharField(max_length=12, choices=Effect.choices, default=Effect.UNKNOWN)
    effect_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class SpecialRequest(Deletable):
    """Something the customer asked for beyond the usual, and what became of it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "asked_by": "asked for it",
        "owner": "our colleague",
        "effect_note": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="asked_specially")
    name = models.CharField(max_length=300)
    asked_by = somebody()
    asked_on = day()
    owner = colleague()
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    effort_days = effort()
    effect = models.CharField(max_length=12, choices=Effect.choices, default=Effect.UNKNOWN)
    effect_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
