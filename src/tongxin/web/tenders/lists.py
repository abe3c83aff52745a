"""The list of tenders, and the calendar of deadlines."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongxin.common.clock import now
from tongxin.common.listing import count_up_to
from tongxin.common.rights import Right
from tongxin.crm.tenders.hits import count_new_for
from tongxin.crm.tenders.lists import TENDER_LIST, coming_deadlines, list_tenders, narrowed_tenders
from tongxin.crm.tenders.selectors import open_matches_for
from tongxin.saved_views.choices import Area
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.pages import ListView, build_list
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.tenders.columns import COLUMNS, FILTERS, VIEWS
from tongxin.web.tenders.hours import local_deadline, zone_of
from tongxin.web.tenders.pages import DeadlineLine, TendersPage


@require_GET
def tenders(request: PageRequest) -> HttpResponse:
    """Show the tenders that meet the address; htmx gets further rows alone."""
    actor = request.actor
    view, more = tender_list(request, reverse("web:tenders"), _("Tenders"))
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    may_decide = actor.has(Right.EDIT)
    context = TendersPage(
        list=view,
        may_register=may_decide,
        is_first_use=not view.rows and not view.is_filtered and not more,
        found=0 if more else count_new_for(actor),
        matches=len(open_matches_for(actor)) if may_decide and not more else 0,
    )
    return render(request, "tenders/list.html", {"page": context, "list": view})


def tender_list(request: PageRequest, url: str, caption: str) -> tuple[ListView, bool]:
    """Return the list that a request asks for, and whether only further rows are wanted."""
    actor, params = request.actor, params_of(request, TENDER_LIST)
    query = query_of(TENDER_LIST, params, actor=actor, columns=COLUMNS)
    page = list_tenders(actor, query)
    more = bool(query.after)
    view = build_list(
        url=url,
        caption=caption,
        schema=TENDER_LIST,
        columns=COLUMNS,
        filters=[] if more else FILTERS,
        query=query,
        params=params,
        page=page,
        counted=(0, True) if more else count_up_to(narrowed_tenders(actor, query)),
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.TENDERS, url, VIEWS),
    )
    return view, more


@require_GET
def deadlines(request: PageRequest) -> HttpResponse:
    """Show the deadlines ahead as each buyer gave them, western and 民國, in the buyer's own zone."""
    reader = reader_of(request)
    lines = [
        DeadlineLine(
            title=tender.title or tender.ocid,
            url=record_url("web:tender", tender.uid),
            buyer=tender.buyer.name if tender.buyer else "",
            local=f"{days.dated(local.date())} {local:%H:%M}",
            roc=days.roc_day(local.date()),
            zone=zone_of(local),
            distance=days.seen_from(local.date(), as_of=reader.as_of),
        )
        for tender in coming_deadlines(at=now())
        if (local := local_deadline(tender)) is not None
    ]
    return render(request, "tenders/deadlines.html", {"lines": lines})
