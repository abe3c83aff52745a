"""Which years a day or a moment may lie in."""

from datetime import date

# Far enough from both ends of Python's calendar that no time zone leads over them.
FIRST_YEAR, LAST_YEAR = 1000, 2999


def is_within_calendar(day: date) -> bool:
    """Say whether a day or moment lies in the years 1000 to 2999."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
