"""Codes of the bid desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BidStage(models.TextChoices):
    """Where a bid stands; the lanes of the bid desk."""

    LEAD = "LEAD", pgettext_lazy("bid stage", "Lead")
    ASSESSMENT = "ASSESSMENT", pgettext_lazy("bid stage", "Assessment")
    DECISION = "DECISION", pgettext_lazy("bid stage", "Decision")
    PREPARATION = "PREPARATION", pgettext_lazy("bid stage", "Preparation")
    SUBMITTED = "SUBMITTED", pgettext_lazy("bid stage", "Submitted")
    OPENED = "OPENED", pgettext_lazy("bid stage", "Opened")
    CLOSED = "CLOSED", pgettext_lazy("bid stage", "Result")


class BidOutcome(models.TextChoices):
    """How a bid came out."""

    WON = "WON", pgettext_lazy("bid outcome", "won")
    LOST = "LOST", pgettext_lazy("bid outcome", "lost")
    NOT_AWARDED = "NOT_AWARDED", pgettext_lazy("bid outcome", "no award")
    CANCELLED = "CANCELLED", pgettext_lazy("bid outcome", "cancelled by the buyer")
    NO_BID = "NO_BID", pgettext_lazy("bid outcome", "we did not bid")


class LotState(models.TextChoices):
    """How a lot stands, or a tender by its lots."""

    OPEN = "OPEN", pgettext_lazy("lot", "not decided")
    AWARDED = "AWARDED", pgettext_lazy("lot", "awarded")
    PARTLY_AWARDED = "PARTLY_AWARDED", pgettext_lazy("lot", "partly awarded")
    NOT_AWARDED = "NOT_AWARDED", pgettext_lazy("lot", "no award")
    CANCELLED = "CANCELLED", pgettext_lazy("lot", "cancelled")


class AwardMethod(models.TextChoices):
    """How the committee chooses; the methods of the decision library."""

    TW_TOTAL_SCORE = "TW_TOTAL_SCORE", _("Total score (Taiwan)")
    TW_UNIT_PRICE = "TW_UNIT_PRICE", _("Price per point (Taiwan)")
    TW_RANK_SUM = "TW_RANK_SUM", _("Sum of ranks (Taiwan)")
    CN_COMPREHENSIVE = "CN_COMPREHENSIVE", _("Comprehensive scoring (mainland)")
    CN_LOWEST_EVALUATED = "CN_LOWEST_EVALUATED", _("Lowest evaluated price (mainland)")
    CN_BENCHMARK = "CN_BENCHMARK", _("Comprehensive assessment with a base price (mainland)")
    WB_QCBS = "WB_QCBS", _("Quality and cost (World Bank)")
    WB_QBS = "WB_QBS", _("Quality alone (World Bank)")
    WB_FBS = "WB_FBS", _("Fixed budget (World Bank)")
    WB_LCS = "WB_LCS", _("Least cost (World Bank)")
    WEIGHTED = "WEIGHTED", _("Price and quality with weights")
    LOWEST_EVALUATED = "LOWEST_EVALUATED", _("Lowest price")
    AWARD_ON_VALUE = "AWARD_ON_VALUE", _("Quality in money, taken off the price")


class PriceRule(models.TextChoices):
    """How a price becomes points; the formulas of the decision library."""

    PROPORTIONAL = "PROPORTIONAL", _("lowest price ÷ price")
    RELATIVE = "RELATIVE", _("2 − price ÷ lowest price")
    LINEAR = "LINEAR", _("in a line from the lowest to the dearest")
    CEILING = "CEILING", _("1 − price ÷ ceiling")
    DEVIATION = "DEVIATION", _("distance from the expected price")
    BENCHMARK = "BENCHMARK", _("distance from a base price")
    UTILITY_INDEX = "UTILITY_INDEX", _("utility index")
    COEFFICIENT = "COEFFICIENT", _("price divided by a coefficient")


class TieRule(models.TextChoices):
    """What the tender says about equal bids."""

    RULE_BOOK = "RULE_BOOK", pgettext_lazy("equal bids", "as the rules say")
    NOTHING = "NOTHING", pgettext_lazy("equal bids", "no rule is written")
    LOWEST_PRICE = "LOWEST_PRICE", pgettext_lazy("equal bids", "the lower price, then lots")
    HEAVIEST_ITEM = "HEAVIEST_ITEM", pgettext_lazy("equal bids", "the heaviest criterion, then lots")
    BETTER_TECHNICAL = "BETTER_TECHNICAL", pgettext_lazy("equal bids", "the better quality, then lots")


class VatBasis(models.TextChoices):
    """Whether a price has the value-added tax in it."""

    NET = "NET", pgettext_lazy("price", "without VAT")
    GROSS = "GROSS", pgettext_lazy("price", "with VAT")
    UNSAID = "UNSAID", pgettext_lazy("price", "VAT not said")


class SheetBasis(models.TextChoices):
    """Whether the unit prices of a line have the value-added tax in them."""

    NET = "NET", pgettext_lazy("price", "without VAT")
    GROSS = "GROSS", pgettext_lazy("price", "with VAT")
