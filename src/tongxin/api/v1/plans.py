"""Joint plans: the days of their rows. Plans, rows and returns themselves are declared objects."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.plans import (
    PlanScheduleOut,
    ProposalDecisionIn,
    ProposalOut,
    RowInUnitOut,
    RowUnitIn,
    SharedLinkIn,
    SharedLinkOut,
    WaitingProposalOut,
)
from tongxin.common.access import changing, seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.common.errors import Missing
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.projects.link_rules import counts
from tongxin.crm.projects.links import (
    accept_proposal,
    get_link_for,
    get_proposal_for,
    links_of,
    proposals_of,
    refuse_proposal,
    revoke_link,
    share_plan,
    token_of,
    waiting_proposals,
)
from tongxin.crm.projects.plan_days import Kept
from tongxin.crm.projects.plan_selectors import PlannedRow, get_plan_for, get_row_for, planned
from tongxin.crm.projects.planning import switch_unit, unit_choices
from tongxin.crm.projects.records import JOINT_PLAN
from tongxin.records.checks import check_may_write
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.projects.models import PlanProposal, SharedLink

router = ApiRouter(tags=["projects"])


@router.show("/joint-plans/{uid}/schedule", of=PlanScheduleOut, access=seeing(uid="JOINT_PLAN"))
def joint_plan_schedule(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show on which days the rows of a plan lie, back from going live, and what does not fit."""
    found = planned(get_plan_for(request.actor, uid), as_of=today())
    return {
        "plan": found.plan.uid,
        "first": found.schedule.first,
        "last": found.schedule.last,
        "goes_live_on": found.plan.goes_live_on,
        "calendar": found.plan.calendar,
        "zone": found.plan.zone,
        "rows": [_row(each) for each in found.rows],
        "reasons": [reason_text(reason) for reason in found.schedule.reasons],
    }


@router.show("/plan-rows/{uid}/unit", of=list[RowInUnitOut], access=seeing(uid="PLAN_ROW"))
def plan_row_units(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show what a row would come to in the unit it is not counted in, by what of it stays."""
    return [
        {
            "kept": kept,
            "unit": span.unit,
            "first": span.first,
            "last": span.last,
            "length": span.length,
        }
        for kept, span in unit_choices(get_row_for(request.actor, uid)).items()
    ]


@router.make("/plan-rows/{uid}/unit", of=RowInUnitOut, access=changing(uid="PLAN_ROW"))
def make_plan_row_unit(request: ApiRequest, uid: str, sent: RowUnitIn) -> dict[str, Any]:
    """Count a row in the other unit; what stays has to be said, the third of its values gives way."""
    row = get_row_for(request.actor, uid)
    switch_unit(actor=request.actor, at=now(), row=row, kept=Kept(sent.kept))
    rows = {each.row.pk: each for each in planned(row.plan, as_of=None).rows}
    placed = rows[row.pk].placed
    return {
        "kept": sent.kept,
        "unit": row.unit,
        "first": placed.first,
        "last": placed.last,
        "length": row.length,
    }


@router.show("/joint-plans/{uid}/links", of=list[SharedLinkOut], access=changing(uid="JOINT_PLAN"))
def joint_plan_links(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show the links by which the customer reads a plan, the newest first; the address of one that ended is empty."""
    plan = get_plan_for(request.actor, uid)
    # A link is a key: who may not make one does not see those that others made.
    request.actor.must_have(Right.EXPORT)
    check_may_write(JOINT_PLAN, request.actor, plan, plan.project.account)
    return [_link(request, link) for link in links_of(plan)]


@router.make("/joint-plans/{uid}/links", of=SharedLinkOut, access=changing(uid="JOINT_PLAN"))
def make_joint_plan_link(request: ApiRequest, uid: str, sent: SharedLinkIn) -> dict[str, Any]:
    """Make a link by which somebody of the customer's reads a plan without signing in."""
    plan = get_plan_for(request.actor, uid)
    made = share_plan(
        actor=request.actor,
        at=now(),
        plan=plan,
        label=sent.label,
        days=sent.days,
        may_propose=sent.may_propose,
    )
    return _link(request, made)


@router.make("/shared-links/{uid}/revocation", of=SharedLinkOut, access=changing(uid="SHARED_LINK"))
def make_link_revocation(request: ApiRequest, uid: str) -> dict[str, Any]:
    """End a link at once."""
    return _link(request, revoke_link(actor=request.actor, at=now(), link=get_link_for(request.actor, uid)))


@router.show("/joint-plans/{uid}/proposals", of=list[ProposalOut], access=seeing(uid="JOINT_PLAN"))
def plan_proposals(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show what the customer proposed about a plan, the newest first."""
    return [_proposal(each) for each in proposals_of(get_plan_for(request.actor, uid))]


@router.show("/plan-proposals-waiting", of=list[WaitingProposalOut], access=signed_in())
def waiting_plan_proposals(
    request: ApiRequest, account: str = "", opportunity: str = ""
) -> list[dict[str, Any]]:
    """Show what customers proposed and nobody answered, the oldest first: of an account or an opportunity, else the caller's own."""
    actor = request.actor
    try:
        of_account = get_account_for(actor, account) if account else None
        of_deal = get_opportunity_for(actor, opportunity) if opportunity else None
    except Missing:
        # As every list answers a filter by what is not there, or not for the caller.
        return []
    found = waiting_proposals(
        actor, account=of_account, opportunity=of_deal, own=not (account or opportunity)
    )
    return [
        {
            **_proposal(each),
            "plan": each.plan.uid,
            "project": each.plan.project.uid,
            "account": each.plan.project.account.uid,
        }
        for each in found
    ]


@router.make("/plan-proposals/{uid}/decision", of=ProposalOut, access=changing(uid="PLAN_PROPOSAL"))
def make_proposal_decision(request: ApiRequest, uid: str, sent: ProposalDecisionIn) -> dict[str, Any]:
    """Accept what the customer proposed, which changes the plan, or refuse it."""
    decide = accept_proposal if sent.accept else refuse_proposal
    proposal = get_proposal_for(request.actor, uid)
    return _proposal(decide(actor=request.actor, at=now(), proposal=proposal, reply=sent.reply))


def _link(request: ApiRequest, link: "SharedLink") -> dict[str, Any]:
    path = reverse("web:shared_plan", args=[token_of(link)])
    return {
        "uid": link.uid,
        "label": link.label,
        "url": request.build_absolute_uri(path) if counts(link, now()) else "",
        "may_propose": link.may_propose,
        "expires_at": link.expires_at,
        "revoked_at": link.revoked_at,
        "opened": link.opened,
        "last_opened_at": link.last_opened_at,
    }


def _proposal(each: "PlanProposal") -> dict[str, Any]:
    return {
        "uid": each.uid,
        "row": each.row.uid if each.row is not None else "",
        "name": each.name,
        "first_on": each.first_on,
        "last_on": each.last_on,
        "done_on": each.done_on,
        "comment": each.comment,
        "said_by": each.said_by,
        "state": each.state,
        "reply": each.reply,
        "proposed_at": each.created_at,
    }


def _row(each: PlannedRow) -> dict[str, Any]:
    row, placed = each.row, each.placed
    return {
        "row": row.uid,
        "number": row.number,
        "name": row.name,
        "after": [other.uid for other in each.after],
        "length": row.length,
        "unit": row.unit,
        "first": placed.first,
        "last": placed.last,
        "working_days": placed.working_days,
        "due_at": row.due_at,
        "stretches": placed.stretches,
        "latest_first": placed.latest_first,
        "latest_last": placed.latest_last,
        "slack": placed.slack,
        "done_on": row.done_on,
        "reasons": [reason_text(reason) for reason in placed.reasons],
    }
