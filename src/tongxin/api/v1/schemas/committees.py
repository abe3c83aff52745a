"""Committees in JSON: what is drawn and computed; their records have their standard schemas."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from tongxin.api.representations import Input

MemberName = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Title = Annotated[str, StringConstraints(max_length=160)]


class CommitteeMemberIn(Input):
    """Somebody in the decision; the name is enough, whoever is not known at the account becomes a person there."""

    name: MemberName
    role: str = "UNKNOWN"
    title: Title = ""
    reports_to: str | None = None


class CommitteeMemberOut(Schema):
    """The seat somebody got."""

    uid: str
    name: str
    person: str | None


class OpinionIn(Input):
    """How somebody sees the outcome, -2 against us to 2 for us, and why."""

    leaning: Annotated[int, Field(ge=-2, le=2)]
    why: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class OpinionOut(Schema):
    """An own view, kept beside the computed value."""

    uid: str
    leaning: int
    why: str


class WeightsIn(Input):
    """The weights of all criteria of a committee, in percent by uid; they sum to 100."""

    weights: dict[str, Annotated[float, Field(ge=0, le=100)]]


class WeightOut(Schema):
    """A criterion and its weight in percent."""

    uid: str
    weight: float


class StateOut(Schema):
    """A seat as it stood on the day; judgements are null for who may not read them."""

    uid: str
    name: str
    person: str | None
    title: str
    role: str
    is_vacant: bool
    vacant_since: date | None
    attitude: str | None
    power: int | None
    judged_on: date | None
    needed_depth: float
    covered: float | None
    reasons: list[str]


class CellOut(Schema):
    """Contact between one of theirs and one of us."""

    seat: str
    colleague: str
    depth: int
    days: int


class StepOut(Schema):
    """Somebody to meet next; `path` leads from one of us to them by name."""

    seat: str
    name: str
    move: str
    gain: float | None
    pull: float | None
    path: list[str]
    reasons: list[str]


class MapOut(Schema):
    """All that is drawn of a committee on a day; what rests on judgements is null for who may not read them."""

    committee: str
    as_of: date
    seats: list[StateOut]
    cells: list[CellOut]
    covered_share: float | None
    verdict: str | None
    leaning: float | None
    low: float | None
    high: float | None
    known_share: float | None
    reasons: list[str]
    ranking: list[dict[str, Any]]
    next: list[StepOut]


class TouchOut(Schema):
    """A senior relationship with its last touch and the next one due."""

    sponsorship: str
    account: str
    person: str | None
    sponsor: str
    every_days: int
    last_on: date | None
    last_by_others: date | None
    due_on: date
    days_overdue: int


class CommitteeWarningOut(Schema):
    """Something dangerous about a committee: who it is about, and since how many days for access that was lost."""

    committee: str
    code: str
    text: str
    names: list[str]
    days: int


class WatchOut(Schema):
    """What somebody has to look after: their committees and the touches they owe."""

    warnings: list[CommitteeWarningOut]
    touches: list[TouchOut]


class BriefSectionOut(Schema):
    """A part of a decision brief; `is_own` when somebody wrote it."""

    key: str
    title: str
    lines: list[str]
    is_own: bool


class BriefOut(Schema):
    """What a decision needs on one page."""

    committee: str
    name: str
    sections: list[BriefSectionOut]


class AccountCoverOut(Schema):
    """Whom we know at an account: people, of them met in ninety days, and which of us met anybody there."""

    account: str
    name: str
    known: int
    met: int
    ours: list[str]
    last_on: date | None
    is_single: bool
    is_lost: bool


class MoveOut(Schema):
    """Somebody who left one account and works at another one."""

    person: str
    name: str
    left: str
    left_title: str
    taken: str
    taken_title: str
    on: date | None


class WayStepOut(Schema):
    """One step of a way of introduction; `person` is null for one of us."""

    kind: str
    name: str
    person: str | None
    text: str


class WayOut(Schema):
    """A way from the caller to a person; the lowest cost is the easiest."""

    cost: float
    text: str
    steps: list[WayStepOut]
