"""Codes of the relationship ladder, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """How close the relationship with a customer is, the lowest first."""

    VENDOR = "VENDOR", pgettext_lazy("ladder", "Vendor")
    PREFERRED = "PREFERRED", pgettext_lazy("ladder", "Preferred supplier")
    PARTNER = "PARTNER", pgettext_lazy("ladder", "Partner")
    ALLIANCE = "ALLIANCE", pgettext_lazy("ladder", "Strategic alliance")


class LadderFact(models.TextChoices):
    """What can show a level. Most are read from the records; anything can be shown by hand as well."""

    SHARE = "SHARE", pgettext_lazy("ladder fact", "Share of wallet")
    ORDERS = "ORDERS", pgettext_lazy("ladder fact", "Opportunities won")
    CONTACTS = "CONTACTS", pgettext_lazy("ladder fact", "People met")
    SENIORS = "SENIORS", pgettext_lazy("ladder fact", "Senior people met")
    SPONSOR = "SPONSOR", pgettext_lazy("ladder fact", "Senior relationship kept up")
    RING_PREFERRED = "RING_PREFERRED", pgettext_lazy("ladder fact", "In the preferred ring or closer")
    RING_CORE = "RING_CORE", pgettext_lazy("ladder fact", "In the core ring")
    PROMISES = "PROMISES", pgettext_lazy("ladder fact", "Our promises kept in time")
    PULSE = "PULSE", pgettext_lazy("ladder fact", "Good answers in pulse surveys")
    COVERAGE = "COVERAGE", pgettext_lazy("ladder fact", "Committee seats in contact with us")
    JOINT_PLAN = "JOINT_PLAN", pgettext_lazy("ladder fact", "Changes agreed in joint plans")
    SERVICE = "SERVICE", pgettext_lazy("ladder fact", "Service quality confirmed by the customer")
    REFERENCE = "REFERENCE", pgettext_lazy("ladder fact", "Reference given by the customer")
    AGREEMENT = "AGREEMENT", pgettext_lazy("ladder fact", "Framework or strategic agreement in force")
    TOP_REVIEW = "TOP_REVIEW", pgettext_lazy("ladder fact", "Review held by both managements")
    DEVELOPMENT = "DEVELOPMENT", pgettext_lazy("ladder fact", "Joint development or investment")
    SYSTEMS = "SYSTEMS", pgettext_lazy("ladder fact", "Systems and data connected")
    OWN_1 = "OWN_1", pgettext_lazy("ladder fact", "Criterion of our own, first")
    OWN_2 = "OWN_2", pgettext_lazy("ladder fact", "Criterion of our own, second")
    OWN_3 = "OWN_3", pgettext_lazy("ladder fact", "Criterion of our own, third")


# Measured in per cent, against a threshold.
SHARES = frozenset({LadderFact.SHARE, LadderFact.PROMISES, LadderFact.PULSE, LadderFact.COVERAGE})
# Which no record shows: only what somebody enters.
BY_HAND = frozenset(
    {
        LadderFact.SERVICE,
        LadderFact.REFERENCE,
        LadderFact.AGREEMENT,
        LadderFact.TOP_REVIEW,
        LadderFact.DEVELOPMENT,
        LadderFact.SYSTEMS,
        LadderFact.OWN_1,
        LadderFact.OWN_2,
        LadderFact.OWN_3,
    }
)


class CriterionState(models.TextChoices):
    """How a criterion stands on a day."""

    MET = "MET", pgettext_lazy("ladder state", "Met")
    SOON = "SOON", pgettext_lazy("ladder state", "Expires soon")
    EXPIRED = "EXPIRED", pgettext_lazy("ladder state", "Expired")
    REFUTED = "REFUTED", pgettext_lazy("ladder state", "Evidence against it")
    SHORT = "SHORT", pgettext_lazy("ladder state", "Not met")
    UNKNOWN = "UNKNOWN", pgettext_lazy("ladder state", "Unknown")
