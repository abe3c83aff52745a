"""Facts about deciding, handing in and the papers of a bid."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable, Fact, Record
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.bids.desk_choices import (
    Compliance,
    PaperKind,
    PaperState,
    RegistrationState,
    ReviewColour,
    Verdict,
)
from tongxin.crm.bids.models import Bid, money
from tongxin.crm.market.models import Competitor


def colleague() -> models.ForeignKey:  # type: ignore[type-arg]
    """Return a column that names a colleague."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class BidAnswer(Record):
    """The answer to a knock-out or a question; empty while unknown."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(max_length=20)
    met = models.BooleanField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bid", "code"], name="bid_answer_once")
        ]

    def __str__(self) -> str:
        return self.code


class BidDecision(Fact):
    """What was decided, by whom and why, with the score it was decided on; never changed."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "approver": "our colleague", "decided_by": "our colleague", "reason": "free text, may name people",
    }  # fmt: skip

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    advised = models.CharField(max_length=12)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return self.verdict


class BidSubmission(Fact):
    """That a bid was handed in: once, at the server's time, under the key of the request."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "submitted_by": "our colleague",
        "forecast": "names the bidders that were expected, who may be sole traders",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "submitted_price": Right.PRICE_FLOOR,
        "forecast": Right.PRICE_FLOOR,
    }

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="submission")
    key = models.CharField(max_length=200, unique=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_price = money()
    currency = models.CharField(max_length=3, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    # What the simulator said at that moment, as JSON; for the replay.
    forecast = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.bid_id} {self.submitted_at:%Y-%m-%d %H:%M}"


class BidDocument(Deletable):
    """A document of a bid: who writes it, until when, how far it is."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"owner": "our colleague", "note": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.OPEN)
    owner = colleague()
    due_on = models.DateField(null=True, blank=True)
    needs_signature = models.BooleanField(default=False)
    signed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidRequirement(Deletable):
    """A line of the compliance matrix: what is asked, whether we meet it, and what we say."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"owner": "our colleague", "answer": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="requirements")
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=2000)
    compliance = models.CharField(max_length=8, choices=Compliance.choices, default=Compliance.OPEN)
    owner = colleague()
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidOpening(Deletable):
    """What was read out at the opening: one bidder with its price."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="openings")
    name = models.CharField(max_length=200)
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_ours = models.BooleanField(default=False)
    opened_price = money()
    currency = models.CharField(max_length=3, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    has_won = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidReview(Deletable):
    """A colour review of a bid: when, by whom, what was found."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "findings": "free text, may name people",
    }

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="reviews")
    name = models.CharField(max_length=200)
    colour = models.CharField(max_length=8, choices=ReviewColour.choices)
    owner = colleague()
    held_on = models.DateField(null=True, blank=True)
    is_passed = models.BooleanField(default=False)
    findings = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidPartner(Deletable):
    """Who bids together with us, for which part."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "may be a sole trader's",
        "note": "free text, may name people",
    }

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=300, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    is_signed = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidBond(Deletable):
    """A bid bond: how much, from whom, until when, and whether it came back."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="bonds")
    name = models.CharField(max_length=200)
    amount = money()
    currency = models.CharField(max_length=3, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Qualification(Deletable):
    """A licence, certificate, statement or reference of ours, and until when it holds."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"owner": "our colleague", "note": "free text, may name people"}

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    issuer = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = colleague()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidDemand(Deletable):
    """What a tender demands of bidders, and the paper of ours that meets it."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="demands")
    name = models.CharField(max_length=300)
    is_optional = models.BooleanField(default=False)
    qualification = models.ForeignKey(
        Qualification, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    holds_until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class SupplierRegistration(Deletable):
    """That we are registered as a supplier with a customer."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"owner": "our colleague", "note": "free text, may name people"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="supplier_registrations")
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=RegistrationState.choices, default=RegistrationState.REGISTERED
    )
    number = models.CharField(max_length=120, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = colleague()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class ApprovalLimit(Deletable):
    """Who must approve a bid whose margin is below so many per cent."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    name = models.CharField(max_length=200)
    margin_below = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
