"""One opportunity: its process, its history, and making a new one."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now, today
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.processes import stages_of
from tongxin.crm.opportunities.rules import RESTRICTED, check_can_correct
from tongxin.crm.opportunities.selectors import entries_of, get_opportunity_for
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.history import history_entries, in_currencies
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.forms import NewOpportunityForm
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.opportunities.labels import label_of, value_of
from tongxin.web.opportunities.pages import HistoryPage, OpportunityHead, OpportunityPage
from tongxin.web.opportunities.path import entry_lines, finding, lost_text, read_entries, stage_path
from tongxin.web.opportunities.properties import opportunity_properties, opportunity_property
from tongxin.web.opportunities.texts import is_late
from tongxin.web.plans.waiting import proposal_work
from tongxin.web.records.below import sections_below
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, StageEntry

HISTORY_PAGE = 50
RECENT = 5


@require_GET
def opportunity(request: PageRequest, uid: str) -> HttpResponse:
    """Show where a deal stands, how it came there, and what is next."""
    deal = get_opportunity_for(request.actor, uid)
    head = opportunity_head(request, deal, "process")
    return render(
        request, "opportunities/page_with_records.html", {"page": _page(request, deal, head), "head": head}
    )


@require_GET
def opportunity_history(request: PageRequest, uid: str) -> HttpResponse:
    """Show who did what to a deal, newest first; restricted values are withheld."""
    deal = get_opportunity_for(request.actor, uid)
    before = request.GET.get("before", "")
    lines = history_of(
        request.actor, Kind.OPPORTUNITY, uid, restricted=dict(RESTRICTED), limit=HISTORY_PAGE + 1,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )  # fmt: skip
    shown = lines[:HISTORY_PAGE]
    page = HistoryPage(
        head=opportunity_head(request, deal, "history"),
        entries=history_entries(
            in_currencies(shown, _currencies(deal)), label_of, value_of, calendar=request.actor.user.calendar
        ),
        next_url=f"{request.path}?before={shown[-1].event.pk}" if len(lines) > HISTORY_PAGE else "",
    )
    return render(request, "opportunities/history.html", {"page": page, "head": page.head})


@require_http_methods(["GET", "HEAD", "POST"])
def new_opportunity(request: PageRequest) -> HttpResponse:
    """Ask for a new deal and create it; only name and account are needed."""
    actor = request.actor
    actor.must_have(Right.EDIT)
    about = request.GET.get("account", "")
    form = NewOpportunityForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        initial={
            "account": get_account_for(actor, about).uid if about else "",
            "stage": request.GET.get("stage", ""),
            "owner": actor.user.uid,
            "started_on": today(),
        },
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: create_opportunity(actor=actor, at=now(), **form.values))
        if made is not None:
            undo = record_url("web:opportunity_deletion", made.uid) if actor.has(Right.DELETE) else ""
            say_next(request, _("%(name)s was created") % {"name": made.name}, undo_url=undo)
            return go_on(request, record_url("web:opportunity", made.uid))
    context = {
        "form": form,
        "frame": "base_fragment.html" if wants_fragment(request) else "base.html",
    }
    return render(request, "opportunities/new.html", context, status=422 if request.method == "POST" else 200)


def _page(request: PageRequest, deal: "Opportunity", head: OpportunityHead) -> OpportunityPage:
    reader, entries = reader_of(request), entries_of(deal)
    lines = history_of(request.actor, Kind.OPPORTUNITY, deal.uid, restricted=dict(RESTRICTED), limit=RECENT)
    return OpportunityPage(
        head=head,
        finding=finding(deal, read_entries(entries, reader)),
        path=stage_path(deal, list(stages_of(deal.process)), entries, reader, may_move=head.may_move),
        entries=entry_lines(entries),
        lost=lost_text(entries),
        properties=opportunity_properties(request, deal, may_edit=head.may_edit),
        next_step=opportunity_property(request, deal, "next_step", may_edit=head.may_edit),
        is_late=is_late(deal, reader),
        step_done_url=_step_done_url(deal, head),
        version=deal.version,
        description=opportunity_property(request, deal, "description", may_edit=head.may_edit),
        take_back_url=_take_back_url(request, deal, entries[-1]),
        recent=history_entries(
            in_currencies(lines, _currencies(deal)),
            label_of,
            value_of,
            brief=True,
            calendar=request.actor.user.calendar,
        ),
        proposals=proposal_work(request.actor, reader, opportunity=deal),
        below=sections_below(request, Kind.OPPORTUNITY, deal),
    )


def _currencies(deal: "Opportunity") -> dict[str, str]:
    return dict.fromkeys(("amount", "price_floor"), deal.currency)


def _step_done_url(deal: "Opportunity", head: OpportunityHead) -> str:
    is_there = head.may_edit and deal.is_open and bool(deal.next_step)
    return record_url("web:next_step_completion", deal.uid) if is_there else ""


def _take_back_url(request: PageRequest, deal: "Opportunity", last: "StageEntry") -> str:
    try:
        check_can_correct(request.actor, last, last=last, at=now())
    except (Refusal, Denied):
        return ""
    return reverse("web:stage_entry_correction", args=[deal.uid, last.uid])
