"""Codes of the tender register."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TenderStatus(models.TextChoices):
    """Where a tender stands; the codes of the standard's `tenderStatus`."""

    UNKNOWN = "", pgettext_lazy("tender status", "not said")
    PLANNING = "planning", pgettext_lazy("tender status", "in planning")
    PLANNED = "planned", pgettext_lazy("tender status", "planned")
    ACTIVE = "active", pgettext_lazy("tender status", "open for bids")
    CANCELLED = "cancelled", pgettext_lazy("tender status", "called off")
    UNSUCCESSFUL = "unsuccessful", pgettext_lazy("tender status", "no award")
    COMPLETE = "complete", pgettext_lazy("tender status", "decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("tender status", "withdrawn")


class TenderSource(models.TextChoices):
    """How a tender came into the register."""

    OCDS = "OCDS", pgettext_lazy("tender source", "OCDS data")
    NOTICE = "NOTICE", pgettext_lazy("tender source", "notice of the site")
    LIST = "LIST", pgettext_lazy("tender source", "list")
    HAND = "HAND", pgettext_lazy("tender source", "by hand")


class PartRole(models.TextChoices):
    """What an organisation did in a tender."""

    BIDDER = "BIDDER", pgettext_lazy("role in a tender", "bidder")
    WINNER = "WINNER", pgettext_lazy("role in a tender", "winner")


class MatchReason(models.TextChoices):
    """Why an organisation of a notice may be one of our accounts or competitors."""

    SAME_NAME = "SAME_NAME", pgettext_lazy("match", "same name")
    SAME_NAME_OTHER_NUMBER = "SAME_NAME_OTHER_NUMBER", pgettext_lazy("match", "same name, other number")
    SAME_NUMBER_OTHER_NAME = "SAME_NUMBER_OTHER_NAME", pgettext_lazy("match", "same number, other name")


class MatchState(models.TextChoices):
    """What was decided about a proposed match."""

    OPEN = "OPEN", pgettext_lazy("match state", "to be decided")
    CONFIRMED = "CONFIRMED", pgettext_lazy("match state", "the same")
    DECLINED = "DECLINED", pgettext_lazy("match state", "not the same")
