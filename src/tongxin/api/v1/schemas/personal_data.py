"""What is held on somebody, and what erasing them does, in JSON."""

from datetime import datetime
from typing import Any

from pydantic import Field

from tongxin.api.representations import Input, Representation


class SubjectOut(Representation):
    """Somebody whom data are about."""

    kind: str = Field(description="PERSON at a customer, or USER: a colleague.")
    uid: str
    name: str


class SubjectRefOut(Representation):
    """The records that stand for somebody: one, and those merged into it."""

    kind: str
    uids: list[str]


class HeldTableOut(Representation):
    """The rows of one table that are about somebody."""

    table: str
    what: str
    purposes: dict[str, str] = Field(description="Personal field → why it is kept.")
    rows: list[dict[str, Any]]


class NamedInOut(Representation):
    """A text elsewhere that names somebody."""

    table: str
    uid: str
    fields: list[str]
    excerpt: str


class DoneWithDataOut(Representation):
    """Something that was done with somebody's data."""

    at: datetime
    verb: str
    kind: str
    channel: str
    by: str = Field(description="The uid of who did it; empty for the system itself.")


class HeldOut(Representation):
    """Everything held on somebody."""

    subject: SubjectRefOut
    at: datetime
    held: list[HeldTableOut]
    named_in: list[NamedInOut]
    log: list[DoneWithDataOut]
    withheld_for_want_of_a_right: list[str] = Field(
        description="Fields left out because the reader lacks the right to them; nothing else is left out."
    )


class TreatedOut(Representation):
    """What becomes of the rows of one table."""

    table: str
    treatment: str
    rows: int


class MentionOut(Representation):
    """A text that names somebody; `ref` chooses it."""

    ref: str
    fields: list[str]
    excerpt: str


class ErasurePreviewOut(Representation):
    """What erasing somebody would do."""

    rows: list[TreatedOut]
    mentions: list[MentionOut] = Field(description="These lose the name.")
    doubtful: list[MentionOut] = Field(
        description="Somebody else may be meant: these lose it only when chosen."
    )


class ErasureIn(Input):
    """An erasure; it cannot be undone."""

    everywhere: bool = Field(default=False, description="Take the name out of the doubtful texts too.")
    also: list[str] = Field(
        default_factory=list, max_length=2_000, description="The doubtful texts to take it out of, by `ref`."
    )


class RetentionRuleOut(Representation):
    """How long one kind of data is kept, and how many are due to be removed."""

    code: str
    months: int | None = Field(description="After so many months; null keeps for ever.")
    is_automatic: bool = Field(description="Whether what is due is removed every night.")
    due: int


class RetentionRuleIn(Input):
    """How long one kind of data is to be kept; nothing is removed by saying so."""

    months: int | None = None
    is_automatic: bool = False


class DueOut(Representation):
    """Something due to be removed."""

    name: str
    since: datetime


class RemovedOut(Representation):
    """What was removed by a rule; at most 500 at once."""

    code: str
    at: datetime
    removed: int
    left: int


class ErasureOut(Representation):
    """What was erased."""

    kind: str
    uid: str
    at: datetime
    done: dict[str, int]
