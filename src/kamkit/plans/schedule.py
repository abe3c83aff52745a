"""Where the steps of a plan lie: forward from its start, or back from the day everything goes live."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.plans.calendars import (
    PLAIN_WEEK,
    Calendar,
    next_worked,
    previous_worked,
    public_year,
    worked_days,
)
from kamkit.plans.circles import find_circle, in_order
from kamkit.plans.days import Length, Unit, first_day, last_day
from kamkit.plans.reasons import PlanReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

_DAY = timedelta(days=1)
_SOON = 5


class Direction(StrEnum):
    """From which end steps without a day of their own are placed."""

    FORWARD = "FORWARD"
    """As early as what they depend on allows, from the plan's start."""
    BACKWARD = "BACKWARD"
    """As late as the day of going live allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A step that came back: on which day, and how many days of its unit it takes to hand it in again."""

    on: date
    length: Length = 1

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: how long it takes, what it waits for, and the days given by hand, which stay as they are.

    `first` and `last` together give the length themselves. `after` names steps that have to be through before. `done_on` is
    the day it was finished.
    """

    id: str
    length: Length = 1
    unit: Unit = Unit.WORKING
    first: date | None = None
    last: date | None = None
    after: tuple[str, ...] = ()
    done_on: date | None = None
    returns: tuple[Return, ...] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InputError(
                ProblemCode.CONFLICT, "last", f"{self.last} lies before the first day, {self.first}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleInput:
    """Steps in any order, the calendar, the day the plan starts, the day it goes live, and the day of today."""

    steps: tuple[Step, ...]
    starts_on: date
    goes_live_on: date | None = None
    direction: Direction = Direction.FORWARD
    calendar: Calendar = PLAIN_WEEK
    as_of: date | None = None
    soon_days: Annotated[int, Says("Days ahead in which a start is announced", at_least=0)] = _SOON

    def __post_init__(self) -> None:
        check_bounds(self)
        _check_steps(self.steps, self.starts_on)
        if self.goes_live_on is None and self.direction is Direction.BACKWARD:
            raise InputError(ProblemCode.MISSING, "goes_live_on", "planning back needs the day of going live")
        if self.goes_live_on is not None and self.goes_live_on < self.starts_on:
            said = f"{self.goes_live_on} lies before the plan's start, {self.starts_on}"
            raise InputError(ProblemCode.CONFLICT, "goes_live_on", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One go at a step; `returned_on` is the day it came back, if it did."""

    first: date
    last: date
    returned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStep:
    """A step with its days. `latest_first` and `latest_last` hold the day of going live just so.

    `slack` is how many working days it may slip; negative: so many are missing; None without a day of going live.
    """

    id: str
    first: date
    last: date
    working_days: int
    stretches: tuple[Stretch, ...]
    latest_first: date | None
    latest_last: date | None
    slack: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The steps in the order given, the last day of all, and what the calendar does not know yet."""

    steps: tuple[PlacedStep, ...]
    first: date
    last: date
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Pass:
    """First and last days as they are found, by step."""

    first: dict[str, date] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    stretches: dict[str, tuple[Stretch, ...]] = field(default_factory=dict)


def schedule(question: ScheduleInput) -> Schedule:
    """Return every step's days.

    A last day is a day that is worked; what follows begins on the next working day, a milestone (length 0) on the same. A step with a day of its own keeps it, and
    a reason says where that contradicts what it depends on. Planning back, steps that are done or have a day keep theirs, the
    others lie as late as possible; where that is before the plan's start they are placed as early as possible and reasons say so.
    After a return the step goes on from the next working day. Source: the critical path method (Kelley and Walker 1959),
    with finish-to-start links on a calendar.
    """
    order = in_order({step.id: step.after for step in question.steps})
    steps = {step.id: step for step in question.steps}
    latest = _latest(question, steps, order)
    placed = _Pass()
    for name in order:
        _place(question, steps[name], placed, latest)
    return Schedule(
        steps=tuple(_told(question, step, placed, latest) for step in question.steps),
        first=min(placed.first.values(), default=question.starts_on),
        last=max(placed.last.values(), default=question.starts_on),
        reasons=_calendar_reasons(question, placed),
    )


def _latest(question: ScheduleInput, steps: Mapping[str, Step], order: Iterable[str]) -> _Pass:
    """Return the days on which each step may lie at the latest; nothing without a day of going live."""
    latest = _Pass()
    if question.goes_live_on is None:
        return latest
    for name in reversed(list(order)):
        step = steps[name]
        ends = [question.goes_live_on]
        ends += [latest.first[each.id] - _gap(each) for each in question.steps if name in each.after]
        end = min(ends)
        if step.unit is Unit.WORKING:
            end = previous_worked(question.calendar, end)
        latest.last[name] = end
        latest.first[name] = first_day(end, _length(step, question.calendar), step.unit, question.calendar)
    return latest


def _place(question: ScheduleInput, step: Step, placed: _Pass, latest: _Pass) -> None:
    first = step.first or _first(question, step, placed, latest)
    last = step.last
    if last is None:
        last = last_day(first, step.length, step.unit, question.calendar)
    elif step.first is None:
        first = first_day(last, step.length, step.unit, question.calendar)
    stretches = []
    for each in sorted(step.returns, key=lambda one: one.on):
        stretches.append(Stretch(first=min(first, each.on), last=min(last, each.on), returned_on=each.on))
        first = _free(question, step, each.on + _DAY)
        last = last_day(first, each.length, step.unit, question.calendar)
    if step.done_on is not None:
        first, last = min(first, step.done_on), step.done_on
    stretches.append(Stretch(first=first, last=last))
    placed.stretches[step.id] = tuple(stretches)
    placed.first[step.id] = min(stretch.first for stretch in stretches)
    placed.last[step.id] = last


def _first(question: ScheduleInput, step: Step, placed: _Pass, latest: _Pass) -> date:
    earliest = max([question.starts_on, *(placed.last[name] + _gap(step) for name in step.after)])
    if question.direction is Direction.BACKWARD:
        earliest = max(earliest, latest.first[step.id])
    return _free(question, step, earliest)


def _free(question: ScheduleInput, step: Step, day: date) -> date:
    return next_worked(question.calendar, day) if step.unit is Unit.WORKING else day


def _gap(step: Step) -> timedelta:
    """Return how long after what it depends on a step can begin: a milestone lies on the day itself."""
    return _DAY if step.length else timedelta()


def _length(step: Step, calendar: Calendar) -> int:
    if step.first is None or step.last is None:
        return step.length
    if step.unit is Unit.CALENDAR:
        return (step.last - step.first).days + 1
    return worked_days(calendar, step.first, step.last)


def _told(question: ScheduleInput, step: Step, placed: _Pass, latest: _Pass) -> PlacedStep:
    stretches = placed.stretches[step.id]
    last = placed.last[step.id]
    latest_last = latest.last.get(step.id)
    days = sum(worked_days(question.calendar, each.first, each.last) for each in stretches)
    return PlacedStep(
        id=step.id,
        first=placed.first[step.id],
        last=last,
        working_days=days if step.length or step.first or step.returns else 0,
        stretches=stretches,
        latest_first=latest.first.get(step.id),
        latest_last=latest_last,
        slack=None if latest_last is None else _slack(question.calendar, last, latest_last),
        reasons=tuple(_reasons(question, step, placed, latest)),
    )


def _slack(calendar: Calendar, last: date, latest: date) -> int:
    if last <= latest:
        return worked_days(calendar, last + _DAY, latest)
    return -worked_days(calendar, latest + _DAY, last)


def _reasons(question: ScheduleInput, step: Step, placed: _Pass, latest: _Pass) -> Iterable[Reason]:
    last = placed.last[step.id]
    if step.returns:
        newest = max(each.on for each in step.returns)
        yield _reason(PlanReason.PLAN_STEP_RETURNED, day=newest, times=len(step.returns))
    if step.done_on is None:
        yield from _of_today(question, step, placed, latest)
        yield from _of_going_live(question, step, last, latest)
    given = step.first or step.last
    if given is not None:
        for name in step.after:
            if placed.last[name] + _gap(step) > placed.stretches[step.id][0].first:
                yield _reason(PlanReason.PLAN_STEP_BEFORE_ANOTHER, step=name, last=placed.last[name])
    if step.unit is Unit.WORKING:
        for day in (step.first, step.last):
            if day is not None and not question.calendar.is_worked(day):
                yield _reason(PlanReason.PLAN_STEP_ON_CLOSED_DAY, day=day)


def _of_today(question: ScheduleInput, step: Step, placed: _Pass, latest: _Pass) -> Iterable[Reason]:
    today, last, start = question.as_of, placed.last[step.id], latest.first.get(step.id)
    if today is None:
        return
    if last < today:
        yield _reason(PlanReason.PLAN_STEP_LATE, last=last, days=(today - last).days)
    elif start is not None and placed.first[step.id] > today >= start - timedelta(days=question.soon_days):
        if start >= today:
            yield _reason(PlanReason.PLAN_STEP_STARTS_NOW, latest=start, days=(start - today).days)
        else:
            yield _reason(PlanReason.PLAN_STEP_STARTS_TOO_LATE, latest=start)


def _of_going_live(question: ScheduleInput, step: Step, last: date, latest: _Pass) -> Iterable[Reason]:
    if question.goes_live_on is None:
        return
    if latest.first[step.id] < question.starts_on:
        values = {"latest": latest.first[step.id], "starts": question.starts_on}
        yield _reason(PlanReason.PLAN_STEP_BEFORE_ITS_START, **values)
    if last > question.goes_live_on:
        over = worked_days(question.calendar, question.goes_live_on + _DAY, last)
        yield _reason(PlanReason.PLAN_STEP_AFTER_GO_LIVE, last=last, days=over)


def _calendar_reasons(question: ScheduleInput, placed: _Pass) -> tuple[Reason, ...]:
    years = {day.year for found in (placed.first, placed.last) for day in found.values()}
    return tuple(
        _reason(PlanReason.CALENDAR_NOT_ANNOUNCED, place=place.value, year=year)
        for place in question.calendar.places
        for year in sorted(years)
        if not public_year(place, year).is_known
    )


def _reason(code: PlanReason, **values: str | int | date) -> Reason:
    return Reason(code=code, params=tuple(values.items()))


def _check_steps(steps: tuple[Step, ...], starts_on: date) -> None:
    names = [step.id for step in steps]
    for index, step in enumerate(steps):
        path = f"steps[{index}]"
        if step.id in names[:index]:
            raise InputError(ProblemCode.DUPLICATE, f"{path}.id", f"{step.id} is there twice")
        if step.first is not None and step.first < starts_on:
            said = f"{step.first} lies before the plan's start, {starts_on}"
            raise InputError(ProblemCode.CONFLICT, f"{path}.first", said)
        for place, name in enumerate(step.after):
            if name not in names:
                raise InputError(
                    ProblemCode.UNKNOWN_REFERENCE, f"{path}.after[{place}]", f"there is no step {name}"
                )
    circle = find_circle({step.id: step.after for step in steps})
    if circle:
        said = f"these wait for one another: {' → '.join(circle)}"
        raise InputError(ProblemCode.CONFLICT, f"steps[{names.index(circle[0])}].after", said)
