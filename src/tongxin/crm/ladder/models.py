"""Facts about the level of a relationship: evidence entered by hand, levels declared and aimed at, the house's criteria."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable
from tongxin.crm.accounts.models import Account
from tongxin.crm.ladder.choices import LadderFact, Level


class LadderProof(Deletable):
    """Something that shows a criterion, or speaks against it, and until when it does."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("shown",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "shown": "free text, may name people",
        "source": "may be a person",
        "place": "where it can be opened",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ladder_proofs")
    fact = models.CharField(max_length=16, choices=LadderFact.choices)
    shown = models.CharField(max_length=500)
    source = models.CharField(max_length=200)
    place = models.CharField(max_length=500, blank=True)
    observed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    speaks_against = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("observed_on")),
                name="ladder_proof_days",
            )
        ]

    def __str__(self) -> str:
        return self.shown


class LadderClaim(Deletable):
    """A level as it was declared from a day on, with whom at the customer that was agreed, and why."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("reason",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "reason": "free text, may name people",
        "agreed_with": "somebody of the customer's",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ladder_claims")
    level = models.CharField(max_length=10, choices=Level.choices)
    declared_on = models.DateField()
    agreed_with = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.reason


class LadderTarget(Deletable):
    """The level we aim at, until when, how, and who sees to it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("plan",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"plan": "free text, may name people", "owner": "our colleague"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ladder_targets")
    level = models.CharField(max_length=10, choices=Level.choices)
    plan = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    def __str__(self) -> str:
        return self.plan


class LadderCriterion(Deletable):
    """What the house asks for at a level in the place of what is usual: one fact, how often, how fresh, how much."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    level = models.CharField(max_length=10, choices=Level.choices)
    fact = models.CharField(max_length=16, choices=LadderFact.choices)
    name = models.CharField(max_length=120)
    is_used = models.BooleanField(default=True)
    needed = models.PositiveSmallIntegerField(default=1)
    # None: counts for good.
    valid_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # In per cent; 0 for what is counted.
    least = models.PositiveSmallIntegerField(default=0)
    effort = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(needed__gte=1), name="ladder_criterion_needed"),
            models.CheckConstraint(condition=Q(least__lte=100), name="ladder_criterion_least"),
            # One rule for a fact at a level.
            models.UniqueConstraint(
                fields=["level", "fact"], condition=Q(deleted_at=None), name="ladder_criterion_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
