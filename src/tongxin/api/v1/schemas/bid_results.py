"""Openings, past prices, sums and replays, in JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from tongxin.api.representations import Input
from tongxin.api.v1.schemas.bids import ComputedReasonOut

Money = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]


class OpenedBidIn(Input):
    """One bidder as read out."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    price: Money | None = None
    rank: Annotated[int, Field(ge=1, le=9999)] | None = None
    is_ours: bool = False
    has_won: bool = False


class OpeningIn(Input):
    """Every bidder of an opening; prices are in the currency of the bid."""

    opened: Annotated[list[OpenedBidIn], Field(min_length=1, max_length=200)]


class OpenedBidOut(Schema):
    """One bidder as kept."""

    uid: str
    name: str
    opened_price: Decimal | None
    currency: str
    rank: int | None
    is_ours: bool
    has_won: bool


class ReplayLineOut(Schema):
    """One bidder: expected and read out; `error` is a part of the price as read out."""

    name: str
    is_ours: bool
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    real: Decimal | None
    error: Decimal | None
    is_within: bool | None
    expected_rank: int | None
    rank: int | None
    has_won: bool


class ReplayOut(Schema):
    """The forecast of a bid beside its result; without lines before an opening, or where prices are withheld."""

    uid: str
    is_withheld: bool
    on: date | None = None
    chance: list[Decimal] | None = None
    award: str = ""
    won_by: str = ""
    outcome: str = ""
    is_right: bool | None = None
    problem: str = ""
    lines: list[ReplayLineOut]


class PastPriceOut(Schema):
    """A price as read out at a past opening; `ratio` is its part of the budget."""

    bid: str
    tender: str
    name: str
    competitor: str | None
    on: date
    amount: Decimal
    currency: str
    ratio: Decimal | None
    rank: int | None
    has_won: bool


class CurvePointOut(Schema):
    """A price and how probably it wins; the margin only for callers who may know it."""

    price: float
    probability: float
    low: float | None
    high: float | None
    expected_margin: float | None


class PriceChangeOut(Schema):
    """How often bids of past openings would have been the lowest, had each been changed by so much."""

    change: Decimal
    rate: Decimal | None


class PastOut(Schema):
    """What the rivals of a bid asked before, and what that says."""

    uid: str
    is_withheld: bool
    offers: Annotated[list[PastPriceOut], Field(default_factory=list)]
    curve: Annotated[list[CurvePointOut], Field(default_factory=list)]
    reasons: Annotated[list[ComputedReasonOut], Field(default_factory=list)]
    changes: Annotated[list[PriceChangeOut], Field(default_factory=list)]
    bids: int = 0
    openings: int = 0


class TakenPriceOut(Schema):
    """A rival whose price was taken from history."""

    uid: str
    name: str


class TakenDemandOut(Schema):
    """A demand of the buyer that was taken over."""

    uid: str
    name: str


class RateSumOut(Schema):
    """The sum of all lines of one VAT rate."""

    rate: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal


class SumProblemOut(Schema):
    """What does not fit: LINE_UNFINISHED, LINE_DIFFERS or SUM_DIFFERS."""

    code: str
    values: dict[str, str]


class PriceSumsOut(Schema):
    """The price sheet summed up."""

    uid: str
    is_withheld: bool
    currency: str = ""
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    rounding: Decimal | None = None
    decimals: int | None = None
    rates: Annotated[list[RateSumOut], Field(default_factory=list)]
    problems: Annotated[list[SumProblemOut], Field(default_factory=list)]
