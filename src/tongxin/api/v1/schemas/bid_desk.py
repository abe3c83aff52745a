"""Deciding, handing in and closing bids, in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation
from tongxin.api.v1.schemas.bids import ComputedReasonOut
from tongxin.api.v1.schemas.team import Uid
from tongxin.common.rights import Right

LongText = Annotated[str, StringConstraints(max_length=20_000)]
Points = Annotated[int, Field(ge=0, le=5)]


class AnswerIn(Input):
    """An answer: `met` to a knock-out, `score` to a question; neither is unknown."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    met: bool | None = None
    score: Points | None = None


class AnswersIn(Input):
    """Answers to keep; those not named stay as they are."""

    answers: Annotated[list[AnswerIn], Field(min_length=1, max_length=50)]


class AnswerOut(Schema):
    """An answer as kept; `weight` is empty for a knock-out."""

    code: str
    weight: int | None
    met: bool | None
    score: int | None


class EvidenceSourceOut(Schema):
    """A record that evidence was read from; `kind` is the name of such records in addresses, in the singular."""

    kind: str
    uid: str
    name: str


class EvidenceOut(Schema):
    """What is known for a line of the sheet; `suggested` are the points that a measured share comes to."""

    code: str
    said: str
    text: str
    suggested: int | None
    is_missing: bool
    sources: list[EvidenceSourceOut]


class SheetOut(Schema):
    """The go/no-go sheet and what it says: `decision` is UNDECIDED while unknown answers may turn it."""

    uid: str
    decision: str
    score: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    answers: list[AnswerOut]
    evidence: list[EvidenceOut]
    reasons: list[ComputedReasonOut]


class BidDecisionIn(Input):
    """What is decided, why, and who approves; left out, the caller does."""

    verdict: Literal["GO", "CONDITIONAL", "NO_GO"]
    reason: LongText
    approver: Uid | None = None


class BidDecisionOut(Schema):
    """A decision as kept, with what the sheet said."""

    uid: str
    verdict: str
    advised: str
    score: Decimal | None
    reason: str
    created_at: datetime


class SubmissionIn(Input):
    """The buyer's receipt; the Idempotency-Key of the request is that of the event."""

    receipt: Annotated[str, StringConstraints(max_length=200)] = ""


class SubmissionOut(Representation):
    """The event of handing in, at the server's time."""

    restricted: ClassVar = {"submitted_price": Right.PRICE_FLOOR}

    uid: str
    submitted_at: datetime
    submitted_price: Decimal | None
    currency: str
    receipt: str


class ResultIn(Input):
    """How a bid came out, what the buyer told us, what we learn."""

    outcome: Literal["WON", "LOST", "NOT_AWARDED", "CANCELLED", "NO_BID"]
    debrief: LongText = ""
    lessons: LongText = ""


class ClosedOut(Schema):
    """A closed bid."""

    uid: str
    version: int
    stage: str
    outcome: str


class ReadinessOut(Schema):
    """How a demand stands: MET, ENDS (does not hold long enough), MISSING, or SPARED (not needed to stay in)."""

    demand: str
    name: str
    state: str
    needed_until: date | None


class RenewalOut(Schema):
    """A paper or a registration whose renewal has to begin; `kind` is its name in addresses, in the singular."""

    kind: str
    uid: str
    name: str
    account: str | None
    valid_until: date
    renewal_starts: date


class BidLotOut(Schema):
    """One lot of a bid's tender: `bid` is ours for it; `amount` is decimal text, so that no digit is lost."""

    number: str
    title: str
    state: str
    amount: str | None
    currency: str | None
    bid: str | None


class BidLotsOut(Schema):
    """The lots of a bid's tender and how the tender stands by them; `state` is empty for one without lots."""

    state: str
    lots: list[BidLotOut]


class BidDeadlineOut(Schema):
    """What falls due for a bid: `day` in the buyer's zone; `moment` is empty for what has a day only."""

    kind: str
    bid: str
    bid_name: str
    lot: str
    account: str
    name: str
    day: date
    roc: str
    moment: datetime | None
    time_zone: str
    is_done: bool


class MatrixIn(Input):
    """What becomes of a file: with `is_run` it is written, else only shown; columns count from 0, empty ones are guessed."""

    is_run: bool = False
    number: Annotated[int, Field(ge=0, le=500)] | None = None
    name: Annotated[int, Field(ge=0, le=500)] | None = None
    compliance: Annotated[int, Field(ge=0, le=500)] | None = None
    owner: Annotated[int, Field(ge=0, le=500)] | None = None
    answer: Annotated[int, Field(ge=0, le=500)] | None = None


class MatrixNoteOut(Schema):
    """What is wrong with a line."""

    code: str
    field: str
    value: str
    text: str


class MatrixLineOut(Schema):
    """What becomes of a line: NEW, CHANGED, SAME or REFUSED."""

    row: int
    state: str
    number: str
    name: str
    notes: list[MatrixNoteOut]


class MatrixOut(Schema):
    """What a file of a compliance matrix would change, or did."""

    is_run: bool
    headers: list[str]
    columns: dict[str, int]
    left_out: list[str]
    lines: list[MatrixLineOut]
