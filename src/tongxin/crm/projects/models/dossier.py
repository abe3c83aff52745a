"""The customer's project as its charter 立項書 has it, and what it requires."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Competitor
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.projects.choices import BudgetState, Origin, ProjectState, RequirementKind, Weight
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.tenders.models import Tender


def colleague() -> models.ForeignKey:  # type: ignore[type-arg]
    """Return a column that names a colleague."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def somebody() -> models.ForeignKey:  # type: ignore[type-arg]
    """Return a column that names a person of the customer's."""
    return models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


def day() -> models.DateField:  # type: ignore[type-arg]
    """Return a column for a day that may be unknown."""
    return models.DateField(null=True, blank=True)


class CustomerProject(Deletable):
    """A project of the customer's own; it may be there before any deal, and carry several deals, tenders and lots."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "lead": "leads the project at the customer",
        "authors": "wrote the charter",
        "contents": "free text, may name people",
        "steps": "free text, may name people",
        "expected_results": "free text, may name people",
        "evaluation_method": "free text, may name people",
        "partner_demands": "free text, may name people",
        "special_requests": "free text, may name people",
        "lots": "free text",
        "our_part": "free text, may name people",
        "budget_note": "free text, may name people",
        "note": "free text, may name people",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="customer_projects")
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=ProjectState.choices, default=ProjectState.IDEA)
    owner = colleague()
    lead = somebody()
    authors = models.ManyToManyField(Person, blank=True, related_name="+")
    opportunities = models.ManyToManyField(Opportunity, blank=True, related_name="customer_projects")
    tenders = models.ManyToManyField(Tender, blank=True, related_name="customer_projects")
    # What there is to say of the lots together; each is a `ProjectLot`.
    lots = models.TextField(blank=True)
    starts_on = day()
    charter_on = day()
    purchase_from = day()
    purchase_until = day()
    go_live_on = day()
    ends_on = day()
    budget_state = models.CharField(max_length=12, choices=BudgetState.choices, default=BudgetState.UNKNOWN)
    planned_budget = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    budget_note = models.TextField(blank=True)
    contents = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    expected_results = models.TextField(blank=True)
    evaluation_method = models.TextField(blank=True)
    partner_demands = models.TextField(blank=True)
    special_requests = models.TextField(blank=True)
    our_part = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "state"], name="project_account_state"),
            models.Index(fields=["charter_on"], name="project_charter"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectRequirement(Deletable):
    """What the project requires, and who brought it in 出處."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "author": "wrote it at the customer",
        "helper": "our colleague",
        "evidence": "free text, may name people",
    }

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="requirements")
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=500)
    kind = models.CharField(max_length=12, choices=RequirementKind.choices, default=RequirementKind.FUNCTION)
    weight = models.CharField(max_length=8, choices=Weight.choices, default=Weight.MUST)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.UNKNOWN)
    author = somebody()
    helper = colleague()
    rival = models.ForeignKey(Competitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_on = day()
    evidence = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["project", "origin"], name="requirement_origin")
        ]

    def __str__(self) -> str:
        return self.name


class ProjectLot(Deletable):
    """One lot of what the project buys 標段: of which tender, and which deal of ours is for it, as far as that is known."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    project = models.ForeignKey(CustomerProject, on_delete=models.CASCADE, related_name="project_lots")
    number = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=300)
    tender = models.ForeignKey(
        Tender, null=True, blank=True, on_delete=models.SET_NULL, related_name="project_lots"
    )
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="project_lots"
    )
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
