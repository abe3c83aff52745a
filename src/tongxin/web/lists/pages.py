"""What a list page is drawn from, and how it is made from a schema, a query and one page of rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.utils.functional import Promise as LazyText
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tongxin.common.listing import ListQuery, ListSchema, Page
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.html import join, write
from tongxin.web.lists.tabs import Tabs
from tongxin.web.shell import days
from tongxin.web.shell.parts import AppliedFilter, ColumnHead, Link

M = TypeVar("M")
Params = Mapping[str, Sequence[str]]
CELL: Final = '<td data-label="{}">'
NUMBER_CELL: Final = '<td class="num" data-label="{}">'
END = mark_safe("</td>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value a filter offers."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter a list offers; without options it is a text, number or day with an operator.

    Attributes:
        name: parameter with its operator, `amount.gte`.
        input_type: what is typed, when there are no options; a day is taken as people write it.
        chosen: the values in the present address.
    """

    name: str
    label: str | LazyText
    options: tuple[Option, ...] = ()
    input_type: Literal["text", "number", "day"] = "text"
    chosen: tuple[str, ...] = ()

    @property
    def control_id(self) -> str:
        """The id of its control on the page."""
        return f"filter-{self.name.replace('.', '-')}"

    @property
    def day(self) -> str:
        """The day it holds in ISO form, of a moment too."""
        return self.chosen[0].partition("T")[0] if self.chosen else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row: its uid, its heading cell, its other cells as written."""

    uid: str
    head: str
    cells: SafeString


class _Writer(NamedTuple):
    """What is the same in every row of a column."""

    cell: Callable[[Any, CellContext], str]
    start: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """One column in the chooser."""

    key: str
    label: str
    shown: bool
    fixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """Everything a list page shows below its head.

    Attributes:
        url: the list without parameters.
        count: how many rows in words; "1,000+" when there are more than were counted.
        hidden: parameters that forms carry along, as (name, value).
        next_url: the rows after these; empty on the last page.
    """

    url: str
    caption: str
    count: str
    text: str
    heads: tuple[ColumnHead, ...]
    rows: tuple[RowView, ...]
    applied: tuple[AppliedFilter, ...]
    filters: tuple[Filter, ...]
    columns: tuple[ColumnChoice, ...]
    hidden: tuple[tuple[str, str], ...]
    kept_for_filters: tuple[tuple[str, str], ...]
    kept_for_columns: tuple[tuple[str, str], ...]
    tabs: Tabs | None = None
    layouts: tuple[Link, ...] = ()
    next_url: str = ""
    export_urls: tuple[Link, ...] = ()
    clear_url: str = ""
    is_filtered: bool = False


def build_list(
    *,
    url: str,
    caption: str,
    schema: ListSchema,
    columns: Sequence[Column[M]],
    filters: Sequence[Filter],
    query: ListQuery,
    params: Params,
    page: Page[Any],
    counted: tuple[int, bool],
    reader: CellContext,
    tabs: Tabs | None = None,
    layouts: Sequence[Link] = (),
    can_export: bool = False,
) -> ListView:
    """Make the view of one page of a list.

    Args:
        columns: every column the reader may see, the main one first.
        params: the address's parameters as they came, so that every link keeps them.
        counted: rows and whether that is exact, from `count_up_to`.
        tabs: the views above it; none when only further rows are asked for.
        layouts: links to other forms of the same list (board, table).
    """
    kept = {name: list(values) for name, values in params.items() if name != "after" and any(values)}
    chosen = chosen_columns(columns, query)
    sorts = {item.key: item.descending for item in query.sort}
    sortable = {item.key for item in schema.fields if item.sort}
    return ListView(
        url=url,
        caption=caption,
        count=_count(counted),
        text=query.text,
        heads=tuple(_head(url, kept, column, sorts, sortable) for column in chosen),
        rows=tuple(_rows(page.items, chosen, reader)),
        applied=tuple(_applied(url, kept, filters, query, reader)),
        filters=tuple(replace(item, chosen=tuple(kept.get(item.name, ()))) for item in filters),
        columns=_chooser(columns, chosen),
        hidden=_carried(kept, {"q"}),
        kept_for_filters=_carried(kept, {item.name for item in filters}),
        kept_for_columns=_carried(kept, {"cols"}),
        tabs=tabs,
        layouts=tuple(layouts),
        next_url=address(url, {**kept, "after": [page.next]}) if page.next else "",
        export_urls=_exports(url, kept) if can_export else (),
        clear_url=address(url, {name: kept[name] for name in kept.keys() & {"cols", "sort", "layout"}}),
        is_filtered=bool(query.conditions or query.text),
    )


def chosen_columns(columns: Iterable[Column[M]], query: ListQuery) -> list[Column[M]]:
    """Return the columns that a list shows: the main one, and those asked for or else shown by default."""
    return [
        column
        for column in columns
        if column.main or (column.key in query.fields if query.fields else column.shown)
    ]


def joined_for(columns: Iterable[Column[M]], names: Sequence[str]) -> tuple[str, ...]:
    """Return those of some records named in a list's rows whose columns are shown: no others need be read."""
    keys = {column.key for column in columns}
    return tuple(name for name in names if name in keys)


def address(url: str, params: Params) -> str:
    """Return a list's address with these parameters."""
    text = urlencode([(name, value) for name, values in params.items() for value in values], safe=",.-")
    return f"{url}?{text}" if text else url


def _chooser(columns: Sequence[Column[M]], chosen: Sequence[Column[M]]) -> tuple[ColumnChoice, ...]:
    return tuple(
        ColumnChoice(key=column.key, label=str(column.label), shown=column in chosen, fixed=column.main)
        for column in columns
    )


def _carried(kept: Params, without: Set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in kept.items() if name not in without for value in values)


def _count(counted: tuple[int, bool]) -> str:
    number, exact = counted
    if not exact:
        return _("more than %(count)s") % {"count": f"{number:,}"}
    return ngettext("%(count)s row", "%(count)s rows", number) % {"count": f"{number:,}"}


def _head(
    url: str, kept: Params, column: Column[M], sorts: Mapping[str, bool], sortable: set[str]
) -> ColumnHead:
    if column.key not in sortable:
        return ColumnHead(key=column.key, label=str(column.label), numeric=column.numeric)
    descending = sorts.get(column.key)
    # Numbers and days are asked for from the top first, names from the beginning.
    turned = not descending if descending is not None else column.numeric
    return ColumnHead(
        key=column.key,
        label=str(column.label),
        url=address(url, {**kept, "sort": [f"-{column.key}" if turned else column.key]}),
        direction="" if descending is None else "descending" if descending else "ascending",
        numeric=column.numeric,
    )


def _rows(items: Iterable[Any], columns: Sequence[Column[Any]], reader: CellContext) -> Iterable[RowView]:
    writers = [
        _Writer(column.cell, write(NUMBER_CELL if column.numeric else CELL, column.label))
        for column in columns
    ]
    return (_row(item, writers, reader) for item in items)


def _row(item: Any, writers: Sequence[_Writer], reader: CellContext) -> RowView:
    head, *others = writers
    return RowView(
        uid=item.uid,
        head=head.cell(item, reader),
        cells=join(part for writer in others for part in (writer.start, writer.cell(item, reader), END)),
    )


def _applied(
    url: str, kept: Params, filters: Sequence[Filter], query: ListQuery, reader: CellContext
) -> Iterable[AppliedFilter]:
    offered = {item.name: item for item in filters}
    for condition in query.conditions:
        name = condition.key if condition.operator == "eq" else f"{condition.key}.{condition.operator}"
        item = offered.get(name)
        say = _words_of(item, reader)
        yield AppliedFilter(
            label=str(item.label) if item else name,
            value=pgettext("between listed values", ", ").join(say(value) for value in condition.values),
            remove_url=address(url, {key: values for key, values in kept.items() if key != name}),
        )


def _words_of(item: Filter | None, reader: CellContext) -> Callable[[str], str]:
    """Return how the values of a filter are written: by their labels, as days, with their thousands."""
    if item is None:
        return str
    words = {option.value: option.label for option in item.options}
    match item.input_type:
        case "day":
            return lambda value: days.whole_day(
                date.fromisoformat(value.partition("T")[0]), calendar=reader.calendar
            )
        case "number":
            return lambda value: f"{Decimal(value):,}"
    return lambda value: words.get(value, value)


def _exports(url: str, kept: Params) -> tuple[Link, ...]:
    rest = {name: values for name, values in kept.items() if name != "layout"}
    return (
        Link(label=_("Excel file"), url=address(f"{url}export.xlsx", rest)),
        Link(label=_("CSV file"), url=address(f"{url}export.csv", rest)),
    )
