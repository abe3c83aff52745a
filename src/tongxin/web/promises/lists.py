"""The list of promises."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from tongxin.common.listing import count_up_to
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.selectors import PROMISE_LIST, list_promises, narrowed_promises
from tongxin.saved_views.choices import Area
from tongxin.team.selectors import active_users
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists import cells
from tongxin.web.lists.cells import Column, Reader
from tongxin.web.lists.pages import Filter, Option, build_list
from tongxin.web.lists.readers import params_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Promise

SHAPES: dict[str, Kind] = {PromiseState.KEPT: "good", PromiseState.DROPPED: "unknown"}


def _text(row: "Promise", _reader: Reader) -> str:
    return cells.link(record_url("web:promise", row.uid), row.text)


def _account(row: "Promise", _reader: Reader) -> str:
    return cells.link(record_url("web:account", row.account.uid), row.account.display_name)


def _state(row: "Promise", _reader: Reader) -> str:
    return cells.chip(SHAPES.get(row.state, "plain"), str(PromiseState(row.state).label))


COLUMNS: tuple[Column["Promise"], ...] = (
    Column(
        key="text",
        label=pgettext_lazy("list", "Promise"),
        cell=_text,
        plain=lambda row: row.text,
        main=True,
    ),
    Column(
        key="side",
        label=pgettext_lazy("promise", "Who promised"),
        cell=lambda row, _: cells.text(Side(row.side).label),
        plain=lambda row: str(Side(row.side).label),
    ),
    Column(
        key="due_on",
        label=gettext_lazy("Due on"),
        cell=lambda row, reader: cells.day(row.due_on, reader),
        plain=lambda row: row.due_on,
    ),
    Column(
        key="account",
        label=gettext_lazy("Account"),
        cell=_account,
        plain=lambda row: row.account.name,
    ),
    Column(
        key="owner",
        label=pgettext_lazy("promise", "Seen to by"),
        cell=lambda row, _: cells.face(row.owner.display_name),
        plain=lambda row: row.owner.display_name,
    ),
    Column(
        key="state",
        label=pgettext_lazy("promise", "State"),
        cell=_state,
        plain=lambda row: str(PromiseState(row.state).label),
    ),
)
VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (gettext_lazy("All"), {}),
    (pgettext_lazy("promises", "Mine, open"), {"owner": "me", "state": "OPEN"}),
    (pgettext_lazy("promises", "Theirs, open"), {"side": "THEIRS", "state": "OPEN"}),
)


@require_GET
def promises(request: PageRequest) -> HttpResponse:
    """Show the visible promises that meet the address; htmx gets further rows alone."""
    actor, params = request.actor, params_of(request)
    query = PROMISE_LIST.parse(params, actor=actor)
    page = list_promises(actor, query)
    more = bool(query.after)
    counted = (0, True) if more else count_up_to(narrowed_promises(actor, query))
    view = build_list(
        url=reverse("web:promises"),
        caption=_("Promises"),
        schema=PROMISE_LIST,
        columns=COLUMNS,
        filters=[] if more else _filters(actor.user.uid, actor.user.display_name),
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


def _filters(uid: str, name: str) -> list[Filter]:
    people = [Option(value="me", label=name)]
    people += [Option(value=user.uid, label=user.display_name) for user in active_users() if user.uid != uid]
    return [
        Filter(
            name="state",
            label=pgettext_lazy("promise", "State"),
            options=tuple(Option(value=code, label=str(label)) for code, label in PromiseState.choices),
        ),
        Filter(
            name="side",
            label=pgettext_lazy("promise", "Who promised"),
            options=tuple(Option(value=code, label=str(label)) for code, label in Side.choices),
        ),
        Filter(name="owner", label=pgettext_lazy("promise", "Seen to by"), options=tuple(people)),
        Filter(name="due_on.lte", label=gettext_lazy("Due by"), input_type="date"),
    ]
