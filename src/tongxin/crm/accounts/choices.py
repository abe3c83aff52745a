"""Codes of accounts, with labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountKind(models.TextChoices):
    """Where an account stands in its group tree."""

    GROUP = "GROUP", pgettext_lazy("account kind", "Group")
    COMPANY = "COMPANY", pgettext_lazy("account kind", "Company")
    SITE = "SITE", pgettext_lazy("account kind", "Site")


class AccountStatus(models.TextChoices):
    """Whether an account is in use."""

    ACTIVE = "ACTIVE", pgettext_lazy("account status", "Active")
    DORMANT = "DORMANT", pgettext_lazy("account status", "Dormant")
    MERGED = "MERGED", pgettext_lazy("account status", "Merged")
    DELETED = "DELETED", pgettext_lazy("account status", "Deleted")


# What is in use: what is merged or deleted takes nothing and is found by nobody.
OPEN_STATUSES = (AccountStatus.ACTIVE, AccountStatus.DORMANT)


class DictionaryKind(models.TextChoices):
    """Dictionaries that administrators edit."""

    TIER = "TIER", _("Account tiers")
    SEGMENT = "SEGMENT", _("Segments")
    REGION = "REGION", _("Regions")
    INDUSTRY = "INDUSTRY", _("Industries")
    REVERSAL_CAUSE = "REVERSAL_CAUSE", _("Causes of reversals")
    LOSS_REASON = "LOSS_REASON", _("Reasons of losses")
    SOURCE = "SOURCE", _("Sources of opportunities")


class TeamFunction(models.TextChoices):
    """What somebody answers for on an account team; the first three are the iron triangle."""

    CUSTOMER = "CUSTOMER", pgettext_lazy("team function", "Customer responsible")
    SOLUTION = "SOLUTION", pgettext_lazy("team function", "Solution responsible")
    FULFILMENT = "FULFILMENT", pgettext_lazy("team function", "Fulfilment responsible")
    TECHNICAL = "TECHNICAL", pgettext_lazy("team function", "Technical")
    SERVICE = "SERVICE", pgettext_lazy("team function", "Service")
    BID = "BID", pgettext_lazy("team function", "Bid")
    FINANCE = "FINANCE", pgettext_lazy("team function", "Finance")
    LEGAL = "LEGAL", pgettext_lazy("team function", "Legal")
    SPONSOR = "SPONSOR", pgettext_lazy("team function", "Executive sponsor")
    OTHER = "OTHER", pgettext_lazy("team function", "Other")


class TaxIdKind(models.TextChoices):
    """Which register a tax id belongs to."""

    TW = "TW", _("Taiwan unified business number")
    CN = "CN", _("PRC unified social credit code")
    OTHER = "OTHER", pgettext_lazy("tax id", "Other")


class NameKind(models.TextChoices):
    """What another name of an account or a person is."""

    LATIN = "LATIN", pgettext_lazy("name kind", "Latin script")
    TRADITIONAL = "TRADITIONAL", pgettext_lazy("name kind", "Traditional Chinese")
    SIMPLIFIED = "SIMPLIFIED", pgettext_lazy("name kind", "Simplified Chinese")
    SHORT = "SHORT", pgettext_lazy("name kind", "Short")
    FORMER = "FORMER", pgettext_lazy("name kind", "Former")
    OTHER = "OTHER", pgettext_lazy("name kind", "Other")
