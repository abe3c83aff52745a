"""Half-open periods of days, fiscal years and quarters."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

_QUARTERS = 4
_WEEKS_OF_A_QUARTER = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePeriod:
    """The days from `start` up to, not including, `end`; empty if both are one day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end} before it starts on {self.start}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def overlap(self, other: "DatePeriod") -> "DatePeriod | None":
        """Return the days both periods have, or None if there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return DatePeriod(start=start, end=end) if start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The quarter `number` (1 to 4) of the fiscal year that is called `year`."""

    year: int
    number: int
    period: DatePeriod


class FiscalYears(Protocol):
    """What a fiscal calendar answers."""

    def year_period(self, year: int) -> DatePeriod:
        """Return the days of the fiscal year called `year`."""
        ...

    def quarters(self, year: int) -> tuple[Quarter, ...]:
        """Return the four quarters of the fiscal year called `year`, in order."""
        ...

    def quarter_of(self, day: date) -> Quarter:
        """Return the quarter that `day` falls in."""
        ...


class YearName(StrEnum):
    """Which calendar year gives a fiscal year its number."""

    START = "START"
    """That of the first day, as in Japan: April 2026 to March 2027 is 2026."""
    END = "END"
    """That of the last day, as in the United States: October 2025 to September 2026 is 2026."""


class WeekRule(StrEnum):
    """On which day a fiscal year of 52 or 53 weeks ends."""

    LAST = "LAST"
    """The last of its weekday in the closing month."""
    NEAREST = "NEAREST"
    """That of its weekday nearest to the end of the closing month, which may lie in the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCalendar:
    """Fiscal years of twelve months that begin on the first day of `start_month` (1 to 12)."""

    start_month: int = 1
    named_by: YearName = YearName.END

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise ValueError(f"no such month: {self.start_month}")

    def fiscal_year(self, day: date) -> int:
        """Return the number of the fiscal year that `day` falls in."""
        starts_in = day.year if day.month >= self.start_month else day.year - 1
        return starts_in + self._name_offset

    def year_period(self, year: int) -> DatePeriod:
        """Return the days of the fiscal year called `year`."""
        first = year - self._name_offset
        return DatePeriod(start=date(first, self.start_month, 1), end=date(first + 1, self.start_month, 1))

    def quarters(self, year: int) -> tuple[Quarter, ...]:
        """Return the four quarters of the fiscal year called `year`, three months each."""
        start = self.year_period(year).start
        bounds = [_months_later(start, 3 * number) for number in range(_QUARTERS + 1)]
        return _quarters(year, bounds)

    def quarter_of(self, day: date) -> Quarter:
        """Return the quarter that `day` falls in."""
        return _containing(self.quarters(self.fiscal_year(day)), day)

    @property
    def _name_offset(self) -> int:
        return 1 if self.named_by is YearName.END and self.start_month > 1 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFiscalCalendar:
    """Fiscal years of 52 or 53 whole weeks that end on `weekday` (0 is Monday) at the end of `end_month` by `rule`.

    Quarters have 13 weeks; the 53rd week, in about every sixth year, belongs to the fourth quarter. Source: US Treasury
    Regulations, 26 CFR 1.441-2 (taxable years of 52-53 weeks).
    """

    end_month: int
    weekday: int
    rule: WeekRule
    named_by: YearName = YearName.END

    def __post_init__(self) -> None:
        if not 1 <= self.end_month <= 12:
            raise ValueError(f"no such month: {self.end_month}")
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"no such weekday: {self.weekday}")

    def fiscal_year(self, day: date) -> int:
        """Return the number of the fiscal year that `day` falls in."""
        closing = next(year for year in (day.year - 1, day.year, day.year + 1) if day < self._end(year))
        return closing + self._name_offset

    def year_period(self, year: int) -> DatePeriod:
        """Return the days of the fiscal year called `year`."""
        closing = year - self._name_offset
        return DatePeriod(start=self._end(closing - 1), end=self._end(closing))

    def quarters(self, year: int) -> tuple[Quarter, ...]:
        """Return the four quarters of the fiscal year called `year`."""
        period = self.year_period(year)
        starts = [period.start + timedelta(weeks=_WEEKS_OF_A_QUARTER * number) for number in range(_QUARTERS)]
        return _quarters(year, [*starts, period.end])

    def quarter_of(self, day: date) -> Quarter:
        """Return the quarter that `day` falls in."""
        return _containing(self.quarters(self.fiscal_year(day)), day)

    @property
    def _name_offset(self) -> int:
        # The year that closes in January 2026 began in 2025; one that closes in December began in the same year.
        return -1 if self.named_by is YearName.START and self.end_month < 12 else 0

    def _end(self, year: int) -> date:
        """Return the day after the last day of the fiscal year that closes in `end_month` of `year`."""
        last_of_month = date(year, self.end_month, calendar.monthrange(year, self.end_month)[1])
        back = (last_of_month.weekday() - self.weekday) % 7
        if self.rule is WeekRule.NEAREST and back > 3:
            back -= 7
        return last_of_month - timedelta(days=back - 1)


def iter_quarters(fiscal_years: FiscalYears, period: DatePeriod) -> Iterator[Quarter]:
    """Yield every quarter that has a day in `period`, in order."""
    day = period.start
    while day < period.end:
        quarter = fiscal_years.quarter_of(day)
        yield quarter
        day = quarter.period.end


def _quarters(year: int, bounds: list[date]) -> tuple[Quarter, ...]:
    return tuple(
        Quarter(year=year, number=number, period=DatePeriod(start=bounds[number - 1], end=bounds[number]))
        for number in range(1, _QUARTERS + 1)
    )


def _containing(quarters: tuple[Quarter, ...], day: date) -> Quarter:
    return next(quarter for quarter in quarters if day in quarter.period)


def _months_later(first_of_month: date, months: int) -> date:
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)
