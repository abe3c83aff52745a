"""The list of promises."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from tongxin.common.listing import count_up_to
from tongxin.crm.relationships.records import PROMISE
from tongxin.records.reading import list_for, narrowed
from tongxin.saved_views.choices import Area
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.pages import build_list
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.records.cells import columns_of, filters_of

VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (gettext_lazy("All"), {}),
    (pgettext_lazy("promises", "Mine, open"), {"owner": "me", "state": "OPEN"}),
    (pgettext_lazy("promises", "Theirs, open"), {"side": "THEIRS", "state": "OPEN"}),
)


@require_GET
def promises(request: PageRequest) -> HttpResponse:
    """Show the visible promises that meet the address; htmx gets further rows alone."""
    actor, params = request.actor, params_of(request, PROMISE.listing)
    query = query_of(PROMISE.listing, params, actor=actor, columns=columns_of(PROMISE, actor))
    page = list_for(PROMISE, actor, query)
    more = bool(query.after)
    counted = (0, True) if more else count_up_to(narrowed(PROMISE, actor, query))
    view = build_list(
        url=reverse("web:promises"),
        caption=_("Promises"),
        schema=PROMISE.listing,
        columns=columns_of(PROMISE, actor),
        filters=[] if more else filters_of(PROMISE, actor),
        query=query,
        params=params,
        page=page,
        counted=counted,
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.PROMISES, reverse("web:promises"), VIEWS),
    )
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    return render(request, "promises/list.html", {"list": view})
