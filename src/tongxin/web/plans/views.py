"""The joint plan of a customer's project: the table, the picture of the same rows, and short ways to write it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.projects.links import (
    accept_proposal,
    get_link_for,
    get_proposal_for,
    links_of,
    proposals_of,
    refuse_proposal,
    revoke_link,
    share_plan,
)
from tongxin.crm.projects.plan_days import Kept
from tongxin.crm.projects.plan_selectors import get_plan_for, get_row_for, planned
from tongxin.crm.projects.planning import add_row, ensure_plan, finish_row, switch_unit, unit_choices
from tongxin.crm.projects.records import JOINT_PLAN, PLAN_ROW
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records.checks import check_may_write
from tongxin.records.reading import withhold
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.lists.readers import reader_of
from tongxin.web.plans.forms import LinkForm, RowForm, UnitForm
from tongxin.web.plans.shows import days_text, link_lines, plan_page, proposal_lines, unit_lines
from tongxin.web.records.below import sections_below
from tongxin.web.records.heads import head_of, properties_of, texts_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.projects.models import JointPlan


@require_http_methods(["GET", "HEAD", "POST"])
def joint_plan(request: PageRequest, uid: str) -> HttpResponse:
    """Show a joint plan, and add a row to it by its name."""
    plan = get_plan_for(request.actor, uid)
    form = RowForm(posted(request), is_next="add" in request.GET)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: add_row(actor=request.actor, at=now(), plan=plan, **form.cleaned_data))
        if row is not None:
            say_next(request, _("“%(name)s” is in the plan") % {"name": row.name})
            return go_on(request, f"{request.path}?add=1")
    return _answer(request, plan, form)


def _answer(
    request: PageRequest, plan: "JointPlan", form: RowForm, link_form: LinkForm | None = None
) -> HttpResponse:
    head = head_of(JOINT_PLAN, request, plan)
    may_share = bool(head.form_url) and request.actor.has(Right.EXPORT)
    found = planned(plan, as_of=today())
    withhold(PLAN_ROW, request.actor, [each.row for each in found.rows])
    page = plan_page(
        found,
        as_of=today(),
        calendar=reader_of(request).calendar,
        may_edit=bool(head.form_url),
    )
    context = {
        "page": page,
        "head": head,
        "form": form,
        "properties": properties_of(JOINT_PLAN, request, plan),
        "texts": texts_of(JOINT_PLAN, request, plan),
        "below": sections_below(request, JOINT_PLAN.kind, plan)[:1],
        "proposals": proposal_lines(proposals_of(plan), as_of=today(), calendar=reader_of(request).calendar),
        "links": link_lines(links_of(plan), address_of=_address_of(request), at=now()) if may_share else (),
        "may_share": may_share,
        "link_form": link_form or LinkForm(),
    }
    return render(request, "plans/page.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def project_plan(request: PageRequest, uid: str) -> HttpResponse:
    """Open the plan of a project; the first time it is made."""
    project = get_project_for(request.actor, uid)
    plan = ensure_plan(
        actor=request.actor,
        at=now(),
        project=project,
        name=pgettext("plan", "Plan until going live"),
        today=today(),
    )
    return go_on(request, f"{record_url('web:joint_plan', plan.uid)}?add=1")


@require_POST
def plan_row_completion(request: PageRequest, uid: str) -> HttpResponse:
    """Say that a row is done today, or that it is not done after all."""
    row = get_row_for(request.actor, uid)
    is_done = request.POST.get("done") != "no"
    finish_row(actor=request.actor, at=now(), row=row, on=today() if is_done else None)
    say_next(request, _("Saved."))
    return go_on(request, f"{reverse('web:joint_plan', args=[row.plan.uid])}#row-{row.uid}")


@require_http_methods(["GET", "HEAD", "POST"])
def plan_row_unit(request: PageRequest, uid: str) -> HttpResponse:
    """Count a row in the other unit, once it is said what of it stays."""
    row = get_row_for(request.actor, uid)
    check_may_write(PLAN_ROW, request.actor, row, row.plan.project.account)
    lines = unit_lines(unit_choices(row), calendar=reader_of(request).calendar)
    form = UnitForm(lines, posted(request))
    back = f"{reverse('web:joint_plan', args=[row.plan.uid])}#row-{row.uid}"
    if request.method == "POST" and form.is_valid():
        kept = Kept(form.cleaned_data["kept"])
        if attempt(form, lambda: switch_unit(actor=request.actor, at=now(), row=row, kept=kept)) is not None:
            say_next(request, _("Saved."))
            return go_on(request, back)
    context = {"form": form, "row": row, "now": days_text(row.length, row.unit), "back_url": back}
    return render(request, "plans/unit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def plan_links(request: PageRequest, uid: str) -> HttpResponse:
    """Make a link to a plan for somebody of the customer's."""
    plan = get_plan_for(request.actor, uid)
    form = LinkForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: share_plan(actor=request.actor, at=now(), plan=plan, **values)) is not None:
            say_next(request, _("The link is ready: copy it from below"))
            return go_on(request, f"{reverse('web:joint_plan', args=[uid])}#share")
    return _answer(request, plan, RowForm(), form)


@require_POST
def shared_link_revocation(request: PageRequest, uid: str) -> HttpResponse:
    """End a link at once."""
    link = revoke_link(actor=request.actor, at=now(), link=get_link_for(request.actor, uid))
    say_next(request, _("The link shows nothing any more"))
    return go_on(request, f"{reverse('web:joint_plan', args=[link.plan.uid])}#share")


@require_POST
def plan_proposal_decision(request: PageRequest, uid: str) -> HttpResponse:
    """Accept or refuse what the customer proposed."""
    proposal = get_proposal_for(request.actor, uid)
    decide = accept_proposal if request.POST.get("accept") == "yes" else refuse_proposal
    decide(actor=request.actor, at=now(), proposal=proposal, reply=request.POST.get("reply", ""))
    say_next(request, _("Saved."))
    return go_on(request, f"{reverse('web:joint_plan', args=[proposal.plan.uid])}#proposals")


def _address_of(request: PageRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("web:shared_plan", args=[token]))
