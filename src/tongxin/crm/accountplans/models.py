"""Facts about account plans: the plan, objectives with readings and actions, risks, resources and reviews."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable
from tongxin.crm.accountplans.choices import Degree, Measure, PlanState, ResourceState
from tongxin.crm.accounts.models import Account
from tongxin.crm.relationships.models import Promise


class AccountPlan(Deletable):
    """What we want with a customer in a period."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "title": "free text, may name people",
        "situation": "free text, may name people",
        "note": "free text, may name people",
        "owner": "our colleague",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="account_plans")
    title = models.CharField(max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    situation = models.TextField(blank=True)
    # Never in what leaves the house.
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="account_plan_days"),
            models.UniqueConstraint(
                fields=["account", "first_on", "last_on"],
                condition=Q(deleted_at=None),
                name="account_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AccountObjective(Deletable):
    """Something measurable an account plan wants, and how we get there."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "free text, may name people",
        "strategies": "free text, may name people",
        "owner": "our colleague",
    }

    plan = models.ForeignKey(AccountPlan, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    unit = models.CharField(max_length=20, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=2)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    strategies = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class ObjectiveReading(Deletable):
    """How far an objective was on a day, as somebody stated it, and from where that is known."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("source",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"source": "may be a person"}

    objective = models.ForeignKey(AccountObjective, on_delete=models.CASCADE, related_name="readings")
    value = models.DecimalField(max_digits=18, decimal_places=2)
    observed_on = models.DateField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.source


class AccountRisk(Deletable):
    """What may thwart an account plan, and our answer."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "free text, may name people",
        "answer": "free text, may name people",
        "owner": "our colleague",
    }

    plan = models.ForeignKey(AccountPlan, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(max_length=300)
    likelihood = models.CharField(max_length=8, choices=Degree.choices)
    impact = models.CharField(max_length=8, choices=Degree.choices)
    answer = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_shared = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class AccountResource(Deletable):
    """Something an account plan needs from our own house, and who grants it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "free text, may name people",
        "granted_by": "our colleague",
    }

    plan = models.ForeignKey(AccountPlan, on_delete=models.CASCADE, related_name="resources")
    text = models.CharField(max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ResourceState.choices, default=ResourceState.ASKED)
    needed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class ObjectiveAction(Deletable):
    """What somebody does for an objective: a promise with its owner and day, and in which words it was planned."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "free text, may name people",
        "owner": "our colleague",
    }

    objective = models.ForeignKey(AccountObjective, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    # Given when it is made; what holds is what the promise says.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="objective_actions"
    )
    is_shared = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class AccountReview(Deletable):
    """What was decided about an account plan on a day, with how far each objective was on it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("decided",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "decided": "free text, may name people",
        "attended": "who was there",
    }

    plan = models.ForeignKey(AccountPlan, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    decided = models.CharField(max_length=500)
    attended = models.CharField(max_length=300, blank=True)
    # Objective → value as text, percent and state; as whoever held the review could read it.
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.decided
