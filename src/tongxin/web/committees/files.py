"""A committee as a file: its seats or its ties as a table, its map as a drawing."""

from operator import attrgetter
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tongxin.analytics.committees import insight
from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.committees.selectors import committee_map, get_committee_for
from tongxin.web.committees.pages import CommitteePage, SeatRow, TieRow
from tongxin.web.committees.shows import page_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import Column, text
from tongxin.web.lists.export import export_rows


@require_GET
def committee_file(request: PageRequest, uid: str, part: str, form: str) -> HttpResponseBase:
    """Hand out the seats or the ties as CSV or XLSX, or the map as SVG; noted in the log like every export."""
    committee = get_committee_for(request.actor, uid)
    request.actor.must_have(Right.EXPORT)
    found = committee_map(request.actor, committee, as_of=today())
    page = page_of(request.actor, found, insight(found), plus=request.path, is_today=True)
    if (part, form) == ("map", "svg"):
        record(
            actor=request.actor,
            at=now(),
            verb=Verb.EXPORTED,
            kind=Kind.COMMITTEE,
            target=committee,
            form=form,
        )
        return _drawing(request, page)
    if part not in {"seats", "ties"} or form not in {"csv", "xlsx"}:
        raise Http404
    columns: list[Column[Any]] = _seat_columns(page) if part == "seats" else _tie_columns()
    rows: tuple[Any, ...] = page.rows if part == "seats" else page.ties
    return export_rows(
        actor=request.actor, at=now(), name=f"committee-{part}", form=form, columns=columns, rows=rows,
        total=len(rows),
    )  # fmt: skip


def _drawing(request: PageRequest, page: CommitteePage) -> HttpResponse:
    context = {"page": page, "drawing": page.drawing}
    response = render(request, "committees/map.svg", context, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tongxin-committee.svg"'
    return response


def _seat_columns(page: CommitteePage) -> list[Column[SeatRow]]:
    columns: list[Column[SeatRow]] = [
        _column("name", pgettext_lazy("person", "Name")),
        _column("title", pgettext_lazy("post", "Title")),
        _column("role", pgettext_lazy("seat", "Formal role")),
        *(
            [
                _column("attitude", pgettext_lazy("seat", "Attitude")),
                _column("power", pgettext_lazy("seat", "Power")),
            ]
            if page.may_judge
            else []
        ),
        _column("counterpart", pgettext_lazy("seat", "Our counterpart")),
    ]
    columns.extend(_met_by(uid, name, place) for place, (uid, name) in enumerate(page.team))
    return columns


def _tie_columns() -> list[Column[TieRow]]:
    return [
        _column("from_name", pgettext_lazy("tie", "From")),
        _column("kind", pgettext_lazy("tie", "Tie")),
        _column("to_name", pgettext_lazy("tie", "To")),
        _column("strength", pgettext_lazy("tie", "Strength")),
        _column("evidence", pgettext_lazy("tie", "Evidence")),
        _column("on", pgettext_lazy("tie", "Noted on")),
    ]


def _column(key: str, label: Any) -> Column[Any]:
    return Column(
        key=key, label=label, cell=lambda row, _reader: text(getattr(row, key)), plain=attrgetter(key)
    )


def _met_by(uid: str, name: str, place: int) -> Column[SeatRow]:
    def told(row: SeatRow) -> str:
        cell = row.cells[place]
        return "" if cell.days is None else f"{cell.depth} ({cell.days})"

    return Column(key=uid, label=name, cell=lambda row, _reader: text(told(row)), plain=told)
