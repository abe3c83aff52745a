"""Facts about deals and their honest history."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from tongxin.common.labels import pick_label
from tongxin.common.models import Fact, Record
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.accounts.models import Account, DictionaryEntry
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.opportunities.choices import BuyingRole, EntryKind, Outcome
from tongxin.crm.stakeholders.models import Person


class Process(Record):
    """An ordered set of stages that deals of one kind go through."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("code", "labels")
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(max_length=40, unique=True)
    labels = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="process_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return pick_label(self.labels, self.code)


class Stage(Record):
    """One stage of the customer's process, with our own stage beside it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("code", "labels", "our_labels", "position")
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="stages")
    code = models.CharField(max_length=40)
    labels = models.JSONField(default=dict)
    our_labels = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()
    # Chance of winning assumed for a deal in this stage, in percent; a prior, not a measurement.
    probability = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "code"], name="stage_code_once"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["process", "position"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the customer's name of the stage in the active language."""
        return pick_label(self.labels, self.code)

    @property
    def our_label(self) -> str:
        """Return our own name of the stage, empty when there is none."""
        return pick_label(self.our_labels, "")


class Opportunity(Record):
    """A deal 商機."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "next_step": "may name a person",
        "description": "free text, may name people",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "price_floor": Right.PRICE_FLOOR,
        "margin_percent": Right.MARGIN,
    }

    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="opportunities")
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="+")
    # Where the deal stands now: always the stage of its newest entry.
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="opportunities")
    stage_since = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    loss_reason = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default=settings.REPORTING_CURRENCY)
    # In the reporting currency at the rate of `rate_date`; derived, so that lists can sort and sum.
    amount_reporting = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    rate_date = models.DateField(null=True, blank=True)
    price_floor = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    margin_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    # Expected close as a window, both ends inclusive.
    close_from = models.DateField(null=True, blank=True)
    close_to = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    source = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    description = models.TextField(blank=True)
    reversals = models.PositiveSmallIntegerField(default=0)
    last_contact_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(close_from=None) | Q(close_to=None) | Q(close_to__gte=models.F("close_from")),
                name="opportunity_window",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="opportunity_amount"),
            models.CheckConstraint(condition=~Q(name=""), name="opportunity_named"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # With the account, which decides what is seen, sums and counts are made from the index alone.
            models.Index(fields=["outcome", "stage", "-amount_reporting", "id", "account"], name="opp_board"),
            models.Index(fields=["account", "outcome"], name="opp_account"),
            models.Index(fields=["owner", "outcome"], name="opp_owner"),
            models.Index(fields=["outcome", "close_to", "id"], name="opp_close"),
            models.Index(fields=["outcome", "-updated_at", "id"], name="opp_recent"),
            models.Index(fields=["-updated_at", "id"], name="opp_touched"),
            models.Index(fields=["outcome", "closed_on"], name="opp_closed"),
            models.Index(fields=["outcome", "next_step_on", "id", "account"], name="opp_step"),
            models.Index(fields=["outcome", "next_step", "account"], name="opp_idle"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Say whether the deal is still running."""
        return self.outcome == Outcome.OPEN


class StageEntry(Fact):
    """The deal entered a stage: who, when, why. Never edited; a reversal 反復 is an entry of its own."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"entered_by": "our colleague", "reason": "may name a person"}

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    from_stage = models.ForeignKey(Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    # When it happened at the customer; `created_at` is when it was recorded.
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    cause = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # For a reversal: days spent beyond the stage gone back to, which now have to be spent again.
    days_lost = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opportunity", "entered_at", "id"]),
            models.Index(fields=["entered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.stage}"


class OpportunityMember(Fact):
    """A colleague on the deal's own team."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"user": "our colleague"}

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=12, choices=TeamFunction.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opportunity", "user", "function"], name="opp_member_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "opportunity"])]

    def __str__(self) -> str:
        return f"{self.user}"


class OpportunityContact(Record):
    """A person's part in the customer's decision on this deal."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"person": "takes part in the decision"}

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deals")
    role = models.CharField(max_length=16, choices=BuyingRole.choices, default=BuyingRole.UNKNOWN)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opportunity", "person", "role"], name="opp_contact_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class OpportunityCompetitor(Record):
    """A rival met on this deal."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "note": "free text, may name people",
    }

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="competitors")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, related_name="deals")
    is_incumbent = models.BooleanField(default=False)
    won = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opportunity", "competitor"], name="opp_competitor_once")
        ]

    def __str__(self) -> str:
        return str(self.competitor)


class OpportunityLine(Record):
    """A product on the deal."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=1)
    unit_price = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opportunity", "product"], name="opp_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"
