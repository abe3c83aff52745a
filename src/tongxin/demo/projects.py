"""Tell the customers' projects: dossiers, checkpoints, support, needs, versions and gates, each on its own day."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from tongxin.crm.projects.editions import Ruling, decide, freeze
from tongxin.crm.projects.pulses import ask_by_link
from tongxin.crm.projects.records import (
    CHECKPOINT,
    EVIDENCE,
    EXPERT,
    GATE,
    LOT,
    MATURITY,
    NEED,
    OPEN_POINT,
    PAPER,
    PROJECT,
    PULSE,
    REQUIREMENT,
    SPECIAL_REQUEST,
    SUPPORT_TASK,
)
from tongxin.demo.facts import Day
from tongxin.demo.project_facts import PROJECTS, Check, ProjectFact
from tongxin.records.definition import Definition
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.crm.projects.models import Checkpoint, CustomerProject
    from tongxin.crm.stakeholders.models import Person
    from tongxin.demo.made import World

OBSERVED = {"Y": "YES", "P": "PARTLY", "N": "NO", "?": "UNKNOWN"}
# What the committee of the deal judges; the others have judges of their own.
JUDGED = frozenset({"PROPOSAL", "FINAL"})
FOUR = ("says_figures", "did_before", "has_rules", "has_specialists")


def tell_projects(world: "World") -> None:
    """Put the projects into the chronicle."""
    for fact in world.told(PROJECTS):
        world.chronicle.tell(world.chronicle.moment(fact.began, 17), partial(_begin, world, fact))


class _Told:
    """One project while it is told."""

    def __init__(self, world: "World", fact: ProjectFact, project: "CustomerProject") -> None:
        self.world, self.fact, self.project = world, fact, project

    def make(self, definition: Definition, at: datetime, **values: Any) -> Any:
        return create_record(definition, actor=self.world.actor(self.fact.owner), at=at, values=values)

    def on(self, day: Day | None) -> date | None:
        return None if day is None else self.world.chronicle.on(day)

    def person(self, key: str) -> "Person | None":
        return self.world.people[key] if key else None

    def later(self, day: Day, event: Any) -> None:
        self.world.chronicle.tell(self.world.chronicle.moment(min(day, 0), 17.5), event)


def _begin(world: "World", fact: ProjectFact, at: datetime) -> None:
    state, amount, currency = fact.budget
    values = {
        "account": world.accounts[fact.account],
        "name": fact.name,
        "state": fact.state,
        "owner": world.user(fact.owner),
        "lead": world.people[fact.lead],
        "authors": [world.people[key] for key in fact.authors],
        "opportunities": [world.deals[fact.deal]] if fact.deal in world.deals else [],
        "budget_state": state,
        "planned_budget": Decimal(amount),
        "currency": currency,
        **{name: world.chronicle.on(day) for name, day in fact.days.items()},
        **fact.texts,
    }
    project = create_record(PROJECT, actor=world.actor(fact.owner), at=at, values=values)
    told = _Told(world, fact, project)
    for tell in (_requirements, _lots, _checks, _support, _papers, _needs, _gates, _pulses):
        for day, event in tell(told):
            told.later(day, event)


Events = Iterator[tuple[Day, Any]]


def _requirements(told: _Told) -> Events:
    world, project = told.world, told.project
    for number, asked in enumerate(told.fact.requirements, start=1):
        values = {
            "project": project,
            "number": f"R{number}",
            "name": asked.name,
            "origin": asked.origin,
            "kind": asked.kind,
            "weight": asked.weight,
            "author": told.person(asked.author),
            "helper": world.user(asked.helper) if asked.helper else None,
            "rival": world.competitors[asked.rival] if asked.rival else None,
            "written_on": told.on(asked.day),
        }
        yield asked.day, partial(_make, told, REQUIREMENT, values)


def _lots(told: _Told) -> Events:
    for place, (number, name) in enumerate(told.fact.lots):
        deal = None if place else told.world.deals.get(told.fact.deal)
        values = {"project": told.project, "number": number, "name": name, "opportunity": deal}
        yield told.fact.began + 30, partial(_make, told, LOT, values)


def _make(told: _Told, definition: Definition, values: dict[str, Any], at: datetime) -> None:
    told.make(definition, at, **values)


def _checks(told: _Told) -> Events:
    for check in told.fact.checks:
        past = [day for day in (check.planned, check.held, check.reinspected) if day is not None and day < 0]
        yield max(past, default=told.fact.began + 40), partial(_check, told, check)


def _check(told: _Told, check: Check, at: datetime) -> None:
    ours = told.fact.member if check.held is not None else told.fact.owner
    made = told.make(
        CHECKPOINT, at, project=told.project, name=check.name, kind=check.kind, judges=check.judges,
        owner=told.world.user(ours), planned_on=told.on(check.planned), held_on=told.on(check.held),
        criteria=check.criteria, outcome=check.outcome, reinspect_on=told.on(check.reinspect),
        reinspected_on=told.on(check.reinspected), reinspection=check.reinspection,
    )  # fmt: skip
    if check.kind in JUDGED:
        told.later(-1, partial(_judges, told, made))
    for name, edition, day in check.evidence:
        moment = max(at, told.world.chronicle.moment(day, 17.5))
        told.world.chronicle.tell(moment, partial(_hand_in, told, made, name, edition, day))
    for name, day in check.left_open:
        told.make(
            OPEN_POINT, at, checkpoint=made, name=name, owner=told.world.user(told.fact.member),
            due_on=told.on(day), closed_on=told.on(day) if day < -30 else None,
        )  # fmt: skip


def _judges(told: _Told, check: "Checkpoint", at: datetime) -> None:
    committee = told.world.committees.get(told.fact.deal)
    check.refresh_from_db()
    change_record(
        CHECKPOINT,
        actor=told.world.actor(told.fact.owner),
        at=at,
        record=check,
        values={"committee": committee},
    )


def _hand_in(told: _Told, check: "Checkpoint", name: str, edition: str, day: Day, at: datetime) -> None:
    told.make(
        EVIDENCE, at, checkpoint=check, name=name, edition=edition, given_on=told.on(day),
        giver=told.world.user(told.fact.member), receiver=told.person(told.fact.lead),
    )  # fmt: skip


def _support(told: _Told) -> Events:
    owner = told.world.user(told.fact.member)
    for name, kind, day, effort, effect in told.fact.help:
        values = {"project": told.project, "name": name, "kind": kind, "owner": owner, "effect": effect}
        days = {"due_on": told.on(day), "done_on": told.on(day), "effort_days": Decimal(str(effort))}
        yield day, partial(_make, told, SUPPORT_TASK, {**values, **days})
    for name, who, day, effort, state, effect in told.fact.asked:
        values = {"project": told.project, "name": name, "asked_by": told.person(who), "owner": owner}
        more = {
            "asked_on": told.on(day),
            "effort_days": Decimal(str(effort)),
            "state": state,
            "effect": effect,
        }
        yield day, partial(_make, told, SPECIAL_REQUEST, {**values, **more})


def _papers(told: _Told) -> Events:
    giver, receiver = told.world.user(told.fact.owner), told.person(told.fact.lead)
    for name, purpose, edition, day in told.fact.papers:
        values = {"project": told.project, "name": name, "purpose": purpose, "edition": edition}
        given = {"given_on": told.on(day), "giver": giver, "receiver": receiver}
        yield day, partial(_make, told, PAPER, {**values, **given})
    for name, organisation, conflict, evidence in told.fact.experts:
        values = {"project": told.project, "name": name, "organisation": organisation, "conflict": conflict}
        yield -20, partial(_make, told, EXPERT, {**values, "conflict_evidence": evidence})


def _needs(told: _Told) -> Events:
    day = told.fact.began + 20
    for name, kind, who in told.fact.needs:
        values = {"project": told.project, "name": name, "kind": kind, "person": told.person(who)}
        yield day, partial(_make, told, NEED, {**values, "told_on": told.on(day), "asked_role": "USER"})
    area, answers, evidence = told.fact.maturity
    judged = dict(zip(FOUR, (OBSERVED[each] for each in answers), strict=True))
    values = {
        "account": told.project.account,
        "area": area,
        "dimension": "BUYING",
        "assessed_on": told.on(day),
    }
    yield day, partial(_make, told, MATURITY, {**values, **judged, "maturity_evidence": evidence})


def _pulses(told: _Told) -> Events:
    for step, kind, who, day, score, comment in told.fact.pulses:
        values = {"project": told.project, "person": told.person(who), "step": step, "kind": kind}
        said = {
            "happened_on": told.on(day),
            "answered_on": told.on(day + 1),
            "consent": "GIVEN",
            "score": score,
            "comment": comment,
        }
        yield day + 1, partial(_make, told, PULSE, {**values, **said})
    yield told.fact.asking[-1] + 1, partial(_ask, told)


def _ask(told: _Told, at: datetime) -> None:
    step, kind, who, day = told.fact.asking
    pulse = told.make(
        PULSE,
        at,
        project=told.project,
        person=told.person(who),
        step=step,
        kind=kind,
        happened_on=told.on(day),
    )
    ask_by_link(actor=told.world.actor(told.fact.owner), at=at, pulse=pulse)


def _gates(told: _Told) -> Events:
    for day, why, own, budget in told.fact.versions:
        yield day, partial(_freeze, told, why, own, budget)
    for place, (name, basis, approved) in enumerate(told.fact.gates, start=1):
        yield told.fact.began, partial(_gate, told, place, name, basis, approved)


def _freeze(told: _Told, why: str, own: tuple[str, ...], budget: int | None, at: datetime) -> None:
    actor = told.world.actor(told.fact.owner)
    if budget is not None:
        values = {"planned_budget": Decimal(budget)}
        change_record(PROJECT, actor=actor, at=at, record=told.project, values=values)
    freeze(actor=actor, at=at, project=told.project, why=why, own_parts=own)


def _gate(told: _Told, place: int, name: str, basis: tuple[str, ...], day: Day | None, at: datetime) -> None:
    flags = {f"on_{part}": True for part in basis}
    rule = {"go_from": 70, "stop_below": 50}
    gate = told.make(GATE, at, project=told.project, name=name, place=place, **flags, **rule)
    if day is None:
        return

    def approve(moment: datetime) -> None:
        lead = told.person(told.fact.lead)
        ruling = Ruling(
            verdict="APPROVED", decided_on=told.world.chronicle.on(day), score=78,
            decided_by=lead.full_name if lead else "",
        )  # fmt: skip
        decide(actor=told.world.actor(told.fact.owner), at=moment, gate=gate, ruling=ruling)

    told.world.chronicle.tell(told.world.chronicle.moment(day, 18), approve)
