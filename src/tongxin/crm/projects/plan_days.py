"""The days of a joint plan, reckoned by `kamkit.plans`: what a page shows and what a write refuses is the same arithmetic."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kamkit.plans.calendars import Calendar, Place
from kamkit.plans.circles import find_circle
from kamkit.plans.days import Kept, Span, SpanInput, Unit, respan
from kamkit.plans.schedule import Direction, PlacedStep, Return, Schedule, ScheduleInput, Step, schedule
from tongxin.crm.projects.plan_choices import PlanCalendar, PlanDayKind, PlanDirection

if TYPE_CHECKING:
    from tongxin.crm.projects.models import JointPlan, PlanRow

__all__ = [
    "Kept",
    "PlacedStep",
    "Schedule",
    "Span",
    "calendar_of",
    "circle_among",
    "days_to_keep",
    "schedule_of",
    "spans_in_other_unit",
]
PLACES = {
    PlanCalendar.TW: (Place.TW,),
    PlanCalendar.CN: (Place.CN,),
    PlanCalendar.BOTH: (Place.TW, Place.CN),
    PlanCalendar.WEEK: (),
}


def calendar_of(plan: "JointPlan") -> Calendar:
    """Return the working calendar of a plan, whose days are prefetched or asked."""
    special: dict[str, list[date]] = {kind: [] for kind in PlanDayKind.values}
    for each in plan.days.all():
        if each.deleted_at is None:
            last = each.last_on or each.first_on
            count = (last - each.first_on).days + 1
            special[each.kind] += [each.first_on + timedelta(days=after) for after in range(count)]
    return Calendar(
        places=PLACES[PlanCalendar(plan.calendar)],
        holidays=tuple(special[PlanDayKind.CLOSED]),
        worked=tuple(special[PlanDayKind.WORKED]),
    )


def schedule_of(plan: "JointPlan", rows: Sequence["PlanRow"], *, as_of: date | None) -> Schedule:
    """Return the days of rows, whose `after` and `returns` are prefetched; what is deleted is not waited for.

    Raises:
        InputError: what the rules below refuse, which no row that was written through them is.
    """
    known = {row.uid for row in rows}
    return schedule(
        ScheduleInput(
            steps=tuple(_step(row, known) for row in rows),
            starts_on=plan.starts_on,
            goes_live_on=plan.goes_live_on,
            direction=_direction(plan),
            calendar=calendar_of(plan),
            as_of=as_of,
        )
    )


def spans_in_other_unit(plan: "JointPlan", row: "PlanRow", placed: PlacedStep) -> dict[Kept, Span]:
    """Return what the work of a row comes to in the unit it is not counted in, for each two of its values that can stay.

    Args:
        plan: of the row.
        row: no milestone, which takes no days in any unit.
        placed: where it lies now.
    """
    unit = Unit.CALENDAR if row.unit == Unit.WORKING else Unit.WORKING
    first, fixed = placed.stretches[0].first, row.first_on is not None and row.last_on is not None
    question = SpanInput(
        first=first,
        last=row.last_on if fixed else None,
        length=None if fixed else row.length,
        unit=Unit(row.unit),
        calendar=calendar_of(plan),
    )
    return {kept: respan(question, unit, kept) for kept in Kept}


def days_to_keep(
    plan: "JointPlan", rows: Sequence["PlanRow"], row: "PlanRow", wanted: Span
) -> dict[str, date | None]:
    """Return the days that have to be fixed so that a row lies where it is wanted; those fixed already move along.

    Args:
        plan: of the row.
        rows: all of the plan, of which `row` is one and is counted anew already.
        row: which.
        wanted: where it is to lie.
    """
    days = {
        "first_on": wanted.first if row.first_on is not None else None,
        "last_on": wanted.last if row.last_on is not None else None,
    }
    place = [each.pk for each in rows].index(row.pk)
    for name, day in (("first_on", wanted.first), ("last_on", wanted.last)):
        row.first_on, row.last_on = days["first_on"], days["last_on"]
        lies = schedule_of(plan, rows, as_of=None).steps[place].stretches[0]
        if (lies.first if name == "first_on" else lies.last) != day and not (
            name == "last_on" and lies.returned_on
        ):
            days[name] = day
    return days


def _direction(plan: "JointPlan") -> Direction:
    if plan.direction == PlanDirection.BACKWARD and plan.goes_live_on is not None:
        return Direction.BACKWARD
    return Direction.FORWARD


def _step(row: "PlanRow", known: set[str]) -> Step:
    return Step(
        id=row.uid,
        length=row.length,
        unit=Unit(row.unit),
        first=row.first_on,
        last=last_of(row),
        after=tuple(each.uid for each in row.after.all() if each.uid in known),
        done_on=row.done_on,
        returns=tuple(
            Return(on=each.returned_on, length=each.length)
            for each in row.returns.all()
            if each.deleted_at is None
        ),
    )


def last_of(row: "PlanRow") -> date | None:
    """Return the last day that a row is held to: its own, or that of its hour in the plan's zone."""
    last: date | None = row.last_on
    if last is not None or row.due_at is None:
        return last
    day: date = row.due_at.astimezone(ZoneInfo(row.plan.zone)).date()
    return day


def circle_among(waits_for: Iterable[tuple[int, Iterable[int]]]) -> tuple[int, ...]:
    """Return the numbers of rows that wait for one another, the first repeated at the end; empty without a circle."""
    named = {str(row): [str(each) for each in after] for row, after in waits_for}
    return tuple(int(name) for name in find_circle(named))
