"""The customer's scorecards in JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from tongxin.api.representations import Input
from tongxin.api.v1.schemas.team import Uid

Score = Annotated[Decimal, Field(ge=0, le=10**7, max_digits=9, decimal_places=2)]


class CardScoreIn(Input):
    """A score by one criterion; without `score` it is unknown."""

    criterion: Uid
    score: Score | None = None


class CardScoresIn(Input):
    """Scores to keep, whole or not at all; criteria not named stay as they are."""

    scores: Annotated[list[CardScoreIn], Field(min_length=1, max_length=200)]


class CardScoresOut(Schema):
    """The sheet whose scores were kept, and its new version."""

    uid: str
    version: int


class CardEditionOut(Schema):
    """The new edition of a card."""

    uid: str
    edition: int


class RatedOut(Schema):
    """What a supplier was given in a period; `supplier` is null for us, `differs` is printed less computed."""

    sheet: str
    supplier: str | None
    period: date
    edition: int
    total: Decimal | None
    grade: str | None
    printed_total: Decimal | None
    printed_grade: str
    differs: Decimal | None
    source: str
    said_by: str
    stated_on: date
    scores: dict[str, Decimal]


class CardActionOut(Schema):
    """A promise that is to raise a score."""

    uid: str
    promise: str
    text: str
    state: str
    due_on: date | None


class CardGapOut(Schema):
    """One criterion in our newest period: our score, the one before, the best rival's; null is unknown."""

    criterion: str
    name: str
    weight: Decimal
    ours: Decimal | None
    before: Decimal | None
    best: Decimal | None
    best_of: str | None
    actions: list[CardActionOut]


class CardWayOut(Schema):
    """A criterion to be raised on the way to the next grade."""

    criterion: str
    score: Decimal
    raised_to: Decimal


class CardThreatOut(Schema):
    """By how many points a criterion may fall before the grade is lost; `is_gate`: by its minimum."""

    criterion: str
    room: Decimal
    is_gate: bool


class CardStandingOut(Schema):
    """How we and rivals stand by a card: periods from the oldest, gaps, the way up, threats, and why."""

    card: str
    name: str
    edition: int
    weights: Decimal
    finding: str
    ours: list[RatedOut]
    rivals: list[RatedOut]
    gaps: list[CardGapOut]
    next_grade: str | None
    gap: Decimal | None
    ways: list[CardWayOut]
    threats: list[CardThreatOut]
    reasons: list[str]
    has_fallen: bool
    overdue: date | None
