"""Codes of joint plans, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PlanCalendar(models.TextChoices):
    """Whose working days a plan counts."""

    TW = "TW", pgettext_lazy("plan calendar", "Taiwan")
    CN = "CN", pgettext_lazy("plan calendar", "China")
    BOTH = "BOTH", pgettext_lazy("plan calendar", "Taiwan and China: days worked in both")
    WEEK = "WEEK", pgettext_lazy("plan calendar", "Monday to Friday, no holidays")


class PlanDirection(models.TextChoices):
    """From which end rows without a day of their own are placed."""

    BACKWARD = "BACKWARD", pgettext_lazy("plan direction", "back from going live")
    FORWARD = "FORWARD", pgettext_lazy("plan direction", "forward from the start")


class PlanDayKind(models.TextChoices):
    """How days of a plan differ from the public calendar."""

    CLOSED = "CLOSED", pgettext_lazy("plan day", "closed")
    WORKED = "WORKED", pgettext_lazy("plan day", "worked")


class DayUnit(models.TextChoices):
    """Which days a length counts."""

    WORKING = "WORKING", pgettext_lazy("day unit", "working days")
    CALENDAR = "CALENDAR", pgettext_lazy("day unit", "calendar days")


class PlanZone(models.TextChoices):
    """The time zone of a plan's hours; its name is the same in every language."""

    TAIPEI = "Asia/Taipei", "Asia/Taipei"
    SHANGHAI = "Asia/Shanghai", "Asia/Shanghai"
    HONG_KONG = "Asia/Hong_Kong", "Asia/Hong_Kong"
    TOKYO = "Asia/Tokyo", "Asia/Tokyo"
    SINGAPORE = "Asia/Singapore", "Asia/Singapore"
    HO_CHI_MINH = "Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh"
    LONDON = "Europe/London", "Europe/London"
    BERLIN = "Europe/Berlin", "Europe/Berlin"
    NEW_YORK = "America/New_York", "America/New_York"
    LOS_ANGELES = "America/Los_Angeles", "America/Los_Angeles"


class ProposalState(models.TextChoices):
    """What became of a change that the customer proposed."""

    OPEN = "OPEN", pgettext_lazy("proposal", "open")
    ACCEPTED = "ACCEPTED", pgettext_lazy("proposal", "accepted")
    REFUSED = "REFUSED", pgettext_lazy("proposal", "refused")
