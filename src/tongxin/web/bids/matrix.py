"""The compliance matrix: shown, taken over from a file after a look at what that would do, and taken away as a file."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now
from tongxin.common.errors import Denied, Refusal, StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import PlannedLine, plan_requirements, take_requirements
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.declared.papers import REQUIREMENT
from tongxin.crm.bids.desk_choices import Compliance
from tongxin.crm.bids.desk_selectors import requirements_of
from tongxin.crm.bids.matrix import FIELDS
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.importers.matrices import Matrix, lines_of, matrix_of, with_columns
from tongxin.importers.problems import FileRefusedError
from tongxin.importers.tables import read_tables
from tongxin.records.checks import check_may_write, may_write
from tongxin.web.bids.head import desk_head
from tongxin.web.bids.matrix_pages import (
    ColumnChoice,
    MatrixCount,
    MatrixPage,
    MatrixRow,
    PreviewLine,
    PreviewPage,
)
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import Column
from tongxin.web.lists.export import export_rows
from tongxin.web.records.below import new_url
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind
from tongxin.web.shell.toasts import say_next
from tongxin.wording.bids import line_problem
from tongxin.wording.imports import problem_sentence
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.desk_models import BidRequirement
    from tongxin.crm.bids.models import Bid

FORMS = ("xlsx", "csv")
SHAPES: dict[str, Kind] = {"FULL": "good", "PARTIAL": "watch", "NONE": "bad", "OPEN": "unknown"}
STATES: dict[str, Kind] = {"NEW": "good", "CHANGED": "watch", "SAME": "plain", "REFUSED": "bad"}
MOST_PREVIEWED = 300


@require_safe
def matrix(request: PageRequest, uid: str) -> HttpResponse:
    """Show the compliance matrix of a bid."""
    return _show(request, get_bid_for(request.actor, uid), "")


@require_POST
def matrix_import(request: PageRequest, uid: str) -> HttpResponse:
    """Read a file and show what it would change; with `run`, do it."""
    bid = get_bid_for(request.actor, uid)
    check_may_write(BID, request.actor, bid, bid.account)
    try:
        found, name = _handed_in(request)
    except FileRefusedError as refusal:
        return _show(request, bid, problem_sentence(refusal.code.value, params=refusal.params))
    except Refusal as refusal:
        return _show(request, bid, sentence(refusal))
    refused = ""
    try:
        found = with_columns(found, _chosen(request)) if "cells" in request.POST else found
        if "run" in request.POST:
            planned = take_requirements(actor=request.actor, at=now(), bid=bid, lines=lines_of(found))
            say_next(request, _taken(planned))
            return redirect(record_url("web:bid_matrix", uid))
        planned = plan_requirements(bid, lines_of(found))
    except (Denied, StaleVersion):
        raise
    except Refusal as refusal:
        planned, refused = [], sentence(refusal)
    page = _preview(request, bid, found, name, planned, refused)
    context = {"page": page, "head": page.desk.record, "desk": page.desk}
    return render(request, "bids/matrix_import.html", context, status=422 if refused else 200)


@require_safe
def matrix_export(request: PageRequest, uid: str, form: str) -> HttpResponseBase:
    """Send the matrix as a file that can be read in again."""
    bid = get_bid_for(request.actor, uid)
    if form not in FORMS:
        raise Http404
    rows = requirements_of(bid)
    fields = {each.name: each for each in REQUIREMENT.fields}
    columns: list[Column[Any]] = [
        Column(key=name, label=str(fields[name].label), cell=lambda _row, _reader: "", plain=_plain_of(name))
        for name in FIELDS
    ]
    return export_rows(
        actor=request.actor,
        at=now(),
        name="compliance-matrix",
        form=form,
        columns=columns,
        rows=rows,
        total=len(rows),
    )


def _plain_of(name: str) -> Any:
    if name == "compliance":
        return lambda row: row.get_compliance_display()
    return lambda row: str(getattr(row, name) or "")


def _show(request: PageRequest, bid: "Bid", refused: str) -> HttpResponse:
    rows = requirements_of(bid)
    stands = Counter(each.compliance for each in rows)
    may_edit = may_write(BID, request.actor, bid, bid.account)
    desk = desk_head(request, bid, "bid_matrix")
    page = MatrixPage(
        desk=desk,
        rows=tuple(map(_row, rows)),
        counts=tuple(
            MatrixCount(shape=SHAPES[code], label=str(Compliance(code).label), count=stands[code])
            for code in Compliance.values
        ),
        new_url=new_url(REQUIREMENT, bid) if may_edit else "",
        import_url=record_url("web:bid_matrix_import", bid.uid) if may_edit else "",
        export_urls=tuple(
            (form.upper(), reverse("web:bid_matrix_export", args=[bid.uid, form])) for form in FORMS
        )
        if rows and request.actor.has(Right.EXPORT)
        else (),
        refused=refused,
    )
    context = {"page": page, "head": desk.record, "desk": desk}
    return render(request, "bids/matrix.html", context, status=422 if refused else 200)


def _row(each: "BidRequirement") -> MatrixRow:
    return MatrixRow(
        number=each.number,
        name=each.name,
        url=record_url("web:bid_requirement", each.uid),
        shape=SHAPES[each.compliance],
        compliance=each.get_compliance_display(),
        owner=str(each.owner or ""),
        answer=each.answer,
    )


def _handed_in(request: PageRequest) -> tuple[Matrix, str]:
    """Return the matrix of a file, or of the text that the preview carried on."""
    carried = request.POST.get("cells")
    if carried is not None:
        return _carried(carried), request.POST.get("file_name", "")
    sent = request.FILES.get("file")
    if sent is None:
        raise Refusal("FILES_MISSING", field="file")
    name = sent.name or ""
    return matrix_of(read_tables(cast("BinaryIO", sent), name)), name


def _carried(text: str) -> Matrix:
    try:
        told = json.loads(text)
        headers = tuple(str(each) for each in told["headers"])
        rows = tuple((int(number), tuple(str(cell) for cell in cells)) for number, cells in told["rows"])
    except (ValueError, TypeError, KeyError):
        raise Refusal("FILES_MISSING", field="file") from None
    return Matrix(headers=headers, rows=rows, columns={})


def _chosen(request: PageRequest) -> dict[str, int]:
    found = {name: request.POST.get(f"column-{name}", "") for name in FIELDS}
    return {name: int(at) for name, at in found.items() if at.isascii() and at.isdigit()}


def _preview(
    request: PageRequest, bid: "Bid", found: Matrix, name: str, planned: list[PlannedLine], refused: str
) -> PreviewPage:
    fields = {each.name: each for each in REQUIREMENT.fields}
    states = Counter(each.state for each in planned)
    return PreviewPage(
        desk=desk_head(request, bid, "bid_matrix"),
        file_name=name,
        columns=tuple(
            ColumnChoice(
                name=field,
                label=str(fields[field].label),
                options=tuple(
                    (str(at), header, found.columns.get(field) == at)
                    for at, header in enumerate(found.headers)
                ),
            )
            for field in FIELDS
        ),
        lines=tuple(_line(each) for each in planned[:MOST_PREVIEWED]),
        counts=tuple(
            MatrixCount(shape=STATES[state], label=word, count=states[state])
            for state, word in _state_words().items()
        ),
        left_out=found.left_out,
        cells=json.dumps({"headers": found.headers, "rows": found.rows}, ensure_ascii=False),
        refused=refused,
        may_run=states["NEW"] + states["CHANGED"] > 0,
        back_url=record_url("web:bid_matrix", bid.uid),
    )


def _line(each: PlannedLine) -> PreviewLine:
    values = each.line.values
    code = values.get("compliance", "")
    notes = [line_problem(problem.code, problem.value) for problem in each.line.problems]
    if each.state == "CHANGED":
        fields = {item.name: str(item.label) for item in REQUIREMENT.fields}
        changed = pgettext("list", ", ").join(fields[name] for name in each.changes)
        notes.insert(0, _("changes: %(fields)s") % {"fields": changed})
    return PreviewLine(
        row=str(each.line.row),
        number=values.get("number", ""),
        name=values.get("name", ""),
        compliance=str(Compliance(code).label) if code else "",
        owner=str(values.get("owner") or ""),
        answer=values.get("answer", ""),
        shape=STATES[each.state],
        state=_state_words()[each.state],
        notes=tuple(notes),
    )


def _state_words() -> dict[str, str]:
    return {
        "NEW": pgettext("line of a file", "new"),
        "CHANGED": pgettext("line of a file", "changed"),
        "SAME": pgettext("line of a file", "the same"),
        "REFUSED": pgettext("line of a file", "left out"),
    }


def _taken(planned: list[PlannedLine]) -> str:
    states = Counter(each.state for each in planned)
    count = states["NEW"] + states["CHANGED"]
    return ngettext("%(count)s requirement taken over.", "%(count)s requirements taken over.", count) % {
        "count": count
    }
