"""What customers proposed and nobody has answered, as rows of Today, of an account's and of an opportunity's page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import pgettext

from tongxin.crm.projects.links import waiting_proposals
from tongxin.web.lists.cells import CellContext
from tongxin.web.plans.shows import proposed_text
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.days import seen_from
from tongxin.web.work.lines import WorkLine, account_name

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.crm.projects.models import PlanProposal

MOST = 8


def proposal_work(
    actor: "Actor", reader: CellContext, *, account: Any = None, opportunity: Any = None
) -> tuple[WorkLine, ...]:
    """Return the proposals that wait: of one account or opportunity, or those the reader answers for."""
    is_mine = account is None and opportunity is None
    rows = waiting_proposals(actor, account=account, opportunity=opportunity, own=is_mine)
    return tuple(_line(each, reader, with_account=is_mine) for each in rows[:MOST])


def _line(each: "PlanProposal", reader: CellContext, *, with_account: bool) -> WorkLine:
    return WorkLine(
        element=f"proposal-{each.uid}",
        title=proposed_text(each, as_of=reader.as_of, calendar=reader.calendar),
        url=f"{record_url('web:joint_plan', each.plan.uid)}#proposals",
        notes=tuple(_notes(each, with_account=with_account)),
        due=seen_from(timezone.localtime(each.created_at), as_of=reader.as_of),
        is_late=False,
        acts=(),
        sign="watch",
        sign_word=pgettext("proposal", "waits for an answer"),
    )


def _notes(each: "PlanProposal", *, with_account: bool) -> Iterator[str]:
    if with_account:
        yield account_name(each.plan.project.account)
    yield each.plan.project.name
    yield each.said_by
