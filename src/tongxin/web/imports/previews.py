"""What an import would do, before anything is written."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.importers.actions import preview, queue_import
from tongxin.importers.apply.engine import Step
from tongxin.importers.choices import RowOutcome
from tongxin.importers.selectors import get_import_for, size_of
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.imports.mapping import steps
from tongxin.web.imports.pages import CountLine, PreviewPage, SampleLine
from tongxin.web.imports.words import SEVERITIES
from tongxin.wording.import_fields import field_label
from tongxin.wording.imports import problem_sentence, target_label

if TYPE_CHECKING:
    from tongxin.importers.models import ImportBatch

OUTCOMES = tuple(RowOutcome)
SAMPLES = 8
MOST_FINDINGS = 60
VALUES, LONGEST = 5, 60
# Files larger than this, in bytes, are gone through while the reader sees that it is being done.
SHOWN_AT_ONCE = 300_000


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: PageRequest, uid: str) -> HttpResponse:
    """Show counts and samples of what would happen; a POST lets it happen in the background."""
    batch = get_import_for(request.actor, uid)
    if request.method == "POST":
        queue_import(actor=request.actor, at=now(), batch=batch)
        return redirect("web:import", uid=uid)
    is_fragment = wants_fragment(request)
    if not is_fragment and not request.GET.get("now") and size_of(batch) > SHOWN_AT_ONCE:
        page = PreviewPage(uid=uid, title=batch.title, is_waiting=True)
    else:
        page = _page(request, batch, is_fragment=is_fragment)
    template = "imports/_preview.html" if is_fragment else "imports/preview.html"
    response = render(request, template, {"page": page, "steps": steps(), "at": 4})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(request: PageRequest, batch: "ImportBatch", *, is_fragment: bool) -> PreviewPage:
    seen = preview(actor=request.actor, at=now(), batch=batch)
    totals = seen.tally.totals()
    return PreviewPage(
        uid=batch.uid,
        title=batch.title,
        lead=_lead(totals),
        is_fragment=is_fragment,
        heads=outcome_heads(),
        counts=count_lines(totals),
        creations=tuple(_creation(step) for step in seen.tally.creations[:SAMPLES]),
        updates=tuple(_update(step) for step in seen.tally.updates[:SAMPLES]),
        failures=tuple(_failure(step) for step in seen.tally.failures[:SAMPLES]),
        findings=tuple(finding_lines(seen.findings["groups"])),
    )


def finding_lines(groups: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return groups of findings as sentences with what became of the rows, where they stand, and how many there are."""
    return [(_finding(group), group["count"]) for group in groups[:MOST_FINDINGS]]


def _finding(group: Mapping[str, Any]) -> str:
    _kind, word = SEVERITIES[group["severity"]]
    words = {
        "effect": word,
        "sentence": problem_sentence(group["code"], group["column"], group["params"]),
        "table": group["table"],
        "rows": ", ".join(str(row) for row in group["rows"][:3]),
    }
    if group["rows"]:
        return _("%(effect)s · %(sentence)s (%(table)s, %(rows)s)") % words
    return (
        _("%(effect)s · %(sentence)s (%(table)s)") % words
        if group["table"]
        else _("%(effect)s · %(sentence)s") % words
    )


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


def _creation(step: Step) -> SampleLine:
    """Return a row that becomes a record: what it is called, and the first values that the file gives it."""
    values = step.row.values
    name = str(values.get("full_name") or values.get("name") or values.get("text") or "")
    told = [(field, value) for field, value in values.items() if field in step.row.columns][:VALUES]
    links = [(field, ref.text) for field, ref in step.row.refs.items()][:VALUES]
    words = [f"{field_label(field)}: {str(value)[:LONGEST]}" for field, value in (*told, *links)]
    label = name[:LONGEST] or target_label(step.row.target.value)
    return SampleLine(label=label, place=_place(step), details=(" · ".join(words),))


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
