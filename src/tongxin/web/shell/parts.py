"""The values that the components are drawn from; pages put them into their context dataclasses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["good", "watch", "bad", "unknown", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A crumb, a tab, a view: a place to go.

    Attributes:
        count: shown beside the label; None shows nothing.
        changed: a view with changes that are not saved.
    """

    label: str
    url: str = ""
    current: bool = False
    count: int | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedFilter:
    """One condition of a list that is part of its address; `remove_url` is the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    """The head of a list's column.

    Attributes:
        url: the list sorted by the column the other way round; empty when it cannot be sorted.
        direction: "ascending" or "descending" when the list is sorted by it.
    """

    key: str
    label: str
    url: str = ""
    direction: Literal["", "ascending", "descending"] = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where a list goes on; `shown` says in words what is on this page and of how many."""

    shown: str
    next_url: str = ""
    previous_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One fact of a record in the list of key properties.

    Attributes:
        value: text; empty shows "Not recorded".
        url: the record the value names.
        edit_url: where GET gives the form for this value and POST saves it; empty when it is fixed.
        locked: why it cannot be changed, in words; empty when it can or when it is fixed.
        language: `lang` of the value when it differs from the page's.
    """

    label: str
    value: str = ""
    key: str = ""
    url: str = ""
    edit_url: str = ""
    locked: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event of a record's time line; `tags` are links to whom or what it concerns, `folded` shows when asked for."""

    at: date | datetime
    title: str
    note: str = ""
    body: str = ""
    url: str = ""
    key: bool = False
    uid: str = ""
    tags: tuple[Link, ...] = ()
    folded: str = ""
    folded_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """One stage on the path; `state` is "done", "now" or "" for what is still to come."""

    label: str
    state: Literal["", "done", "now"] = ""
    note: str = ""
    move_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A return from one stage to an earlier one; positions count from 1; `text` has date and reason."""

    came_from: int
    went_to: int
    text: str

    @property
    def span(self) -> int:
        """Return how many stages the arc goes over."""
        return self.came_from - self.went_to


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePath:
    """The stages of a process and the returns in this deal's history."""

    label: str
    steps: tuple[StageStep, ...]
    reversals: tuple[Reversal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteOption:
    """One thing found: `sheet` opens its form above the page, `key` is its shortcut, `presses` the button it presses."""

    label: str
    url: str
    icon: str
    note: str = ""
    key: str = ""
    sheet: bool = False
    presses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteGroup:
    """Things found under one heading, best first."""

    label: str
    options: tuple[PaletteOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that two people changed: what it was, theirs, and yours, all as the user reads them."""

    name: str
    label: str
    before: str
    theirs: str
    yours: str
    theirs_raw: str = ""
    yours_raw: str = ""
