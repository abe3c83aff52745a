"""The list of accounts, and taking it away."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongxin.common.clock import now
from tongxin.common.listing import count_up_to
from tongxin.common.naming import named_along
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import (
    ACCOUNT_LIST,
    LABELLED,
    list_accounts,
    narrowed_accounts,
)
from tongxin.saved_views.choices import Area
from tongxin.web.accounts.columns import COLUMNS, VIEWS, filters
from tongxin.web.accounts.pages import AccountsPage
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.export import export_rows
from tongxin.web.lists.pages import build_list, chosen_columns, joined_for
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of

EXPORT_FORMS = {"csv", "xlsx"}
LARGEST_EXPORT = 100_000


@require_GET
def accounts(request: PageRequest) -> HttpResponse:
    """Show the visible accounts that meet the address; htmx gets further rows alone."""
    actor, params = request.actor, params_of(request, ACCOUNT_LIST)
    query = query_of(ACCOUNT_LIST, params, actor=actor, columns=COLUMNS)
    page = list_accounts(actor, query, along=joined_for(chosen_columns(COLUMNS, query), LABELLED))
    more = bool(query.after)
    counted = (0, True) if more else count_up_to(narrowed_accounts(actor, query))
    view = build_list(
        url=reverse("web:accounts"),
        caption=_("Accounts"),
        schema=ACCOUNT_LIST,
        columns=COLUMNS,
        filters=[] if more else filters(actor),
        query=query,
        params=params,
        page=page,
        counted=counted,
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.ACCOUNTS, reverse("web:accounts"), VIEWS),
        can_export=actor.has(Right.EXPORT),
    )
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    context = AccountsPage(
        lead=_lead(counted, filtered=view.is_filtered),
        list=view,
        may_create=actor.has(Right.CREATE_ACCOUNT),
        is_first_use=not page.items and not view.is_filtered and not more,
    )
    return render(request, "accounts/list.html", {"page": context, "list": view})


@require_GET
def accounts_export(request: PageRequest, form: str) -> HttpResponseBase:
    """Send the list as a file: same filters, order and columns as shown."""
    if form not in EXPORT_FORMS:
        raise Http404
    actor = request.actor
    query = query_of(ACCOUNT_LIST, params_of(request, ACCOUNT_LIST), actor=actor, columns=COLUMNS)
    columns = chosen_columns(COLUMNS, query)
    rows = named_along(narrowed_accounts(actor, query), *joined_for(columns, LABELLED))
    total, _exact = count_up_to(rows, LARGEST_EXPORT)
    ordered = ACCOUNT_LIST.ordered(rows, query, actor=actor)[:LARGEST_EXPORT]
    return export_rows(
        actor=actor, at=now(), name="accounts", form=form, columns=columns,
        rows=ordered.iterator(chunk_size=1_000), total=total,
    )  # fmt: skip


def _lead(counted: tuple[int, bool], *, filtered: bool) -> str:
    number, exact = counted
    if not exact:
        return _("You can see more than %(count)s accounts; narrow them with filters or search.") % {
            "count": f"{number:,}"
        }
    if filtered:
        return ngettext(
            "%(count)s account meets the filters.", "%(count)s accounts meet the filters.", number
        ) % {"count": f"{number:,}"}
    return ngettext("You can see %(count)s account.", "You can see %(count)s accounts.", number) % {
        "count": f"{number:,}"
    }
