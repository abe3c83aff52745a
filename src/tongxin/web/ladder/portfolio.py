"""The list of relationships over all accounts, and the same as a file."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from tongxin.analytics.ladder.portfolio import LADDER_LIST, LadderRow, portfolio
from tongxin.common.actor import Actor
from tongxin.common.clock import now, today
from tongxin.common.listing import Page
from tongxin.common.rights import Right
from tongxin.crm.ladder.choices import Level
from tongxin.web.edge.requests import PageRequest
from tongxin.web.ladder.pages import PortfolioPage
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.export import export_rows
from tongxin.web.lists.options import colleague_options
from tongxin.web.lists.pages import Filter, Option, address, build_list, chosen_columns
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import Tabs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

FORMS = frozenset({"csv", "xlsx"})
VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (pgettext_lazy("relationships", "All"), {}),
    (pgettext_lazy("relationships", "Mine"), {"owner": "me"}),
    (pgettext_lazy("relationships", "Slipping"), {"is_slipping": "true"}),
    (pgettext_lazy("relationships", "Ready to climb"), {"is_ready": "true"}),
)


@require_safe
def relationship_levels(request: PageRequest) -> HttpResponse:
    """Show the level, target and evidence of each relationship that meets the address."""
    actor, params = request.actor, params_of(request, LADDER_LIST)
    query = query_of(LADDER_LIST, params, actor=actor, columns=COLUMNS)
    rows = portfolio(actor, query, as_of=today())
    url = reverse("web:relationship_levels")
    view = build_list(
        url=url,
        caption=_("Levels of relationships"),
        schema=LADDER_LIST,
        columns=COLUMNS,
        filters=_filters(actor),
        query=query,
        params=params,
        page=Page(items=rows),
        counted=(len(rows), True),
        reader=reader_of(request),
        tabs=_tabs(url, params),
        can_export=actor.has(Right.EXPORT),
    )
    page = PortfolioPage(
        finding=_finding(rows),
        counts=tuple(
            (str(level.label), sum(row.standing.proven == level for row in rows)) for level in Level
        ),
        may_see=actor.has(Right.JUDGEMENT),
    )
    return render(request, "ladder/portfolio.html", {"page": page, "list": view})


@require_safe
def relationship_levels_export(request: PageRequest, form: str) -> HttpResponseBase:
    """Send the list as a file: same filters, order and columns as shown."""
    if form not in FORMS:
        raise Http404
    actor = request.actor
    query = query_of(LADDER_LIST, params_of(request, LADDER_LIST), actor=actor, columns=COLUMNS)
    rows = portfolio(actor, query, as_of=today())
    return export_rows(
        actor=actor,
        at=now(),
        name="relationship-levels",
        form=form,
        columns=chosen_columns(COLUMNS, query),
        rows=rows,
        total=len(rows),
    )


def _finding(rows: Sequence[LadderRow]) -> str:
    slipping = sum(row.standing.is_slipping for row in rows)
    ready = sum(row.standing.is_ready for row in rows)
    return _("%(slipping)s slipping, %(ready)s ready to climb") % {"slipping": slipping, "ready": ready}


def _tabs(url: str, params: Mapping[str, Sequence[str]]) -> Tabs:
    asked = {name: values[-1] for name, values in params.items() if name not in {"sort", "cols"}}
    return Tabs(
        links=tuple(
            Link(
                label=str(label),
                url=address(url, {name: [value] for name, value in wanted.items()}),
                current=asked == wanted,
            )
            for label, wanted in VIEWS
        ),
        area="",
        query="",
    )


def _filters(actor: Actor) -> list[Filter]:
    levels = tuple(Option(value=str(code), label=str(label)) for code, label in Level.choices)
    answers = (
        Option(value="true", label=pgettext("answer", "Yes")),
        Option(value="false", label=pgettext("answer", "No")),
    )
    return [
        Filter(name="proven", label=PROVEN, options=levels),
        Filter(name="declared", label=DECLARED, options=levels),
        Filter(name="target", label=TARGET, options=levels),
        Filter(name="due_on.lte", label=DUE_ON, input_type="day"),
        Filter(name="owner", label=OWNER, options=colleague_options(actor)),
        Filter(name="is_slipping", label=SLIPPING, options=answers),
        Filter(name="is_ready", label=READY, options=answers),
    ]


PROVEN = pgettext_lazy("ladder", "Level shown")
DECLARED = pgettext_lazy("ladder", "Level declared")
TARGET = pgettext_lazy("ladder", "Target level")
DUE_ON = pgettext_lazy("ladder", "Target date")
OWNER = pgettext_lazy("ladder", "Owner")
SLIPPING = pgettext_lazy("ladder", "Slipping")
READY = pgettext_lazy("ladder", "Ready to climb")


def _level(code: str) -> str:
    return str(Level(code).label) if code else ""


def _account(row: LadderRow, _reader: CellContext) -> str:
    return cells.link(record_url("web:account_ladder", row.uid), row.standing.account.display_name)


def _state(row: LadderRow, _reader: CellContext) -> str:
    if row.standing.is_slipping:
        return cells.chip("bad", str(SLIPPING))
    return cells.chip("good", str(READY)) if row.standing.is_ready else cells.text("")


def _owner(row: LadderRow) -> str:
    owner = row.standing.account.owner
    return owner.display_name if owner else ""


COLUMNS: tuple[Column[LadderRow], ...] = (
    Column(
        key="account",
        label=gettext_lazy("Account"),
        cell=_account,
        plain=lambda row: row.standing.account.name,
        main=True,
    ),
    Column(
        key="proven",
        label=PROVEN,
        cell=lambda row, _reader: cells.text(_level(row.value("proven"))),
        plain=lambda row: _level(row.value("proven")),
    ),
    Column(
        key="declared",
        label=DECLARED,
        cell=lambda row, _reader: cells.text(_level(row.value("declared"))),
        plain=lambda row: _level(row.value("declared")),
    ),
    Column(
        key="is_slipping",
        label=pgettext_lazy("ladder", "State"),
        cell=_state,
        plain=lambda row: str(
            SLIPPING if row.standing.is_slipping else READY if row.standing.is_ready else ""
        ),
    ),
    Column(
        key="target",
        label=TARGET,
        cell=lambda row, _reader: cells.text(_level(row.value("target"))),
        plain=lambda row: _level(row.value("target")),
    ),
    Column(
        key="due_on",
        label=DUE_ON,
        cell=lambda row, reader: cells.day(row.value("due_on"), reader),
        plain=lambda row: row.value("due_on"),
    ),
    Column(
        key="missing",
        label=pgettext_lazy("ladder", "Missing for the next"),
        cell=lambda row, _reader: cells.number(row.value("missing")),
        plain=lambda row: row.value("missing"),
        numeric=True,
    ),
    Column(
        key="decaying",
        label=pgettext_lazy("ladder", "Evidence expiring"),
        cell=lambda row, _reader: cells.number(row.value("decaying")),
        plain=lambda row: row.value("decaying"),
        numeric=True,
        shown=False,
    ),
    Column(
        key="falls_on",
        label=pgettext_lazy("ladder", "Level holds until"),
        cell=lambda row, reader: cells.day(row.value("falls_on"), reader),
        plain=lambda row: row.value("falls_on"),
        shown=False,
    ),
    Column(
        key="owner",
        label=OWNER,
        cell=lambda row, _reader: cells.face(_owner(row)),
        plain=_owner,
    ),
)
