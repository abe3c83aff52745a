"""Columns and filters of the list of opportunities."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.labels import choice_label
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.selectors import dictionary_entries
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST, default_stages
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.options import colleague_options
from tongxin.web.lists.pages import Filter, Option
from tongxin.web.opportunities.labels import FIELD_LABELS
from tongxin.web.opportunities.texts import (
    OUTCOME_CHIPS,
    days_in_stage,
    days_text,
    is_late,
    next_step_text,
    window_text,
)
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity

OUTCOMES = [choice for choice in Outcome.choices if choice[0] != Outcome.DELETED]


def _name(row: "Opportunity", _reader: CellContext) -> str:
    return cells.link(record_url("web:opportunity", row.uid), row.name)


def _account(row: "Opportunity", _reader: CellContext) -> str:
    return cells.link(record_url("web:account", row.account.uid), row.account.display_name)


def _stage(row: "Opportunity", reader: CellContext) -> str:
    return format_html(
        "{} <span class='meta'>{}</span>", row.stage.label, days_text(days_in_stage(row, reader))
    )


def _next_step(row: "Opportunity", reader: CellContext) -> str:
    text = next_step_text(row, reader)
    if text and is_late(row, reader):
        return format_html("<span class='late'>{}</span>", text)
    return cells.text(text)


def _percent(value: Decimal | None) -> str:
    return cells.NOTHING if value is None else f"{value.normalize():f}%"


COLUMNS: tuple[Column["Opportunity"], ...] = (
    Column(key="name", label=pgettext_lazy("list", "Opportunity"), cell=_name, plain=lambda row: row.name, main=True),
    Column(key="account", label=FIELD_LABELS["account"], cell=_account, plain=lambda row: row.account.name),
    Column(key="stage", label=FIELD_LABELS["stage"], cell=_stage, plain=lambda row: row.stage.label),
    Column(
        key="outcome",
        label=FIELD_LABELS["outcome"],
        cell=lambda row, _: cells.chip(OUTCOME_CHIPS[row.outcome], choice_label(Outcome, row.outcome)),
        plain=lambda row: choice_label(Outcome, row.outcome),
    ),
    Column(
        key="amount_reporting",
        label=FIELD_LABELS["amount"],
        cell=lambda row, reader: cells.money(row.amount_reporting, reporting_currency(), reader),
        plain=lambda row: row.amount_reporting,
        numeric=True,
    ),
    Column(
        key="amount",
        label=_("Amount in its currency"),
        cell=lambda row, reader: cells.money(row.amount, row.currency, reader),
        plain=lambda row: row.amount,
        numeric=True,
        shown=False,
    ),
    Column(
        key="currency",
        label=FIELD_LABELS["currency"],
        cell=lambda row, _: cells.text(row.currency),
        plain=lambda row: row.currency,
        shown=False,
    ),
    Column(
        key="close_to",
        label=FIELD_LABELS["close"],
        cell=lambda row, reader: cells.text(window_text(row.close_from, row.close_to, reader)),
        plain=lambda row: row.close_to,
    ),
    Column(key="next_step_on", label=FIELD_LABELS["next_step"], cell=_next_step, plain=lambda row: row.next_step),
    Column(
        key="owner",
        label=FIELD_LABELS["owner"],
        cell=lambda row, _: cells.face(row.owner.display_name if row.owner else ""),
        plain=lambda row: row.owner.display_name if row.owner else "",
    ),
    Column(
        key="reversals",
        label=_("Reversals"),
        cell=lambda row, _: cells.number(row.reversals),
        plain=lambda row: row.reversals,
        numeric=True,
        shown=False,
    ),
    Column(
        key="source",
        label=FIELD_LABELS["source"],
        cell=lambda row, _: cells.text(row.source.label if row.source else ""),
        plain=lambda row: row.source.label if row.source else "",
        shown=False,
    ),
    Column(
        key="price_floor",
        label=FIELD_LABELS["price_floor"],
        cell=lambda row, reader: cells.money(row.price_floor, row.currency, reader),
        plain=lambda row: row.price_floor,
        numeric=True,
        shown=False,
    ),
    Column(
        key="margin_percent",
        label=FIELD_LABELS["margin_percent"],
        cell=lambda row, _: _percent(row.margin_percent),
        plain=lambda row: row.margin_percent,
        numeric=True,
        shown=False,
    ),
    Column(
        key="started_on",
        label=FIELD_LABELS["started_on"],
        cell=lambda row, reader: cells.day(row.started_on, reader),
        plain=lambda row: row.started_on,
        shown=False,
    ),
    Column(
        key="closed_on",
        label=FIELD_LABELS["closed_on"],
        cell=lambda row, reader: cells.day(row.closed_on, reader),
        plain=lambda row: row.closed_on,
        shown=False,
    ),
    Column(
        key="loss_reason",
        label=FIELD_LABELS["loss_reason"],
        cell=lambda row, _: cells.text(row.loss_reason.label if row.loss_reason else ""),
        plain=lambda row: row.loss_reason.label if row.loss_reason else "",
        shown=False,
    ),
    Column(
        key="updated_at",
        label=_("Changed"),
        cell=lambda row, reader: cells.day(row.updated_at, reader),
        plain=lambda row: row.updated_at,
        shown=False,
    ),
)  # fmt: skip

VIEWS: tuple[tuple[str | LazyText, dict[str, str]], ...] = (
    (pgettext_lazy("view", "Running"), {"outcome": "OPEN"}),
    (pgettext_lazy("view", "Mine"), {"outcome": "OPEN", "owner": "me"}),
    (_("Without a next step"), {"outcome": "OPEN", "next_step.empty": "true"}),
    (_("With reversals"), {"outcome": "OPEN", "reversals.gte": "1"}),
    (pgettext_lazy("view", "Won"), {"outcome": "WON"}),
    (pgettext_lazy("view", "All"), {}),
)


def columns_for(actor: Actor) -> Sequence[Column["Opportunity"]]:
    """Return the columns the actor may know of."""
    known = OPPORTUNITY_LIST.visible_to(actor)
    return [column for column in COLUMNS if column.key in known]


def filters(actor: Actor) -> list[Filter]:
    """Return the filters of the list; stages, dictionaries and colleagues in three queries."""
    entries = dictionary_entries()
    return [
        Filter(
            name="stage",
            label=FIELD_LABELS["stage"],
            options=tuple(Option(value=stage.code, label=stage.label) for stage in default_stages()),
        ),
        Filter(
            name="outcome",
            label=FIELD_LABELS["outcome"],
            options=tuple(Option(value=value, label=str(label)) for value, label in OUTCOMES),
        ),
        Filter(name="owner", label=FIELD_LABELS["owner"], options=colleague_options(actor)),
        Filter(name="amount_reporting.gte", label=_("Amount from"), input_type="number"),
        Filter(name="close_to.gte", label=_("Closes from"), input_type="day"),
        Filter(name="close_to.lte", label=_("Closes by"), input_type="day"),
        *(
            Filter(
                name=name,
                label=FIELD_LABELS[name],
                options=tuple(Option(value=entry.code, label=entry.label) for entry in entries.get(kind, [])),
            )
            for name, kind in (("source", DictionaryKind.SOURCE), ("loss_reason", DictionaryKind.LOSS_REASON))
        ),
    ]
