"""What the page of a joint plan shows."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A row of the plan; `waits_for` names rows by the number they are shown with."""

    uid: str
    number: int
    name: str
    url: str
    theirs: str
    ours: str
    evidence: str
    waits_for: str
    first: date
    last: date
    due: str
    due_at: datetime | None
    days: str
    state: str
    kind: str
    notes: tuple[str, ...]
    is_internal: bool
    is_done: bool
    done_url: str
    return_url: str
    unit_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One go at a row in units of the drawing; width 0 is a milestone."""

    x: int
    y: int
    width: int
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """A row of the picture."""

    number: int
    name: str
    y: int
    text_y: int
    title: str
    url: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A vertical line or column: `x` and, for a column, its width."""

    x: int
    width: int
    label: str
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """The picture: rows over days, columns that nobody works, links, returns, today and the day of going live."""

    width: int
    height: int
    rows: tuple[GanttRow, ...]
    closed: tuple[Mark, ...]
    heads: tuple[Mark, ...]
    links: tuple[str, ...]
    returns: tuple[tuple[str, str], ...]
    today: Mark | None
    live: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A change that the customer proposed."""

    uid: str
    text: str
    said_by: str
    through: str
    state: str
    kind: str
    reply: str
    is_open: bool
    has_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A link by which the customer reads the plan; the address is empty once it does not count."""

    uid: str
    label: str
    url: str
    expires_at: datetime
    opened: int
    last_opened_at: datetime | None
    state: str
    kind: str
    may_propose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A joint plan: what is found, the table, the picture of the same rows."""

    uid: str
    finding: str
    starts_on: date
    goes_live_on: date | None
    calendar: str
    warnings: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    gantt: Gantt | None
    may_edit: bool
