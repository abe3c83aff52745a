"""Objectives that fall behind, as rows of Today."""

from tongxin.analytics.accountplans.standing import ObjectiveStanding, plan_standings
from tongxin.common.actor import Actor
from tongxin.crm.accountplans.choices import Headway
from tongxin.crm.accountplans.selectors import plans_in_use
from tongxin.web.accountplans.lines import SHAPES, why_of
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell.addresses import record_url
from tongxin.web.work.lines import WorkLine, account_name, due_text
from tongxin.wording.accountplans import reading_text


def behind_work(actor: Actor, reader: CellContext) -> tuple[WorkLine, ...]:
    """Return the objectives somebody answers for that are behind or were missed, in plans that run; the first due first."""
    plans = plans_in_use(actor, running_on=reader.as_of, owner=actor.user.pk)
    found = [
        each
        for standing in plan_standings(actor, plans, as_of=reader.as_of)
        for each in standing.objectives
        if each.is_late and each.objective.owner_id == actor.user.pk
    ]
    return tuple(_line(each, reader) for each in sorted(found, key=lambda each: each.objective.due_on))


def _line(each: ObjectiveStanding, reader: CellContext) -> WorkLine:
    row, state = each.objective, each.progress.state
    return WorkLine(
        element=f"behind-{row.uid}",
        title=row.text,
        url=f"{record_url('web:account_plan', row.plan.uid)}#objective-{row.uid}",
        notes=(
            account_name(row.plan.account),
            reading_text(row.measure, each.measured.value, row.unit),
            *why_of(each, reader),
        ),
        due=due_text(row.due_on, reader),
        is_late=state == Headway.MISSED,
        acts=(),
        sign=SHAPES[state],
        sign_word=str(state.label),
    )
