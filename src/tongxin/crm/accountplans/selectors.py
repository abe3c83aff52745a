"""Read account plans with what hangs under them, always within the accounts an actor may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import F, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.models import Deletable
from tongxin.crm.accountplans.choices import PlanState
from tongxin.crm.accountplans.models import (
    AccountObjective,
    AccountPlan,
    AccountResource,
    AccountReview,
    AccountRisk,
    ObjectiveAction,
    ObjectiveReading,
)
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.relationships.selectors import visible_promises

M = TypeVar("M", bound=Deletable)


def of_account_plans(model: type[M], actor: Actor, path: str = "") -> QuerySet[M]:
    """Return what hangs under plans the actor may see, by the lookup to the plan; what hangs under something deleted is gone."""
    names = [name for name in path.split("__") if name]
    above = ["__".join([*names[: place + 1], "deleted_at"]) for place in range(len(names))]
    rows: QuerySet[M] = model._default_manager.filter(
        visible_through(actor, f"{path}account"), **dict.fromkeys(above, None)
    )
    return rows


def get_account_plan_for(actor: Actor, uid: str) -> AccountPlan:
    """Return one plan in use with its account and owner.

    Raises:
        Missing: `ACCOUNT_PLAN_MISSING`.
    """
    rows = of_account_plans(AccountPlan, actor).filter(deleted_at=None).select_related("account", "owner")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Missing("ACCOUNT_PLAN_MISSING", uid=uid)
    return found


def current_plan(actor: Actor, account: Account, *, as_of: date) -> AccountPlan | None:
    """Return the plan of an account for a day, the one with the latest start; else the one that begins last."""
    rows = of_account_plans(AccountPlan, actor).filter(account=account, deleted_at=None)
    ordered = list(rows.select_related("account", "owner").order_by("-first_on", "-pk"))
    running = (each for each in ordered if each.first_on <= as_of <= each.last_on)
    return next(running, ordered[0] if ordered else None)


def plans_of_account(account: Any, *, without: int = 0) -> list[AccountPlan]:
    """Return the plans of an account in use, those with other numbers."""
    return list(
        AccountPlan.objects.filter(account=account, deleted_at=None).exclude(pk=without).order_by("pk")
    )


def plans_in_use(
    actor: Actor, *, running_on: date | None = None, owner: int | None = None
) -> list[AccountPlan]:
    """Return visible plans in use, the latest period first.

    Args:
        actor: who looks.
        running_on: only those whose period has begun and that are not closed.
        owner: only those that this colleague, by number, answers for, or an objective of which they do.
    """
    rows = of_account_plans(AccountPlan, actor).filter(deleted_at=None)
    if running_on is not None:
        rows = rows.filter(first_on__lte=running_on).exclude(state=PlanState.CLOSED)
    if owner is not None:
        theirs = AccountObjective.objects.filter(owner=owner, deleted_at=None).values("plan")
        rows = rows.filter(Q(owner=owner) | Q(pk__in=theirs))
    return list(rows.select_related("account", "owner").order_by("-first_on", "pk"))


def objectives_of(plans: Iterable[int]) -> list[AccountObjective]:
    """Return the objectives of plans, the first due first."""
    rows = AccountObjective.objects.filter(plan__in=list(plans), deleted_at=None)
    return list(rows.select_related("plan__account", "owner").order_by("due_on", "pk"))


def readings_of(objectives: Iterable[int], *, as_of: date) -> list[ObjectiveReading]:
    """Return what was stated of objectives until a day, the newest first."""
    rows = ObjectiveReading.objects.filter(objective__in=list(objectives), deleted_at=None)
    return list(rows.filter(observed_on__lte=as_of).order_by("-observed_on", "-pk"))


def risks_of(plan: AccountPlan) -> list[AccountRisk]:
    """Return the risks of a plan, in the order they were noted."""
    return list(plan.risks.filter(deleted_at=None).select_related("owner").order_by("pk"))


def resources_of(plan: AccountPlan) -> list[AccountResource]:
    """Return the resources a plan asks for, in the order they were noted."""
    rows = plan.resources.filter(deleted_at=None).select_related("granted_by").order_by("pk")
    return cast("list[AccountResource]", list(rows))


def reviews_of(plan: AccountPlan) -> list[AccountReview]:
    """Return the reviews of a plan, the newest first."""
    return list(AccountReview.objects.filter(plan=plan, deleted_at=None).order_by("-held_on", "-pk"))


def actions_of(actor: Actor, plan: AccountPlan) -> dict[int, list[ObjectiveAction]]:
    """Return the actions of each objective of a plan whose promise the actor may see, the first due first."""
    rows = ObjectiveAction.objects.filter(objective__plan=plan, deleted_at=None, objective__deleted_at=None)
    rows = rows.filter(promise__in=visible_promises(actor)).select_related("promise__owner")
    found: dict[int, list[ObjectiveAction]] = {}
    for row in rows.order_by(F("promise__due_on").asc(nulls_last=True), "pk"):
        found.setdefault(row.objective_id, []).append(row)
    return found
