"""How long work takes: first day, last day (worked too) and length, in working or calendar days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, cast

from kamkit.fields import Says, check_bounds
from kamkit.plans.calendars import PLAIN_WEEK, Calendar, next_worked, previous_worked, worked_days
from kamkit.problems import InputError, ProblemCode

MOST_DAYS = 5000
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """In which days a length is counted. It always stands beside the number."""

    WORKING = "WORKING"
    CALENDAR = "CALENDAR"


class Kept(StrEnum):
    """Which two of first day, last day and length stay as they are when the third has to give way."""

    FIRST_AND_LENGTH = "FIRST_AND_LENGTH"
    FIRST_AND_LAST = "FIRST_AND_LAST"
    LENGTH_AND_LAST = "LENGTH_AND_LAST"


Length = Annotated[
    int, Says("Days of work; 0 is a milestone, which takes none", at_least=0, at_most=MOST_DAYS)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanInput:
    """Two of first day, last day and length; `unit` says which days the length counts."""

    first: date | None = None
    last: date | None = None
    length: Annotated[int | None, Says("Days of work", at_least=0, at_most=MOST_DAYS)] = None
    unit: Unit = Unit.WORKING
    calendar: Calendar = PLAIN_WEEK

    def __post_init__(self) -> None:
        check_bounds(self)
        if sum(given is not None for given in (self.first, self.last, self.length)) != 2:
            raise InputError(ProblemCode.CONFLICT, "", "give two of first, last and length")
        if self.first is not None and self.last is not None and self.last < self.first:
            said = f"{self.last} lies before the first day, {self.first}"
            raise InputError(ProblemCode.CONFLICT, "last", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of work: its first day, its last day (worked too), its length with unit, and the same in working days.

    `next_day` is the first working day on which what follows can begin.
    """

    first: date
    last: date
    length: int
    unit: Unit
    working_days: int
    next_day: date


def span(question: SpanInput) -> Span:
    """Return the missing one of first day, last day and length.

    Days given by hand stay as they are, even closed ones. Reckoned in working days, work begins on the first working day
    from `first` on, or ends on the last one up to `last`. A milestone (length 0) begins and ends on its day.
    """
    unit, calendar = question.unit, question.calendar
    if question.length is None:
        first, last = _given(question.first), _given(question.last)
        length = worked_days(calendar, first, last) if unit is Unit.WORKING else (last - first).days + 1
        return _span(first, last, length, unit, calendar)
    if question.last is None:
        first = _given(question.first)
        if unit is Unit.WORKING and question.length:
            first = next_worked(calendar, first)
        last = last_day(first, question.length, unit, calendar)
    else:
        last = question.last
        if unit is Unit.WORKING and question.length:
            last = previous_worked(calendar, last)
        first = first_day(last, question.length, unit, calendar)
    return _span(first, last, question.length, unit, calendar)


def respan(question: SpanInput, unit: Unit, kept: Kept) -> Span:
    """Return the same work with its length told in another unit, keeping two of first day, last day and length.

    Nobody can guess which two: 180 working days are not 180 calendar days, so who switches the unit is asked.
    """
    before = span(question)
    if kept is Kept.FIRST_AND_LAST:
        return span(replace(question, first=before.first, last=before.last, length=None, unit=unit))
    if kept is Kept.FIRST_AND_LENGTH:
        return span(replace(question, first=before.first, last=None, length=before.length, unit=unit))
    return span(replace(question, first=None, last=before.last, length=before.length, unit=unit))


def last_day(first: date, length: int, unit: Unit, calendar: Calendar) -> date:
    """Return the last day that is worked, of work that begins on a day."""
    if unit is Unit.CALENDAR or length == 0:
        return first + timedelta(days=max(length - 1, 0))
    day = next_worked(calendar, first)
    for _ in range(length - 1):
        day = next_worked(calendar, day + _DAY)
    return day


def first_day(last: date, length: int, unit: Unit, calendar: Calendar) -> date:
    """Return the first day of work that ends with a day."""
    if unit is Unit.CALENDAR or length == 0:
        return last - timedelta(days=max(length - 1, 0))
    day = previous_worked(calendar, last)
    for _ in range(length - 1):
        day = previous_worked(calendar, day - _DAY)
    return day


def _given(day: date | None) -> date:
    return cast(date, day)


def _span(first: date, last: date, length: int, unit: Unit, calendar: Calendar) -> Span:
    return Span(
        first=first,
        last=last,
        length=length,
        unit=unit,
        working_days=worked_days(calendar, first, last) if length else 0,
        next_day=next_worked(calendar, last + _DAY),
    )
