"""Share a joint plan by a link, and take what the customer proposes through it.

Whoever holds the link reads the plan's rows that are not for us alone, and may propose; nothing else. Each opening is in the log.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.models import save_changes
from tongxin.common.naming import joined_if_any
from tongxin.common.rights import Channel, Right
from tongxin.common.signed_links import token_for, uid_in
from tongxin.crm.projects.link_rules import (
    check_days_of_link,
    check_open_proposals,
    check_proposal,
    check_undecided,
    counts,
    end_of_link,
)
from tongxin.crm.projects.models import JointPlan, PlanProposal, PlanRow, SharedLink
from tongxin.crm.projects.plan_choices import ProposalState
from tongxin.crm.projects.plan_selectors import of_plans
from tongxin.crm.projects.planning import add_row
from tongxin.crm.projects.records.plan import JOINT_PLAN, PLAN_ROW
from tongxin.records.checks import check_may_write
from tongxin.records.writing import change_record

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN = "plan"


@transaction.atomic
def share_plan(
    *, actor: Actor, at: datetime, plan: JointPlan, label: str, days: int, may_propose: bool
) -> SharedLink:
    """Make a link to a plan for somebody of the customer's.

    Raises:
        Denied: the actor may not edit, or not take data out.
        Conflict: the account is not in use.
        ProjectRefused: `LINK_DAYS`.
    """
    actor.must_have(Right.EXPORT)
    check_may_write(JOINT_PLAN, actor, plan, plan.project.account)
    check_days_of_link(days)
    made = SharedLink.objects.create(
        plan=plan,
        label=label.strip()[:200],
        may_propose=may_propose,
        expires_at=end_of_link(at, days),
        created_by=actor.user,
        created_at=at,
        updated_at=at,
    )
    _note(actor, at, Verb.CREATED, Kind.SHARED_LINK, made, plan)
    return made


@transaction.atomic
def revoke_link(*, actor: Actor, at: datetime, link: SharedLink) -> SharedLink:
    """End a link at once; one that is revoked stays so.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    check_may_write(JOINT_PLAN, actor, link.plan, link.plan.project.account)
    if link.revoked_at is None:
        save_changes(link, {"revoked_at": at, "revoked_by": actor.user}, at=at)
        _note(actor, at, Verb.DELETED, Kind.SHARED_LINK, link, link.plan)
    return link


def token_of(link: SharedLink) -> str:
    """Return what stands in the address of a link."""
    return token_for(PLAN, link.uid)


def link_behind(token: str, *, at: datetime) -> SharedLink | None:
    """Return the link of an address; `None` when it is not one of ours, or does not count any more."""
    uid = uid_in(PLAN, token)
    rows = SharedLink.objects.filter(plan__deleted_at=None, plan__project__deleted_at=None)
    found = (
        rows.select_related("plan__project__account", "created_by").filter(uid=uid).first() if uid else None
    )
    is_kept = found is not None and counts(found, at) and found.plan.project.account.is_open
    return found if is_kept else None


@transaction.atomic
def note_opening(link: SharedLink, *, at: datetime, address: str) -> None:
    """Keep that a link was opened, and from which block of addresses."""
    SharedLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=at)
    note(
        actor=None, at=at, verb=Verb.VIEWED, kind=Kind.SHARED_LINK, target=link, channel=Channel.WEB,
        account_uid=link.plan.project.account.uid, address_seen=address,
    )  # fmt: skip


@transaction.atomic
def propose(
    *,
    link: SharedLink,
    at: datetime,
    row: PlanRow | None,
    said_by: str,
    name: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    done_on: date | None = None,
    comment: str = "",
) -> PlanProposal:
    """Keep what somebody proposes through a link; the plan stays as it is.

    Raises:
        ProjectRefused: see `link_rules.check_proposal` and `check_open_proposals`.
    """
    check_proposal(
        is_new=row is None,
        name=name,
        days=(first_on, last_on, done_on),
        comment=comment,
        starts_on=link.plan.starts_on,
    )
    check_open_proposals(PlanProposal.objects.filter(link=link, state=ProposalState.OPEN).count())
    made = PlanProposal.objects.create(
        plan=link.plan,
        link=link,
        row=row,
        row_version=row.version if row is not None else 0,
        name=name.strip() if row is None else "",
        first_on=first_on,
        last_on=last_on,
        done_on=done_on,
        comment=comment.strip(),
        said_by=said_by.strip(),
        created_at=at,
        updated_at=at,
    )
    note(
        actor=None, at=at, verb=Verb.CREATED, kind=Kind.PLAN_PROPOSAL, target=made, channel=Channel.WEB,
        account_uid=link.plan.project.account.uid, through=link.uid,
    )  # fmt: skip
    return made


@transaction.atomic
def accept_proposal(*, actor: Actor, at: datetime, proposal: PlanProposal, reply: str = "") -> PlanProposal:
    """Write a proposal into the plan: the days of its row, or the row that is to be added.

    Raises:
        Denied: the actor may not edit.
        Conflict: `PROPOSAL_DECIDED`, or the account is not in use.
        ProjectRefused: the plan cannot take it as it stands now.
    """
    check_undecided(proposal)
    days = ("first_on", "last_on", "done_on")
    values: Mapping[str, Any] = {
        name: getattr(proposal, name) for name in days if getattr(proposal, name) is not None
    }
    if proposal.row is None:
        add_row(actor=actor, at=at, plan=proposal.plan, name=proposal.name, **values)
    else:
        check_may_write(PLAN_ROW, actor, proposal.row, proposal.plan.project.account)
        change_record(PLAN_ROW, actor=actor, at=at, record=proposal.row, values=values)
    return _decide(actor, at, proposal, ProposalState.ACCEPTED, reply)


@transaction.atomic
def refuse_proposal(*, actor: Actor, at: datetime, proposal: PlanProposal, reply: str = "") -> PlanProposal:
    """Leave the plan as it is; what we answer stands on the customer's page.

    Raises:
        Denied: the actor may not edit.
        Conflict: `PROPOSAL_DECIDED`, or the account is not in use.
    """
    check_undecided(proposal)
    check_may_write(JOINT_PLAN, actor, proposal.plan, proposal.plan.project.account)
    return _decide(actor, at, proposal, ProposalState.REFUSED, reply)


def _decide(
    actor: Actor, at: datetime, proposal: PlanProposal, state: ProposalState, reply: str
) -> PlanProposal:
    values = {"state": state.value, "reply": reply.strip()[:500], "decided_by": actor.user, "decided_at": at}
    changes = save_changes(proposal, values, at=at)
    note(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PLAN_PROPOSAL, target=proposal,
        account_uid=proposal.plan.project.account.uid, changes=changes,
    )  # fmt: skip
    return proposal


def _note(actor: Actor, at: datetime, verb: Verb, kind: Kind, target: SharedLink, plan: JointPlan) -> None:
    note(actor=actor, at=at, verb=verb, kind=kind, target=target, account_uid=plan.project.account.uid)


def links_of(plan: JointPlan) -> list[SharedLink]:
    """Return the links of a plan, the newest first."""
    return list(SharedLink.objects.filter(plan=plan).select_related("created_by").order_by("-pk"))


def proposals_of(plan: JointPlan, *, link: SharedLink | None = None) -> list[PlanProposal]:
    """Return what was proposed about a plan, the newest first; through one link only, where it is named."""
    rows = PlanProposal.objects.filter(plan=plan).select_related("row", "link", "decided_by").order_by("-pk")
    return list(rows.filter(link=link) if link is not None else rows)


def waiting_proposals(
    actor: Actor, *, account: Any = None, opportunity: Any = None, own: bool = False
) -> list[PlanProposal]:
    """Return what customers proposed and nobody has answered yet, the oldest first.

    Args:
        actor: who reads.
        account: of this one alone.
        opportunity: about plans of projects that carry this one alone.
        own: about projects the actor answers for, or through links they made.
    """
    rows = _under_plans(PlanProposal.objects.filter(state=ProposalState.OPEN), actor)
    if account is not None:
        rows = rows.filter(plan__project__account=account)
    if opportunity is not None:
        rows = rows.filter(plan__project__opportunities=opportunity)
    if own:
        answers = Q(plan__project__owner=None, plan__project__account__owner=actor.user)
        rows = rows.filter(Q(link__created_by=actor.user) | Q(plan__project__owner=actor.user) | answers)
    return joined_if_any(rows.order_by("created_at", "pk"), "plan__project__account", "row", "link")


def get_link_for(actor: Actor, uid: str) -> SharedLink:
    """Return a link to a plan that the actor may see.

    Raises:
        Missing: `SHARED_LINK_MISSING`.
    """
    rows = _under_plans(SharedLink.objects.all(), actor)
    found: SharedLink | None = (
        rows.select_related("plan__project__account", "created_by").filter(uid=uid).first()
    )
    if found is None:
        raise Missing("SHARED_LINK_MISSING", uid=uid)
    return found


def get_proposal_for(actor: Actor, uid: str) -> PlanProposal:
    """Return a proposal about a plan that the actor may see.

    Raises:
        Missing: `PLAN_PROPOSAL_MISSING`.
    """
    rows = _under_plans(PlanProposal.objects.all(), actor)
    found: PlanProposal | None = (
        rows.select_related("plan__project__account", "row__plan__project__account").filter(uid=uid).first()
    )
    if found is None:
        raise Missing("PLAN_PROPOSAL_MISSING", uid=uid)
    return found


def _under_plans(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(plan__in=of_plans(JointPlan, actor, "").filter(deleted_at=None))
