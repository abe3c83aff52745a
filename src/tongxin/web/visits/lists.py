"""The list of log entries, and logging one from the one-box form."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from tongxin.common.listing import count_up_to
from tongxin.crm.relationships.choices import InteractionKind, Sentiment
from tongxin.crm.relationships.selectors import (
    INTERACTION_LIST,
    list_interactions,
    narrowed_interactions,
)
from tongxin.saved_views.choices import Area
from tongxin.team.selectors import active_users
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.pages import Filter, Option, build_list
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.cutting import cut
from tongxin.web.visits.views import log_visit

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Interaction

LONGEST_TITLE = 80


def _text(row: "Interaction", _reader: CellContext) -> str:
    shown = cut(" ".join(row.text.split()), LONGEST_TITLE)
    return cells.link(record_url("web:visit", row.uid), shown)


def _account(row: "Interaction", _reader: CellContext) -> str:
    if row.account is None:
        return cells.NOTHING
    return cells.link(record_url("web:account", row.account.uid), row.account.display_name)


def _sentiment(row: "Interaction") -> str:
    return str(Sentiment(row.sentiment).label) if row.sentiment else ""


COLUMNS: tuple[Column["Interaction"], ...] = (
    Column(
        key="text",
        label=pgettext_lazy("list", "Activity"),
        cell=_text,
        plain=lambda row: row.text,
        main=True,
    ),
    Column(
        key="occurred_at",
        label=pgettext_lazy("log", "Day"),
        cell=lambda row, reader: cells.day(row.occurred_at, reader),
        plain=lambda row: row.occurred_at,
    ),
    Column(
        key="kind",
        label=pgettext_lazy("log", "How"),
        cell=lambda row, _: cells.text(InteractionKind(row.kind).label),
        plain=lambda row: str(InteractionKind(row.kind).label),
    ),
    Column(
        key="account",
        label=gettext_lazy("Account"),
        cell=_account,
        plain=lambda row: row.account.name if row.account else "",
    ),
    Column(
        key="sentiment",
        label=pgettext_lazy("log", "How it went"),
        cell=lambda row, _: cells.text(_sentiment(row)),
        plain=_sentiment,
        shown=False,
    ),
    Column(
        key="author",
        label=pgettext_lazy("log", "Author"),
        cell=lambda row, _: cells.face(row.author.display_name),
        plain=lambda row: row.author.display_name,
    ),
)
VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (gettext_lazy("All"), {}),
    (pgettext_lazy("view of log entries", "Mine"), {"author": "me"}),
)


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: PageRequest) -> HttpResponse:
    """Show the visible log entries that meet the address; POST logs a new one."""
    if request.method == "POST":
        return log_visit(request)
    actor, params = request.actor, params_of(request, INTERACTION_LIST)
    query = query_of(INTERACTION_LIST, params, actor=actor, columns=COLUMNS)
    page = list_interactions(actor, query)
    more = bool(query.after)
    view = build_list(
        url=reverse("web:visits"),
        caption=_("Activity log"),
        schema=INTERACTION_LIST,
        columns=COLUMNS,
        filters=[] if more else _filters(actor.user.uid, actor.user.display_name),
        query=query,
        params=params,
        page=page,
        counted=(0, True) if more else count_up_to(narrowed_interactions(actor, query)),
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.INTERACTIONS, reverse("web:visits"), VIEWS),
    )
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    return render(request, "visits/list.html", {"list": view})


def _filters(uid: str, name: str) -> list[Filter]:
    people = [Option(value="me", label=name)]
    people += [Option(value=user.uid, label=user.display_name) for user in active_users() if user.uid != uid]
    return [
        Filter(
            name="kind",
            label=pgettext_lazy("log", "How"),
            options=tuple(Option(value=code, label=str(label)) for code, label in InteractionKind.choices),
        ),
        Filter(name="author", label=pgettext_lazy("log", "Author"), options=tuple(people)),
    ]
