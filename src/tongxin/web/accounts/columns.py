"""Columns and filters of the list of accounts."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.world import country_name
from tongxin.crm.accounts.choices import AccountKind, DictionaryKind
from tongxin.crm.accounts.selectors import dictionary_entries
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.options import colleague_options
from tongxin.web.lists.pages import Filter, Option
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account


def _name(row: "Account", _reader: CellContext) -> str:
    return cells.link(record_url("web:account", row.uid), row.name, row.name_latin or row.short_name)


COLUMNS: tuple[Column["Account"], ...] = (
    Column(key="name", label=_("Account"), cell=_name, plain=lambda row: row.name, main=True),
    Column(
        key="tier",
        label=pgettext_lazy("account", "Tier"),
        cell=lambda row, _: cells.chip("plain", row.tier_label) if row.tier_label else cells.NOTHING,
        plain=lambda row: row.tier_label,
    ),
    Column(
        key="segment",
        label=_("Segment"),
        cell=lambda row, _: cells.text(row.segment_label),
        plain=lambda row: row.segment_label,
    ),
    Column(
        key="region",
        label=_("Region"),
        cell=lambda row, _: cells.text(row.region_label),
        plain=lambda row: row.region_label,
    ),
    Column(
        key="industry",
        label=_("Industry"),
        cell=lambda row, _: cells.text(row.industry_label),
        plain=lambda row: row.industry_label,
        shown=False,
    ),
    Column(
        key="owner",
        label=pgettext_lazy("account", "Owner"),
        cell=lambda row, _: cells.face(row.owner_name),
        plain=lambda row: row.owner_name,
    ),
    Column(
        key="kind",
        label=pgettext_lazy("account", "Kind"),
        cell=lambda row, _: cells.text(row.kind_label),
        plain=lambda row: row.kind_label,
        shown=False,
    ),
    Column(
        key="country",
        label=_("Country"),
        cell=lambda row, reader: cells.text(country_name(row.country, reader.language)),
        plain=lambda row: row.country,
        shown=False,
    ),
    Column(
        key="tax_id",
        label=_("Tax id"),
        cell=lambda row, _: cells.text(row.tax_id),
        plain=lambda row: row.tax_id,
        shown=False,
    ),
    Column(
        key="employees",
        label=_("Employees"),
        cell=lambda row, _: cells.number(row.employees),
        plain=lambda row: row.employees,
        numeric=True,
        shown=False,
    ),
    Column(
        key="annual_revenue",
        label=_("Annual revenue"),
        cell=lambda row, reader: cells.money(row.annual_revenue, row.currency, reader),
        plain=lambda row: row.annual_revenue,
        numeric=True,
    ),
    Column(
        key="last_contact_at",
        label=_("Last contact"),
        cell=lambda row, reader: cells.day(row.last_contact_at, reader),
        plain=lambda row: row.last_contact_at,
    ),
    Column(
        key="updated_at",
        label=_("Changed"),
        cell=lambda row, reader: cells.day(row.updated_at, reader),
        plain=lambda row: row.updated_at,
        shown=False,
    ),
)

VIEWS: tuple[tuple[str | LazyText, dict[str, str]], ...] = (
    (_("All"), {}),
    (pgettext_lazy("view", "Mine"), {"owner": "me"}),
    (_("Key accounts"), {"tier": "STRATEGIC,KEY"}),
)


def filters(actor: Actor) -> list[Filter]:
    """Return the filters of the list; dictionaries and colleagues in two queries."""
    entries = dictionary_entries()
    return [
        *(
            Filter(
                name=name,
                label=label,
                options=tuple(Option(value=entry.code, label=entry.label) for entry in entries.get(kind, [])),
            )
            for name, label, kind in (
                ("tier", pgettext_lazy("account", "Tier"), DictionaryKind.TIER),
                ("segment", _("Segment"), DictionaryKind.SEGMENT),
                ("region", _("Region"), DictionaryKind.REGION),
                ("industry", _("Industry"), DictionaryKind.INDUSTRY),
            )
        ),
        Filter(name="owner", label=pgettext_lazy("account", "Owner"), options=colleague_options(actor)),
        Filter(
            name="kind",
            label=pgettext_lazy("account", "Kind"),
            options=tuple(Option(value=value, label=str(label)) for value, label in AccountKind.choices),
        ),
        Filter(name="annual_revenue.gte", label=_("Annual revenue from"), input_type="number"),
    ]
