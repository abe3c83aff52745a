"""Names of an account's fields, as its pages and its history show them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.common.world import country_name
from tongxin.crm.accounts.choices import AccountKind, AccountStatus, TaxIdKind, TeamFunction

FIELD_LABELS: Mapping[str, LazyText] = {
    "name": _("Full name"),
    "name_latin": _("Name in Latin script"),
    "short_name": _("Short name"),
    "aliases": _("Other names"),
    "kind": pgettext_lazy("account", "Kind"),
    "status": pgettext_lazy("account", "Status"),
    "parent": _("Belongs to"),
    "tier": pgettext_lazy("account", "Tier"),
    "segment": _("Segment"),
    "region": _("Region"),
    "industry": _("Industry"),
    "tax_id_kind": _("Kind of tax id"),
    "tax_id": _("Tax id"),
    "country": _("Country"),
    "currency": _("Currency"),
    "fiscal_year_start": _("Fiscal year starts in month"),
    "website": _("Web site"),
    "phone": _("Phone"),
    "address": _("Address"),
    "employees": _("Employees"),
    "annual_revenue": _("Annual revenue"),
    "founded_year": _("Founded in"),
    "situation": _("Situation"),
    "owner": pgettext_lazy("account", "Owner"),
    "team": _("Account team"),
    "purchasing_group": _("Joint purchasing group"),
}


CODES: Mapping[str, type[TextChoices]] = {
    "kind": AccountKind,
    "status": AccountStatus,
    "tax_id_kind": TaxIdKind,
}


def label_of(field: str) -> str:
    """Return the name of a field; a field of old that has none any more keeps its code."""
    return str(FIELD_LABELS.get(field, field))


def value_of(field: str, value: Any) -> Any:
    """Return a stored value as people read it: codes by their names."""
    if not isinstance(value, str) or not value:
        return value
    if field == "team":
        name, _between, function = value.rpartition(" · ")
        return f"{name} · {TeamFunction(function).label}" if function in TeamFunction.values else value
    if field == "country":
        return country_name(value, get_language() or "en")
    known = CODES.get(field)
    return str(known(value).label) if known and value in known.values else value
