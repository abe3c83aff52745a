"""Tell the joint plans: rows, what came back, the link the customer has, and what they propose through it."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from tongxin.crm.projects.links import propose, share_plan
from tongxin.crm.projects.records import JOINT_PLAN, PLAN_DAY, PLAN_RETURN, PLAN_ROW
from tongxin.crm.projects.selectors import projects_for
from tongxin.demo.plan_facts import PLANS, PlanFact, Row
from tongxin.demo.project_facts import PROJECTS, ProjectFact
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.crm.projects.models import JointPlan, PlanRow
    from tongxin.demo.made import World


def tell_plans(world: "World") -> None:
    """Put the plans into the chronicle, each once its first rows are behind us."""
    for fact in world.told(PLANS):
        world.chronicle.tell(world.chronicle.moment(fact.link[1], 18), partial(_begin, world, fact))


def _begin(world: "World", fact: PlanFact, at: datetime) -> None:
    of = world.told(PROJECTS[fact.project])
    actor, on = world.actor(of.owner), world.chronicle.on
    project = projects_for(actor).get(name=of.name)
    plan = create_record(
        JOINT_PLAN, actor=actor, at=at,
        values={
            "project": project, "name": fact.name, "calendar": fact.calendar, "zone": fact.zone,
            "starts_on": on(fact.starts), "goes_live_on": project.go_live_on,
        },
    )  # fmt: skip
    for name, kind, first, last in fact.days:
        values = {"plan": plan, "name": name, "kind": kind, "first_on": on(first), "last_on": on(last)}
        create_record(PLAN_DAY, actor=actor, at=at, values=values)
    rows: list[PlanRow] = []
    for row in fact.rows:
        rows.append(_row(world, of, plan, row, rows[-1:], at))
    link = share_plan(actor=actor, at=at, plan=plan, label=fact.link[0], days=90, may_propose=True)
    if fact.proposal is not None:
        place, last, said, who = fact.proposal
        propose(link=link, at=at, row=rows[place], said_by=who, last_on=on(last), comment=said)


def _row(
    world: "World", of: ProjectFact, plan: "JointPlan", row: Row, after: "list[PlanRow]", at: datetime
) -> "PlanRow":
    actor, on = world.actor(of.owner), world.chronicle.on
    fixed = (
        {} if row.first is None or row.done is None else {"first_on": on(row.first), "last_on": on(row.done)}
    )
    made: PlanRow = create_record(
        PLAN_ROW, actor=actor, at=at,
        values={
            "plan": plan, "name": row.name, "length": row.length, "evidence": row.evidence, "after": after,
            "customer_owner": world.people[row.theirs] if row.theirs else None,
            "our_owner": world.user(row.ours or of.owner), "is_internal": row.internal,
            "done_on": on(row.done) if row.done is not None else None, **fixed,
        },
    )  # fmt: skip
    if row.returned is not None:
        day, why, length = row.returned
        values = {"row": made, "returned_on": on(day), "why": why, "length": length}
        create_record(PLAN_RETURN, actor=actor, at=at, values=values)
    return made
