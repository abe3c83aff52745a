"""What is known of rivals at a customer; a supplier that is not named is us."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.choices import Confidence, PriceBehaviour
from tongxin.crm.market.models import Competitor
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.models import Person


class RivalFact(Deletable):
    """A rival at a customer, as our battle card: what it has in place, what it is good and bad at, how it quotes."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("products",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "strengths": "free text, may name people",
        "weaknesses": "free text, may name people",
        "our_answer": "free text, may name people",
        "price_evidence": "free text, may name people",
        "allies": "who at the customer speaks for a rival",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {"allies": Right.JUDGEMENT}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="rival_facts")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, related_name="+")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="rival_facts"
    )
    unit = models.CharField(max_length=120, blank=True)
    products = models.CharField(max_length=300)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    our_answer = models.TextField(blank=True)
    price_behaviour = models.CharField(
        max_length=10, choices=PriceBehaviour.choices, default=PriceBehaviour.UNKNOWN
    )
    at_any_cost = models.BooleanField(default=False)
    price_evidence = models.CharField(max_length=1000, blank=True)
    allies = models.ManyToManyField(Person, blank=True, related_name="+")
    verified_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.products


class EarlyWarning(Deletable):
    """A sign that a rival moves at a customer, noted in two fields."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("sign",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "sign": "free text, may name people",
        "created_by": "our colleague",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="early_warnings")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sign = models.CharField(max_length=500)
    is_settled = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.sign


class WalletShare(Deletable):
    """What part of the customer's spend of a year went to a supplier, as somebody said on a day."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("source",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"source": "may be a person"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="wallet_shares")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.GUESS)

    def __str__(self) -> str:
        return self.source


class SupplierRating(Deletable):
    """How a supplier stands by one criterion in the customer's eyes, 1 to 5, as one of us judges on a day."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("criterion",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "reason": "free text, may name people",
        "created_by": "our colleague",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="supplier_ratings")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    criterion = models.CharField(max_length=120)
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    rated_on = models.DateField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.criterion
