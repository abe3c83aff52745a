"""Facts about who decides: a seat 席位 is not the person in it, and what we judge has a day."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable, Fact
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.committees.choices import (
    Access,
    Adaptability,
    Attitude,
    CommitteeKind,
    Confidence,
    CriterionKind,
    DecisionRule,
    Fit,
    Orientation,
    RivalTie,
    SeatRole,
    Strength,
    TieKind,
    Vote,
)
from tongxin.crm.market.models import Competitor
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.models import Person

MOST_POWER = 5


class Committee(Deletable):
    """Those who decide at the customer, about one deal or standing at an account."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="committees")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.CASCADE, related_name="committees"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=CommitteeKind.choices, default=CommitteeKind.PURCHASING)
    rule = models.CharField(max_length=16, choices=DecisionRule.choices, default=DecisionRule.MAJORITY)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Seat(Deletable):
    """One place in a committee; who sits in it, and how we judge them as things stand."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "may name a person",
        "person": "sits in the committee",
        "counterpart": "our colleague",
        "attitude": "our opinion of them, with its own right",
        "power": "our opinion of their weight, with its own right",
        "orientation": "our opinion of them, with its own right",
        "adaptability": "our opinion of them, with its own right",
        "access": "our opinion of them, with its own right",
        "rival_tie": "our opinion of them, with its own right",
        "priorities": "what matters to them, with its own right",
        "wins": "what they gain, with its own right",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "attitude": Right.JUDGEMENT,
        "power": Right.JUDGEMENT,
        "orientation": Right.JUDGEMENT,
        "adaptability": Right.JUDGEMENT,
        "access": Right.JUDGEMENT,
        "rival_tie": Right.JUDGEMENT,
        "confidence": Right.JUDGEMENT,
        "judged_on": Right.JUDGEMENT,
        "priorities": Right.JUDGEMENT,
        "wins": Right.JUDGEMENT,
    }

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=SeatRole.choices, default=SeatRole.UNKNOWN)
    vote = models.CharField(max_length=8, choices=Vote.choices, default=Vote.BY_ROLE)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats")
    # First day of the present person in the seat.
    since = models.DateField(null=True, blank=True)
    counterpart = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    power = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MOST_POWER)]
    )
    attitude = models.CharField(max_length=12, choices=Attitude.choices, default=Attitude.UNKNOWN)
    orientation = models.CharField(max_length=12, choices=Orientation.choices, default=Orientation.UNKNOWN)
    adaptability = models.CharField(max_length=12, choices=Adaptability.choices, default=Adaptability.UNKNOWN)
    access = models.CharField(max_length=14, choices=Access.choices, default=Access.UNKNOWN)
    rival_tie = models.CharField(max_length=8, choices=RivalTie.choices, default=RivalTie.UNKNOWN)
    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.UNKNOWN)
    judged_on = models.DateField(null=True, blank=True)
    priorities = models.TextField(blank=True)
    wins = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["committee", "deleted_at"])]

    def __str__(self) -> str:
        return self.name


class Stay(Fact):
    """Who sat in a seat from when to when; `until` is exclusive, open while they sit there."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"person": "sat in the seat"}

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="stay_order"
            ),
            # A seat is held by one person at a time.
            models.UniqueConstraint(fields=["seat"], condition=Q(until=None), name="stay_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.person}"


class Judgement(Fact):
    """How we judged the person in a seat on a day; never edited, the newest of a day counts."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "person": "whom it is about",
        "attitude": "our opinion of them, with its own right",
        "power": "our opinion of their weight, with its own right",
        "values": "our opinion of them, with its own right",
        "judged_by": "our colleague",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {"attitude": Right.JUDGEMENT, "power": Right.JUDGEMENT}

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="judgements")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    judged_on = models.DateField()
    attitude = models.CharField(max_length=12, choices=Attitude.choices)
    power = models.PositiveSmallIntegerField(null=True)
    # The other judgements of that day, code by name.
    values = models.JSONField(default=dict)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["seat", "judged_on"])]

    def __str__(self) -> str:
        return f"{self.seat} {self.judged_on}"


class Tie(Deletable):
    """How two people of a committee stand to one another."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("evidence",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "evidence": "how people stand to one another",
        "told_by": "who said so",
    }

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="ties")
    from_seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="ties_from")
    to_seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="ties_to")
    kind = models.CharField(max_length=14, choices=TieKind.choices)
    strength = models.PositiveSmallIntegerField(choices=Strength.choices, default=Strength.MEDIUM)
    evidence = models.CharField(max_length=300)
    told_by = models.CharField(max_length=120, blank=True)
    noted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(from_seat=models.F("to_seat")), name="tie_of_two")
        ]

    def __str__(self) -> str:
        return self.evidence


class Criterion(Deletable):
    """What a committee decides by, written down or not."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "note": "free text, may name people",
        "cares": "who cares about it",
    }

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=CriterionKind.choices, default=CriterionKind.FORMAL)
    is_mandatory = models.BooleanField(default=False)
    # In percent; set for all criteria of a committee at once, so that they sum to 100.
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    cares = models.ManyToManyField(Seat, blank=True, related_name="criteria")
    our_fit = models.PositiveSmallIntegerField(null=True, blank=True, choices=Fit.choices)
    best_rival_fit = models.PositiveSmallIntegerField(null=True, blank=True, choices=Fit.choices)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class RivalFit(Deletable):
    """How well one rival meets a criterion, as the customer sees it; of several for one rival the newest counts."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("evidence",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"evidence": "who said so, may name people"}

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="rival_fits")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, related_name="+")
    fit = models.PositiveSmallIntegerField(choices=Fit.choices)
    evidence = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.evidence


class DecisionBrief(Deletable):
    """What a decision needs on one page; what is left empty is written from the data of the committee."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "options": "free text, may name people",
        "criteria_text": "free text, may name people",
        "consequences": "free text, may name people",
        "open_risks": "free text, may name people",
        "our_ask": "free text, may name people",
    }

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="briefs")
    name = models.CharField(max_length=200)
    options = models.TextField(blank=True)
    criteria_text = models.TextField(blank=True)
    consequences = models.TextField(blank=True)
    open_risks = models.TextField(blank=True)
    our_ask = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Opinion(Fact):
    """Somebody's own view of a computed value of a committee, kept beside it and never over it 我不同意."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"why": "may name people", "author": "our colleague"}

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="opinions")
    # -2 against us to +2 for us, as the computed leaning.
    leaning = models.SmallIntegerField()
    why = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(leaning__gte=-2) & Q(leaning__lte=2), name="opinion_bounds")
        ]

    def __str__(self) -> str:
        return self.why[:60]


class Sponsorship(Deletable):
    """One of our executives keeps the relationship with one of theirs, at a rhythm 高階關係."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("purpose",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "purpose": "what the relationship is for, may name people",
        "person": "with whom",
        "sponsor": "our colleague",
        "agenda": "free text, may name people",
        "follow_up": "free text, may name people",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sponsorships")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="sponsorships")
    sponsor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    every_days = models.PositiveSmallIntegerField(default=90)
    agenda = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(every_days__gte=7), name="sponsorship_rhythm")
        ]

    def __str__(self) -> str:
        return self.purpose
