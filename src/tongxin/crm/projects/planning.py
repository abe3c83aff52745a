"""Short ways to write a joint plan: start it, add a row by its name, say that one is done."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.projects.plan_choices import DayUnit
from tongxin.crm.projects.plan_days import Kept, Span, days_to_keep, schedule_of, spans_in_other_unit
from tongxin.crm.projects.plan_selectors import last_row, plans_of, rows_of
from tongxin.crm.projects.records.plan import JOINT_PLAN, PLAN_ROW, RECOUNTED_ROW
from tongxin.crm.projects.rules import ProjectRefused
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject, JointPlan, PlanRow


@transaction.atomic
def ensure_plan(
    *, actor: Actor, at: datetime, project: "CustomerProject", name: str, today: date
) -> "JointPlan":
    """Return the first plan of a project; one that starts today and goes live with the project where there is none.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    actor.must_have(Right.EDIT)
    kept = plans_of(project)
    if kept:
        return kept[0]
    live = project.go_live_on if project.go_live_on is not None and project.go_live_on >= today else None
    values = {"project": project, "name": name, "starts_on": today, "goes_live_on": live}
    return cast("JointPlan", create_record(JOINT_PLAN, actor=actor, at=at, values=values))


@transaction.atomic
def add_row(
    *, actor: Actor, at: datetime, plan: "JointPlan", name: str, length: int = 5, **more: Any
) -> "PlanRow":
    """Add a row at the end of a plan, waiting for the one before it; we answer for it until somebody else is named.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        Refusal: which value is wrong, and why.
    """
    before = last_row(plan)
    values = {
        "plan": plan,
        "name": name,
        "length": length,
        "after": [before] if before is not None else [],
        "our_owner": actor.user,
        **more,
    }
    return cast("PlanRow", create_record(PLAN_ROW, actor=actor, at=at, values=values))


def unit_choices(row: "PlanRow") -> dict[Kept, Span]:
    """Return what a row comes to in the other unit, for each two of first day, last day and length that can stay.

    Raises:
        ProjectRefused: `PLAN_UNIT_MILESTONE`.
    """
    if not row.length and (row.first_on is None or row.last_on is None):
        raise ProjectRefused("PLAN_UNIT_MILESTONE", field="unit")
    rows = rows_of(row.plan)
    place = [each.pk for each in rows].index(row.pk)
    placed = schedule_of(row.plan, rows, as_of=None).steps[place]
    return spans_in_other_unit(row.plan, rows[place], placed)


@transaction.atomic
def switch_unit(*, actor: Actor, at: datetime, row: "PlanRow", kept: Kept) -> "PlanRow":
    """Count a row in the other unit, keeping two of its first day, last day and length; the third gives way.

    Days are fixed where they would move otherwise.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        ProjectRefused: `PLAN_UNIT_MILESTONE`, or `PLAN_TWO_ENDS` where an hour holds the last day.
    """
    wanted = unit_choices(row)[kept]
    unit = DayUnit.CALENDAR if row.unit == DayUnit.WORKING else DayUnit.WORKING
    rows = rows_of(row.plan)
    counted = next(each for each in rows if each.pk == row.pk)
    counted.unit, counted.length = unit.value, wanted.length
    values = {
        "unit": unit.value,
        "length": wanted.length,
        **days_to_keep(row.plan, rows, counted, wanted),
    }
    return cast("PlanRow", change_record(RECOUNTED_ROW, actor=actor, at=at, record=row, values=values))


def finish_row(*, actor: Actor, at: datetime, row: "PlanRow", on: date | None) -> "PlanRow":
    """Say on which day a row was done, or that it is not done after all.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    return cast("PlanRow", change_record(PLAN_ROW, actor=actor, at=at, record=row, values={"done_on": on}))
