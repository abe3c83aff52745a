"""The only place that reads the clock; the edge (web, api, jobs) calls it and passes the time down."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware."""
    return timezone.now()  # noqa: TID251 - this module is the clock


def today() -> date:
    """Return the present day in the active time zone."""
    return timezone.localdate()
