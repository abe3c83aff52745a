"""Where suppliers stand around a customer; a supplier that is not named is us."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Deletable
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.choices import BundleForm, Ring, Standing, TieKind
from tongxin.crm.market.models import Competitor


class Placement(Deletable):
    """The ring a supplier stood in from a day on, and what that rests on."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("segment",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "evidence": "free text, may name people",
        "evidence_source": "may be a person",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="placements")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    ring = models.CharField(max_length=10, choices=Ring.choices)
    segment = models.CharField(max_length=120)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.GOOD)
    placed_on = models.DateField()
    evidence = models.CharField(max_length=1000, blank=True)
    evidence_source = models.CharField(max_length=200, blank=True)
    evidence_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account", "placed_on"])]

    def __str__(self) -> str:
        return self.segment

    @property
    def has_evidence(self) -> bool:
        """Say whether it rests on something: what, from whom, and of which day."""
        return bool(self.evidence and self.evidence_source and self.evidence_on)


class RingName(Deletable):
    """What a customer calls one of its rings."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ring_names")
    ring = models.CharField(max_length=10, choices=Ring.choices)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class RingTarget(Deletable):
    """The ring we want to stand in, who sees to it, and until when."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("plan",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "plan": "free text, may name people",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ring_targets")
    ring = models.CharField(max_length=10, choices=Ring.choices)
    plan = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    def __str__(self) -> str:
        return self.plan


class SupplierTie(Deletable):
    """What two suppliers are to each other at a customer: cooperating, competing, or both at once."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("subject",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"evidence": "free text, may name people"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="supplier_ties")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TieKind.choices)
    subject = models.CharField(max_length=200)
    evidence = models.CharField(max_length=1000, blank=True)
    seen_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject


class SupplierBundle(Deletable):
    """What several suppliers deliver to a customer together."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="supplier_bundles")
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=10, choices=BundleForm.choices)
    prime = models.ForeignKey(Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partners = models.ManyToManyField(Competitor, blank=True, related_name="+")
    includes_us = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
