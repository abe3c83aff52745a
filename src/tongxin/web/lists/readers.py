"""Who reads a table, and what they ask of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from tongxin.common.actor import Actor
from tongxin.common.clock import today
from tongxin.common.dates import DateProblem, parse_date
from tongxin.common.listing import Kind, ListQuery, ListRefused, ListSchema
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import CellContext, Column

DAYS = frozenset({Kind.DAY, Kind.MOMENT})


def reader_of(request: PageRequest) -> CellContext:
    """Return the signed-in user's language, calendar and units, and the day it is for them."""
    user = request.actor.user
    return CellContext(
        language=get_language() or "en", calendar=user.calendar, units=user.units, as_of=today()
    )


def params_of(request: PageRequest, listing: ListSchema) -> dict[str, list[str]]:
    """Return the address's parameters with all their values; days typed as people type them are ISO days."""
    kinds = {item.key: item.kind for item in listing.fields}
    return {
        name: [_read(str(value), name, kinds.get(name.partition(".")[0])) for value in values]
        for name, values in request.GET.lists()
    }


def query_of(
    listing: ListSchema,
    params: Mapping[str, Sequence[str]],
    *,
    actor: Actor,
    columns: Iterable[Column[Any]],
    ignore: Collection[str] = (),
) -> ListQuery:
    """Return what the address of a page asks of a list.

    Raises:
        ListRefused: which field cannot be asked for so, by the head of its column.
    """
    try:
        return listing.parse(params, actor=actor, ignore=ignore)
    except ListRefused as refused:
        label = next((each.label for each in columns if each.key == refused.field), None)
        if label is None:
            raise
        raise ListRefused(refused.code, field=refused.field, **{**refused.params, "name": label}) from refused


def _read(value: str, name: str, kind: Kind | None) -> str:
    if kind not in DAYS or not name.endswith((".gte", ".lte")):
        return value
    try:
        day = parse_date(value, as_of=today(), language=get_language() or "en").day
    except DateProblem:
        return value
    return (
        day.isoformat() if kind is Kind.DAY else _edge(day, time.max if name.endswith(".lte") else time.min)
    )


def _edge(day: date, hour: time) -> str:
    return timezone.make_aware(datetime.combine(day, hour)).isoformat()
