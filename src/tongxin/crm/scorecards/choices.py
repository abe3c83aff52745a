"""Codes of the customer's scorecards, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CardPeriod(models.TextChoices):
    """How often the customer rates its suppliers."""

    MONTH = "MONTH", pgettext_lazy("scorecard period", "Month")
    QUARTER = "QUARTER", pgettext_lazy("scorecard period", "Quarter")
    HALF = "HALF", pgettext_lazy("scorecard period", "Half-year")
    YEAR = "YEAR", pgettext_lazy("scorecard period", "Year")


class CardRounding(models.TextChoices):
    """How the customer rounds the total; the codes are those of the decision library."""

    HALF_UP = "HALF_UP", pgettext_lazy("scorecard rounding", "Half up")
    HALF_EVEN = "HALF_EVEN", pgettext_lazy("scorecard rounding", "Half to even")
    DOWN = "DOWN", pgettext_lazy("scorecard rounding", "Down")


class CardSubject(models.TextChoices):
    """What a criterion is about."""

    CREDIT = "CREDIT", pgettext_lazy("scorecard criterion", "Credit")
    DELIVERY = "DELIVERY", pgettext_lazy("scorecard criterion", "On-time delivery")
    QUALITY = "QUALITY", pgettext_lazy("scorecard criterion", "Quality")
    PRICE = "PRICE", pgettext_lazy("scorecard criterion", "Price")
    INNOVATION = "INNOVATION", pgettext_lazy("scorecard criterion", "Technical innovation")
    SERVICE = "SERVICE", pgettext_lazy("scorecard criterion", "Integrated service")
    COOPERATION = "COOPERATION", pgettext_lazy("scorecard criterion", "Long-term cooperation")
    OTHER = "OTHER", pgettext_lazy("scorecard criterion", "Other")


class GradeMeaning(models.TextChoices):
    """What the customer does with suppliers of a grade, the best first."""

    PREFERRED = "PREFERRED", pgettext_lazy("supplier grade", "Preferred")
    APPROVED = "APPROVED", pgettext_lazy("supplier grade", "Approved")
    CONDITIONAL = "CONDITIONAL", pgettext_lazy("supplier grade", "Conditional")
    PHASED_OUT = "PHASED_OUT", pgettext_lazy("supplier grade", "Phased out")
