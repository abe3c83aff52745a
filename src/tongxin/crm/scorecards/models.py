"""Facts about the customer's scorecards; a supplier that is not named is us."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongxin.common.models import Deletable, Fact
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Competitor
from tongxin.crm.relationships.models import Promise
from tongxin.crm.scorecards.choices import CardPeriod, CardRounding, CardSubject, GradeMeaning


class Scorecard(Deletable):
    """The card by which a customer rates its suppliers; cards of one name are editions of each other."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"source": "may be a person"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="scorecards")
    name = models.CharField(max_length=120)
    edition = models.PositiveSmallIntegerField(default=1)
    period = models.CharField(max_length=8, choices=CardPeriod.choices, default=CardPeriod.QUARTER)
    # Digits of the total after the point; None: it is not rounded.
    total_places = models.PositiveSmallIntegerField(null=True, blank=True)
    rounding = models.CharField(max_length=10, choices=CardRounding.choices, default=CardRounding.HALF_UP)
    source = models.CharField(max_length=200)
    stated_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class ScorecardCriterion(Deletable):
    """A criterion of a card with its weight and its scale; below `minimum` it holds the grade at the lowest."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="criteria")
    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=12, choices=CardSubject.choices)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    lowest = models.PositiveSmallIntegerField(default=0)
    highest = models.DecimalField(max_digits=9, decimal_places=2, default=100)
    minimum = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    # What one more point costs us; None: we cannot change it.
    effort = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    step = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="scorecard_criterion_weight"),
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="scorecard_criterion_scale"),
        ]

    def __str__(self) -> str:
        return self.name


class ScorecardGrade(Deletable):
    """A grade, the total from which on it is given, and what the customer does with suppliers of it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="grades")
    name = models.CharField(max_length=60)
    from_total = models.DecimalField(max_digits=9, decimal_places=2)
    meaning = models.CharField(max_length=12, choices=GradeMeaning.choices)
    consequence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["card", "from_total"], condition=Q(deleted_at=None), name="scorecard_grade_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScorecardSheet(Deletable):
    """What the customer gave one supplier in one period: from which document, who said it, on which day."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("source",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "source": "may be a person",
        "said_by": "somebody of the customer's",
    }

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="sheets")
    # Any day of the period.
    period_day = models.DateField()
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=200)
    said_by = models.CharField(max_length=200)
    stated_on = models.DateField()
    # What the customer itself printed; ours is computed and stands beside it.
    printed_total = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    printed_grade = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.source


class ScorecardScore(Fact):
    """A score of a sheet; where there is none, it is unknown. Written anew with its sheet."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    sheet = models.ForeignKey(ScorecardSheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(ScorecardCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="scorecard_score_once")
        ]

    def __str__(self) -> str:
        return str(self.score)


class ScorecardAction(Deletable):
    """A promise that is to raise our score by a criterion."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("aim",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"aim": "free text, may name people"}

    criterion = models.ForeignKey(ScorecardCriterion, on_delete=models.PROTECT, related_name="actions")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    aim = models.CharField(max_length=300)
    # By how many points it is to raise the score; None: nobody said.
    gain = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.aim
