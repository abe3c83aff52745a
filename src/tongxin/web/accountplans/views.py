"""The plan of an account, as a part of the account's pages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongxin.analytics.accountplans.situation import situation_of
from tongxin.analytics.accountplans.standing import plan_standing
from tongxin.audit.choices import Kind
from tongxin.common.clock import today
from tongxin.common.rights import Right
from tongxin.crm.accountplans.records import ACCOUNT_PLAN, OBJECTIVE, REVIEW
from tongxin.crm.accountplans.selectors import (
    actions_of,
    current_plan,
    get_account_plan_for,
    plans_of_account,
    reviews_of,
)
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.records import reading
from tongxin.web.accountplans.lines import Beside, action_lines, fact_lines, objective_line
from tongxin.web.accountplans.pages import AccountPlanPage
from tongxin.web.accountplans.paper import Told, review_paper
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.documents import DOCX, PDF, language_now, send_document
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.below import anchor_of, new_url, sections_below
from tongxin.web.records.heads import head_of, texts_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.wording.accountplans import finding_of_plan

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountPlan
    from tongxin.crm.accounts.models import Account

STATE_KINDS = {"DRAFT": "plain", "AGREED": "good", "CLOSED": "unknown"}


@require_GET
def account_plan_now(request: PageRequest, uid: str) -> HttpResponse:
    """Show the plan of an account for the present period, or else its last one."""
    account = get_account_for(request.actor, uid)
    return _answer(request, account, current_plan(request.actor, account, as_of=today()))


@require_GET
def account_plan(request: PageRequest, uid: str) -> HttpResponse:
    """Show one account plan: what the records say, each objective with its progress, risks and resources."""
    plan = get_account_plan_for(request.actor, uid)
    return _answer(request, get_account_for(request.actor, plan.account.uid), plan)


def _answer(request: PageRequest, account: "Account", plan: "AccountPlan | None") -> HttpResponse:
    head = account_head(request, account, "plan")
    context = {
        "head": head,
        "page": _page(request, plan) if plan is not None else None,
        "new_url": new_url(ACCOUNT_PLAN, account, back=request.path) if head.may_edit else "",
    }
    return render(request, "accountplans/page.html", context)


def _page(request: PageRequest, plan: "AccountPlan") -> AccountPlanPage:
    actor, reader, uid = request.actor, reader_of(request), plan.account.uid
    reading.ensure_withheld(ACCOUNT_PLAN, actor, plan)
    head = head_of(ACCOUNT_PLAN, request, plan)
    may_edit = bool(head.form_url)
    standing = plan_standing(actor, plan, as_of=reader.as_of)
    beside = Beside(
        actor=actor,
        reader=reader,
        actions=actions_of(actor, plan),
        review=next(iter(reviews_of(plan)), None),
        back=request.path,
        may_edit=may_edit,
    )
    sections = sections_below(request, ACCOUNT_PLAN.kind, plan, unread={anchor_of(OBJECTIVE)})
    return AccountPlanPage(
        head=head,
        period=period_text(plan, reader.calendar),
        owner=plan.owner.display_name,
        state=plan.get_state_display(),
        state_kind=STATE_KINDS[plan.state],
        finding=finding_of_plan(standing),
        percent=standing.percent,
        objectives=tuple(objective_line(each, beside) for each in standing.objectives),
        actions=action_lines(standing, beside),
        facts=fact_lines(situation_of(actor, plan, as_of=reader.as_of), uid),
        texts=texts_of(ACCOUNT_PLAN, request, plan),
        objective_url=new_url(OBJECTIVE, plan, back=request.path) if may_edit else "",
        below=tuple(each for each in sections if each.kind != OBJECTIVE.kind),
        others=tuple(
            Link(
                label=f"{each.title} · {period_text(each, reader.calendar)}",
                url=record_url("web:account_plan", each.uid),
            )
            for each in plans_of_account(plan.account_id, without=plan.pk)
        ),
        review_url=new_url(REVIEW, plan, back=request.path) if may_edit else "",
        papers=tuple(_papers(plan.uid)) if actor.has(Right.EXPORT) else (),
    )


def _papers(uid: str) -> Iterator[Link]:
    for is_inside, label in ((False, _("For the customer")), (True, _("For us alone"))):
        for form in (PDF, DOCX):
            url = reverse(f"web:account_plan_{form}", args=[uid])
            yield Link(label=f"{label} · {form.upper()}", url=f"{url}?inside=1" if is_inside else url)


@require_GET
def account_plan_pdf(request: PageRequest, uid: str) -> HttpResponse:
    """Send the review document as PDF."""
    return _paper(request, uid, PDF)


@require_GET
def account_plan_docx(request: PageRequest, uid: str) -> HttpResponse:
    """Send the review document as a text that can be edited."""
    return _paper(request, uid, DOCX)


def _paper(request: PageRequest, uid: str, form: str) -> HttpResponse:
    actor, reader, is_inside = request.actor, reader_of(request), "inside" in request.GET
    actor.must_have(Right.EXPORT)
    plan = get_account_plan_for(actor, uid)
    told = Told(
        standing=plan_standing(actor, plan, as_of=reader.as_of),
        actions=actions_of(actor, plan),
        facts=fact_lines(situation_of(actor, plan, as_of=reader.as_of), plan.account.uid)
        if is_inside
        else (),
        reader=reader,
        is_inside=is_inside,
    )
    document = review_paper(told, period=period_text(plan, reader.calendar), language=language_now())
    return send_document(
        request,
        document,
        form=form,
        name="account-plan",
        kind=Kind.ACCOUNT_PLAN,
        target=plan,
        is_theirs=not is_inside,
    )


def period_text(plan: "AccountPlan", calendar: str) -> str:
    """Return the period of a plan."""
    first = days.whole_day(plan.first_on, calendar=calendar)
    return f"{first} – {days.whole_day(plan.last_on, calendar=calendar)}"
