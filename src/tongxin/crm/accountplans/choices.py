"""Codes of account plans, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """How far an account plan is."""

    DRAFT = "DRAFT", pgettext_lazy("account plan", "Draft")
    AGREED = "AGREED", pgettext_lazy("account plan", "Agreed")
    CLOSED = "CLOSED", pgettext_lazy("account plan", "Closed")


class Measure(models.TextChoices):
    """By what an objective is measured: read from the records, or stated by hand."""

    WON = "WON", pgettext_lazy("measure", "Amount won")
    ORDERS = "ORDERS", pgettext_lazy("measure", "Opportunities won")
    SHARE = "SHARE", pgettext_lazy("measure", "Share of wallet")
    LEVEL = "LEVEL", pgettext_lazy("measure", "Relationship level")
    PEOPLE = "PEOPLE", pgettext_lazy("measure", "People met")
    SENIORS = "SENIORS", pgettext_lazy("measure", "Senior people met")
    REFERENCES = "REFERENCES", pgettext_lazy("measure", "References given")
    PROMISES = "PROMISES", pgettext_lazy("measure", "Our promises kept in time")
    BY_HAND = "BY_HAND", pgettext_lazy("measure", "Stated by hand")


# Counted from nought within the period; what was before it is told beside them.
FLOWS = frozenset({Measure.WON, Measure.ORDERS, Measure.PEOPLE, Measure.SENIORS})
# Of these there are only whole ones: none is behind before the next is due.
COUNTED = frozenset({Measure.ORDERS, Measure.LEVEL, Measure.PEOPLE, Measure.SENIORS, Measure.REFERENCES})
PERCENTS = frozenset({Measure.SHARE, Measure.PROMISES})
# Known only to who may read judgements.
JUDGED = frozenset({Measure.LEVEL, Measure.REFERENCES})


class Headway(models.TextChoices):
    """How an objective stands on a day."""

    REACHED = "REACHED", pgettext_lazy("headway", "Reached")
    ON_TRACK = "ON_TRACK", pgettext_lazy("headway", "On track")
    BEHIND = "BEHIND", pgettext_lazy("headway", "Behind")
    MISSED = "MISSED", pgettext_lazy("headway", "Missed")
    UNKNOWN = "UNKNOWN", pgettext_lazy("headway", "Unknown")


class Degree(models.TextChoices):
    """How likely a risk is, and how much it would do."""

    LOW = "LOW", pgettext_lazy("risk", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("risk", "High")


class ResourceState(models.TextChoices):
    """What became of a resource that was asked for."""

    ASKED = "ASKED", pgettext_lazy("resource", "Asked for")
    GRANTED = "GRANTED", pgettext_lazy("resource", "Granted")
    REFUSED = "REFUSED", pgettext_lazy("resource", "Refused")
