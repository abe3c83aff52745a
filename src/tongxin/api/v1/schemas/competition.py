"""Competition around customers in JSON."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class RingOut(Schema):
    """One supplier around an account; `supplier` is empty for us, a ring is empty while nothing was recorded."""

    placement: str
    supplier: str
    name: str
    segment: str
    ring: str
    standing: str
    history: list[str]
    moved: int | None
    has_evidence: bool
    evidence: str
    evidence_source: str
    evidence_on: date | None


class RingMapTieOut(Schema):
    """What two suppliers are to each other."""

    uid: str
    cooperate: bool
    compete: bool
    subject: str


class RingMapTargetOut(Schema):
    """The ring we want to reach."""

    uid: str
    ring: str
    plan: str
    owner: str
    due_on: date


class RingMapOut(Schema):
    """The suppliers around an account; `history` of each goes with `quarters`, oldest first.

    `names` has what the customer calls its rings: code → name.
    """

    quarters: list[str]
    names: dict[str, str]
    rings: list[RingOut]
    ties: list[RingMapTieOut]
    target: RingMapTargetOut | None


class PositionOut(Schema):
    """One judgement of a supplier by a criterion; `supplier` is empty for us."""

    criterion: str
    supplier: str
    score: int
    reason: str
    author: str
    rated_on: date
    is_stale: bool


class StripOut(Schema):
    """Our rings at one account, at the end of the last eight quarters."""

    account: str
    name: str
    quarters: list[str]
    rings: list[str]


class CompetitionChangeOut(Schema):
    """What somebody recorded lately about competition."""

    kind: str
    uid: str
    account: str
    text: str
    changed_at: datetime


class RivalSpanOut(Schema):
    """Opportunities of some time on which a rival was met: won by us, lost to it, lost elsewhere, and why to it."""

    won: int
    lost: int
    elsewhere: int
    reasons: list[tuple[str, int]]


class RivalResultOut(Schema):
    """Won and lost against one rival: the last twelve months, the twelve before, ever.

    `moved` is the change of the part we won, in percentage points; null while one of both years has none.
    """

    rival: str
    name: str
    running: int
    now: RivalSpanOut
    before: RivalSpanOut
    ever: RivalSpanOut
    moved: int | None


class YearOut(Schema):
    """One year of the cash-flow table."""

    year: int
    benefits: Decimal
    costs: Decimal
    net: Decimal
    cumulated: Decimal
    present: Decimal
    cumulated_present: Decimal


class SensitivityOut(Schema):
    """How much one line moves the net present value; `break_even` is the change at which it is zero."""

    line: str
    swing: Decimal
    break_even: Decimal | None


class TotalCostOut(Schema):
    """What one way costs the customer over the horizon: our offer, today's way, a rival's."""

    kind: str
    total: Decimal
    present: Decimal


class QuoteStandingOut(Schema):
    """A quote our cost rests on and what it is worth today."""

    uid: str
    title: str
    standing: str
    price: Decimal | None


class BasisOut(Schema):
    """What our own cost rests on; only who may see margins gets it."""

    usable: int
    valid: Decimal
    expired: Decimal
    margin: Decimal | None
    margin_without: Decimal | None
    quotes: list[QuoteStandingOut]


class MeasuredOut(Schema):
    """What was promised a year and what was measured later."""

    line: str
    name: str
    promised: Decimal
    measured: Decimal
    percent: Decimal | None


class EditionOut(Schema):
    """An edition of a value case."""

    uid: str
    version: int
    edition: int


class ComparedOut(Schema):
    """One edition beside the others."""

    uid: str
    edition: int
    npv: Decimal | None


class ValueAnswerOut(Schema):
    """What a value case comes to; the figures are empty while no line of our offer is entered."""

    npv: Decimal | None
    irr: list[Decimal]
    payback_years: Decimal | None
    paybacks: list[Decimal]
    discounted_paybacks: list[Decimal]
    roi_percent: Decimal | None
    reasons: list[str]
    table: list[YearOut]
    sensitivity: list[SensitivityOut]
    costs: list[TotalCostOut]
    basis: BasisOut | None
    measured: list[MeasuredOut]
    agreed: int
    editions: list[ComparedOut]
