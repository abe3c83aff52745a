"""The days of a period of a scorecard: months, quarters, half-years and years of the calendar."""

from datetime import date, timedelta

from tongxin.crm.scorecards.choices import CardPeriod

MONTHS = {CardPeriod.MONTH: 1, CardPeriod.QUARTER: 3, CardPeriod.HALF: 6, CardPeriod.YEAR: 12}


def first_day(period: str, day: date) -> date:
    """Return the first day of the period that a day lies in."""
    months = MONTHS[CardPeriod(period)]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(period: str, day: date) -> date:
    """Return the last day of the period that a day lies in."""
    first = first_day(period, day)
    later = first.month - 1 + MONTHS[CardPeriod(period)]
    return date(first.year + later // 12, later % 12 + 1, 1) - timedelta(days=1)


def last_ended(period: str, *, as_of: date) -> date:
    """Return the first day of the period that ended last before a day."""
    return first_day(period, first_day(period, as_of) - timedelta(days=1))
