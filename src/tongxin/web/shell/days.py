"""Days and moments as the user reads them: short, whole, in either calendar, and seen from today."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

ROC_OFFSET = 1911
NEAR_DAYS = 183


def local_day(value: date | datetime) -> date:
    """Return the day in the active time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def whole_day(value: date | datetime, *, calendar: str = "AD") -> str:
    """Return the day with its year in the user's calendar: 2026年11月23日, 民國115年11月23日, 23 Nov 2026."""
    day = local_day(value)
    if calendar == "ROC" and day.year > ROC_OFFSET:
        return _("ROC %(year)s/%(month)s/%(day)s") % {
            "year": day.year - ROC_OFFSET,
            "month": day.month,
            "day": day.day,
        }
    return date_format(day, "Y年n月j日" if (get_language() or "").startswith("zh") else "j M Y")


def roc_day(day: date) -> str:
    """Return the day in the calendar of the Republic, in the reader's language: 民國115年6月10日, ROC 115/6/10."""
    return whole_day(day, calendar="ROC")


def roc_month(month: date) -> str:
    """Return the month of a day in the calendar of the Republic: 民國115年6月, ROC 115/6."""
    return _("ROC %(year)s/%(month)s") % {"year": month.year - ROC_OFFSET, "month": month.month}


def short_day(value: date | datetime, *, as_of: date, calendar: str = "AD", with_year: bool = False) -> str:
    """Return 11/23 within about half a year of `as_of`, else or `with_year` so: 2025/11/23 or 114/11/23."""
    day = local_day(value)
    near = is_near(day, as_of=as_of) and not with_year
    if not (get_language() or "").startswith("zh"):
        return date_format(day, "j M" if near else "j M Y")
    if near:
        return f"{day.month:02d}/{day.day:02d}"
    year = day.year - ROC_OFFSET if calendar == "ROC" and day.year > ROC_OFFSET else day.year
    return f"{year}/{day.month:02d}/{day.day:02d}"


def short_days(first: date, last: date, *, as_of: date, calendar: str = "AD") -> tuple[str, str]:
    """Return both ends of a window as `short_day` does: with the year at both when one needs it or they differ."""
    with_year = first.year != last.year or not all(is_near(day, as_of=as_of) for day in (first, last))
    return (
        short_day(first, as_of=as_of, calendar=calendar, with_year=with_year),
        short_day(last, as_of=as_of, calendar=calendar, with_year=with_year),
    )


def dated(day: date) -> str:
    """Return a day with its year of the common era, whatever the reader's calendar: 2026/12/15, 15 Dec 2026."""
    return short_day(day, as_of=day, with_year=True)


def is_near(day: date, *, as_of: date) -> bool:
    """Say whether a day needs no year to be understood on the day `as_of`."""
    return abs((day - as_of).days) <= NEAR_DAYS


def clock_time(value: datetime) -> str:
    """Return 09:40 in the active time zone."""
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%H:%M}"


def seen_from(value: date | datetime, *, as_of: date) -> str:
    """Return the distance in words: today, tomorrow, in 3 days, 3 days ago."""
    days = (local_day(value) - as_of).days
    named = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in named:
        return named[days]
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
