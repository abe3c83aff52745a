"""One grammar for lists, in pages and API alike: filter, sort, choose fields, page by cursor.

A list is asked for by plain parameters, so that every state has an address:

    ?tier=KEY,STRATEGIC&amount.gte=1000000&owner=me&sort=-amount,name&fields=name,amount&limit=50&after=…

Every name is checked against the list's own fields; whoever lacks the right to a field gets the same
answer as for a field that does not exist. Pages are cut by keyset, not by offset: page 2,000 costs the same as page 2.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.dates.calendar import is_within_calendar
from tongxin.common.errors import Refusal

M = TypeVar("M", bound=Model)

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
MOST_SORT_KEYS = 3
LONGEST_VALUE = 500
MOST_VALUES = 100
# Who reads it looks names up by strokes, all others by pinyin.
STROKE_LANGUAGE = "zh-hant"
RESERVED = frozenset({"sort", "fields", "cols", "limit", "after", "q", "view", "layout"})


class ListRefused(Refusal):
    """Say which part of a list's address cannot be used, and what can."""

    status = 400


class Kind(Enum):
    """What a field holds, which decides how it is compared."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"


KIND_WORDS: Mapping[Kind, LazyText] = {
    Kind.TEXT: pgettext_lazy("kind of a field", "text"),
    Kind.CODE: pgettext_lazy("kind of a field", "code"),
    Kind.NUMBER: pgettext_lazy("kind of a field", "number"),
    Kind.DAY: pgettext_lazy("kind of a field", "day, such as 2026-11-30"),
    Kind.MOMENT: pgettext_lazy("kind of a field", "moment, such as 2026-11-30T17:00+08:00"),
    Kind.FLAG: pgettext_lazy("kind of a field", "true or false"),
}
OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("eq", "contains", "empty"),
    Kind.CODE: ("eq", "not", "empty"),
    Kind.NUMBER: ("eq", "gte", "lte", "empty"),
    Kind.DAY: ("eq", "gte", "lte", "empty"),
    Kind.MOMENT: ("gte", "lte", "empty"),
    Kind.FLAG: ("eq",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """One field of a list.

    Attributes:
        key: its name in addresses and representations.
        path: its lookup from the model, `owner__uid` for references.
        kind: how it is compared.
        sort: lookup to sort by, when it can be sorted by; `path` is usual, `sort_key` for names.
        pinyin_sort: lookup to sort by in its place for those who do not read zh-Hant.
        filterable: whether it can be filtered by.
        right: right needed to see, filter or sort it.
        whole: whether its codes are kept as whole numbers.
    """

    key: str
    path: str
    kind: Kind = Kind.TEXT
    sort: str = ""
    pinyin_sort: str = ""
    filterable: bool = True
    right: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One filter as asked for: field, operator, raw values."""

    key: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKey:
    """One sort key: field and direction."""

    key: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """A list's address, checked."""

    conditions: tuple[Condition, ...] = ()
    sort: tuple[SortKey, ...] = ()
    fields: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    after: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[M]):
    """One page of a list; `next` is the cursor of the page after it, empty on the last."""

    items: Sequence[M]
    next: str = ""
    query: ListQuery = field(default_factory=ListQuery)

    @property
    def has_more(self) -> bool:
        """Say whether there is a page after this one."""
        return bool(self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSchema:
    """The fields of one list and how it is sorted when nobody says."""

    fields: tuple[ListField, ...]
    default_sort: tuple[SortKey, ...]

    def visible_to(self, actor: Actor) -> dict[str, ListField]:
        """Return the fields the actor may know of, by key."""
        return {item.key: item for item in self.fields if not item.right or actor.has(item.right)}

    def parse(
        self, params: Mapping[str, Sequence[str]], *, actor: Actor, ignore: Iterable[str] = ()
    ) -> ListQuery:
        """Check a list's address.

        Args:
            params: parameter → values, as `request.GET.lists()` gives them.
            actor: decides which fields exist.
            ignore: further parameters that are not filters.

        Raises:
            ListRefused: an unknown field or operator, or a value of the wrong form; names what is allowed.
        """
        known = self.visible_to(actor)
        skip = RESERVED | set(ignore)
        conditions = tuple(
            _condition(name, value, known)
            for name, values in params.items()
            if name not in skip
            for value in values
            if value != ""
        )
        return ListQuery(
            conditions=conditions,
            sort=_sort(_one(params, "sort"), known) or self.default_sort,
            fields=_fields(",".join([*params.get("fields", ()), *params.get("cols", ())]), known),
            limit=_limit(_one(params, "limit")),
            after=_one(params, "after"),
            text=_one(params, "q")[:LONGEST_VALUE],
        )

    def narrow(
        self, rows: QuerySet[M], query: ListQuery, *, actor: Actor, aliases: Mapping[str, str] | None = None
    ) -> QuerySet[M]:
        """Return the rows that meet the query's conditions; `aliases` replace values such as `me`.

        Raises:
            ListRefused: a value of the wrong form.
        """
        known = self.visible_to(actor)
        for condition in query.conditions:
            rows = rows.filter(_predicate(known[condition.key], condition, aliases or {}))
        return rows

    def page(self, rows: QuerySet[M], query: ListQuery, *, actor: Actor) -> Page[M]:
        """Return one page of narrowed rows, in order; reads one row more than it returns.

        Raises:
            ListRefused: the cursor is damaged or belongs to another order.
        """
        keys = self._keys(query, actor, rows.model)
        signature = _signature(keys)
        marks = {f"_sort_{index}": F(key.path) for index, key in enumerate(keys)}
        rows = rows.annotate(**marks).order_by(*_order(keys), "pk")
        if query.after:
            position = _read_cursor(query.after, signature, len(keys))
            read = _read_beyond(rows, keys, position, query.limit + 1)
        else:
            read = list(rows[: query.limit + 1])
        items = read[: query.limit]
        following = ""
        if len(read) > query.limit:
            last = items[-1]
            following = _write_cursor([getattr(last, mark) for mark in marks], last.pk, signature)
        return Page(items=items, next=following, query=query)

    def cursor_after(self, row: M, query: ListQuery, *, actor: Actor) -> str:
        """Return the cursor of what follows a row in the query's order, for rows that were read another way."""
        keys = self._keys(query, actor, type(row))
        signature = _signature(keys)
        values = [attrgetter(key.path.replace("__", "."))(row) for key in keys]
        return _write_cursor(values, row.pk, signature)

    def ordered(self, rows: QuerySet[M], query: ListQuery, *, actor: Actor) -> QuerySet[M]:
        """Return all narrowed rows in the query's order, for exports."""
        return rows.order_by(*_order(self._keys(query, actor, rows.model)), "pk")

    def _keys(self, query: ListQuery, actor: Actor, model: type[Model]) -> list["_Key"]:
        known = self.visible_to(actor)
        paths = [(_sort_of(known[item.key], actor), item.descending) for item in query.sort]
        return [
            _Key(path=path, descending=down, may_be_empty=_may_be_empty(model, path)) for path, down in paths
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One sort key as the database is asked for it."""

    path: str
    descending: bool
    may_be_empty: bool


def count_up_to(rows: QuerySet[Any], cap: int = 1_000) -> tuple[int, bool]:
    """Count rows, but no more than `cap`; return the count and whether it is exact."""
    counted = rows.order_by()[: cap + 1].count()
    return min(counted, cap), counted <= cap


def _sort_of(item: ListField, actor: Actor) -> str:
    by_strokes = actor.user.language == STROKE_LANGUAGE
    return item.sort if by_strokes or not item.pinyin_sort else item.pinyin_sort


def _signature(keys: Iterable[_Key]) -> str:
    return ",".join(f"{'-' if key.descending else ''}{key.path}" for key in keys)


def _order(keys: Iterable[_Key]) -> list[OrderBy]:
    # Said only where it matters: PostgreSQL walks no index backwards for an order that names its empty values.
    return [
        OrderBy(F(key.path), descending=key.descending, nulls_last=key.may_be_empty or None) for key in keys
    ]


def _may_be_empty(model: type[Model], path: str) -> bool:
    """Say whether a lookup may find no value; one that is no plain path of fields may."""
    present: type[Model] | None = model
    for name in path.split("__"):
        if present is None:
            return True
        try:
            found = present._meta.pk if name == "pk" else present._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if found.null:
            return True
        present = found.related_model if found.is_relation else None
    return False


def _one(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name) or [""]
    return values[-1]


def _condition(name: str, value: str, known: Mapping[str, ListField]) -> Condition:
    key, _, operator = name.partition(".")
    item = known.get(key)
    if item is None or not item.filterable:
        raise ListRefused("LIST_FIELD_UNKNOWN", field=key, name=key, allowed=_filterable(known))
    operator = operator or "eq"
    if operator not in OPERATORS[item.kind]:
        raise ListRefused(
            "LIST_OPERATOR_UNKNOWN",
            field=key,
            name=key,
            operator=operator,
            allowed=list(OPERATORS[item.kind]),
        )
    if len(value) > LONGEST_VALUE * 10:
        raise ListRefused("LIST_VALUE_LONG", field=key, name=key)
    splits = operator in {"eq", "not"} and item.kind in {Kind.CODE, Kind.NUMBER, Kind.DAY}
    values = tuple(part.strip() for part in value.split(",")) if splits else (value,)
    if len(values) > MOST_VALUES:
        raise ListRefused("LIST_VALUE_LONG", field=key, name=key)
    condition = Condition(key=key, operator=operator, values=values)
    _predicate(item, condition, {})
    return condition


def _filterable(known: Mapping[str, ListField]) -> list[str]:
    return sorted(key for key, item in known.items() if item.filterable)


def _sort(value: str, known: Mapping[str, ListField]) -> tuple[SortKey, ...]:
    keys: list[SortKey] = []
    for part in filter(None, value.split(",")):
        name = part.removeprefix("-")
        if name not in known or not known[name].sort:
            allowed = sorted(key for key, item in known.items() if item.sort)
            raise ListRefused("LIST_SORT_UNKNOWN", field="sort", name=name[:60], allowed=allowed)
        keys.append(SortKey(key=name, descending=part.startswith("-")))
    if len(keys) > MOST_SORT_KEYS:
        raise ListRefused("LIST_SORT_MANY", field="sort", most=MOST_SORT_KEYS)
    return tuple(keys)


def _fields(value: str, known: Mapping[str, ListField]) -> tuple[str, ...]:
    names = tuple(filter(None, value.split(",")))
    for name in names:
        if name not in known:
            raise ListRefused("LIST_FIELD_UNKNOWN", field="fields", name=name[:60], allowed=sorted(known))
    return names


def _limit(value: str) -> int:
    if not value:
        return DEFAULT_LIMIT
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:6]) <= LARGEST_LIMIT:
        raise ListRefused("LIST_LIMIT", field="limit", most=LARGEST_LIMIT)
    return int(value)


def _predicate(item: ListField, condition: Condition, aliases: Mapping[str, str]) -> Q:
    if condition.operator == "empty":
        return _emptiness(item, condition)
    values = [_convert(item, aliases.get(value, value)) for value in condition.values]
    match condition.operator:
        case "contains":
            return Q(**{f"{item.path}__icontains": values[0]})
        case "gte" | "lte":
            return Q(**{f"{item.path}__{condition.operator}": values[0]})
        case "not":
            return ~Q(**{f"{item.path}__in": values})
    return Q(**{f"{item.path}__in": values})


def _emptiness(item: ListField, condition: Condition) -> Q:
    wanted = _convert_flag(item, condition.values[0])
    empty = Q(**{f"{item.path}__isnull": True})
    if item.kind is Kind.TEXT:
        empty |= Q(**{item.path: ""})
    return empty if wanted else ~empty


def _convert(item: ListField, value: str) -> Any:
    if "\x00" in value:
        raise ListRefused("LIST_VALUE_WRONG", field=item.key, name=item.key, kind=KIND_WORDS[item.kind])
    try:
        match item.kind:
            case Kind.NUMBER:
                return _finite(Decimal(value))
            case Kind.CODE if item.whole:
                return _small(value)
            case Kind.DAY:
                return date.fromisoformat(value)
            case Kind.MOMENT:
                return _aware(value)
            case Kind.FLAG:
                return _convert_flag(item, value)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise ListRefused(
            "LIST_VALUE_WRONG", field=item.key, name=item.key, kind=KIND_WORDS[item.kind]
        ) from error
    return value


def _convert_flag(item: ListField, value: str) -> bool:
    if value not in {"true", "false"}:
        raise ListRefused("LIST_VALUE_WRONG", field=item.key, name=item.key, kind=KIND_WORDS[Kind.FLAG])
    return value == "true"


def _finite(number: Decimal) -> Decimal:
    # More than 63 bits no database compares with its whole numbers.
    if not number.is_finite() or abs(number.adjusted()) > 30 or abs(number) >= 2**63:
        raise ValueError(number)
    return number


def _small(value: str) -> int:
    # More digits no column of codes holds, and one database would say so by failing.
    if not re.fullmatch(r"[0-9]{1,4}", value):
        raise ValueError(value)
    return int(value)


def _aware(value: str) -> datetime:
    moment = parse_datetime(value)
    if moment is None or moment.tzinfo is None or not is_within_calendar(moment):
        raise ValueError(value)
    return moment


def _beyond(keys: Sequence[_Key], position: tuple[list[Any], int]) -> Q:
    values, pk = position
    beyond = Q(pk__gt=pk)
    for key, value in reversed(list(zip(keys, values, strict=True))):
        if value is None:
            # Empty values stand last: only equals remain.
            beyond = Q(**{f"{key.path}__isnull": True}) & beyond
            continue
        further = Q(**{f"{key.path}__{'lt' if key.descending else 'gt'}": value})
        if key.may_be_empty:
            further |= Q(**{f"{key.path}__isnull": True})
        beyond = further | (Q(**{key.path: value}) & beyond)
    return beyond


def _read_beyond(
    rows: QuerySet[M], keys: Sequence[_Key], position: tuple[list[Any], int], most: int
) -> list[M]:
    # A cursor is not signed: its values may be none that the fields compared with could hold.
    try:
        return list(rows.filter(_beyond(keys, position))[:most])
    except (ValidationError, ValueError, TypeError, OverflowError, DataError) as error:
        raise ListRefused("LIST_CURSOR", field="after") from error


def _write_cursor(values: Iterable[Any], pk: int, signature: str) -> str:
    parts = [None if value is None else _text(value) for value in values]
    raw = json.dumps([signature, parts, pk], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _text(value: Any) -> str | int:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, int) else str(value)


def _read_cursor(cursor: str, signature: str, keys: int) -> tuple[list[Any], int]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        written_for, values, pk = raw
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise ListRefused("LIST_CURSOR", field="after") from error
    if written_for != signature or not isinstance(pk, int) or not _fits(values, keys):
        raise ListRefused("LIST_CURSOR", field="after")
    return values, pk


def _fits(values: Any, keys: int) -> bool:
    return (
        isinstance(values, list)
        and len(values) == keys
        and all(value is None or isinstance(value, str | int) for value in values)
    )
