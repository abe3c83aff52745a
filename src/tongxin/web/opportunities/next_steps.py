"""The next step of an opportunity: planned, done where it is listed, and taken back."""

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.crm.opportunities.actions import set_next_step
from tongxin.crm.opportunities.rules import check_can_edit
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, came_from, safe_next, wants_fragment
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.changes import overtaken
from tongxin.web.opportunities.forms import OpportunityForm, initial_of
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next, say_now
from tongxin.web.work.lines import opportunity_step_line

if TYPE_CHECKING:
    from tongxin.common.models import Changes
    from tongxin.crm.opportunities.models import Opportunity


@require_http_methods(["GET", "HEAD", "POST"])
def next_step(request: PageRequest, uid: str) -> HttpResponse:
    """Ask what happens next and by when; a stale form shows what changed and merges."""
    deal = get_opportunity_for(request.actor, uid)
    check_can_edit(request.actor, deal)
    posted = request.POST if request.method == "POST" else None
    form = OpportunityForm(posted, actor=request.actor, only="next_step", initial=initial_of(deal))
    if posted is not None and form.is_valid():
        try:
            saved = attempt(form, lambda: _plan(request, deal, form))
        except StaleVersion as stale:
            return overtaken(request, stale, form)
        if saved is not None:
            say_next(request, _("Next step planned: %(step)s") % {"step": deal.next_step or deal.name})
            return go_on(request, safe_next(request, default=record_url("web:opportunity", uid)))
    context = {
        "form": form,
        "head": opportunity_head(request, deal, "process"),
        "next": came_from(request, default=record_url("web:opportunity", uid)),
        "frame": "base_fragment.html" if wants_fragment(request) else "base.html",
    }
    return render(request, "opportunities/next_step.html", context, status=422 if posted is not None else 200)


@require_POST
def next_step_completion(request: PageRequest, uid: str) -> HttpResponse:
    """Say that the next step was taken; the toast offers it back, and the row asks for the one after it.

    Raises:
        StaleVersion: the deal is no longer as the page showed it: somebody may have planned another step.
    """
    deal = get_opportunity_for(request.actor, uid)
    done, on = deal.next_step, deal.next_step_on
    set_next_step(
        actor=request.actor, at=now(), opportunity=deal, next_step="", next_step_on=None,
        expected_version=_number(request.POST.get("version", "")),
    )  # fmt: skip
    back = {"step": done, "on": on.isoformat() if on else "", "version": str(deal.version)}
    undo = f"{reverse('web:next_step_restoration', args=[uid])}?{urlencode(back)}"
    return _told(request, deal, _("Done: %(step)s") % {"step": done or deal.name}, done=done, undo_url=undo)


@require_POST
def next_step_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Take a completion back, unless the deal has changed since.

    Raises:
        StaleVersion: it has.
    """
    deal = get_opportunity_for(request.actor, uid)
    set_next_step(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        next_step=request.GET.get("step", ""),
        next_step_on=_day(request.GET.get("on", "")),
        expected_version=_number(request.GET.get("version", "")),
    )
    return _told(request, deal, _("Open again: %(text)s") % {"text": deal.next_step})


def _plan(request: PageRequest, deal: "Opportunity", form: OpportunityForm) -> "Changes":
    return set_next_step(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        next_step=form.values["next_step"],
        next_step_on=form.values["next_step_on"],
        expected_version=form.expected_version,
    )


def _told(
    request: PageRequest, deal: "Opportunity", text: str, *, done: str = "", undo_url: str = ""
) -> HttpResponse:
    if not wants_fragment(request):
        say_next(request, text, undo_url=undo_url)
        return redirect(safe_next(request, default=record_url("web:opportunity", deal.uid)))
    line = opportunity_step_line(deal, reader_of(request), request.actor, done=done)
    context = {"line": line, "here": safe_next(request), "arrived": True}
    return say_now(render(request, "work/_row.html", context), text, undo_url=undo_url)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
