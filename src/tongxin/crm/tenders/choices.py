"""Codes of the tender register."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TenderStatus(models.TextChoices):
    """Where a tender stands; the codes of the standard's `tenderStatus`."""

    UNKNOWN = "", pgettext_lazy("tender status", "not said")
    PLANNING = "planning", pgettext_lazy("tender status", "in planning")
    PLANNED = "planned", pgettext_lazy("tender status", "planned")
    ACTIVE = "active", pgettext_lazy("tender status", "open for bids")
    CANCELLED = "cancelled", pgettext_lazy("tender status", "cancelled")
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


class HitState(models.TextChoices):
    """What became of a notice that a watch list found."""

    NEW = "NEW", pgettext_lazy("found notice", "new")
    SEEN = "SEEN", pgettext_lazy("found notice", "seen")
    DISMISSED = "DISMISSED", pgettext_lazy("found notice", "not for us")


class SourceFormat(models.TextChoices):
    """In what form a source of notices sends them."""

    JSON = "JSON", _("JSON: OCDS package, releases or records, notices")
    LINES = "LINES", _("JSON lines: one release, record or package a line")
    CSV = "CSV", _("List as CSV")
    XLSX = "XLSX", _("List as XLSX")


class SourceResult(models.TextChoices):
    """How the last fetch of a source ended; the codes of the outbound client among them."""

    TAKEN = "TAKEN", pgettext_lazy("fetch", "taken in")
    UNCHANGED = "UNCHANGED", pgettext_lazy("fetch", "nothing new")
    OUTBOUND_OFF = "OUTBOUND_OFF", pgettext_lazy("fetch", "fetching is switched off")
    OUTBOUND_URL = "OUTBOUND_URL", pgettext_lazy("fetch", "no usable address")
    OUTBOUND_SCHEME = "OUTBOUND_SCHEME", pgettext_lazy("fetch", "not https")
    OUTBOUND_HOST = "OUTBOUND_HOST", pgettext_lazy("fetch", "host not allowed")
    OUTBOUND_PORT = "OUTBOUND_PORT", pgettext_lazy("fetch", "port not allowed")
    OUTBOUND_NAME = "OUTBOUND_NAME", pgettext_lazy("fetch", "host not found")
    OUTBOUND_ADDRESS = "OUTBOUND_ADDRESS", pgettext_lazy("fetch", "address not allowed")
    OUTBOUND_REDIRECTS = "OUTBOUND_REDIRECTS", pgettext_lazy("fetch", "too many redirects")
    OUTBOUND_STATUS = "OUTBOUND_STATUS", pgettext_lazy("fetch", "refused by the server")
    OUTBOUND_TYPE = "OUTBOUND_TYPE", pgettext_lazy("fetch", "no data, but a page")
    OUTBOUND_ENCODING = "OUTBOUND_ENCODING", pgettext_lazy("fetch", "unknown packing")
    OUTBOUND_DAMAGED = "OUTBOUND_DAMAGED", pgettext_lazy("fetch", "damaged")
    OUTBOUND_TOO_LARGE = "OUTBOUND_TOO_LARGE", pgettext_lazy("fetch", "too large")
    OUTBOUND_PACKED = "OUTBOUND_PACKED", pgettext_lazy("fetch", "too large when unpacked")
    OUTBOUND_SLOW = "OUTBOUND_SLOW", pgettext_lazy("fetch", "too slow")
    OUTBOUND_FAILED = "OUTBOUND_FAILED", pgettext_lazy("fetch", "connection failed")
