"""Names of an account's fields, as its pages and its history show them."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


def label_of(field: str) -> str:
    """Return the name of a field; a field of old that has none any more keeps its code."""
    return str(FIELD_LABELS.get(field, field))
