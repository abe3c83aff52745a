"""What Today shows."""

from dataclasses import dataclass
from datetime import date

from tongxin.web.shell.parts import Link, TimelineEntry
from tongxin.web.tenders.pages import FoundLine
from tongxin.web.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCard:
    """A planned visit with what one should know before it.

    Attributes:
        soon: how far away it is, empty when it is past.
        promises: the last ones at the account: text and how it stands.

    """

    uid: str
    time: str
    soon: str
    title: str
    url: str
    account: str
    people: tuple[Link, ...]
    promises: tuple[tuple[str, str], ...]
    log_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """The page of the day; `lead` says what to do first. The counts are of all, the rows the weightiest of them."""

    day: date
    beside: str
    lead: str
    promises: tuple[WorkLine, ...]
    promises_count: int
    promises_url: str
    steps: tuple[WorkLine, ...]
    steps_count: int
    steps_url: str
    alarms: tuple[WorkLine, ...]
    alarms_count: int
    alarms_left: int
    exceptions: tuple[WorkLine, ...]
    exceptions_count: int
    exceptions_left: int
    leads: bool
    checkpoints: tuple[WorkLine, ...]
    proposals: tuple[WorkLine, ...]
    dangers: tuple[WorkLine, ...]
    touches: tuple[WorkLine, ...]
    decaying: tuple[WorkLine, ...]
    cards: tuple[WorkLine, ...]
    behind: tuple[WorkLine, ...]
    meetings: tuple[MeetingCard, ...]
    deadlines: tuple[TimelineEntry, ...]
    found: tuple[FoundLine, ...]
    found_count: int
    is_free: bool
    may_log: bool
