"""Working calendars: closed weekdays, public holidays, and the weekends that are worked to make up for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode

FIRST_YEAR, LAST_YEAR = 1990, 2099
WEEKEND = (5, 6)


class Place(StrEnum):
    """Whose public holidays are kept."""

    TW = "TW"
    CN = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked.

    With several `places` a day is worked only if it is worked in each of them. `holidays` are closed besides, `worked` days
    are worked whatever else is said: a customer's shutdown, a Saturday agreed upon. No places and no holidays is a plain week.
    """

    places: tuple[Place, ...] = ()
    closed: Annotated[tuple[int, ...], Says("Closed weekdays, 0 is Monday", at_least=0, at_most=6)] = WEEKEND
    holidays: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        if len(set(self.closed)) > 6:
            raise InputError(ProblemCode.CONFLICT, "closed", "a week needs a day that is worked")

    def is_worked(self, day: date) -> bool:
        """Return whether a day is a working day. Raises InputError for a year outside 1990 to 2099."""
        _check_year(day)
        if day in self.worked:
            return True
        if day in self.holidays:
            return False
        if not self.places:
            return day.weekday() not in self.closed
        return all(self._is_worked_in(place, day) for place in self.places)

    def _is_worked_in(self, place: Place, day: date) -> bool:
        year = public_year(place, day.year)
        if day in year.made_up:
            return True
        return day.weekday() not in self.closed and day not in year.holidays


PLAIN_WEEK = Calendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicYear:
    """Public holidays of a year, and the weekend days that are worked to make up."""

    place: Place
    year: int
    holidays: frozenset[date]
    made_up: frozenset[date]
    is_known: bool
    """Whether its make-up days are published, or none are made any more; else holidays are the expected ones."""


@lru_cache(maxsize=256)
def public_year(place: Place, year: int) -> PublicYear:
    """Return the public holidays and make-up days of a year.

    Source: the package `holidays`, which follows the announcements of the Executive Yuan's personnel administration
    (Taiwan) and of the State Council (China). Since 2026 Taiwan gives days off
    in lieu by law and makes no Saturdays up, so that its years are known; China announces each year in the autumn before.
    """
    # Heavy to import, and asked only by who plans.
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays(place.value, years=year)
    return PublicYear(
        place=place,
        year=year,
        holidays=frozenset(day for day in found if day.year == year),
        made_up=frozenset(day for day in found.weekend_workdays if day.year == year),
        is_known=place is Place.TW or year <= _last_announced(place),
    )


class NameLanguage(StrEnum):
    """In which language holidays are called."""

    EN = "en_US"
    ZH_HANT = "zh_TW"
    ZH_HANS = "zh_CN"


@lru_cache(maxsize=256)
def holiday_names(place: Place, year: int, language: NameLanguage) -> tuple[tuple[date, str], ...]:
    """Return the public holidays of a year by their day, with what they are called."""
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays(place.value, years=year, language=language.value)
    return tuple(sorted((day, name) for day, name in found.items() if day.year == year))


@lru_cache(maxsize=2)
def _last_announced(place: Place) -> int:
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays(place.value, years=range(FIRST_YEAR, LAST_YEAR + 1))
    return max(day.year for day in found.weekend_workdays)


def worked_days(calendar: Calendar, first: date, last: date) -> int:
    """Return how many working days lie from the first to the last day, both counted; 0 if the last is before the first."""
    return sum(1 for day in days_between(first, last) if calendar.is_worked(day))


def days_between(first: date, last: date) -> Iterable[date]:
    """Yield every day from the first to the last, both given."""
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def next_worked(calendar: Calendar, day: date) -> date:
    """Return the day itself if it is worked, or the next one that is."""
    while not calendar.is_worked(day):
        day += timedelta(days=1)
    return day


def previous_worked(calendar: Calendar, day: date) -> date:
    """Return the day itself if it is worked, or the last one before that is."""
    while not calendar.is_worked(day):
        day -= timedelta(days=1)
    return day


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        said = f"{day} is outside {FIRST_YEAR} to {LAST_YEAR}, the years whose calendars are known"
        raise InputError(ProblemCode.OUT_OF_RANGE, "", said)
