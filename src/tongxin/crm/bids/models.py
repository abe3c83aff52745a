"""Facts about our bids."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable, Record
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.bids.choices import AwardMethod, BidOutcome, BidStage, PriceRule, TieRule, VatBasis
from tongxin.crm.market.models import Competitor
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.tenders.models import Tender


def money(**more: object) -> models.DecimalField:  # type: ignore[type-arg]
    """Return a column for an amount."""
    return models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True, **more)  # type: ignore[arg-type]


def points(**more: object) -> models.DecimalField:  # type: ignore[type-arg]
    """Return a column for points, weights and rates."""
    return models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True, **more)  # type: ignore[arg-type]


class Bid(Deletable):
    """Our bid for one tender, or for one lot of it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "note": "free text, may name people",
        "parameters": "free text; names members of the committee who were absent",
        "debrief": "free text, may name people",
        "lessons": "free text, may name people",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "own_price": Right.PRICE_FLOOR,
        "own_floor": Right.PRICE_FLOOR,
        "own_cost": Right.MARGIN,
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bids")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="bids"
    )
    tender = models.ForeignKey(
        Tender, null=True, blank=True, on_delete=models.SET_NULL, related_name="our_bids"
    )
    name = models.CharField(max_length=300)
    lot = models.CharField(max_length=120, blank=True)
    stage = models.CharField(max_length=12, choices=BidStage.choices, default=BidStage.LEAD)
    outcome = models.CharField(max_length=12, choices=BidOutcome.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)
    internal_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=60)
    budget = money()
    currency = models.CharField(max_length=3, blank=True)
    method = models.CharField(max_length=24, choices=AwardMethod.choices)
    price_rule = models.CharField(max_length=16, choices=PriceRule.choices, blank=True)
    price_weight = points()
    pass_mark = points()
    printed_total = points()
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    tie_rule = models.CharField(max_length=20, choices=TieRule.choices, default=TieRule.RULE_BOOK)
    # Further parameters of the award method, as the decision library names them.
    parameters = models.TextField(blank=True)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    vat_basis = models.CharField(max_length=8, choices=VatBasis.choices, default=VatBasis.NET)
    own_price = money()
    own_floor = money()
    own_cost = money()
    note = models.TextField(blank=True)
    debrief = models.TextField(blank=True)
    lessons = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "stage"], name="bid_account_stage"),
            models.Index(fields=["stage", "deadline_at"], name="bid_stage_deadline"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A deleted one counts: it is brought back, not made again.
            models.UniqueConstraint(fields=["tender", "lot"], name="bid_once_a_lot"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(stage=BidStage.CLOSED), name="bid_outcome_when_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def deadline_day(self) -> date | None:
        """The day of the deadline where the buyer is: late in Taipei it is another one in UTC."""
        if self.deadline_at is None:
            return None
        return self.deadline_at.astimezone(ZoneInfo(self.time_zone)).date()


class BidCriterion(Deletable):
    """One item by which the buyer evaluates, as published."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    is_price = models.BooleanField(default=False)
    weight = points()
    highest = points()
    least = points()
    weight_from = points()
    weight_to = points()
    # The heading that the item stands under, and the points the tender prints for it as a whole.
    heading = models.CharField(max_length=120, blank=True)
    heading_total = points()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidRival(Deletable):
    """What another bidder may offer, or did."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "price_likely": Right.PRICE_FLOOR,
        "price_low": Right.PRICE_FLOOR,
        "price_high": Right.PRICE_FLOOR,
    }

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="rivals")
    name = models.CharField(max_length=200)
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    price_likely = money()
    price_low = money()
    price_high = money()
    currency = models.CharField(max_length=3, blank=True)
    vat_basis = models.CharField(max_length=8, choices=VatBasis.choices, default=VatBasis.NET)
    # Per cent of the scores given: how much worse or better its quality may be judged.
    quality_low = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    quality_high = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    is_out = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidScore(Record):
    """A score of one bidder on one criterion: given, expected or guessed; ours where there is no rival.

    `member` is empty for a committee that scores as one.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {"member": "a member of the committee, as we call them"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="scores")
    rival = models.ForeignKey(
        BidRival, null=True, blank=True, on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(BidCriterion, on_delete=models.CASCADE, related_name="scores")
    member = models.CharField(max_length=60, blank=True)
    score = models.DecimalField(max_digits=18, decimal_places=6)
    score_low = points()
    score_high = points()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["criterion", "rival", "member"], name="bid_score_once"),
            models.UniqueConstraint(
                fields=["criterion", "member"], condition=Q(rival__isnull=True), name="bid_own_score_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.score}"


class BidScenario(Deletable):
    """What if: another price, or another score of ours, and what that costs."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "scenario_price": Right.PRICE_FLOOR,
        "scenario_cost": Right.MARGIN,
    }

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=200)
    scenario_price = money()
    criterion = models.ForeignKey(
        BidCriterion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    scenario_score = points()
    scenario_cost = money()
    currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
