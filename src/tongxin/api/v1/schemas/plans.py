"""Joint plans in JSON."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from tongxin.api.representations import Input


class PlanStretchOut(Schema):
    """One go at a row; `returned_on` is the day it came back."""

    first: date
    last: date
    returned_on: date | None


class PlannedRowOut(Schema):
    """A row of a plan with its days; `length` is counted in `unit`, whatever is counted in working days says so.

    `last` is worked too. `slack` counts working days, and is empty without a day of going live.
    """

    row: str
    number: int
    name: str
    after: list[str]
    length: int
    unit: str
    first: date
    last: date
    working_days: int
    due_at: datetime | None
    stretches: list[PlanStretchOut]
    latest_first: date | None
    latest_last: date | None
    slack: int | None
    done_on: date | None
    reasons: list[str]


class PlanScheduleOut(Schema):
    """The days of a plan; `reasons` say what the calendar does not know yet."""

    plan: str
    first: date
    last: date
    goes_live_on: date | None
    calendar: str
    zone: str
    rows: list[PlannedRowOut]
    reasons: list[str]


class RowInUnitOut(Schema):
    """What a row comes to in the other unit when two of its first day, last day and length stay."""

    kept: str
    unit: str
    first: date
    last: date
    length: int


class RowUnitIn(Input):
    """Which two of first day, last day and length stay when a row is counted in the other unit."""

    kept: Literal["FIRST_AND_LENGTH", "FIRST_AND_LAST", "LENGTH_AND_LAST"]


class SharedLinkIn(Input):
    """A link for somebody of the customer's: to whom, and how many days it can be read."""

    label: Annotated[str, Field(min_length=1, max_length=200)]
    days: Annotated[int, Field(ge=1, le=366)] = 30
    may_propose: bool = True


class SharedLinkOut(Schema):
    """A link to a plan; its address is empty once it ended."""

    uid: str
    label: str
    url: str
    may_propose: bool
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    last_opened_at: datetime | None


class ProposalOut(Schema):
    """A change that the customer proposed; `row` is empty for a row that is to be added."""

    uid: str
    row: str
    name: str
    first_on: date | None
    last_on: date | None
    done_on: date | None
    comment: str
    said_by: str
    state: str
    reply: str
    proposed_at: datetime


class WaitingProposalOut(ProposalOut):
    """A change that waits for an answer, with the plan, project and account it is about."""

    plan: str
    project: str
    account: str


class ProposalDecisionIn(Input):
    """What becomes of a proposal, with an answer that the customer reads."""

    accept: bool
    reply: Annotated[str, Field(max_length=500)] = ""
