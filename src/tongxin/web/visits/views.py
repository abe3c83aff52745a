"""One log entry: made, read, corrected, deleted and brought back."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships.actions import (
    change_interaction,
    delete_interaction,
    log_interaction,
    restore_interaction,
)
from tongxin.crm.relationships.rules import check_can_change_interaction
from tongxin.crm.relationships.selectors import (
    get_interaction_for,
    views_of,
)
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, came_from, safe_next
from tongxin.web.edge.stale import stale_page
from tongxin.web.files.parts import file_lines
from tongxin.web.history import history_entries
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.web.visits.forms import VisitForm, initial_of
from tongxin.web.visits.labels import label_of
from tongxin.web.visits.pages import VisitPage
from tongxin.web.work.lines import promise_line

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Interaction

RESTRICTED = {"private_note": str(Right.PRIVATE_NOTE)}
HISTORY = 20


@require_GET
def new_visit(request: PageRequest) -> HttpResponse:
    """Ask what happened, about an account, people or a deal where the address names them."""
    actor = request.actor
    actor.must_have(Right.EDIT)
    asked = request.GET
    people = [get_person_for(actor, uid) for uid in asked.getlist("person")]
    deals = [get_opportunity_for(actor, uid) for uid in asked.getlist("opportunity")]
    account = get_account_for(actor, asked["account"]) if asked.get("account") else None
    account = account or next((deal.account for deal in deals), None)
    account = account or next((person.account for person in people if person.account), None)
    local = timezone.localtime(now())
    form = VisitForm(
        actor=actor,
        people=people,
        opportunities=deals,
        account=account,
        initial={
            "text": asked.get("text", ""),
            "kind": "VISIT",
            "occurred_on": local.date(),
            "occurred_time": local.time().replace(second=0, microsecond=0),
            "account": account.uid if account else "",
            "person": [person.uid for person in people],
            "opportunity": [deal.uid for deal in deals],
            "sentiment": "",
            "promise_side": "OURS",
        },
    )
    context = {"form": form, "visit": None, "here": came_from(request)}
    return render(request, "visits/form.html", context)


def log_visit(request: PageRequest) -> HttpResponse:
    """Log what was posted, by the one-box form or the long one; mentions in the text count too."""
    actor = request.actor
    actor.must_have(Right.EDIT)
    sent = request.POST.copy()
    local = timezone.localtime(now())
    # The one-box form says nothing but the text.
    sent.setdefault("kind", "VISIT")
    sent.setdefault("occurred_on", local.date().isoformat())
    sent.setdefault("occurred_time", f"{local:%H:%M}")
    form = VisitForm(sent, actor=actor)
    made = attempt(form, lambda: _log(request, form)) if form.is_valid() else None
    if made is None:
        form.offer_all()
        context = {"form": form, "visit": None, "here": safe_next(request)}
        return render(request, "visits/form.html", context, status=422)
    undo = record_url("web:visit_deletion", made.uid)
    say_next(request, _("Logged at %(where)s") % {"where": _where(made)}, undo_url=undo)
    return redirect(safe_next(request, default=record_url("web:visit", made.uid)))


@require_GET
def visit(request: PageRequest, uid: str) -> HttpResponse:
    """Show a log entry with its promises and files."""
    actor = request.actor
    record = get_interaction_for(actor, uid)
    [view] = views_of(actor, [record])
    reader = reader_of(request)
    page = VisitPage(
        view=view,
        title=view.text.strip().partition("\n")[0],
        promises=tuple(promise_line(promise, reader, actor) for promise in view.promises),
        files=file_lines(actor, view.attachments),
        upload_url=f"{reverse('web:attachments')}?interaction={uid}" if actor.has(Right.EDIT) else "",
        history=history_entries(
            history_of(
                actor,
                Kind.INTERACTION,
                uid,
                restricted={} if view.author.pk == actor.user.pk else RESTRICTED,
                limit=HISTORY,
            ),
            label_of,
            brief=True,
            calendar=actor.user.calendar,
        ),
    )
    return render(request, "visits/page.html", {"page": page, "visit": view, "here": request.path})


@require_http_methods(["GET", "HEAD", "POST"])
def visit_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for corrections and save them; a stale form shows what changed and merges."""
    actor = request.actor
    record = get_interaction_for(actor, uid)
    check_can_change_interaction(actor, record)
    [view] = views_of(actor, [record])
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        people=view.people,
        opportunities=view.opportunities,
        colleagues=view.colleagues,
        account=view.account,
        is_new=False,
        initial=initial_of(view, record),
    )
    if view.author.pk != actor.user.pk:
        del form.fields["private_note"]
    if form.is_valid():
        try:
            saved = attempt(form, lambda: _change(request, record, form))
        except StaleVersion as stale:
            [theirs] = views_of(actor, [get_interaction_for(actor, uid)])
            initial = initial_of(theirs, stale.record)
            return stale_page(
                request, stale=stale, form=form, theirs=initial, title=_("Log entry"), kind=Kind.INTERACTION
            )
        if saved:
            say_next(request, _("The log entry was saved"))
            return redirect(safe_next(request, default=record_url("web:visit", uid)))
    context = {"form": form, "visit": view, "here": came_from(request)}
    return render(request, "visits/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def visit_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Hide a log entry; the toast offers to bring it back."""
    record = get_interaction_for(request.actor, uid)
    delete_interaction(actor=request.actor, at=now(), interaction=record)
    undo = record_url("web:visit_restoration", uid)
    say_next(request, _("The log entry was deleted"), undo_url=undo)
    default = reverse("web:visits")
    target = safe_next(request, default=default)
    return redirect(default if uid in target else target)


@require_POST
def visit_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted log entry back."""
    record = get_interaction_for(request.actor, uid, deleted=True)
    restore_interaction(actor=request.actor, at=now(), interaction=record)
    say_next(request, _("The log entry is back"))
    return redirect(safe_next(request, default=record_url("web:visit", uid)))


def _log(request: PageRequest, form: VisitForm) -> "Interaction":
    return log_interaction(
        actor=request.actor,
        at=now(),
        people=form.people,
        colleagues=form.colleagues,
        opportunities=form.opportunities,
        promises=form.promises,
        **form.values,
    )


def _change(request: PageRequest, record: "Interaction", form: VisitForm) -> bool:
    change_interaction(
        actor=request.actor,
        at=now(),
        interaction=record,
        values=form.values,
        people=form.people,
        opportunities=form.opportunities,
        colleagues=form.colleagues,
        expected_version=form.expected_version,
    )
    return True


def _where(record: "Interaction") -> str:
    return record.account.display_name if record.account else _("no account")
