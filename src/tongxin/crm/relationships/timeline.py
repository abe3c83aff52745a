"""Merge everything about an account, a person or a deal into one line of time."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.naming import named_along
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.opportunities.models import Opportunity, StageEntry
from tongxin.crm.opportunities.selectors import visible_through_opportunity
from tongxin.crm.relationships.choices import LineKind
from tongxin.crm.relationships.models import Attachment, Interaction, Promise
from tongxin.crm.relationships.selectors.attachments import attachment_scope
from tongxin.crm.relationships.selectors.interactions import InteractionView, interaction_scope, views_of
from tongxin.crm.stakeholders.models import Person, Tenure

DEFAULT_LIMIT = 30
LARGEST_LIMIT = 100


class TimelineRefused(Refusal):
    """Say why a time line cannot be read from there."""

    status = 400


class EventKind(models.TextChoices):
    """What an item tells of; the order decides between items of one moment."""

    INTERACTION = "INTERACTION"
    PROMISE_MADE = "PROMISE_MADE"
    PROMISE_SETTLED = "PROMISE_SETTLED"
    STAGE = "STAGE"
    FILE = "FILE"
    TENURE_STARTED = "TENURE_STARTED"
    TENURE_ENDED = "TENURE_ENDED"


KIND_OF = {
    EventKind.INTERACTION: LineKind.INTERACTION,
    EventKind.PROMISE_MADE: LineKind.PROMISE,
    EventKind.PROMISE_SETTLED: LineKind.PROMISE,
    EventKind.STAGE: LineKind.STAGE,
    EventKind.FILE: LineKind.FILE,
    EventKind.TENURE_STARTED: LineKind.PEOPLE,
    EventKind.TENURE_ENDED: LineKind.PEOPLE,
}
_RANK = {event: rank for rank, event in enumerate(EventKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened; exactly one of the last five is set."""

    event: EventKind
    at: datetime
    number: int
    interaction: InteractionView | None = None
    promise: Promise | None = None
    entry: StageEntry | None = None
    attachment: Attachment | None = None
    tenure: Tenure | None = None

    @property
    def kind(self) -> LineKind:
        """Return what the item is filtered by."""
        return KIND_OF[self.event]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Some items, newest first; `next` is the cursor of those before them, empty at the beginning."""

    items: tuple[TimelineItem, ...]
    next: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place on the line: items sort by moment, then by kind, then by number."""

    at: datetime
    rank: int
    number: int

    def key(self) -> tuple[datetime, int, int]:
        return (self.at, self.rank, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    event: EventKind
    rows: QuerySet[Any]
    field: str
    is_day: bool = False
    # Read already, because there are few of them.
    few: list[Any] | None = None


def timeline_of(
    actor: Actor,
    *,
    account: Account | None = None,
    person: Person | None = None,
    opportunity: Opportunity | None = None,
    kinds: Iterable[str] = (),
    before: str = "",
    limit: int = DEFAULT_LIMIT,
) -> TimelinePage:
    """Return what happened, newest first: at most seven queries, five more when visits are among it.

    Args:
        actor: the reader, who may see the record; what they may not see of it is left out, and so are
            private notes of others.
        account: or `person`, or `opportunity`: whose line it is.
        kinds: codes of `LineKind`; all when empty.
        before: cursor of an earlier page.
        limit: how many items at the most.

    Raises:
        TimelineRefused: `LIST_CURSOR`, or `LINE_KIND_UNKNOWN`.
    """
    wanted = _wanted(kinds)
    mark = _read(before) if before else None
    found: list[tuple[_Mark, EventKind, Any]] = []
    for source in _sources(actor, account, person, opportunity):
        if KIND_OF[source.event] in wanted:
            found += _read_source(source, mark, limit + 1)
    found.sort(key=lambda item: item[0].key(), reverse=True)
    shown = found[:limit]
    visits = [row for _, event, row in shown if event is EventKind.INTERACTION]
    views = dict(zip([visit.pk for visit in visits], views_of(actor, visits), strict=True)) if visits else {}
    following = _write(shown[-1][0]) if len(found) > limit else ""
    return TimelinePage(
        items=tuple(_item(mark, what, row, views) for mark, what, row in shown), next=following
    )


def _wanted(kinds: Iterable[str]) -> set[LineKind]:
    chosen = set(kinds)
    if not chosen <= set(LineKind.values):
        raise TimelineRefused("LINE_KIND_UNKNOWN", field="kinds", allowed=list(LineKind.values))
    return {LineKind(code) for code in chosen} or set(LineKind)


def _sources(
    actor: Actor, account: Account | None, person: Person | None, opportunity: Opportunity | None
) -> list[_Source]:
    visits = Interaction.objects.filter(interaction_scope(actor), deleted_at=None)
    promises = Promise.objects.filter(visible_through(actor, "account"))
    entries = StageEntry.objects.filter(visible_through_opportunity(actor, "opportunity"))
    files = Attachment.objects.filter(attachment_scope(actor), deleted_at=None)
    tenures = Tenure.objects.filter(visible_through(actor, "post__account"))
    if opportunity is not None:
        visits = visits.filter(opportunities__opportunity=opportunity)
        promises, files = promises.filter(opportunity=opportunity), files.filter(opportunity=opportunity)
        entries, tenures = entries.filter(opportunity=opportunity), tenures.none()
    elif person is not None:
        visits = visits.filter(people__person=person)
        promises, files = promises.filter(person=person), files.filter(person=person)
        entries, tenures = entries.none(), tenures.filter(person=person)
    else:
        visits, promises = visits.filter(account=account), promises.filter(account=account)
        files = files.filter(account=account)
        entries, tenures = entries.filter(opportunity__account=account), tenures.filter(post__account=account)
    return _dated(visits, promises, entries, files, tenures, few_tenures=person is not None)


def _dated(
    visits: QuerySet[Interaction],
    promises: QuerySet[Promise],
    entries: QuerySet[StageEntry],
    files: QuerySet[Attachment],
    tenures: QuerySet[Tenure],
    *,
    few_tenures: bool,
) -> list[_Source]:
    visits = named_along(visits, "account", "author")
    promises = named_along(promises, "account", "owner", "person", "opportunity")
    entries = named_along(entries, "opportunity", "stage", "from_stage", "entered_by", "cause")
    files = named_along(files, "uploaded_by", "account")
    return [
        _Source(event=EventKind.INTERACTION, rows=visits, field="occurred_at"),
        # Promises made at a visit stand with the visit.
        _Source(event=EventKind.PROMISE_MADE, rows=promises.filter(interaction=None), field="created_at"),
        _Source(event=EventKind.PROMISE_SETTLED, rows=promises.exclude(settled_at=None), field="settled_at"),
        _Source(event=EventKind.STAGE, rows=entries, field="entered_at"),
        # Files of a visit stand with the visit.
        _Source(event=EventKind.FILE, rows=files.filter(interaction=None), field="created_at"),
        *_of_tenures(tenures, few=few_tenures),
    ]


def _of_tenures(tenures: QuerySet[Tenure], *, few: bool) -> list[_Source]:
    rows = tenures.select_related("person", "post", "post__account")
    # Nobody has held many posts: one query serves beginnings and ends.
    read = list(rows) if few else None
    began, ended = rows.exclude(since=None), rows.exclude(until=None)
    return [
        _Source(event=EventKind.TENURE_STARTED, rows=began, field="since", is_day=True, few=read),
        _Source(event=EventKind.TENURE_ENDED, rows=ended, field="until", is_day=True, few=read),
    ]


def _read_source(source: _Source, mark: _Mark | None, limit: int) -> list[tuple[_Mark, EventKind, Any]]:
    rank = _RANK[source.event]
    if source.few is not None:
        told = [row for row in source.few if getattr(row, source.field) is not None]
        marks = [(_Mark(_moment(getattr(row, source.field)), rank, row.pk), row) for row in told]
        return [
            (found, source.event, row) for found, row in marks if mark is None or found.key() < mark.key()
        ]
    rows = source.rows
    if mark is not None:
        rows = rows.filter(_before(source, rank, mark))
    read = rows.order_by(f"-{source.field}", "-pk")[:limit]
    return [(_Mark(_moment(getattr(row, source.field)), rank, row.pk), source.event, row) for row in read]


def _before(source: _Source, rank: int, mark: _Mark) -> Q:
    # A day stands for its first moment, so it comes before any later moment of the same day.
    value: Any = mark.at
    if source.is_day:
        value = mark.at.date()
        if _moment(value) != mark.at:
            return Q(**{f"{source.field}__lte": value})
    if rank < mark.rank:
        return Q(**{f"{source.field}__lte": value})
    earlier = Q(**{f"{source.field}__lt": value})
    if rank > mark.rank:
        return earlier
    return earlier | Q(**{source.field: value, "pk__lt": mark.number})


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, tzinfo=UTC)


def _item(mark: _Mark, event: EventKind, row: Any, views: dict[int, InteractionView]) -> TimelineItem:
    if isinstance(row, Interaction):
        return TimelineItem(event=event, at=mark.at, number=row.pk, interaction=views[row.pk])
    name = {Promise: "promise", StageEntry: "entry", Attachment: "attachment", Tenure: "tenure"}[type(row)]
    return TimelineItem(event=event, at=mark.at, number=row.pk, **{name: row})


def _write(mark: _Mark) -> str:
    raw = json.dumps([mark.at.isoformat(), mark.rank, mark.number], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read(cursor: str) -> _Mark:
    try:
        at, rank, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        mark = _Mark(datetime.fromisoformat(at), int(rank), int(number))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise TimelineRefused("LIST_CURSOR", field="before") from error
    if mark.at.tzinfo is None or not 0 <= mark.number < 2**63 or not 0 <= mark.rank < len(_RANK):
        raise TimelineRefused("LIST_CURSOR", field="before")
    return mark
