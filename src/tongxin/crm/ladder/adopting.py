"""Make a usual criterion one of the house's, to be changed from there."""

from datetime import datetime

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.ladder.criteria import USUAL
from tongxin.crm.ladder.models import LadderCriterion
from tongxin.crm.ladder.records import CRITERION
from tongxin.records.writing import create_record


def adopt_criterion(*, actor: Actor, at: datetime, level: str, fact: str) -> LadderCriterion:
    """Return a new rule of the house that asks for what is usual, called as in the active language.

    Raises:
        Denied: the actor may not administer.
        Missing: `LADDER_CRITERION_MISSING`, nothing is usually asked for so.
        LadderRefused: `CRITERION_TWICE`, the house has a rule for it.
    """
    usual = next((each for each in USUAL if (each.level, each.fact) == (level, fact)), None)
    if usual is None:
        raise Missing(CRITERION.missing_code, uid=f"{level}:{fact}")
    values = {
        "name": usual.label,
        "level": level,
        "fact": fact,
        "is_used": True,
        "needed": usual.needed,
        "valid_days": usual.valid_days,
        "least": usual.least,
        "effort": usual.effort,
    }
    made: LadderCriterion = create_record(CRITERION, actor=actor, at=at, values=values)
    return made
