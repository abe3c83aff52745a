"""What makes a customer's project and the parts of its dossier acceptable, and how a checkpoint stands; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tongxin.common.errors import Refusal
from tongxin.crm.projects.choices import CheckResult, Origin, Standing

# Each day of a project with those it must not come before. A charter may come before the work starts, or after it.
ORDER: Mapping[str, tuple[str, ...]] = {
    "purchase_until": ("purchase_from",),
    "go_live_on": ("starts_on", "charter_on", "purchase_from"),
    "ends_on": ("starts_on", "go_live_on"),
}
# The days of a checkpoint, in the same way.
ORDER_OF_CHECKS: Mapping[str, tuple[str, ...]] = {
    "reinspect_on": ("held_on",),
    "reinspected_on": ("held_on",),
    "warranty_from": ("held_on",),
}
WAITING = frozenset({Standing.OVERDUE, Standing.FAILED, Standing.REINSPECTION_OVERDUE})


class ProjectRefused(Refusal):
    """Say why a project, or a part of its dossier, cannot be so."""


def check_project(values: Mapping[str, Any]) -> None:
    """Accept days in their order.

    Raises:
        ProjectRefused: `PROJECT_DAYS` with the day that comes first.
    """
    _check_order(values, ORDER)


def _check_order(values: Mapping[str, Any], order: Mapping[str, tuple[str, ...]]) -> None:
    for name, before in order.items():
        for first in before:
            if _is_before(values.get(name), values.get(first)):
                raise ProjectRefused("PROJECT_DAYS", field=name, day=values[first].isoformat())


def _is_before(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one < other


def check_opportunities(account: int, deals: Iterable[Any]) -> None:
    """Accept deals of the project's own account.

    Args:
        account: its number.
        deals: opportunities.

    Raises:
        ProjectRefused: `PROJECT_DEAL_ELSEWHERE`.
    """
    for deal in deals:
        if deal.account_id != account:
            raise ProjectRefused("PROJECT_DEAL_ELSEWHERE", field="opportunities", name=deal.name)


def check_start(starts_on: date | None, steps: Iterable[tuple[str, date | None]]) -> None:
    """Accept a start that no step of the project comes before.

    Args:
        starts_on: of the project, `None` while unknown.
        steps: what each is called, and its first day.

    Raises:
        ProjectRefused: `PROJECT_START_LATE` with the step.
    """
    for name, on in steps:
        if _is_before(on, starts_on):
            raise ProjectRefused("PROJECT_START_LATE", field="starts_on", name=name, day=on)


def check_requirement(values: Mapping[str, Any]) -> None:
    """Accept a rival as the origin of a requirement alone; a rival's requirement may leave open which rival.

    Raises:
        ProjectRefused: `RIVAL_NOT_ORIGIN`.
    """
    if values.get("rival") is not None and values.get("origin") in (Origin.CUSTOMER, Origin.US):
        raise ProjectRefused("RIVAL_NOT_ORIGIN", field="rival", name=values["rival"].name)


def check_checkpoint(values: Mapping[str, Any]) -> None:
    """Accept a checkpoint within its project, with days in their order, and a result that has its day.

    Raises:
        ProjectRefused: `STEP_BEFORE_START`, `PROJECT_DAYS`, `CHECKPOINT_UNHELD`, `REINSPECTION_UNHELD`,
            `REINSPECTION_UNASKED` or `WARRANTY_UNPASSED`.
    """
    starts_on = getattr(values.get("project"), "starts_on", None)
    for name in ("planned_on", "held_on"):
        check_step(name, values.get(name), starts_on)
    _check_order(values, ORDER_OF_CHECKS)
    result, again = values.get("outcome"), values.get("reinspection")
    if result not in (None, CheckResult.OPEN) and values.get("held_on") is None:
        raise ProjectRefused("CHECKPOINT_UNHELD", field="held_on")
    if again not in (None, CheckResult.OPEN):
        if result in (CheckResult.OPEN, CheckResult.PASSED):
            raise ProjectRefused("REINSPECTION_UNASKED", field="reinspection")
        if values.get("reinspected_on") is None:
            raise ProjectRefused("REINSPECTION_UNHELD", field="reinspected_on")
    if (
        values.get("warranty_from") is not None
        and result == CheckResult.FAILED
        and again != CheckResult.PASSED
    ):
        raise ProjectRefused("WARRANTY_UNPASSED", field="warranty_from")


def check_step(name: str, on: date | None, starts_on: date | None) -> None:
    """Accept a day of a step that does not come before the project's start.

    Args:
        name: of the field.
        on: the day, `None` while unknown.
        starts_on: of the project, `None` while unknown.

    Raises:
        ProjectRefused: `STEP_BEFORE_START` with the project's start.
    """
    if _is_before(on, starts_on):
        raise ProjectRefused("STEP_BEFORE_START", field=name, day=starts_on)


def check_committee(account: int, committee: Any) -> None:
    """Accept a committee of the project's own account, or none.

    Args:
        account: of the project, its number.
        committee: who judges, `None` while unknown.

    Raises:
        ProjectRefused: `JUDGES_ELSEWHERE`.
    """
    if committee is not None and committee.account_id != account:
        raise ProjectRefused("JUDGES_ELSEWHERE", field="committee", name=committee.name)


def check_lot(number: str, published: Iterable[str]) -> None:
    """Accept the number of a lot that the notice of its tender knows, or none.

    Args:
        number: as typed, empty while unknown.
        published: the numbers of the notice; none where it has no lots, or there is no tender yet.

    Raises:
        ProjectRefused: `LOT_UNKNOWN` with the numbers that there are.
    """
    known = list(published)
    if number and known and number not in known:
        raise ProjectRefused("LOT_UNKNOWN", field="number", number=number, known=known)


def check_experts(project: int, experts: Iterable[Any]) -> None:
    """Accept experts of the checkpoint's own project.

    Raises:
        ProjectRefused: `EXPERT_ELSEWHERE`.
    """
    for expert in experts:
        if expert.project_id != project:
            raise ProjectRefused("EXPERT_ELSEWHERE", field="experts", name=expert.name)


def standing_of(checkpoint: Any, *, as_of: date) -> Standing:
    """Return how a checkpoint stands on a day; the second inspection counts where there was one."""
    if checkpoint.outcome == CheckResult.OPEN:
        if checkpoint.planned_on is None:
            return Standing.UNPLANNED
        return Standing.OVERDUE if checkpoint.planned_on < as_of else Standing.AHEAD
    if checkpoint.reinspection != CheckResult.OPEN:
        return Standing(checkpoint.reinspection)
    if checkpoint.reinspect_on is None:
        return Standing(checkpoint.outcome)
    return Standing.REINSPECTION_OVERDUE if checkpoint.reinspect_on < as_of else Standing.REINSPECTION


def is_waiting(checkpoint: Any, *, as_of: date) -> bool:
    """Say whether a checkpoint is overdue or failed, so that somebody has to act."""
    return standing_of(checkpoint, as_of=as_of) in WAITING


def is_before_charter(on: date | None, charter_on: date | None) -> bool | None:
    """Say whether something was done before the charter 立項; `None` where one of the days is unknown."""
    return None if on is None or charter_on is None else on < charter_on
