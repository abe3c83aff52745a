"""One promise: made, changed, kept, put off, reopened; finished in place where htmx asks."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.clock import now, today
from tongxin.common.errors import StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships.actions import (
    NewPromise,
    add_promise,
    change_promise,
    postpone_promise,
    reopen_promise,
    settle_promise,
)
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.selectors import get_promise_for
from tongxin.crm.scorecards.records import CRITERION
from tongxin.crm.scorecards.scoring import plan_improvement
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.records import reading
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, safe_next, wants_fragment
from tongxin.web.edge.stale import stale_page
from tongxin.web.lists.readers import reader_of
from tongxin.web.promises.forms import PromiseForm, initial_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.cutting import cut
from tongxin.web.shell.toasts import say_next, say_now
from tongxin.web.work.lines import promise_line

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Promise

SHORT = 40
LONGEST = 300


@require_http_methods(["GET", "HEAD", "POST"])
def new_promise(request: PageRequest) -> HttpResponse:
    """Ask for a promise about an account, a person or a deal, and keep it."""
    actor = request.actor
    actor.must_have(Right.EDIT)
    posted = request.POST if request.method == "POST" else None
    form = PromiseForm(posted, initial=_first(request))
    about = {name: request.GET.get(name, "") for name in ("account", "person", "opportunity", "criterion")}
    if form.is_valid():
        kept = attempt(form, lambda: _keep(actor, form, about))
        if kept is not None:
            say_next(request, _("Promise kept in mind: %(text)s") % {"text": cut(kept.text, SHORT)})
            return redirect(safe_next(request, default=reverse("web:promises")))
    context = {"form": form, "here": safe_next(request, default=reverse("web:promises")), "promise": None}
    return render(request, "promises/form.html", context, status=422 if posted is not None else 200)


def _first(request: PageRequest) -> dict[str, str]:
    """Return what a new promise starts from: the words of the address, such as what a level of the ladder lacks."""
    text = request.GET.get("text", "")[:LONGEST]
    return {"owner": request.actor.user.uid, "side": "OURS", **({"text": text} if text else {})}


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: PageRequest, uid: str) -> HttpResponse:
    """Show a promise with its form and save it; a stale form shows what changed and merges."""
    actor = request.actor
    record = get_promise_for(actor, uid)
    may = actor.has(Right.EDIT) and record.state == PromiseState.OPEN
    if request.method == "POST":
        actor.must_have(Right.EDIT)
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=initial_of(record))
    if form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: change_promise(
                    actor=actor,
                    at=now(),
                    promise=record,
                    values=form.values,
                    expected_version=form.expected_version,
                ),
            )
        except StaleVersion as stale:
            theirs = initial_of(stale.record)
            return stale_page(
                request, stale=stale, form=form, theirs=theirs, title=record.text, kind=Kind.PROMISE
            )
        if saved is not None:
            say_next(request, _("The promise was saved"))
            return redirect(safe_next(request, default=record_url("web:promise", uid)))
    line = promise_line(record, reader_of(request), actor)
    context = {"form": form, "promise": record, "line": line, "may_edit": may, "here": request.path}
    return render(request, "promises/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def promise_settlement(request: PageRequest, uid: str) -> HttpResponse:
    """Say that a promise was kept, or dropped; the toast offers to take it back."""
    record = get_promise_for(request.actor, uid)
    state = request.POST.get("state", PromiseState.KEPT)
    settle_promise(actor=request.actor, at=now(), promise=record, state=state)
    told = _("Kept: %(text)s") if state == PromiseState.KEPT else _("Dropped: %(text)s")
    return _told(
        request,
        record,
        told % {"text": cut(record.text, SHORT)},
        undo_url=record_url("web:promise_reopening", uid),
    )


@require_POST
def promise_reopening(request: PageRequest, uid: str) -> HttpResponse:
    """Take a settlement back."""
    record = get_promise_for(request.actor, uid)
    reopen_promise(actor=request.actor, at=now(), promise=record)
    return _told(request, record, _("Open again: %(text)s") % {"text": cut(record.text, SHORT)})


@require_POST
def promise_postponement(request: PageRequest, uid: str) -> HttpResponse:
    """Put a promise off by some days; the toast offers the old date."""
    record = get_promise_for(request.actor, uid)
    days = request.POST.get("days", "7")
    before = record.due_on.isoformat() if record.due_on else ""
    postpone_promise(
        actor=request.actor,
        at=now(),
        promise=record,
        as_of=today(),
        days=int(days) if days.isascii() and days.isdigit() else 0,
    )
    undo = f"{reverse('web:promise_due_date', args=[uid])}?due_on={before}"
    return _told(request, record, _("Put off: %(text)s") % {"text": cut(record.text, SHORT)}, undo_url=undo)


@require_POST
def promise_due_date(request: PageRequest, uid: str) -> HttpResponse:
    """Set the day of a promise; an empty one takes it away."""
    record = get_promise_for(request.actor, uid)
    change_promise(
        actor=request.actor, at=now(), promise=record, values={"due_on": _day(request.GET.get("due_on", ""))}
    )
    return _told(request, record, _("New date: %(text)s") % {"text": cut(record.text, SHORT)})


def _told(request: PageRequest, record: "Promise", text: str, *, undo_url: str = "") -> HttpResponse:
    if not wants_fragment(request):
        say_next(request, text, undo_url=undo_url)
        return redirect(safe_next(request))
    is_done = record.state != PromiseState.OPEN
    line = promise_line(record, reader_of(request), request.actor, is_done=is_done)
    here = safe_next(request)
    answer = render(request, "work/_row.html", {"line": line, "here": here, "arrived": True})
    return say_now(answer, text, undo_url=undo_url)


def _keep(actor: Actor, form: PromiseForm, about: dict[str, str]) -> "Promise":
    values = form.values
    told = NewPromise(
        text=values["text"],
        side=values["side"],
        due_on=values["due_on"],
        owner=values["owner"],
        person=get_person_for(actor, about["person"]) if about["person"] else None,
        opportunity=get_opportunity_for(actor, about["opportunity"]) if about["opportunity"] else None,
    )
    if about["criterion"]:
        criterion = reading.get_for(CRITERION, actor, about["criterion"])
        return plan_improvement(actor=actor, at=now(), criterion=criterion, promise=told).promise
    account = get_account_for(actor, about["account"]) if about["account"] else None
    return add_promise(actor=actor, at=now(), account=account, promise=told)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
