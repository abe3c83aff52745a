"""Roles, rights and preferences of the people who sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.rights import Right


class Role(models.TextChoices):
    """What somebody is in the company; a user may have several."""

    KAM = "KAM", _("Key-account manager")
    TEAM_MEMBER = "TEAM_MEMBER", _("Team member")
    BID_MANAGER = "BID_MANAGER", _("Bid manager")
    SERVICE = "SERVICE", pgettext_lazy("role", "Service")
    SALES_DIRECTOR = "SALES_DIRECTOR", _("Sales director")
    EXECUTIVE = "EXECUTIVE", _("Executive")
    FINANCE_LEGAL = "FINANCE_LEGAL", _("Finance and legal")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    READ_ONLY = "READ_ONLY", _("Read-only")


class Language(models.TextChoices):
    """Languages of the interface."""

    ZH_HANT = "zh-hant", "繁體中文"
    ZH_HANS = "zh-hans", "简体中文"
    EN = "en", "English"


class Theme(models.TextChoices):
    """Light, dark, or what the device says."""

    AUTO = "auto", pgettext_lazy("theme", "Same as device")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class Calendar(models.TextChoices):
    """How years are counted."""

    AD = "AD", pgettext_lazy("calendar", "Gregorian")
    ROC = "ROC", pgettext_lazy("calendar", "Republic of China")


class Units(models.TextChoices):
    """How large amounts are shortened."""

    AUTO = "AUTO", pgettext_lazy("units", "As the language does")
    WAN = "WAN", pgettext_lazy("units", "Ten thousands (萬, 億)")
    K = "K", pgettext_lazy("units", "Thousands (K, M, B)")


class Scope(models.TextChoices):
    """What an API token may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
    ADMIN = "admin", _("Administer")


WORKING = frozenset({Right.EDIT, Right.EXPORT})
RIGHTS_OF_ROLE: dict[str, frozenset[str]] = {
    Role.KAM: WORKING
    | {Right.CREATE_ACCOUNT, Right.MANAGE_ACCOUNT_TEAM, Right.DELETE, Right.IMPORT, Right.MERGE}
    | {Right.PRICE_FLOOR, Right.MARGIN, Right.JUDGEMENT},
    Role.TEAM_MEMBER: WORKING,
    Role.BID_MANAGER: WORKING | {Right.PRICE_FLOOR},
    Role.SERVICE: WORKING,
    Role.SALES_DIRECTOR: WORKING
    | {Right.CREATE_ACCOUNT, Right.MANAGE_ACCOUNT_TEAM, Right.DELETE, Right.IMPORT, Right.MERGE}
    | {Right.PRICE_FLOOR, Right.MARGIN, Right.JUDGEMENT, Right.SEE_AUDIT},
    Role.EXECUTIVE: frozenset({Right.SEE_ALL, Right.EXPORT, Right.PRICE_FLOOR, Right.MARGIN}),
    Role.FINANCE_LEGAL: frozenset({Right.SEE_ALL, Right.EXPORT, Right.MARGIN}),
    Role.ADMINISTRATOR: frozenset(
        {Right.SEE_ALL, Right.EDIT, Right.CREATE_ACCOUNT, Right.MANAGE_ACCOUNT_TEAM, Right.MERGE}
        | {Right.DELETE, Right.EXPORT, Right.IMPORT, Right.ADMINISTER, Right.SEE_AUDIT}
    ),
    Role.READ_ONLY: frozenset(),
}
