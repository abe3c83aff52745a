"""What a review keeps of a plan, and how far objectives moved since."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tongxin.analytics.accountplans.standing import plan_standing
from tongxin.common.actor import Actor
from tongxin.crm.accountplans.choices import JUDGED
from tongxin.crm.accountplans.freezing import Figures

if TYPE_CHECKING:
    from tongxin.analytics.accountplans.standing import ObjectiveStanding
    from tongxin.crm.accountplans.models import AccountPlan, AccountReview


def freeze(actor: Actor, plan: "AccountPlan", on: date) -> Figures:
    """Return what a review of a day keeps of each objective that the actor may know of."""
    return {
        each.objective.uid: _kept(each)
        for each in plan_standing(actor, plan, as_of=on).objectives
        if not each.measured.is_withheld
    }


def _kept(each: "ObjectiveStanding") -> dict[str, Any]:
    value = each.measured.value
    return {
        "value": None if value is None else str(value),
        "percent": each.progress.percent,
        "state": each.progress.state.value,
    }


def moved_since(review: "AccountReview", each: "ObjectiveStanding") -> int | None:
    """Return by how many points of its way an objective moved since a review; `None` where either is unknown."""
    before = review.figures.get(each.objective.uid, {}).get("percent")
    now = each.progress.percent
    return None if before is None or now is None else now - before


def figures_for(review: "AccountReview", measures: dict[str, str], *, is_judge: bool) -> Figures:
    """Return what a review kept, without judgements for who may not read them.

    Args:
        review: which.
        measures: uid of the objective → its measure.
        is_judge: whether the reader may read judgements.
    """
    return {
        uid: kept
        for uid, kept in review.figures.items()
        if is_judge or measures.get(uid, next(iter(JUDGED))) not in JUDGED
    }
