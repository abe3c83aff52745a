"""Cells of a table, written in Python: a list has hundreds, and a template include for each would be most of its cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from django.utils.functional import Promise as LazyText
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tongxin.common.money_text import Units, format_amount
from tongxin.web.lists.html import write
from tongxin.web.shell import days

M = TypeVar("M")
NOTHING = mark_safe('<span class="t3 void">—</span>')
SHAPES = {"good": "▲", "watch": "◆", "bad": "▼", "unknown": "○"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContext:
    """For whom cells are written: their language, calendar, units, and the day it is."""

    language: str
    calendar: str
    units: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[M]):
    """One column of a table.

    Attributes:
        key: the field of the list schema it shows and sorts by.
        label: its head.
        cell: writes the cell of a row for a reader, as safe HTML.
        plain: returns the value for an export: text, number or date.
        numeric: right-aligned.
        shown: part of the table when nobody chose columns.
        main: the column that names the row; first, never hidden, a row header.
    """

    key: str
    label: str | LazyText
    cell: Callable[[M, CellContext], str]
    plain: Callable[[M], object]
    numeric: bool = False
    shown: bool = True
    main: bool = False


def text(value: object) -> str:
    """Write a text, escaped; a dash for nothing."""
    return write("{}", value) if value not in (None, "") else NOTHING


def link(url: str, value: str, note: str = "") -> SafeString:
    """Write a link with a grey note under it."""
    if note:
        return write('<a href="{}">{}</a><span class="meta">{}</span>', url, value, note)
    return write('<a href="{}">{}</a>', url, value)


def number(value: int | Decimal | None) -> str:
    """Write a whole number with thousands separators."""
    return NOTHING if value is None else f"{value:,}"


def money(value: Decimal | None, currency: str, reader: CellContext) -> str:
    """Write an amount short, with every digit in its title."""
    if value is None:
        return NOTHING
    written = format_amount(value, currency, language=reader.language, units=Units(reader.units))
    return write(
        '<data value="{}" title="{}"><span class="cur">{}</span>{}{}</data>',
        value, written.exact_text, written.symbol, written.number, written.unit,
    )  # fmt: skip


def day(value: date | datetime | None, reader: CellContext) -> str:
    """Write a day short, with the whole and the distance in its title."""
    if value is None:
        return NOTHING
    title, shown = _day_in_words(days.local_day(value), reader.as_of, reader.calendar, get_language())
    return write('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title, shown)


@lru_cache(maxsize=4096)
def _day_in_words(value: date, as_of: date, calendar: str, _language: str | None) -> tuple[str, str]:
    """Return the title of a day and the day; the rows of a list share few days."""
    title = f"{days.whole_day(value, calendar=calendar)} · {days.seen_from(value, as_of=as_of)}"
    return title, days.short_day(value, as_of=as_of, calendar=calendar)


def chip(kind: str, label: str) -> SafeString:
    """Write a status: shape and word; `plain` is a word in a frame."""
    if kind == "plain":
        return write('<span class="chip chip-line">{}</span>', label)
    return write(
        '<span class="chip chip-{}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        kind, SHAPES[kind], label,
    )  # fmt: skip


def face(name: str) -> str:
    """Write a colleague: square with the initial, and the name."""
    if not name:
        return NOTHING
    return write(
        '<span class="nw"><span class="face" aria-hidden="true">{}</span> {}</span>', name[:1].upper(), name
    )
