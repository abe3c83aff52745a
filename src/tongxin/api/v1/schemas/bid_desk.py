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


class SheetOut(Schema):
    """The go/no-go sheet and what it says: `decision` is UNDECIDED while unknown answers may turn it."""

    uid: str
    decision: str
    score: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    answers: list[AnswerOut]
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
