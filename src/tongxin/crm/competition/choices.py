"""Codes of competition around a customer, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Ring(models.TextChoices):
    """How close a supplier stands to a customer, the closest first."""

    CORE = "CORE", pgettext_lazy("ring", "Core")
    PREFERRED = "PREFERRED", pgettext_lazy("ring", "Preferred")
    APPROVED = "APPROVED", pgettext_lazy("ring", "Approved")
    OUTSIDE = "OUTSIDE", pgettext_lazy("ring", "Outside")


class Standing(models.TextChoices):
    """What the customer's purchasing thinks of a supplier: a poor one is warned of, a barred one cannot be asked."""

    GOOD = "GOOD", pgettext_lazy("standing", "Good")
    POOR = "POOR", pgettext_lazy("standing", "Poor")
    BARRED = "BARRED", pgettext_lazy("standing", "Barred")


class TieKind(models.TextChoices):
    """What two suppliers are to each other at a customer."""

    COOPERATES = "COOPERATES", pgettext_lazy("tie", "Cooperate")
    COMPETES = "COMPETES", pgettext_lazy("tie", "Compete")
    BOTH = "BOTH", pgettext_lazy("tie", "Cooperate and compete")


class BundleForm(models.TextChoices):
    """How several suppliers deliver together."""

    PRIME_SUB = "PRIME_SUB", pgettext_lazy("bundle", "Prime and subcontractors")
    CONSORTIUM = "CONSORTIUM", pgettext_lazy("bundle", "Consortium")


class Confidence(models.TextChoices):
    """How far a figure can be relied upon."""

    CONFIRMED = "CONFIRMED", pgettext_lazy("confidence", "Confirmed")
    LIKELY = "LIKELY", pgettext_lazy("confidence", "Likely")
    GUESS = "GUESS", pgettext_lazy("confidence", "Guess")


class PriceBehaviour(models.TextChoices):
    """How a rival quotes at a customer."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("price", "Unknown")
    HOLDS = "HOLDS", pgettext_lazy("price", "Holds its price")
    FOLLOWS = "FOLLOWS", pgettext_lazy("price", "Follows ours")
    UNDERCUTS = "UNDERCUTS", pgettext_lazy("price", "Undercuts")


class PressureKind(models.TextChoices):
    """What moves the customer."""

    PRESSURE = "PRESSURE", pgettext_lazy("pressure", "Pressure")
    GOAL = "GOAL", pgettext_lazy("pressure", "Goal")
    OBSTACLE = "OBSTACLE", pgettext_lazy("pressure", "Obstacle")
    INITIATIVE = "INITIATIVE", pgettext_lazy("pressure", "Initiative")


class LineKind(models.TextChoices):
    """What a line of a value case tells: what our offer brings and costs the customer, and what the alternatives cost."""

    SAVING = "SAVING", pgettext_lazy("value line", "Saving")
    AVOIDED = "AVOIDED", pgettext_lazy("value line", "Avoided cost")
    REVENUE = "REVENUE", pgettext_lazy("value line", "Additional revenue")
    COST = "COST", pgettext_lazy("value line", "Cost of our offer")
    TODAY = "TODAY", pgettext_lazy("value line", "Cost as it is today")
    RIVAL = "RIVAL", pgettext_lazy("value line", "Cost with a rival")


BENEFITS = frozenset({LineKind.SAVING, LineKind.AVOIDED, LineKind.REVENUE})


class QuoteState(models.TextChoices):
    """Whether a supplier's quote was handed in; only such a one can be built upon, and only such a one expires."""

    SUBMITTED = "SUBMITTED", pgettext_lazy("quote", "Submitted")
    DRAFT = "DRAFT", pgettext_lazy("quote", "Draft")


class QuoteStanding(models.TextChoices):
    """What a quote is worth on a day."""

    VALID = "VALID", pgettext_lazy("quote", "Valid")
    EXPIRED = "EXPIRED", pgettext_lazy("quote", "Expired")
    DRAFT = "DRAFT", pgettext_lazy("quote", "Draft")
