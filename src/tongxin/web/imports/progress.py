"""How far an import is, what it did, and taking it back."""

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST, require_safe

from tongxin.background.selectors import oldest_waiting_since
from tongxin.common.clock import now
from tongxin.importers.actions import cancel_import, discard_import, queue_undo
from tongxin.importers.choices import BatchState, RowOutcome, UndoOutcome
from tongxin.importers.findings import counts_of_findings
from tongxin.importers.report import write_error_rows
from tongxin.importers.rules import can_go_to
from tongxin.importers.selectors import get_import_for, outcome_counts
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.imports.pages import ProgressPage
from tongxin.web.imports.previews import count_lines, finding_lines, outcome_heads
from tongxin.web.shell.toasts import say_next
from tongxin.wording.imports import finding_label, problem_sentence

if TYPE_CHECKING:
    from tongxin.importers.models import ImportBatch

PATIENCE = timedelta(seconds=15)
RUNNING = frozenset({BatchState.QUEUED, BatchState.RUNNING, BatchState.UNDOING})


LEADS = {
    BatchState.DRAFT: gettext_lazy("Nothing is written yet."),
    BatchState.QUEUED: gettext_lazy("The import waits for its turn. You may leave this page."),
    BatchState.RUNNING: gettext_lazy("Rows are being written. You may leave this page."),
    BatchState.UNDOING: gettext_lazy("The import is being taken back. What was edited since stays."),
    BatchState.UNDONE: gettext_lazy("The import was taken back, except what was edited since or is in use."),
    BatchState.CANCELLED: gettext_lazy("The import was stopped; what was written until then stays."),
}


@require_safe
def import_progress(request: PageRequest, uid: str) -> HttpResponse:
    """Show how far an import is; htmx asks for it again until it is over."""
    batch = get_import_for(request.actor, uid)
    page = _page(batch)
    is_fragment = wants_fragment(request)
    template = "imports/_progress.html" if is_fragment else "imports/progress.html"
    response = render(request, template, {"page": page})
    if is_fragment and not page.is_running:
        # The head of the page still says that it runs.
        response["HX-Refresh"] = "true"
    return response


@require_GET
def import_errors(request: PageRequest, uid: str) -> HttpResponse:
    """Send the rows that were not written as a workbook, each with its reason."""
    batch = get_import_for(request.actor, uid)
    target = io.BytesIO()
    write_error_rows(batch, target, reason=problem_sentence, reason_header=_("Reason"))
    response = HttpResponse(
        target.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="import-{batch.number}-errors.xlsx"'
    return response


@require_POST
def import_cancellation(request: PageRequest, uid: str) -> HttpResponse:
    """Stop an import after the rows in work."""
    batch = get_import_for(request.actor, uid)
    cancel_import(actor=request.actor, at=now(), batch=batch)
    say_next(request, _("The import was cancelled"))
    return redirect("web:import", uid=uid)


@require_POST
def import_undoing(request: PageRequest, uid: str) -> HttpResponse:
    """Take an import back, in the background."""
    batch = get_import_for(request.actor, uid)
    queue_undo(actor=request.actor, at=now(), batch=batch)
    return redirect("web:import", uid=uid)


@require_POST
def import_discarding(request: PageRequest, uid: str) -> HttpResponse:
    """Forget an import that wrote nothing."""
    batch = get_import_for(request.actor, uid)
    discard_import(actor=request.actor, at=now(), batch=batch)
    say_next(request, _("The import was discarded"))
    return redirect("web:imports")


def _page(batch: "ImportBatch") -> ProgressPage:
    counts = outcome_counts(batch)
    state = BatchState(batch.state)
    is_running = state in RUNNING
    return ProgressPage(
        uid=batch.uid,
        title=batch.title,
        state=str(state.label),
        lead=_lead(batch, counts),
        percent=batch.percent,
        done=batch.done_rows,
        total=batch.total_rows,
        is_running=is_running,
        is_draft=state is BatchState.DRAFT,
        heads=outcome_heads(),
        counts=count_lines(batch.totals),
        findings=tuple(_findings(batch)),
        errors=counts[RowOutcome.FAILED] + counts[RowOutcome.SKIPPED],
        may_cancel=state in {BatchState.QUEUED, BatchState.RUNNING},
        may_undo=can_go_to(batch, BatchState.UNDOING) and not is_running,
        may_resume=state is BatchState.CANCELLED,
        undone=tuple((str(UndoOutcome(code).label), count) for code, count in batch.undo_totals.items()),
        worker_hint=is_running and _waits_in_vain(),
    )


def _waits_in_vain() -> bool:
    since, at = oldest_waiting_since(), now()
    return since is not None and at - since > PATIENCE


def _findings(batch: "ImportBatch") -> list[tuple[str, int]]:
    """Return what was found, grouped by what to do, the gravest first; of older imports only the counts."""
    groups = batch.findings.get("groups")
    if groups is None:
        counts = counts_of_findings(batch.findings)
        return [(finding_label(code), count) for code, count in counts.items()]
    return finding_lines(groups)


def _lead(batch: "ImportBatch", counts: dict[str, int]) -> str:
    sentence = LEADS.get(BatchState(batch.state))
    if sentence is not None:
        return str(sentence)
    words = {
        "new": f"{counts[RowOutcome.CREATED]:,}",
        "changed": f"{counts[RowOutcome.UPDATED]:,}",
        "same": f"{counts[RowOutcome.UNCHANGED]:,}",
    }
    return _("%(new)s records were created, %(changed)s changed, %(same)s stayed as they were.") % words
