"""The plan that the customer and we carry out together 共同推進計畫: rows with an owner on both sides, and what came back."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable, Record
from tongxin.crm.projects.models.dossier import CustomerProject, colleague, day, somebody
from tongxin.crm.projects.plan_choices import (
    DayUnit,
    PlanCalendar,
    PlanDayKind,
    PlanDirection,
    PlanZone,
    ProposalState,
)


class JointPlan(Deletable):
    """A plan with the customer, on the working days of both sides, back from the day of going live."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="plans")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    goes_live_on = day()
    direction = models.CharField(max_length=8, choices=PlanDirection.choices, default=PlanDirection.BACKWARD)
    calendar = models.CharField(max_length=4, choices=PlanCalendar.choices, default=PlanCalendar.TW)
    zone = models.CharField(max_length=40, choices=PlanZone.choices, default=PlanZone.TAIPEI)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(goes_live_on=None) | Q(goes_live_on__gte=models.F("starts_on")),
                name="plan_live_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanDay(Deletable):
    """Days of a plan that differ from the public calendar: a shutdown of the customer's, a Saturday agreed upon."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"name": "free text, may name people"}

    plan = models.ForeignKey(JointPlan, on_delete=models.CASCADE, related_name="days")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=PlanDayKind.choices, default=PlanDayKind.CLOSED)
    first_on = models.DateField()
    last_on = day()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=models.F("first_on")), name="plan_day_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanRow(Deletable):
    """One row: who answers for it on both sides, what shows that it is done, what it waits for, how long it takes.

    A row of length 0 is a milestone. A day that is written stays; the others follow from the plan.
    """

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "free text, may name people",
        "customer_owner": "answers for it at the customer",
        "our_owner": "our colleague",
        "evidence": "free text, may name people",
        "note": "free text, may name people",
    }

    plan = models.ForeignKey(JointPlan, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300)
    customer_owner = somebody()
    our_owner = colleague()
    evidence = models.TextField(blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    length = models.PositiveIntegerField(default=5)
    unit = models.CharField(max_length=8, choices=DayUnit.choices, default=DayUnit.WORKING)
    first_on = day()
    last_on = day()
    # For what is due at an hour: its day in the plan's zone is then the last day.
    due_at = models.DateTimeField(null=True, blank=True)
    done_on = day()
    is_internal = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(first_on=None) | Q(last_on__gte=models.F("first_on")),
                name="plan_row_days",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "number"], name="plan_row_order")
        ]

    def __str__(self) -> str:
        return self.name


class PlanReturn(Deletable):
    """A row that came back 退回: when, why, to which row the work goes back, and how long it takes again."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("why",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"why": "free text, may name people"}

    row = models.ForeignKey(PlanRow, on_delete=models.CASCADE, related_name="returns")
    returned_on = models.DateField()
    why = models.CharField(max_length=300)
    back_to = models.ForeignKey(PlanRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    length = models.PositiveIntegerField(default=5)

    def __str__(self) -> str:
        return self.why


class SharedLink(Record):
    """A link by which the customer reads a plan without signing in 唯讀連結: to whom it went, until when, how often it was opened."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "label": "to whom it went",
        "created_by": "our colleague",
        "revoked_by": "our colleague",
    }

    plan = models.ForeignKey(JointPlan, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=200)
    may_propose = models.BooleanField(default=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = colleague()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class PlanProposal(Record):
    """A change that the customer proposes through a link; nothing of the plan changes until we accept it."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "said_by": "who proposed it, as they wrote their name",
        "name": "free text, may name people",
        "comment": "free text, may name people",
        "reply": "free text, may name people",
        "decided_by": "our colleague",
    }

    plan = models.ForeignKey(JointPlan, on_delete=models.CASCADE, related_name="proposals")
    link = models.ForeignKey(SharedLink, on_delete=models.PROTECT, related_name="proposals")
    # Empty for a row that is to be added.
    row = models.ForeignKey(
        PlanRow, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    row_version = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300, blank=True)
    first_on = day()
    last_on = day()
    done_on = day()
    comment = models.CharField(max_length=1000, blank=True)
    said_by = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    reply = models.CharField(max_length=500, blank=True)
    decided_by = colleague()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "state"], name="proposal_state")
        ]

    def __str__(self) -> str:
        return self.name or str(self.row)
