"""Steps of an opportunity: to another stage, to its end, back to life, and taking a step back that was a mistake."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now, today
from tongxin.crm.opportunities.actions import (
    close_dropped,
    close_lost,
    close_won,
    move_stage,
    reopen,
    take_back_entry,
)
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.processes import stages_of
from tongxin.crm.opportunities.rules import check_can_move, is_reversal
from tongxin.crm.opportunities.selectors import (
    competitors_of,
    find_stage,
    get_opportunity_for,
    get_stage_entry,
)
from tongxin.web.edge.answers import go_on, page_before
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.opportunities.forms import ClosureForm, StepForm
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next, say_now

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, StageEntry


@require_http_methods(["GET", "HEAD", "POST"])
def stage_entries(request: PageRequest, uid: str) -> HttpResponse:
    """Record a step.

    A card dropped on the board posts only where to: a way forward is taken at once, of a way back the cause is asked.
    """
    deal = get_opportunity_for(request.actor, uid)
    check_can_move(request.actor, deal)
    if request.method == "POST" and "asked" not in request.POST:
        return _dropped_card(request, deal)
    form = _step_form(request, deal)
    if request.method == "POST" and form.is_valid():
        entry = attempt(form, lambda: _move(request, deal, form))
        if entry is not None:
            say_next(request, _moved(deal), undo_url=_undo(deal, entry))
            return go_on(request, page_before(request, default=record_url("web:opportunity", uid)))
    return _ask(request, deal, form, "opportunities/step.html")


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: PageRequest, uid: str) -> HttpResponse:
    """Close a deal: how, when, and what decided it."""
    deal = get_opportunity_for(request.actor, uid)
    check_can_move(request.actor, deal)
    form = ClosureForm(
        request.POST if request.method == "POST" else None,
        rivals=list(competitors_of(deal)),
        initial={
            "outcome": request.GET.get("outcome", ""),
            "closed_on": today(),
            "version": deal.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        entry = attempt(form, lambda: _close(request, deal, form))
        if entry is not None:
            told = _("%(name)s is closed: %(outcome)s") % {
                "name": deal.name,
                "outcome": deal.get_outcome_display(),
            }
            say_next(request, told, undo_url=_undo(deal, entry))
            return go_on(request, record_url("web:opportunity", uid))
    return _ask(request, deal, form, "opportunities/closure.html")


@require_POST
def reopening(request: PageRequest, uid: str) -> HttpResponse:
    """Let a closed deal run again."""
    deal = get_opportunity_for(request.actor, uid)
    entry = reopen(actor=request.actor, at=now(), opportunity=deal, reason=request.POST.get("reason", ""))
    say_next(request, _("%(name)s runs again") % {"name": deal.name}, undo_url=_undo(deal, entry))
    return go_on(request, record_url("web:opportunity", uid))


@require_POST
def stage_entry_correction(request: PageRequest, uid: str, entry_uid: str) -> HttpResponse:
    """Take back one's own newest step; both stay in the history."""
    deal = get_opportunity_for(request.actor, uid)
    entry = get_stage_entry(deal, entry_uid)
    take_back_entry(actor=request.actor, at=now(), opportunity=deal, entry=entry)
    say_next(request, _("The step was taken back; the history shows both"))
    return go_on(request, page_before(request, default=record_url("web:opportunity", uid)))


def _dropped_card(request: PageRequest, deal: "Opportunity") -> HttpResponse:
    stage = find_stage(deal.process, request.POST.get("to", ""))
    if is_reversal(deal, stage):
        return _ask(
            request, deal, _step_form(request, deal, to=stage.code), "opportunities/step.html", status=200
        )
    version = request.POST.get("version", "")
    entry = move_stage(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        stage=stage,
        expected_version=int(version) if version.isascii() and version.isdigit() else None,
    )
    if wants_fragment(request):
        return say_now(HttpResponse(status=204), _moved(deal), undo_url=_undo(deal, entry))
    say_next(request, _moved(deal), undo_url=_undo(deal, entry))
    return go_on(request, page_before(request, default=record_url("web:opportunity", deal.uid)))


def _step_form(request: PageRequest, deal: "Opportunity", to: str = "") -> StepForm:
    posted = request.POST if request.method == "POST" and not to else None
    wanted = to or (posted or request.GET).get("to", "")
    stages = [stage for stage in stages_of(deal.process) if stage.is_active and stage.pk != deal.stage_id]
    back = {stage.code for stage in stages if is_reversal(deal, stage)}
    ahead = next((stage.code for stage in stages if stage.code not in back), "")
    return StepForm(
        posted,
        stages={stage.code: stage.label for stage in stages},
        is_back=wanted in back,
        initial={"to": wanted or ahead, "entered_on": today(), "version": deal.version},
    )


def _ask(
    request: PageRequest,
    deal: "Opportunity",
    form: StepForm | ClosureForm,
    template: str,
    status: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "head": opportunity_head(request, deal, "process"),
        "next": page_before(request, default=record_url("web:opportunity", deal.uid)),
        "is_back": getattr(form, "arguments", {}).get("is_back", False),
        "frame": "base_fragment.html" if wants_fragment(request) else "base.html",
    }
    return render(request, template, context, status=status or (422 if request.method == "POST" else 200))


def _move(request: PageRequest, deal: "Opportunity", form: StepForm) -> "StageEntry":
    return move_stage(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        stage=find_stage(deal.process, form.cleaned_data["to"]),
        entered_on=form.cleaned_data["entered_on"],
        cause=form.cause_entry(),
        reason=form.cleaned_data["reason"],
        expected_version=form.expected_version,
    )


def _close(request: PageRequest, deal: "Opportunity", form: ClosureForm) -> "StageEntry":
    values, at, version = form.cleaned_data, now(), form.expected_version
    day, reason = values["closed_on"], values["reason"]
    match values["outcome"]:
        case Outcome.LOST:
            return close_lost(
                actor=request.actor, at=at, opportunity=deal, loss_reason=form.loss_entry(),
                winner=form.winning_rival(), closed_on=day, reason=reason, expected_version=version,
            )  # fmt: skip
        case Outcome.DROPPED:
            ending = close_dropped
        case _:
            ending = close_won
    return ending(
        actor=request.actor,
        at=at,
        opportunity=deal,
        closed_on=day,
        reason=reason,
        expected_version=version,
    )


def _moved(deal: "Opportunity") -> str:
    return _("%(name)s moved to “%(stage)s”") % {"name": deal.name, "stage": deal.stage.label}


def _undo(deal: "Opportunity", entry: "StageEntry") -> str:
    return reverse("web:stage_entry_correction", args=[deal.uid, entry.uid])
