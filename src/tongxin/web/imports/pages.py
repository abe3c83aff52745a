"""What the import wizard shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One import in the list."""

    url: str
    title: str
    state: str
    by: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that a select offers."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One column of a table: where it goes, how sure that is and why, and what its first cells hold.

    `sure` is 3, 2 or 1; 0 is a column that goes nowhere.
    """

    name: str
    header: str
    samples: tuple[str, ...]
    fields: tuple[Choice, ...]
    sure: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One table and its columns; encodings and separators are offered for text files."""

    number: int
    name: str
    read_as: str
    targets: tuple[Choice, ...]
    columns: tuple[ColumnView, ...]
    mapped: int
    encodings: tuple[Choice, ...]
    delimiters: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingPage:
    """Which column fills which field."""

    uid: str
    version: int
    title: str
    lead: str
    sheets: tuple[SheetView, ...]
    links: tuple[str, ...]
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """Rows with the same problem; `repair` names the input that mends all of them, empty when none does."""

    kind: str
    word: str
    sentence: str
    place: str
    count: int
    rows: str
    repair: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What is wrong with the data, grouped by what mends it."""

    uid: str
    version: int
    title: str
    lead: str
    problems: tuple[ProblemView, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How many rows of one kind end in which way: head of the column and count."""

    label: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    """One row that would be changed or refused, and why."""

    label: str
    place: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What the import would do; nothing is written yet. With `is_waiting` the rows are still to be gone through."""

    uid: str
    title: str
    lead: str = ""
    is_waiting: bool = False
    is_fragment: bool = False
    heads: tuple[str, ...] = ()
    counts: tuple[CountLine, ...] = ()
    creations: tuple[SampleLine, ...] = ()
    updates: tuple[SampleLine, ...] = ()
    failures: tuple[SampleLine, ...] = ()
    findings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """How far an import is, and what it did when it is over."""

    uid: str
    title: str
    state: str
    lead: str
    percent: int
    done: int
    total: int
    is_running: bool
    is_draft: bool
    heads: tuple[str, ...]
    counts: tuple[CountLine, ...]
    findings: tuple[tuple[str, int], ...]
    errors: int
    may_cancel: bool
    may_undo: bool
    may_resume: bool
    undone: tuple[tuple[str, int], ...]
    worker_hint: bool
