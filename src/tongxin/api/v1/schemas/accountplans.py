"""Account plans in JSON."""

from datetime import date
from decimal import Decimal

from ninja import Schema


class ObjectiveEvidenceOut(Schema):
    """One record that the value of an objective was read from."""

    kind: str
    uid: str
    text: str
    on: date


class ObjectiveStandingOut(Schema):
    """One objective today: REACHED, ON_TRACK, BEHIND, MISSED or UNKNOWN.

    `value` is what the records say, or what was stated last; `expected` what the time gone by asks for. `percent` and
    `expected_percent` are shares of the way. `withheld` says that the reader may not see judgements.
    """

    uid: str
    text: str
    measure: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    due_on: date
    owner: str
    value: Decimal | None
    withheld: bool
    value_on: date | None
    source: str
    without_amount: int
    percent: int | None
    expected: Decimal
    expected_percent: int
    state: str
    evidence: list[ObjectiveEvidenceOut]


class ReviewFigureOut(Schema):
    """How far an objective was at a review, as whoever held it could read it."""

    value: Decimal | None
    percent: int | None
    state: str


class ReviewOut(Schema):
    """A review of an account plan; `figures` go by the uid of the objective."""

    uid: str
    held_on: date
    decided: str
    figures: dict[str, ReviewFigureOut]


class PlanStandingOut(Schema):
    """How far an account plan is today; `percent` is the mean of the objectives whose value is known."""

    uid: str
    title: str
    first_on: date
    last_on: date
    state: str
    owner: str
    percent: int | None
    objectives: list[ObjectiveStandingOut]
    reviews: list[ReviewOut]


class AccountPlanNowOut(Schema):
    """The plan of an account for the present period, or else its last one; `null` without any."""

    plan: PlanStandingOut | None
