"""Rights, and the doors through which somebody comes: known to every part."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Right(models.TextChoices):
    """What somebody may do to what they can see."""

    SEE_ALL = "SEE_ALL", _("See every account")
    EDIT = "EDIT", _("Create and change records of visible accounts")
    CREATE_ACCOUNT = "CREATE_ACCOUNT", _("Create accounts")
    MANAGE_ACCOUNT_TEAM = "MANAGE_ACCOUNT_TEAM", _("Change who is on an account team")
    MERGE = "MERGE", _("Merge accounts")
    DELETE = "DELETE", _("Delete and restore records")
    EXPORT = "EXPORT", _("Export lists")
    IMPORT = "IMPORT", _("Import files")
    ADMINISTER = "ADMINISTER", _("Manage users, processes and dictionaries")
    SEE_AUDIT = "SEE_AUDIT", _("Read the audit log")
    PRICE_FLOOR = "PRICE_FLOOR", _("See and set the price floor")
    MARGIN = "MARGIN", _("See and set the margin")
    JUDGEMENT = "JUDGEMENT", _("See and write judgements about people")
    PRIVATE_NOTE = "PRIVATE_NOTE", _("Read private notes of others")


class Channel(models.TextChoices):
    """The door through which somebody came."""

    WEB = "WEB", pgettext_lazy("channel", "Pages")
    API = "API", pgettext_lazy("channel", "API")
    IMPORT = "IMPORT", pgettext_lazy("channel", "Import")
    COMMAND = "COMMAND", pgettext_lazy("channel", "Command")
    JOB = "JOB", pgettext_lazy("channel", "Background job")
