"""What makes an account plan and its objectives acceptable; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Refusal
from tongxin.crm.accountplans.choices import PERCENTS, Measure

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountPlan

HIGHEST_LEVEL = 4
WHOLE = 100


class AccountPlanRefused(Refusal):
    """Say why something of an account plan cannot be kept so."""


def check_plan(values: Mapping[str, Any]) -> None:
    """Accept the days of a plan.

    Raises:
        AccountPlanRefused: `ACCOUNT_PLAN_DAYS`, it would end before it begins.
    """
    first, last = values.get("first_on"), values.get("last_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise AccountPlanRefused("ACCOUNT_PLAN_DAYS", field="last_on")


def check_plan_once(first: date | None, last: date | None, others: "Iterable[AccountPlan]") -> None:
    """Let an account have one plan for a period.

    Raises:
        AccountPlanRefused: `ACCOUNT_PLAN_TWICE`, with the title of the other one.
    """
    for other in others:
        if (other.first_on, other.last_on) == (first, last):
            raise AccountPlanRefused("ACCOUNT_PLAN_TWICE", field="first_on", name=other.title)


def check_objective(values: Mapping[str, Any]) -> None:
    """Accept a target that its measure can reach, due within the period of the plan.

    Raises:
        AccountPlanRefused: `OBJECTIVE_LEVEL`, `OBJECTIVE_PERCENT` or `OBJECTIVE_OUTSIDE_PERIOD`.
    """
    measure, target = values.get("measure"), values.get("target")
    if isinstance(target, Decimal):
        is_level = target == int(target) and 1 <= target <= HIGHEST_LEVEL
        if measure == Measure.LEVEL and not is_level:
            raise AccountPlanRefused("OBJECTIVE_LEVEL", field="target")
        if measure in PERCENTS and target > WHOLE:
            raise AccountPlanRefused("OBJECTIVE_PERCENT", field="target")
    plan, due = values.get("plan"), values.get("due_on")
    if plan is not None and isinstance(due, date) and not plan.first_on <= due <= plan.last_on:
        raise AccountPlanRefused("OBJECTIVE_OUTSIDE_PERIOD", field="due_on")


def check_action(plan_account: int, promise_account: int) -> None:
    """Link a promise to an objective of the same account.

    Raises:
        AccountPlanRefused: `ACTION_ELSEWHERE`.
    """
    if plan_account != promise_account:
        raise AccountPlanRefused("ACTION_ELSEWHERE", field="promise")
