"""How the fields of declared objects are written: as cells of a table, as text, as values of a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.listing import Kind as ListKind
from tongxin.common.money_text import Units, format_amount
from tongxin.crm.accounts.selectors import dictionary_entries
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Day,
    Entry,
    Field,
    Flag,
    Moment,
    Percent,
    Ref,
    Refs,
    Whole,
    is_empty,
)
from tongxin.records.listing import list_kind_of
from tongxin.records.reading import value_of
from tongxin.team.selectors import active_users
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.pages import Filter, Option
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url

NUMERIC = (Whole, Amount, Percent)


def columns_of(definition: Definition, actor: Actor) -> tuple[Column[Any], ...]:
    """Return the columns of a list that the actor may know of, the main one first."""
    known = [item for item in definition.known_to(actor) if item.column != "none"]
    ordered = sorted(known, key=lambda item: not item.main)
    changed: Column[Any] = Column(
        key="updated_at",
        label=_("Changed"),
        cell=lambda row, reader: cells.day(row.updated_at, reader),
        plain=lambda row: row.updated_at,
        shown=False,
    )
    return (*(_column(definition, item) for item in ordered), changed)


def filters_of(definition: Definition, actor: Actor) -> list[Filter]:
    """Return the filters of a list that the actor may know of."""
    return [
        _filter(item, operator, actor) for item in definition.known_to(actor) for operator in item.filters
    ]


def text_of(item: Field, record: Any, reader: CellContext) -> str:
    """Return a field's value as the reader knows it; empty for none."""
    value = value_of(item, record)
    if is_empty(value):
        return str(getattr(item, "none", ""))
    written = _TEXTS.get(type(item))
    return written(item, record, value, reader) if written else coded(item, value)


def coded(item: Field, value: Any) -> str:
    """Return a value as people read it: codes by their labels, flags as words, shares with their sign."""
    if (written := _CODED.get(type(item))) is not None:
        return written(item, value)
    return str(value)


def _choice_text(item: Any, value: Any) -> str:
    return str(item.of(value).label) if value in item.of.values else str(value)


def _kept_moment(_item: Any, value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    local = timezone.localtime(datetime.fromisoformat(value))
    return f"{days.dated(local.date())} {local:%H:%M}"


_CODED: Mapping[type[Field], Callable[[Any, Any], str]] = {
    Choice: _choice_text,
    Flag: lambda _item, value: pgettext("answer", "Yes") if value else pgettext("answer", "No"),
    Entry: lambda _item, value: str(getattr(value, "label", value)),
    Percent: lambda _item, value: f"{Decimal(str(value)).normalize():f}%",
    Moment: _kept_moment,
    Day: lambda _item, value: days.dated(date.fromisoformat(value)) if isinstance(value, str) else str(value),
}


def currency_of(item: Amount, record: Any) -> str:
    """Return the currency of an amount, empty for a bare number."""
    found = record
    for name in filter(None, item.currency.split("__")):
        found = getattr(found, name, "")
    return str(found) if item.currency else ""


def _money_text(item: Any, record: Any, value: Decimal, reader: CellContext) -> str:
    written = format_amount(
        value, currency_of(item, record), language=reader.language, units=Units(reader.units)
    )
    return f"{written.symbol}{written.number}{written.unit}"


def _moment_text(_item: Any, _record: Any, value: datetime, reader: CellContext) -> str:
    return f"{days.whole_day(value, calendar=reader.calendar)} {days.clock_time(value)}"


_TEXTS: Mapping[type[Field], Callable[[Any, Any, Any, CellContext], str]] = {
    Amount: _money_text,
    Whole: lambda item, _record, value, _reader: f"{value:,}" if item.grouped else str(value),
    Percent: lambda _item, _record, value, _reader: f"{value}%",
    Day: lambda _item, _record, value, reader: days.whole_day(value, calendar=reader.calendar),
    Moment: _moment_text,
    Refs: lambda _item, _record, value, _reader: pgettext("between names", ", ").join(map(str, value)),
}


def _column(definition: Definition, item: Field) -> Column[Any]:
    return Column(
        key=item.name,
        label=item.label,
        cell=_main_cell(definition, item) if item.main else _cell(item),
        plain=lambda row: _plain(item, row),
        numeric=isinstance(item, NUMERIC),
        shown=item.column == "shown",
        main=item.main,
    )


def _main_cell(definition: Definition, item: Field) -> Callable[[Any, CellContext], str]:
    name = f"web:{definition.one}"

    def write(row: Any, _reader: CellContext) -> str:
        return cells.link(record_url(name, row.uid), str(getattr(row, item.name)))

    return write


def _cell(item: Field) -> Callable[[Any, CellContext], str]:
    written = _CELLS.get(type(item))

    def write(row: Any, reader: CellContext) -> str:
        value = value_of(item, row)
        if is_empty(value):
            return cells.text(none) if (none := getattr(item, "none", "")) else cells.NOTHING
        return written(item, row, value, reader) if written else cells.text(text_of(item, row, reader))

    return write


def _choice_cell(item: Any, _row: Any, value: Any, _reader: CellContext) -> str:
    shape = dict(item.shapes).get(value)
    return cells.chip(shape, coded(item, value)) if shape else cells.text(coded(item, value))


def _ref_cell(item: Any, _row: Any, value: Any, _reader: CellContext) -> str:
    if item.to.kind == Kind.USER:
        return cells.face(str(value))
    name = getattr(value, "display_name", str(value))
    return cells.link(record_url(item.to.page, value.uid), name) if item.to.page else cells.text(name)


_CELLS: Mapping[type[Field], Callable[[Any, Any, Any, CellContext], str]] = {
    Amount: lambda item, row, value, reader: cells.money(value, currency_of(item, row), reader),
    Day: lambda _item, _row, value, reader: cells.day(value, reader),
    Moment: lambda _item, _row, value, reader: cells.day(value, reader),
    Choice: _choice_cell,
    Ref: _ref_cell,
}


def _plain(item: Field, row: Any) -> object:
    value = value_of(item, row)
    if isinstance(item, Refs):
        return pgettext("between names", ", ").join(str(each) for each in value)
    if isinstance(value, bool | int | Decimal | datetime) and not isinstance(item, Choice | Flag):
        return value
    return value if isinstance(item, Day) or is_empty(value) else coded(item, value)


def _filter(item: Field, operator: str, actor: Actor) -> Filter:
    name = item.name if operator == "eq" else f"{item.name}.{operator}"
    if operator in _BOUNDS:
        is_number = list_kind_of(item) is ListKind.NUMBER
        label = str((_BOUNDS if is_number else _DAY_BOUNDS)[operator]) % {"label": item.label}
        return Filter(name=name, label=label, input_type="number" if is_number else "day")
    return Filter(name=name, label=item.label, options=_options(item, actor))


_BOUNDS: Mapping[str, Any] = {
    "gte": pgettext_lazy("filter", "%(label)s from"),
    "lte": pgettext_lazy("filter", "%(label)s up to"),
}
_DAY_BOUNDS: Mapping[str, Any] = {
    "gte": pgettext_lazy("filter", "%(label)s: not before"),
    "lte": pgettext_lazy("filter", "%(label)s: not after"),
}


def _options(item: Field, actor: Actor) -> tuple[Option, ...]:
    pairs: Sequence[tuple[str, Any]] = ()
    match item:
        case Choice():
            pairs = [(str(code), label) for code, label in item.of.choices]
        case Flag():
            pairs = [("true", pgettext("answer", "Yes")), ("false", pgettext("answer", "No"))]
        case Entry():
            pairs = [(entry.code, entry.label) for entry in dictionary_entries().get(item.of, [])]
        case Ref() if item.to.kind == Kind.USER:
            others = [user for user in active_users() if user.pk != actor.user.pk]
            pairs = [("me", actor.user.display_name), *((user.uid, user.display_name) for user in others)]
    return tuple(Option(value=value, label=str(label)) for value, label in pairs)
