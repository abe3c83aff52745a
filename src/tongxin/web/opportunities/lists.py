"""The list of opportunities as table, board and calendar, and taking it away."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from tongxin.common.clock import now
from tongxin.common.listing import ListQuery, Page, count_up_to
from tongxin.common.naming import named_along
from tongxin.common.rights import Right
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.selectors import (
    OPPORTUNITY_LIST,
    SHOWN,
    StageSum,
    choose_process,
    list_opportunities,
    narrowed_opportunities,
    of_process,
    running_figures,
    stage_sums,
)
from tongxin.saved_views.choices import Area
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.export import export_rows
from tongxin.web.lists.pages import ListView, address, build_list, chosen_columns, joined_for
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.opportunities.boards import board_view
from tongxin.web.opportunities.calendars import calendar_view
from tongxin.web.opportunities.columns import VIEWS, columns_for, filters
from tongxin.web.opportunities.pages import OpportunitiesPage
from tongxin.web.opportunities.texts import money_text
from tongxin.web.opportunities.totals import LAYOUT_ONLY
from tongxin.web.shell.parts import Link

EXPORT_FORMS = {"csv", "xlsx"}
LARGEST_EXPORT = 100_000
LAYOUTS = ("board", "table", "calendar")
CALENDAR_PARAMS = ("month", "by")


@require_GET
def opportunities(request: PageRequest) -> HttpResponse:
    """Show the visible deals that meet the address; htmx gets further rows alone."""
    actor = request.actor
    query = query_of(
        OPPORTUNITY_LIST,
        params_of(request, OPPORTUNITY_LIST),
        actor=actor,
        columns=columns_for(actor),
        ignore=CALENDAR_PARAMS,
    )
    layout = _layout(request)
    view = _list_view(request, query, layout)
    if wants_fragment(request) and query.after:
        return render(request, "lists/_rows.html", {"list": view})
    sums = stage_sums(actor, of_process(query, None) if layout == "board" else query)
    choice = choose_process(query, sums) if layout == "board" else None
    if choice is not None:
        query, sums = of_process(query, choice.shown), choice.sums
    context = OpportunitiesPage(
        lead=_lead(request, query, sums),
        # Columns are of a table alone.
        list=view if layout == "table" else replace(view, columns=()),
        layouts=_layouts(request, layout),
        may_create=actor.has(Right.EDIT),
        totals_url=_url_of_all(request, "web:opportunity_totals"),
        forecast_url=_url_of_all(request, "web:opportunity_forecast"),
        is_first_use=layout == "table" and not view.rows and not view.is_filtered and not query.after,
        board=board_view(request, query, choice) if choice is not None else None,
        calendar=calendar_view(request, query) if layout == "calendar" else None,
    )
    return render(request, "opportunities/list.html", {"page": context, "list": context.list})


@require_GET
def opportunities_export(request: PageRequest, form: str) -> HttpResponseBase:
    """Send the list as a file: same filters, order and columns as shown."""
    if form not in EXPORT_FORMS:
        raise Http404
    actor = request.actor
    query = query_of(
        OPPORTUNITY_LIST,
        params_of(request, OPPORTUNITY_LIST),
        actor=actor,
        columns=columns_for(actor),
        ignore=CALENDAR_PARAMS,
    )
    columns = chosen_columns(columns_for(actor), query)
    rows = named_along(narrowed_opportunities(actor, query), *joined_for(columns, SHOWN))
    total, _exact = count_up_to(rows, LARGEST_EXPORT)
    ordered = OPPORTUNITY_LIST.ordered(rows, query, actor=actor)[:LARGEST_EXPORT]
    return export_rows(
        actor=actor, at=now(), name="opportunities", form=form, columns=columns,
        rows=ordered.iterator(chunk_size=1_000), total=total,
    )  # fmt: skip


def _list_view(request: PageRequest, query: ListQuery, layout: str) -> ListView:
    actor, more, is_table = request.actor, bool(query.after), layout == "table"
    columns = columns_for(actor)
    along = joined_for(chosen_columns(columns, query), SHOWN)
    page = list_opportunities(actor, query, along=along) if is_table else Page(items=[], query=query)
    counted = count_up_to(narrowed_opportunities(actor, query)) if is_table and not more else (0, True)
    return build_list(
        url=reverse("web:opportunities"),
        caption=_("Opportunities"),
        schema=OPPORTUNITY_LIST,
        columns=columns,
        filters=[] if more else filters(actor),
        query=query,
        params=params_of(request, OPPORTUNITY_LIST),
        page=page,
        counted=counted,
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.OPPORTUNITIES, reverse("web:opportunities"), VIEWS),
        can_export=actor.has(Right.EXPORT),
    )


def _layout(request: PageRequest) -> str:
    wanted = request.GET.get("layout", "")
    return wanted if wanted in LAYOUTS else "table"


def _layouts(request: PageRequest, current: str) -> tuple[Link, ...]:
    kept = {
        name: values
        for name, values in params_of(request, OPPORTUNITY_LIST).items()
        if name not in {"layout", "after"}
    }
    labels = {
        "board": pgettext("layout", "Board"),
        "table": pgettext("layout", "Table"),
        "calendar": pgettext("layout", "Calendar"),
    }
    url = reverse("web:opportunities")
    return tuple(
        Link(
            label=label,
            url=address(url, {**kept, **({} if code == "table" else {"layout": [code]})}),
            current=code == current,
        )
        for code, label in labels.items()
    )


def _url_of_all(request: PageRequest, name: str) -> str:
    """Return the address of a page about all that meets the filters, not one layout or page of them."""
    kept = {
        key: values for key, values in params_of(request, OPPORTUNITY_LIST).items() if key not in LAYOUT_ONLY
    }
    return address(reverse(name), kept)


def _lead(request: PageRequest, query: ListQuery, sums: Mapping[int, StageSum]) -> str:
    if query.after:
        return ""
    reader = reader_of(request)
    found = running_figures(request.actor, query, as_of=reader.as_of, sums=sums)
    parts = [
        ngettext("%(count)s running, %(amount)s", "%(count)s running, %(amount)s", found.count)
        % {"count": f"{found.count:,}", "amount": money_text(found.amount, reporting_currency(), reader)}
    ]
    if found.without_step:
        parts.append(_("%(count)s without a next step") % {"count": f"{found.without_step:,}"})
    if found.late:
        parts.append(_("%(count)s overdue") % {"count": f"{found.late:,}"})
    return pgettext("between parts of a sentence", "; ").join(parts)
