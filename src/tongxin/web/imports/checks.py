"""What is wrong with the data, and mending it for all rows alike at once."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.importers.actions import decide
from tongxin.importers.decisions import Decisions
from tongxin.importers.plan.build import ProblemGroup
from tongxin.importers.planning import reading_of, setting_of
from tongxin.importers.rules import check_can_import
from tongxin.importers.selectors import get_import_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.imports.mapping import steps
from tongxin.web.imports.pages import CheckPage, ProblemView
from tongxin.web.imports.words import SEVERITIES
from tongxin.wording.imports import problem_sentence

MOST_GROUPS = 60
ROWS_NAMED = 5


@require_http_methods(["GET", "HEAD", "POST"])
def import_check(request: PageRequest, uid: str) -> HttpResponse:
    """Show the problems grouped by what mends them; a POST takes the repairs that were ticked."""
    batch = get_import_for(request.actor, uid)
    check_can_import(request.actor)
    at = now()
    with reading_of(batch) as reading:
        plan = reading.plan(setting_of(request.actor.user, timezone.localdate(at)))
        groups = [group for group in plan.groups() if group.severity.value != "FATAL"]
        total = len(plan.all_rows())
    if request.method == "POST":
        before = Decisions.from_json(batch.decisions)
        repairs = {**before.repairs, **_repairs(request, groups)}
        decisions = Decisions(
            choices=before.choices, targets=before.targets, columns=before.columns, repairs=repairs
        )
        decide(actor=request.actor, at=at, batch=batch, decisions=decisions)
        return redirect("web:import_preview", uid=uid)
    page = CheckPage(
        uid=uid,
        version=batch.version,
        title=batch.title,
        lead=_lead(total, groups),
        problems=tuple(_view(number, group) for number, group in enumerate(groups[:MOST_GROUPS])),
        more=max(0, len(groups) - MOST_GROUPS),
    )
    return render(request, "imports/check.html", {"page": page, "steps": steps(), "at": 3})


def _repairs(request: PageRequest, groups: list[ProblemGroup]) -> dict[tuple[str, str, str], str]:
    return {
        (group.sheet, group.column, group.text): request.POST.get(f"value.{number}", group.suggestion)
        for number, group in enumerate(groups[:MOST_GROUPS])
        if group.is_repairable and request.POST.get(f"repair.{number}")
    }


def _lead(total: int, groups: list[ProblemGroup]) -> str:
    lost = sum(group.count for group in groups if group.severity.value == "ERROR")
    words = {"rows": f"{total:,}", "lost": f"{lost:,}"}
    if lost:
        return _("%(rows)s rows were read; %(lost)s of them cannot be imported as they are.") % words
    if groups:
        return _("%(rows)s rows were read and all can be imported; some values deserve a look.") % words
    return _("%(rows)s rows were read; nothing is wrong with them.") % words


def _view(number: int, group: ProblemGroup) -> ProblemView:
    kind, word = SEVERITIES[group.severity.value]
    named = ", ".join(str(row) for row in group.rows[:ROWS_NAMED])
    return ProblemView(
        kind=kind,
        word=str(word),
        sentence=problem_sentence(group.code.value, group.column, group.params),
        place=group.sheet,
        count=group.count,
        rows=ngettext("row %(rows)s", "rows %(rows)s", len(group.rows)) % {"rows": named} if named else "",
        repair=str(number) if group.is_repairable else "",
        suggestion=group.suggestion,
    )
