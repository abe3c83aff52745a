"""Contact by week: whom we met in which of the last weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.common.actor import Actor
from tongxin.crm.committees.selectors import CommitteeMap, contact_weeks

WEEKS = 13
DEEP = 4
# Whom we met in this week or the three before it counts as reached in it.
REACHED_FOR = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCell:
    """The contacts of one week; `depth` shades it."""

    count: int
    depth: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A person's weeks, with how many contacts there were in all."""

    name: str
    cells: tuple[WeekCell, ...]
    total: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Contact by week; the Mondays stand as heads.

    Attributes:
        reached: for each Monday how many of the people we met in that week or the three before it.
        trend: what became of that over the weeks shown.

    """

    finding: str
    mondays: tuple[date, ...]
    rows: tuple[WeekRow, ...]
    reached: tuple[int, ...]
    trend: str


def calendar_of(actor: Actor, found: CommitteeMap) -> Calendar:
    """Return whom we met in the last thirteen weeks, those met least first."""
    monday = found.as_of - timedelta(days=found.as_of.weekday())
    mondays = tuple(monday - timedelta(weeks=number) for number in reversed(range(WEEKS)))
    people = [state.person.pk for state in found.seats if state.person is not None]
    met = contact_weeks(actor, people, since=mondays[0] - REACHED_FOR, until=found.as_of)
    rows = []
    for state in found.seats:
        if state.person is None:
            continue
        weeks = met.get(state.person.pk, {})
        cells = tuple(_cell(weeks.get(day, 0), state.name, day) for day in mondays)
        shown = [count for day, count in weeks.items() if day >= mondays[0]]
        rows.append(WeekRow(name=state.name, cells=cells, total=sum(shown), last=max(weeks, default=None)))
    rows.sort(key=lambda row: (row.total, row.name))
    reached = tuple(
        sum(any(day - REACHED_FOR < week <= day for week in met.get(person, ())) for person in people)
        for day in mondays
    )
    return Calendar(
        finding=_finding(rows), mondays=mondays, rows=tuple(rows), reached=reached,
        trend=_trend(reached, len(people)),
    )  # fmt: skip


def _cell(count: int, name: str, monday: date) -> WeekCell:
    title = _("%(name)s, week of %(day)s: %(count)s") % {
        "name": name,
        "day": monday.isoformat(),
        "count": count,
    }
    return WeekCell(count=count, depth=min(count, DEEP), title=title)


def _trend(reached: tuple[int, ...], people: int) -> str:
    return _("We met %(now)s of %(all)s people within four weeks; %(weeks)s weeks ago it was %(then)s.") % {
        "now": reached[-1],
        "all": people,
        "weeks": WEEKS - 1,
        "then": reached[0],
    }


def _finding(rows: list[WeekRow]) -> str:
    unmet = sum(row.total == 0 for row in rows)
    if not unmet:
        return _("Everybody here was met in the last 13 weeks")
    return ngettext(
        "%(count)s of %(all)s was not met in the last 13 weeks",
        "%(count)s of %(all)s were not met in the last 13 weeks",
        unmet,
    ) % {"count": unmet, "all": len(rows)}
