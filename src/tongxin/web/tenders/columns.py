"""Columns, filters and views of the list of tenders."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.tenders.choices import TenderStatus
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.pages import Filter, Option
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import Tender

STATUS_SHAPES: dict[str, Kind] = {
    TenderStatus.ACTIVE: "watch",
    TenderStatus.COMPLETE: "good",
    TenderStatus.UNSUCCESSFUL: "bad",
    TenderStatus.CANCELLED: "bad",
    TenderStatus.WITHDRAWN: "bad",
    TenderStatus.UNKNOWN: "unknown",
}


def status_label(code: str) -> str:
    """Return where a tender stands, in words."""
    return str(TenderStatus(code).label)


def _title(row: "Tender", _reader: CellContext) -> str:
    return cells.link(record_url("web:tender", row.uid), str(row), row.case_number)


def _buyer(row: "Tender", _reader: CellContext) -> str:
    if row.buyer is None:
        return cells.NOTHING
    return cells.link(record_url("web:tender_organisation", row.buyer.uid), row.buyer.name)


COLUMNS: tuple[Column["Tender"], ...] = (
    Column(
        key="title",
        label=pgettext_lazy("tender", "Title"),
        cell=_title,
        plain=lambda row: row.title,
        main=True,
    ),
    Column(
        key="buyer",
        label=pgettext_lazy("tender", "Buyer"),
        cell=_buyer,
        plain=lambda row: row.buyer.name if row.buyer else "",
    ),
    Column(
        key="status",
        label=pgettext_lazy("tender", "Status"),
        cell=lambda row, _: cells.chip(STATUS_SHAPES.get(row.status, "plain"), status_label(row.status)),
        plain=lambda row: status_label(row.status),
    ),
    Column(
        key="deadline_at",
        label=pgettext_lazy("tender", "Deadline"),
        cell=lambda row, reader: cells.day(row.deadline_at, reader),
        plain=lambda row: row.deadline_at,
    ),
    Column(
        key="estimate",
        label=pgettext_lazy("tender", "Estimate"),
        cell=lambda row, reader: cells.money(row.estimate, row.estimate_currency, reader),
        plain=lambda row: row.estimate,
        numeric=True,
    ),
    Column(
        key="price",
        label=pgettext_lazy("tender", "Price"),
        cell=lambda row, reader: cells.money(row.price, row.price_currency, reader),
        plain=lambda row: row.price,
        numeric=True,
    ),
    Column(
        key="bidder_count",
        label=pgettext_lazy("tender", "Bidders"),
        cell=lambda row, _: cells.number(row.bidder_count),
        plain=lambda row: row.bidder_count,
        numeric=True,
    ),
    Column(
        key="noticed_at",
        label=pgettext_lazy("tender", "Last notice"),
        cell=lambda row, reader: cells.day(row.noticed_at, reader),
        plain=lambda row: row.noticed_at,
    ),
    Column(
        key="region",
        label=pgettext_lazy("tender", "Region"),
        cell=lambda row, _: cells.text(row.region),
        plain=lambda row: row.region,
        shown=False,
    ),
    Column(
        key="category",
        label=pgettext_lazy("tender", "Category"),
        cell=lambda row, _: cells.text(row.category),
        plain=lambda row: row.category,
        shown=False,
    ),
)

VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (_("All"), {}),
    (pgettext_lazy("tenders", "Open for bids"), {"status": "active"}),
    (pgettext_lazy("tenders", "Decided"), {"status": "complete"}),
    (pgettext_lazy("tenders", "One bidder"), {"bidder_count": "1"}),
)
FILTERS: tuple[Filter, ...] = (
    Filter(
        name="status",
        label=pgettext_lazy("tender", "Status"),
        options=tuple(Option(value=code.value, label=str(code.label)) for code in TenderStatus if code.value),
    ),
    Filter(name="region.contains", label=_("Region contains")),
    Filter(name="category.contains", label=_("Category contains")),
    Filter(name="estimate.gte", label=_("Estimate from"), input_type="number"),
    Filter(name="deadline_at.gte", label=_("Deadline from"), input_type="day"),
)
