"""The calendar: one month of expected closes or next steps."""

from calendar import Calendar
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.opportunities.selectors import opportunity_calendar
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.pages import address
from tongxin.web.lists.readers import params_of, reader_of
from tongxin.web.opportunities.pages import CalendarDay, CalendarView
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

DAY_FIELDS = {"close": "close_to", "next_step": "next_step_on"}


def calendar_view(request: PageRequest, query: ListQuery) -> CalendarView:
    """Return the month named in the address, or the present one."""
    reader, params = reader_of(request), params_of(request)
    asked = request.GET.get("by", "")
    by = asked if asked in DAY_FIELDS else "close"
    month = _month(request.GET.get("month", ""), reader.as_of)

    def at(other: date, kind: str = by) -> str:
        return address(reverse("web:opportunities"), {**params, "month": [f"{other:%Y-%m}"], "by": [kind]})

    labels = {"close": pgettext("calendar", "Expected close"), "next_step": pgettext("calendar", "Next step")}
    return CalendarView(
        title=_month_title(month, reader.calendar),
        weeks=_weeks(request.actor, query, by, month, reader.as_of),
        weekdays=_weekdays(),
        previous_url=at((month - timedelta(days=1)).replace(day=1)),
        next_url=at((month + timedelta(days=32)).replace(day=1)),
        kinds=tuple(
            Link(label=label, url=at(month, kind), current=kind == by) for kind, label in labels.items()
        ),
    )


def _weeks(
    actor: Actor, query: ListQuery, by: str, month: date, as_of: date
) -> tuple[tuple[CalendarDay, ...], ...]:
    weeks = Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    found: dict[date, list[Link]] = {}
    for deal in opportunity_calendar(
        actor, query, by=by, since=weeks[0][0], until=weeks[-1][-1] + timedelta(days=1)
    ):
        link = Link(label=deal.name, url=record_url("web:opportunity", deal.uid))
        found.setdefault(getattr(deal, DAY_FIELDS[by]), []).append(link)
    return tuple(
        tuple(
            CalendarDay(
                day=day,
                is_today=day == as_of,
                is_other_month=day.month != month.month,
                deals=tuple(found.get(day, ())),
            )
            for day in week
        )
        for week in weeks
    )


def _month(text: str, as_of: date) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return as_of.replace(day=1)
    # A week before the first month and after the last must exist too.
    return month if 1 < month.year < 9999 else as_of.replace(day=1)


def _month_title(month: date, calendar: str) -> str:
    year = month.year - 1911 if calendar == "ROC" and month.year > 1911 else month.year
    return _("%(year)s/%(month)s") % {"year": year, "month": month.month}


def _weekdays() -> tuple[str, ...]:
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
