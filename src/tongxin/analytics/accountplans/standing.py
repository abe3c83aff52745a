"""How far account plans are on a day: each objective with its value, its progress and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongxin.analytics.accountplans.headway import Progress, Way, progress_of
from tongxin.analytics.accountplans.measuring import Measured, measure
from tongxin.common.actor import Actor
from tongxin.crm.accountplans.choices import Headway
from tongxin.crm.accountplans.selectors import objectives_of

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountObjective, AccountPlan

LATE = frozenset({Headway.BEHIND, Headway.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveStanding:
    """One objective on a day."""

    objective: "AccountObjective"
    measured: Measured
    progress: Progress

    @property
    def is_late(self) -> bool:
        """Say whether it lacks what the time gone by asks for."""
        return self.progress.state in LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """One account plan on a day, its objectives the first due first."""

    plan: "AccountPlan"
    objectives: tuple[ObjectiveStanding, ...]

    @property
    def counts(self) -> Counter[Headway]:
        """Return how many objectives stand how."""
        return Counter(each.progress.state for each in self.objectives)

    @property
    def percent(self) -> int | None:
        """Return the mean progress of the objectives whose value is known; `None` without one."""
        known = [each.progress.percent for each in self.objectives if each.progress.percent is not None]
        return sum(known) // len(known) if known else None


def plan_standings(actor: Actor, plans: Iterable["AccountPlan"], *, as_of: date) -> list[PlanStanding]:
    """Return how far plans are, in the order given; as many queries for one as for many."""
    rows = list(plans)
    objectives = objectives_of(each.pk for each in rows)
    values = measure(actor, objectives, as_of=as_of)
    told: dict[int, list[ObjectiveStanding]] = {each.pk: [] for each in rows}
    for row in objectives:
        way = Way(
            measure=row.measure,
            baseline=row.baseline,
            target=row.target,
            first_on=row.plan.first_on,
            due_on=row.due_on,
        )
        found = values[row.pk]
        told[row.plan_id].append(
            ObjectiveStanding(
                objective=row, measured=found, progress=progress_of(way, found.value, as_of=as_of)
            )
        )
    return [PlanStanding(plan=each, objectives=tuple(told[each.pk])) for each in rows]


def plan_standing(actor: Actor, plan: "AccountPlan", *, as_of: date) -> PlanStanding:
    """Return how far one plan is."""
    return plan_standings(actor, [plan], as_of=as_of)[0]
