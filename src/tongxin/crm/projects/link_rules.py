"""What makes a link and a proposal acceptable; pure."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tongxin.common.errors import Conflict
from tongxin.crm.projects.plan_choices import ProposalState
from tongxin.crm.projects.rules import ProjectRefused

if TYPE_CHECKING:
    from tongxin.crm.projects.models import PlanProposal, SharedLink

MOST_DAYS = 366
MOST_OPEN = 50


def counts(link: "SharedLink", at: datetime) -> bool:
    """Say whether a link lets somebody in: not revoked, not expired, made by somebody who still works here."""
    return link.revoked_at is None and at < link.expires_at and link.created_by.is_active


def check_days_of_link(days: int) -> None:
    """Accept a life of 1 to 366 days.

    Raises:
        ProjectRefused: `LINK_DAYS`.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ProjectRefused("LINK_DAYS", field="days", most=MOST_DAYS)


def end_of_link(at: datetime, days: int) -> datetime:
    """Return the moment from which a link no longer counts."""
    return at + timedelta(days=days)


def check_proposal(
    *,
    is_new: bool,
    name: str,
    days: tuple[date | None, date | None, date | None],
    comment: str,
    starts_on: date,
) -> None:
    """Accept a proposal that says something, with days in their order and after the plan's start.

    Args:
        is_new: whether a row is to be added.
        name: what it is called.
        days: first day, last day, day on which it was done.
        comment: in words.
        starts_on: first day of the plan.

    Raises:
        ProjectRefused: `PROPOSAL_WITHOUT_NAME`, `PROPOSAL_EMPTY`, `PLAN_ROW_DAYS` or `PLAN_ROW_BEFORE_START`.
    """
    first, last, _done = days
    if is_new and not name.strip():
        raise ProjectRefused("PROPOSAL_WITHOUT_NAME", field="name")
    if not is_new and not comment.strip() and days == (None, None, None):
        raise ProjectRefused("PROPOSAL_EMPTY", field="comment")
    for field, day in (("first_on", first), ("last_on", last)):
        if day is not None and day < starts_on:
            raise ProjectRefused("PLAN_ROW_BEFORE_START", field=field, day=starts_on.isoformat())
    if first is not None and last is not None and last < first:
        raise ProjectRefused("PLAN_ROW_DAYS", field="last_on", day=first.isoformat())


def check_open_proposals(count: int) -> None:
    """Accept one more proposal while not too many wait for us.

    Raises:
        ProjectRefused: `PROPOSALS_MANY`.
    """
    if count >= MOST_OPEN:
        raise ProjectRefused("PROPOSALS_MANY")


def check_undecided(proposal: "PlanProposal") -> None:
    """Accept a decision about a proposal that none was made about.

    Raises:
        Conflict: `PROPOSAL_DECIDED`.
    """
    if proposal.state != ProposalState.OPEN:
        raise Conflict("PROPOSAL_DECIDED")
