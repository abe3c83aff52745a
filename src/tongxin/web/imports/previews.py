"""What an import would do, before anything is written."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.importers.actions import preview, queue_import
from tongxin.importers.apply.engine import Step
from tongxin.importers.choices import RowOutcome
from tongxin.importers.selectors import get_import_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.imports.mapping import steps
from tongxin.web.imports.pages import CountLine, PreviewPage, SampleLine
from tongxin.wording.import_fields import field_label
from tongxin.wording.imports import problem_sentence, target_label

OUTCOMES = tuple(RowOutcome)
SAMPLES = 8


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: PageRequest, uid: str) -> HttpResponse:
    """Show counts and samples of what would happen; a POST lets it happen in the background."""
    batch = get_import_for(request.actor, uid)
    if request.method == "POST":
        queue_import(actor=request.actor, at=now(), batch=batch)
        return redirect("web:import", uid=uid)
    seen = preview(actor=request.actor, at=now(), batch=batch)
    totals = seen.tally.totals()
    page = PreviewPage(
        uid=uid,
        title=batch.title,
        lead=_lead(totals),
        heads=outcome_heads(),
        counts=count_lines(totals),
        updates=tuple(_update(step) for step in seen.tally.updates[:SAMPLES]),
        failures=tuple(_failure(step) for step in seen.tally.failures[:SAMPLES]),
    )
    return render(request, "imports/preview.html", {"page": page, "steps": steps(), "at": 4})


def outcome_heads() -> tuple[str, ...]:
    """Return the heads of the columns of counts."""
    return tuple(str(outcome.label) for outcome in OUTCOMES)


def count_lines(totals: dict[str, dict[str, int]]) -> tuple[CountLine, ...]:
    """Return how many rows of each kind end in which way."""
    return tuple(
        CountLine(
            label=target_label(target),
            cells=tuple((str(outcome.label), f"{counts.get(outcome.value, 0):,}") for outcome in OUTCOMES),
        )
        for target, counts in totals.items()
    )


def _lead(totals: dict[str, dict[str, int]]) -> str:
    def count(outcome: RowOutcome) -> str:
        return f"{sum(counts.get(outcome.value, 0) for counts in totals.values()):,}"

    return _("%(new)s records will be created, %(changed)s changed, %(same)s stay as they are.") % {
        "new": count(RowOutcome.CREATED),
        "changed": count(RowOutcome.UPDATED),
        "same": count(RowOutcome.UNCHANGED),
    }


def _update(step: Step) -> SampleLine:
    return SampleLine(
        label=str(step.record or ""),
        place=_place(step),
        details=tuple(
            _("%(field)s: %(old)s → %(new)s")
            % {"field": field_label(name), "old": old or "—", "new": new or "—"}
            for name, (old, new) in step.differences.items()
        ),
    )


def _failure(step: Step) -> SampleLine:
    code, column = step.reason
    # The reason is mostly one of the row's findings, which knows its values.
    is_found = any(problem.code.value == code for problem in step.row.problems[:3])
    told = [problem_sentence(code, column)] if code and not is_found else []
    told += [
        problem_sentence(problem.code.value, problem.column, problem.params)
        for problem in step.row.problems[:3]
    ]
    return SampleLine(label=target_label(step.row.target.value), place=_place(step), details=tuple(told))


def _place(step: Step) -> str:
    return _("%(table)s, row %(row)s") % {"table": step.row.sheet, "row": step.row.number}
