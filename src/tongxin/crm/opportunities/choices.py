"""Codes of deals, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """How a deal stands."""

    OPEN = "OPEN", pgettext_lazy("outcome", "Open")
    WON = "WON", pgettext_lazy("outcome", "Won")
    LOST = "LOST", pgettext_lazy("outcome", "Lost")
    DROPPED = "DROPPED", pgettext_lazy("outcome", "Dropped")
    DELETED = "DELETED", pgettext_lazy("outcome", "Deleted")


class EntryKind(models.TextChoices):
    """What kind of step a stage entry is."""

    STARTED = "STARTED", pgettext_lazy("stage entry", "Started")
    FORWARD = "FORWARD", pgettext_lazy("stage entry", "Advanced")
    REVERSAL = "REVERSAL", pgettext_lazy("stage entry", "Reversal")
    CLOSED = "CLOSED", pgettext_lazy("stage entry", "Closed")
    REOPENED = "REOPENED", pgettext_lazy("stage entry", "Reopened")
    # Takes back the entry before it, which was made by mistake; both stay in the history.
    CORRECTED = "CORRECTED", pgettext_lazy("stage entry", "Undone")


class BuyingRole(models.TextChoices):
    """What part a person has in the customer's decision on one deal."""

    USER = "USER", pgettext_lazy("buying role", "User")
    TECHNICAL_EXPERT = "TECHNICAL_EXPERT", pgettext_lazy("buying role", "Technical expert")
    PURCHASER = "PURCHASER", pgettext_lazy("buying role", "Purchaser")
    DECISION_MAKER = "DECISION_MAKER", pgettext_lazy("buying role", "Decision maker")
    APPROVER = "APPROVER", pgettext_lazy("buying role", "Approver")
    EXTERNAL_EXPERT = "EXTERNAL_EXPERT", pgettext_lazy("buying role", "External expert")
    COACH = "COACH", pgettext_lazy("buying role", "Coach")
    OTHER = "OTHER", pgettext_lazy("buying role", "Other")
    UNKNOWN = "UNKNOWN", pgettext_lazy("buying role", "Unknown")
