"""Bids played through, in JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from tongxin.api.representations import Input
from tongxin.api.v1.schemas.team import Uid

Score = Annotated[Decimal, Field(ge=-(10**12), le=10**12, max_digits=18, decimal_places=6)]
Member = Annotated[str, StringConstraints(max_length=60)]


class TenderBidIn(Input):
    """For which account we bid; left out, that of the tender's buyer."""

    account: Uid | None = None
    lot: Annotated[str, StringConstraints(max_length=120)] = ""


class ScoreIn(Input):
    """A score of one bidder on one criterion; without `rival` it is ours, without `score` it is taken away."""

    criterion: Uid
    rival: Uid | None = None
    member: Member = ""
    score: Score | None = None
    score_low: Score | None = None
    score_high: Score | None = None


class ScoresIn(Input):
    """Scores to keep, whole or not at all; those not named stay as they are.

    `absent` names the members whose scores do not count; left out, they stay as they are.
    """

    scores: Annotated[list[ScoreIn], Field(min_length=1, max_length=2000)]
    absent: Annotated[list[Member], Field(max_length=200)] | None = None


class ScoresOut(Schema):
    """The bid whose scores were kept, and its new version."""

    uid: str
    version: int


class ComputedReasonOut(Schema):
    """Why: the code of the decision library, its values, and the sentence in the caller's language."""

    code: str
    params: dict[str, Any]
    text: str


class BidderOut(Schema):
    """One bidder in the order of the method; `price` is on the base on which bids are compared.

    `offered`, `currency` and `vat_basis` are as entered; `rate` of `rate_date` where the currency is another one.
    """

    name: str
    is_ours: bool
    eligible: bool
    rank: int | None
    total: Decimal | None
    total_low: Decimal | None
    total_high: Decimal | None
    technical: Decimal | None
    price_score: Decimal | None
    price: Decimal | None
    offered: Decimal | None
    currency: str
    rate: Decimal | None
    rate_date: date | None
    vat_basis: str | None
    evaluation_price: Decimal | None
    coefficient: Decimal | None
    weighted_price: Decimal | None
    ranks_by_member: dict[str, int]
    reasons: list[ComputedReasonOut]


class ChanceOut(Schema):
    """The highest price that wins with a probability."""

    probability: Decimal
    price: Decimal | None


class WorthOut(Schema):
    """What one more point on a criterion is worth in money."""

    criterion: str
    from_score: Decimal
    amount: Decimal
    percent: Decimal | None


class RefusalOut(Schema):
    """Why nothing can be played: the code, the field, and the sentence in the caller's language."""

    code: str
    field: str
    text: str


class ScenarioOut(Schema):
    """A scenario played through; `refused` says why it could not be."""

    uid: str
    name: str
    price: Decimal | None
    rank: int | None
    is_first: bool
    chance: list[Decimal] | None
    margin: Decimal | None
    refused: RefusalOut | None


class OutcomeOut(Schema):
    """Who wins, by how much, how sure, and what would change it; `margin` needs its own right.

    `highest_possible` is the most a bid can reach, `reference_price` what price points are measured by.
    """

    method: str
    rule: str
    outcome: str
    award: str | None
    ties: list[str]
    highest_possible: Decimal | None
    reference_price: Decimal | None
    order_without_exclusions: list[str]
    ranking: list[BidderOut]
    reasons: list[ComputedReasonOut]
    ahead_by: Decimal | None
    chance: list[Decimal] | None
    wins_up_to: Decimal | None
    sure_up_to: Decimal | None
    equal_price: Decimal | None
    chances: list[ChanceOut]
    worths: list[WorthOut]
    scenarios: list[ScenarioOut]
    margin: Decimal | None


class SimulationOut(Schema):
    """The award method played through.

    `outcome` is `null` for callers who may not see prices, and where nothing can be played: `refused` says why.
    """

    uid: str
    is_withheld: bool
    refused: RefusalOut | None
    outcome: OutcomeOut | None
