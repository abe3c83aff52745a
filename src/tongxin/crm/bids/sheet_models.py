"""Facts about a bid's price sheet, and about what the house goes by when it decides to bid."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.bids.choices import SheetBasis
from tongxin.crm.bids.models import Bid


class BidPriceLine(Deletable):
    """A line of the price sheet: so many of something at a unit price, with its VAT rate.

    `written_amount` is the amount that stands in the document we hand in, where it is filled in by hand.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}
    RESTRICTED: ClassVar[Mapping[str, str]] = {
        "offered_unit_price": Right.PRICE_FLOOR,
        "written_amount": Right.PRICE_FLOOR,
    }

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="price_lines")
    name = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    offered_unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    sheet_basis = models.CharField(max_length=8, choices=SheetBasis.choices, default=SheetBasis.NET)
    line_vat_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    written_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class BidPolicy(Deletable):
    """What the house goes by when it decides to bid: from which score on, and how much each question weighs.

    Of several the last one made counts; what it leaves empty is as usual.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    name = models.CharField(max_length=200)
    go_from = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    no_go_below = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    coverage_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    shaping_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    price_question_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    qualified_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    competition_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    margin_question_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    strategy_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(go_from__isnull=True)
                | Q(no_go_below__isnull=True)
                | Q(no_go_below__lte=models.F("go_from")),
                name="bid_policy_bands_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name
