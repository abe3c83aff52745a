from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.periods import (
    DatePeriod,
    FiscalCalendar,
    FiscalYears,
    WeekFiscalCalendar,
    WeekRule,
    YearName,
    iter_quarters,
)

SATURDAY = 5
THIRTY_YEARS = range(2010, 2041)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
MONTH_CALENDARS = [
    FiscalCalendar(start_month=month, named_by=name) for month in range(1, 13) for name in YearName
]
WEEK_CALENDARS = [
    WeekFiscalCalendar(end_month=month, weekday=weekday, rule=rule, named_by=name)
    for month in (1, 2, 6, 9, 12)
    for weekday in (4, 5, 6)
    for rule in WeekRule
    for name in YearName
]
CALENDARS: list[FiscalYears] = [*MONTH_CALENDARS, *WEEK_CALENDARS]


def period(start: date, end: date) -> DatePeriod:
    return DatePeriod(start=start, end=end)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    may = period(date(2026, 5, 1), date(2026, 6, 1))
    assert may.days == 31
    assert date(2026, 5, 1) in may
    assert date(2026, 5, 31) in may
    assert date(2026, 6, 1) not in may
    assert date(2026, 4, 30) not in may


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        period(date(2026, 5, 2), date(2026, 5, 1))
    assert period(date(2026, 5, 1), date(2026, 5, 1)).days == 0


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_the_overlap_holds_exactly_the_days_of_both(a: date, a_days: int, b: date, b_days: int) -> None:
    one, other = period(a, a + timedelta(days=a_days)), period(b, b + timedelta(days=b_days))
    shared = one.overlap(other)
    assert shared == other.overlap(one)
    for day in (a, b, one.end, other.end):
        assert (day in one and day in other) == (shared is not None and day in shared)


@pytest.mark.parametrize("calendar", CALENDARS, ids=repr)
@pytest.mark.fault("F13")
def test_quarters_partition_thirty_years(calendar: FiscalYears) -> None:
    end_before = calendar.year_period(THIRTY_YEARS[0]).start
    for year in THIRTY_YEARS:
        quarters = calendar.quarters(year)
        assert [quarter.number for quarter in quarters] == [1, 2, 3, 4]
        for quarter in quarters:
            assert quarter.period.start == end_before
            assert quarter.period.days >= 89
            end_before = quarter.period.end
        assert calendar.year_period(year) == period(quarters[0].period.start, end_before)


@given(DAYS, st.sampled_from(CALENDARS))
def test_every_day_is_in_the_quarter_that_claims_it(day: date, calendar: FiscalYears) -> None:
    quarter = calendar.quarter_of(day)
    assert day in quarter.period
    assert quarter in calendar.quarters(quarter.year)


@pytest.mark.parametrize(
    ("calendar", "day", "year", "number"),
    [
        (FiscalCalendar(), date(2026, 11, 23), 2026, 4),
        (FiscalCalendar(start_month=4, named_by=YearName.START), date(2027, 3, 31), 2026, 4),
        (FiscalCalendar(start_month=4, named_by=YearName.START), date(2026, 4, 1), 2026, 1),
        (FiscalCalendar(start_month=10), date(2025, 10, 1), 2026, 1),
        (FiscalCalendar(start_month=10), date(2026, 9, 30), 2026, 4),
        (FiscalCalendar(start_month=1, named_by=YearName.START), date(2026, 1, 1), 2026, 1),
    ],
)
def test_fiscal_years_are_named_as_their_countries_do(
    calendar: FiscalCalendar, day: date, year: int, number: int
) -> None:
    quarter = calendar.quarter_of(day)
    assert (quarter.year, quarter.number, calendar.fiscal_year(day)) == (year, number, year)


# Published calendars: the National Retail Federation's 4-5-4 calendar (Saturday nearest 31 January, named by the first
# day; 2017 and 2023 had 53 weeks), and Apple's annual reports (last Saturday of September; 2017 and 2023 had 53 weeks).
RETAIL = WeekFiscalCalendar(end_month=1, weekday=SATURDAY, rule=WeekRule.NEAREST, named_by=YearName.START)
APPLE = WeekFiscalCalendar(end_month=9, weekday=SATURDAY, rule=WeekRule.LAST)


@pytest.mark.parametrize(
    ("calendar", "year", "last_day", "weeks"),
    [
        (RETAIL, 2017, date(2018, 2, 3), 53),
        (RETAIL, 2022, date(2023, 1, 28), 52),
        (RETAIL, 2023, date(2024, 2, 3), 53),
        (RETAIL, 2024, date(2025, 2, 1), 52),
        (APPLE, 2017, date(2017, 9, 30), 53),
        (APPLE, 2022, date(2022, 9, 24), 52),
        (APPLE, 2023, date(2023, 9, 30), 53),
        (APPLE, 2024, date(2024, 9, 28), 52),
    ],
)
def test_years_of_whole_weeks_end_as_published(
    calendar: WeekFiscalCalendar, year: int, last_day: date, weeks: int
) -> None:
    fiscal_year = calendar.year_period(year)
    assert fiscal_year.end - timedelta(days=1) == last_day
    assert fiscal_year.days == weeks * 7
    assert calendar.fiscal_year(last_day) == year
    assert [quarter.period.days for quarter in calendar.quarters(year)] == [91, 91, 91, 91 + (weeks - 52) * 7]


def test_quarters_of_a_period_are_those_it_touches() -> None:
    touched = iter_quarters(FiscalCalendar(), period(date(2026, 3, 31), date(2026, 10, 2)))
    assert [(quarter.year, quarter.number) for quarter in touched] == [
        (2026, 1),
        (2026, 2),
        (2026, 3),
        (2026, 4),
    ]
    assert list(iter_quarters(FiscalCalendar(), period(date(2026, 1, 1), date(2026, 1, 1)))) == []


@pytest.mark.parametrize("month", [0, 13])
def test_a_calendar_needs_a_real_month(month: int) -> None:
    with pytest.raises(ValueError, match="no such month"):
        FiscalCalendar(start_month=month)
    with pytest.raises(ValueError, match="no such month"):
        WeekFiscalCalendar(end_month=month, weekday=SATURDAY, rule=WeekRule.LAST)


def test_a_calendar_of_weeks_needs_a_real_weekday() -> None:
    with pytest.raises(ValueError, match="no such weekday"):
        WeekFiscalCalendar(end_month=1, weekday=7, rule=WeekRule.LAST)
