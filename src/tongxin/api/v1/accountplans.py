"""Account plans: each objective with its value, its progress and why."""

from typing import TYPE_CHECKING, Any

from tongxin.analytics.accountplans.reviews import figures_for
from tongxin.analytics.accountplans.standing import ObjectiveStanding, PlanStanding, plan_standing
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.accountplans import AccountPlanNowOut, PlanStandingOut
from tongxin.common.access import seeing
from tongxin.common.clock import today
from tongxin.common.rights import Right
from tongxin.crm.accountplans.selectors import current_plan, get_account_plan_for, reviews_of
from tongxin.crm.accounts.selectors import get_account_for

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountPlan

router = ApiRouter(tags=["account_plans"])


@router.show("/accounts/{uid}/plan", of=AccountPlanNowOut, access=seeing(uid="ACCOUNT"))
def account_plan_now(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the plan of an account for the present period, or else its last one, with the progress of today."""
    account = get_account_for(request.actor, uid)
    plan = current_plan(request.actor, account, as_of=today())
    return {"plan": _standing(request, plan) if plan is not None else None}


@router.show("/account-plans/{uid}/standing", of=PlanStandingOut, access=seeing(uid="ACCOUNT_PLAN"))
def account_plan_standing(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show how far an account plan is today: each objective with its value, its progress and why."""
    return _standing(request, get_account_plan_for(request.actor, uid))


def _standing(request: ApiRequest, plan: "AccountPlan") -> dict[str, Any]:
    standing = plan_standing(request.actor, plan, as_of=today())
    measures = {each.objective.uid: each.objective.measure for each in standing.objectives}
    is_judge = request.actor.has(Right.JUDGEMENT)
    reviews = [
        {
            "uid": each.uid,
            "held_on": each.held_on,
            "decided": each.decided,
            "figures": figures_for(each, measures, is_judge=is_judge),
        }
        for each in reviews_of(plan)
    ]
    return {**_shown(standing), "reviews": reviews}


def _shown(standing: PlanStanding) -> dict[str, Any]:
    plan = standing.plan
    return {
        "uid": plan.uid,
        "title": plan.title,
        "first_on": plan.first_on,
        "last_on": plan.last_on,
        "state": plan.state,
        "owner": plan.owner.display_name,
        "percent": standing.percent,
        "objectives": [_objective(each) for each in standing.objectives],
    }


def _objective(each: ObjectiveStanding) -> dict[str, Any]:
    row, found = each.objective, each.measured
    return {
        "uid": row.uid,
        "text": row.text,
        "measure": row.measure,
        "unit": row.unit,
        "baseline": row.baseline,
        "target": row.target,
        "due_on": row.due_on,
        "owner": row.owner.display_name,
        "value": found.value,
        "withheld": found.is_withheld,
        "value_on": found.on,
        "source": found.source,
        "without_amount": found.without_amount,
        "percent": each.progress.percent,
        "expected": each.progress.expected,
        "expected_percent": each.progress.expected_percent,
        "state": each.progress.state,
        "evidence": [
            {"kind": piece.kind.value, "uid": piece.uid, "text": piece.text, "on": piece.on}
            for piece in found.pieces
        ],
    }
