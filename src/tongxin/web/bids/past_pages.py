"""What the parts about openings, past prices, sums and the replay show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongxin.web.shell.parts import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningInput:
    """One row of the form of an opening, with what was typed."""

    number: int
    name: str
    price: str
    rank: str
    is_ours: bool
    has_won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRow:
    """One bidder: expected and read out."""

    name: str
    is_ours: bool
    expected: Decimal | None
    span: str
    real: Decimal | None
    error: str
    shape: Kind
    within: str
    expected_rank: str
    rank: str
    has_won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPart:
    """The forecast of a bid beside its result; `problem` says why there is none."""

    finding: str
    shape: Kind
    word: str
    currency: str
    chance: str
    rows: tuple[ReplayRow, ...]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """One past price of a rival."""

    on: date
    tender: str
    url: str
    rival: str
    rival_url: str
    amount: Decimal
    currency: str
    percent: str
    rank: str
    has_won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """A price, how probably it wins by rivals' past prices, and its place in the drawing of 400 by 180."""

    price: Decimal
    chance: str
    span: str
    margin: Decimal | None
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPart:
    """What rivals asked before, what that says of this tender, and of moving one's price."""

    rows: tuple[PastRow, ...]
    curve: tuple[CurveRow, ...]
    path: str
    finding: str
    with_margin: bool
    reasons: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    change_note: str
    take_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """One VAT rate of the price sheet."""

    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SumsPart:
    """The price sheet summed up beside our price."""

    rows: tuple[SumRow, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    rounding: Decimal | None
    currency: str
    problems: tuple[str, ...]
    good: str
    new_url: str
    has_lines: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalPage:
    """A rival's past prices."""

    name: str
    url: str
    rows: tuple[PastRow, ...]
    finding: str
