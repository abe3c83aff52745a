"""What the calendar of bids shows."""

from dataclasses import dataclass
from datetime import date

from tongxin.web.shell.parts import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """One deadline on a day of the month."""

    what: str
    bid: str
    url: str
    clock: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day of the month with what falls due."""

    day: date
    alone: str
    is_today: bool
    is_other_month: bool
    entries: tuple[DayEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One deadline in the list: in both calendars, with the buyer's clock and how long it is."""

    day: date
    dated: str
    roc: str
    clock: str
    zone: str
    kind: str
    name: str
    bid: str
    lot: str
    account: str
    owner: str
    url: str
    left: str
    shape: Kind
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """One month in weeks from Monday, and its list."""

    title: str
    roc_title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayCell, ...], ...]
    lines: tuple[DueLine, ...]
    previous_url: str
    today_url: str
    next_url: str
