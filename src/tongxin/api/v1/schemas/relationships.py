"""Log entries, promises, files, lines of time, search and the worklist in JSON."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.accounts import AccountRef, Paragraphs
from tongxin.api.v1.schemas.people import PersonRef
from tongxin.api.v1.schemas.team import Uid, UserRef
from tongxin.crm.relationships.choices import InteractionKind, Side

LogText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
PromiseText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Feeling = Annotated[int, Field(ge=1, le=5)]
Uids = Annotated[list[Uid], Field(max_length=50)]


class OpportunityRef(Representation):
    """An opportunity, by name."""

    uid: str
    name: str


class AttachmentOut(Representation):
    """A file kept with a record; its content has an address of its own and is always a download."""

    uid: str
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: UserRef
    account: AccountRef | None
    created_at: datetime


class AttachmentsOut(Representation):
    """Files, newest first."""

    attachments: list[AttachmentOut]


class SettlementIn(Input):
    """How a promise ended: `KEPT` or `DROPPED`."""

    state: Literal["KEPT", "DROPPED"] = "KEPT"


class PostponementIn(Input):
    """By how many days a promise is put off, from its day or from today when that is past."""

    days: Annotated[int, Field(ge=1, le=365)] = 7


class MadeAtVisit(Input):
    """A promise made on the occasion."""

    text: PromiseText
    side: Side = Side.OURS
    due_on: date | None = None
    owner: Uid | None = None


class PromiseLine(Representation):
    """A promise made on the occasion."""

    uid: str
    version: int
    side: str
    text: str
    due_on: date | None
    owner: UserRef
    state: str


class InteractionOut(Representation):
    """A visit, meeting, call, mail or note; `private_note` is empty for whoever may not read it."""

    uid: str
    version: int
    kind: str
    occurred_at: datetime
    text: str
    private_note: str
    sentiment: int | None
    author: UserRef
    account: AccountRef | None
    people: list[PersonRef]
    opportunities: list[OpportunityRef]
    colleagues: list[UserRef]
    promises: list[PromiseLine]
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_kind(entry: Any) -> str:
        """Return the code."""
        return str(entry.kind.value)


class InteractionIn(Input):
    """A new log entry; only the text is needed. People and deals named as @name and #name in it are linked too."""

    text: LogText
    kind: InteractionKind = InteractionKind.VISIT
    occurred_at: datetime | None = None
    account: Uid | None = None
    people: Uids = Field(default_factory=list)
    opportunities: Uids = Field(default_factory=list)
    colleagues: Uids = Field(default_factory=list)
    sentiment: Feeling | None = None
    private_note: Paragraphs = ""
    promises: list[MadeAtVisit] = Field(default_factory=list, max_length=20)


class InteractionChange(Input):
    """What is changed about a log entry."""

    text: LogText = optional()
    kind: InteractionKind = optional()
    occurred_at: datetime = optional()
    account: Uid | None = None
    people: Uids = optional()
    opportunities: Uids = optional()
    colleagues: Uids = optional()
    sentiment: Feeling | None = None
    private_note: Paragraphs = optional()


class HappeningOut(Representation):
    """One thing that happened; `object_kind` and `object_uid` name its record."""

    event: str
    at: datetime
    object_kind: str
    object_uid: str
    text: str


class TimelineOut(Representation):
    """What happened, newest first; `next` goes on as `before`."""

    items: list[HappeningOut]
    next: str | None


class FoundOut(Representation):
    """One record that a search found."""

    kind: str
    uid: str
    title: str
    subtitle: str
    account: str


class SearchOut(Representation):
    """What a search found, best first."""

    results: list[FoundOut]


class ReasonOut(Representation):
    """Why something asks for attention: a code and a sentence."""

    code: str
    text: str


class WorkOut(Representation):
    """One thing to do; `object_kind` and `object_uid` name its record."""

    object_kind: str
    object_uid: str
    title: str
    owner: UserRef | None
    account: AccountRef | None
    reasons: list[ReasonOut]


class DeadlineOut(Representation):
    """A day that comes: a promise is due, or an opportunity's close window ends."""

    day: date
    object_kind: str
    object_uid: str
    title: str
    owner: str


class WorklistOut(Representation):
    """What one has to do on a day, the weightiest first; `exceptions` are the team's, `deadlines` the coming weeks'."""

    day: date
    promises: list[WorkOut]
    steps: list[WorkOut]
    alarms: list[WorkOut]
    visits: list[WorkOut]
    exceptions: list[WorkOut]
    deadlines: list[DeadlineOut]
