"""Competition around customers in JSON."""

from datetime import date, datetime

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


class TieOut(Schema):
    """What two suppliers are to each other."""

    uid: str
    cooperate: bool
    compete: bool
    subject: str


class RingTargetOut(Schema):
    """The ring we want to reach."""

    uid: str
    ring: str
    plan: str
    owner: str
    due_on: date


class RingMapOut(Schema):
    """The suppliers around an account; `history` of each goes with `quarters`, oldest first."""

    quarters: list[str]
    rings: list[RingOut]
    ties: list[TieOut]
    target: RingTargetOut | None


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
