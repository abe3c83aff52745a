"""Lists that have views, and with whom a view is shared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Area(models.TextChoices):
    """Whose list a view is of."""

    ACCOUNTS = "ACCOUNTS", _("Accounts")
    OPPORTUNITIES = "OPPORTUNITIES", _("Opportunities")
    PEOPLE = "PEOPLE", _("People")
    INTERACTIONS = "INTERACTIONS", _("Activity log")
    PROMISES = "PROMISES", _("Promises")
    TENDERS = "TENDERS", _("Tenders")


class Sharing(models.TextChoices):
    """Who sees a view, and who changes it."""

    PERSONAL = "PERSONAL", pgettext_lazy("view", "Only its owner")
    TEAM = "TEAM", pgettext_lazy("view", "The team; everybody in it may change it")
    LOCKED = "LOCKED", pgettext_lazy("view", "The team; only the owner may change it")
    COMPANY = "COMPANY", pgettext_lazy("view", "Everybody; only administrators may change it")
