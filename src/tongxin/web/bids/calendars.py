"""The calendar of bids: one month of deadlines in the buyers' time zones, and the same as a list."""

from calendar import Calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tongxin.common.clock import now
from tongxin.crm.bids.deadlines import Deadline, deadlines_for
from tongxin.web.bids.calendar_pages import CalendarPage, DayCell, DayEntry, DueLine
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.calendars import day_alone, month_of, month_title, weekdays
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NEAR = timedelta(days=3)


@require_safe
def calendar(request: PageRequest) -> HttpResponse:
    """Show what falls due in the month named in the address, or in the present one."""
    reader = reader_of(request)
    month = month_of(request.GET.get("month", ""), reader.as_of)
    weeks = Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    found = deadlines_for(request.actor, since=weeks[0][0], until=weeks[-1][-1])
    page = CalendarPage(
        title=month_title(month, "AD"),
        roc_title=days.roc_month(month),
        weekdays=weekdays(),
        weeks=tuple(tuple(_cell(day, month, reader.as_of, found) for day in week) for week in weeks),
        lines=tuple(
            due_line(each, at=now(), as_of=reader.as_of) for each in found if each.day.month == month.month
        ),
        previous_url=_address((month - DAY).replace(day=1)),
        today_url="" if month == reader.as_of.replace(day=1) else _address(reader.as_of),
        next_url=_address((month + timedelta(days=32)).replace(day=1)),
    )
    return render(request, "bids/calendar.html", {"page": page})


def _address(month: date) -> str:
    return f"{reverse('web:bid_calendar')}?month={month:%Y-%m}"


def _cell(day: date, month: date, as_of: date, found: list[Deadline]) -> DayCell:
    return DayCell(
        day=day,
        alone=day_alone(day, as_of, "AD"),
        is_today=day == as_of,
        is_other_month=day.month != month.month,
        entries=tuple(_entry(each) for each in found if each.day == day),
    )


def _entry(each: Deadline) -> DayEntry:
    return DayEntry(
        what=each.name or str(each.kind.label),
        bid=bid_name(each),
        url=record_url("web:bid", each.bid.uid),
        clock=f"{local(each):%H:%M}" if each.moment is not None else "",
        is_done=each.is_done,
    )


def due_line(each: Deadline, *, at: datetime, as_of: date) -> DueLine:
    """Return a deadline as a line of the list."""
    return DueLine(
        day=each.day,
        dated=days.dated(each.day),
        roc=days.roc_day(each.day),
        clock=f"{local(each):%H:%M}" if each.moment is not None else "",
        zone=each.bid.time_zone,
        kind=str(each.kind.label),
        name=each.name,
        bid=each.bid.name,
        lot=each.bid.lot,
        account=str(each.bid.account),
        owner=str(each.bid.owner or ""),
        url=record_url("web:bid", each.bid.uid),
        left="" if each.is_done else _left(each, at, as_of),
        shape=_shape(each, at, as_of),
        is_done=each.is_done,
    )


def local(each: Deadline) -> datetime:
    """Return the moment of a deadline in the buyer's zone; only of deadlines that have one."""
    return (each.moment or now()).astimezone(ZoneInfo(each.bid.time_zone))


def bid_name(each: Deadline) -> str:
    """Return the name of a bid with its lot."""
    if not each.bid.lot:
        return each.bid.name
    return _("%(name)s, lot %(lot)s") % {"name": each.bid.name, "lot": each.bid.lot}


def _left(each: Deadline, at: datetime, as_of: date) -> str:
    return days.seen_from(each.day, as_of=as_of) if each.moment is None else countdown(each.moment, at=at)


def _shape(each: Deadline, at: datetime, as_of: date) -> Kind:
    if each.is_done:
        return "good"
    left = each.moment - at if each.moment is not None else (each.day - as_of)
    if left < timedelta(0):
        return "bad"
    return "watch" if left < NEAR else "plain"


def countdown(moment: datetime, *, at: datetime) -> str:
    """Return how long it is to a moment: days from two on, else hours, else minutes; or that it has passed."""
    left = moment - at
    if left < timedelta(0):
        return _("passed")
    if left >= 2 * DAY:
        return ngettext("%(days)s day left", "%(days)s days left", left.days) % {"days": left.days}
    if left >= HOUR:
        hours = left // HOUR
        return ngettext("%(hours)s hour left", "%(hours)s hours left", hours) % {"hours": hours}
    minutes = left // timedelta(minutes=1)
    return ngettext("%(minutes)s minute left", "%(minutes)s minutes left", minutes) % {"minutes": minutes}
