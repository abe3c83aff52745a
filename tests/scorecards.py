"""Make what tests of the customer's scorecards need: a card with criteria and grades, and what it gave suppliers."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories import make_actor

from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Competitor
from tongxin.crm.scorecards.models import Scorecard, ScorecardSheet
from tongxin.crm.scorecards.records import CARD, CRITERION, GRADE
from tongxin.crm.scorecards.scoring import enter_sheet
from tongxin.crm.scorecards.selectors import criteria_of
from tongxin.records.writing import create_record

STATED = date(2027, 1, 10)
# Name, subject, weight, minimum, effort.
CRITERIA = (
    ("Quality", "QUALITY", 50, 60, 5),
    ("On-time delivery", "DELIVERY", 30, None, 1),
    ("Price", "PRICE", 20, None, None),
)
GRADES = (("A", 85, "PREFERRED"), ("B", 70, "APPROVED"), ("C", 0, "CONDITIONAL"))


def make_card(
    account: Account,
    actor: Actor,
    *,
    criteria: tuple[Any, ...] = CRITERIA,
    grades: tuple[Any, ...] = GRADES,
    **more: Any,
) -> Scorecard:
    """Create a quarterly card of three criteria and three grades."""
    values = {"account": account, "name": "Vendor rating", "source": "Purchasing manual", "stated_on": STATED}
    card: Scorecard = create_record(CARD, actor=actor, at=now(), values={**values, **more})
    for name, subject, weight, minimum, effort in criteria:
        told = {"card": card, "name": name, "subject": subject, "weight": Decimal(weight)}
        told |= {"minimum": None if minimum is None else Decimal(minimum), "effort": effort}
        create_record(CRITERION, actor=actor, at=now(), values=told)
    for name, from_total, meaning in grades:
        told = {"card": card, "name": name, "from_total": Decimal(from_total), "meaning": meaning}
        create_record(GRADE, actor=actor, at=now(), values=told)
    return card


def give(
    card: Scorecard,
    day: date,
    *scores: int | str | None,
    competitor: Competitor | None = None,
    actor: Actor | None = None,
    **more: Any,
) -> ScorecardSheet:
    """Enter what a supplier was given by each criterion, the heaviest first; `None` is unknown."""
    values = {
        "period_day": day, "competitor": competitor, "source": "Rating letter", "said_by": "Ms Lin", "stated_on": STATED,
    }  # fmt: skip
    given = {
        criterion.uid: None if score is None else Decimal(score)
        for criterion, score in zip(criteria_of(card), scores, strict=False)
    }
    by = actor or make_actor(card.account.owner)
    return enter_sheet(actor=by, at=now(), card=card, values={**values, **more}, scores=given)
