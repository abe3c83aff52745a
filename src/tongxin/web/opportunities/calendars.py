"""The calendar: one month of expected closes or next steps."""

from calendar import Calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from tongxin.common.listing import ListQuery
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST, next_calendar_day, opportunity_calendar
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.pages import address
from tongxin.web.lists.readers import params_of, reader_of
from tongxin.web.opportunities.pages import CalendarDay, CalendarOpportunity, CalendarView
from tongxin.web.opportunities.texts import money_text
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity

DAY_FIELDS = {"close": "close_to", "next_step": "next_step_on"}


def calendar_view(request: PageRequest, query: ListQuery) -> CalendarView:
    """Return the month named in the address, or the present one."""
    reader, params = reader_of(request), params_of(request, OPPORTUNITY_LIST)
    asked = request.GET.get("by", "")
    by = asked if asked in DAY_FIELDS else "close"
    month = month_of(request.GET.get("month", ""), reader.as_of)

    def at(other: date, kind: str = by) -> str:
        return address(reverse("web:opportunities"), {**params, "month": [f"{other:%Y-%m}"], "by": [kind]})

    labels = {"close": pgettext("calendar", "Expected close"), "next_step": pgettext("calendar", "Next step")}
    weeks = Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    deals = opportunity_calendar(
        request.actor, query, by=by, since=weeks[0][0], until=weeks[-1][-1] + timedelta(days=1)
    )
    following = (month + timedelta(days=32)).replace(day=1)
    by_day: dict[date, list[Opportunity]] = {}
    for deal in deals:
        by_day.setdefault(getattr(deal, DAY_FIELDS[by]), []).append(deal)
    within = [deal for day, found in by_day.items() if day.month == month.month for deal in found]
    later = None if within else next_calendar_day(request.actor, query, by=by, since=following)
    return CalendarView(
        title=month_title(month, reader.calendar),
        sum=_sum(within, reader),
        later=Link(label=month_title(later, reader.calendar), url=at(later)) if later else None,
        weeks=tuple(tuple(_day(day, month, by_day.get(day, []), reader) for day in week) for week in weeks),
        weekdays=weekdays(),
        previous_url=at((month - timedelta(days=1)).replace(day=1)),
        next_url=at(following),
        today_url="" if month == reader.as_of.replace(day=1) else at(reader.as_of),
        kinds=tuple(
            Link(label=label, url=at(month, kind), current=kind == by) for kind, label in labels.items()
        ),
    )


def _sum(deals: "list[Opportunity]", reader: CellContext) -> str:
    if not deals:
        return ""
    amount = sum((deal.amount_reporting or Decimal(0) for deal in deals), Decimal(0))
    return ngettext(
        "%(count)s opportunity, %(amount)s", "%(count)s opportunities, %(amount)s", len(deals)
    ) % {
        "count": len(deals),
        "amount": money_text(amount, reporting_currency(), reader),
    }


def _day(day: date, month: date, deals: "list[Opportunity]", reader: CellContext) -> CalendarDay:
    return CalendarDay(
        day=day,
        is_today=day == reader.as_of,
        is_other_month=day.month != month.month,
        alone=day_alone(day, reader.as_of, reader.calendar),
        deals=tuple(
            CalendarOpportunity(
                label=deal.name,
                url=record_url("web:opportunity", deal.uid),
                amount=money_text(deal.amount, deal.currency, reader),
            )
            for deal in deals
        ),
    )


def month_of(text: str, as_of: date) -> date:
    """Return the first day of a month written 2026-11; of the present one for anything else."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return as_of.replace(day=1)
    # A week before the first month and after the last must exist too.
    return month if 1 < month.year < 9999 else as_of.replace(day=1)


def month_title(month: date, calendar: str) -> str:
    """Return a month as 2026/11 or 115/11, in English as November 2026."""
    if not (get_language() or "").startswith("zh"):
        return date_format(month, "F Y")
    year = month.year - 1911 if calendar == "ROC" and month.year > 1911 else month.year
    return _("%(year)s/%(month)s") % {"year": year, "month": month.month}


def day_alone(day: date, as_of: date, calendar: str) -> str:
    """Return a day of a calendar that is read as a list, as on a phone: 11/27（五）, Fri 27 Nov."""
    return pgettext("day", "%(weekday)s %(day)s") % {
        "day": days.short_day(day, as_of=as_of, calendar=calendar),
        "weekday": weekdays()[day.weekday()],
    }


def weekdays() -> tuple[str, ...]:
    """Return the short names of the days of a week, Monday first."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
