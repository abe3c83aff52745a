"""What a deal's stage entries say: time in each stage, reversals and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Protocol, TypeVar


class EntryKind(StrEnum):
    """What happened to a deal with an entry."""

    STARTED = "STARTED"
    FORWARD = "FORWARD"
    REVERSAL = "REVERSAL"
    CLOSED = "CLOSED"
    """Won, lost or dropped: the clock stands still from here."""
    REOPENED = "REOPENED"
    CORRECTED = "CORRECTED"
    """The step before it was a mistake and never happened; neither counts."""


class Entry(Protocol):
    """Whatever says what kind of step it is."""

    @property
    def kind(self) -> str:
        """Return a code of `EntryKind`."""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry:
    """A deal enters a stage on a day, or is closed in it; `order` is the stage's place in its process, upwards."""

    stage: str
    order: int
    entered_on: date
    kind: EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """The days a deal spent in a stage, over all its `visits` to it."""

    stage: str
    days: int
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A step back from one stage to another.

    `regained_on` is when the stage left behind was reached again. `days_lost` are the days of work that the step undid:
    those the deal had spent beyond the stage gone back to since it was last in it.
    """

    from_stage: str
    to_stage: str
    on: date
    regained_on: date | None
    days_lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the entries say, in whole days during which the deal was open; `stages` in the order of first entry."""

    stages: tuple[StageTime, ...]
    cycle_days: int
    current_stage: str
    current_age_days: int
    is_closed: bool
    reversals: tuple[Reversal, ...]
    days_lost: int
    """Days lost to all reversals; each day is lost once, to the first that undid it."""


def standing_entries(entries: Sequence[E]) -> list[E]:
    """Return the entries, oldest first as given, without those that were taken back and what took them back."""
    standing: list[E] = []
    for entry in entries:
        if entry.kind != EntryKind.CORRECTED:
            standing.append(entry)
        elif standing:
            standing.pop()
    return standing


def read_history(entries: Sequence[StageEntry], *, as_of: date) -> History:
    """Return what `entries` (any order; of one day in the order given) say up to the day `as_of`.

    A day belongs to the stage that the deal was in at its end; days between a close and a reopening belong to none. A
    reversal costs the days since the deal was last in the stage gone back to, or before it: they led beyond that stage
    and have to be spent again. This is known on the day of the reversal and never changes; a day that an earlier
    reversal cost is not lost again. A step that was taken back never was, whatever the day asked for. Entries after
    `as_of` are left out. Raises ValueError if no entry is left.
    """
    in_order = standing_entries(sorted(entries, key=lambda entry: entry.entered_on))
    known = [entry for entry in in_order if entry.entered_on <= as_of]
    if not known:
        raise ValueError(f"no stage entry up to {as_of}")
    spells = _spells(known, as_of)
    reversals = _reversals(spells)
    return History(
        stages=_stage_times(spells),
        cycle_days=sum(spell.days for spell in spells),
        current_stage=spells[-1].entry.stage,
        current_age_days=_current_age(spells),
        is_closed=spells[-1].entry.kind is EntryKind.CLOSED,
        reversals=reversals,
        days_lost=sum(reversal.days_lost for reversal in reversals),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """The time from one entry to the next."""

    entry: StageEntry
    days: int
    is_reversal: bool


def _spells(known: Sequence[StageEntry], as_of: date) -> list[_Spell]:
    ends = [entry.entered_on for entry in known[1:]] + [as_of]
    return [
        _Spell(
            entry=entry,
            days=0 if entry.kind is EntryKind.CLOSED else (end - entry.entered_on).days,
            # The first entry of an imported history may be marked as a reversal, but it left nothing behind.
            is_reversal=place > 0 and entry.kind is EntryKind.REVERSAL,
        )
        for place, (entry, end) in enumerate(zip(known, ends, strict=True))
    ]


def _reversals(spells: Sequence[_Spell]) -> tuple[Reversal, ...]:
    lost: set[int] = set()
    found = []
    for place, spell in enumerate(spells):
        if not spell.is_reversal:
            continue
        undone = _beyond(spells, place) - lost
        lost |= undone
        left = spells[place - 1].entry
        found.append(
            Reversal(
                from_stage=left.stage,
                to_stage=spell.entry.stage,
                on=spell.entry.entered_on,
                regained_on=_regained_on(spells[place + 1 :], left),
                days_lost=sum(spells[before].days for before in undone),
            )
        )
    return tuple(found)


def _beyond(spells: Sequence[_Spell], place: int) -> set[int]:
    """Return the places of the spells beyond the stage gone back to at `place`, since the deal was last in it."""
    order = spells[place].entry.order
    return set(
        takewhile(lambda before: spells[before].entry.order > order, range(place - 1, -1, -1)),
    )


def _regained_on(later: Sequence[_Spell], left: StageEntry) -> date | None:
    return next((spell.entry.entered_on for spell in later if _is_regained(spell.entry, left)), None)


def _is_regained(entry: StageEntry, left: StageEntry) -> bool:
    return entry.kind is not EntryKind.CLOSED and entry.order >= left.order


def _stage_times(spells: Sequence[_Spell]) -> tuple[StageTime, ...]:
    days: dict[str, int] = {}
    visits: dict[str, int] = {}
    stage_before = None
    for spell in spells:
        stage = spell.entry.stage
        days[stage] = days.get(stage, 0) + spell.days
        visits[stage] = visits.get(stage, 0) + (stage != stage_before)
        stage_before = stage
    return tuple(StageTime(stage=stage, days=days[stage], visits=visits[stage]) for stage in days)


def _current_age(spells: Sequence[_Spell]) -> int:
    """Return the days since the last stage was entered for the last time; entries that repeat it add to them."""
    current = spells[-1].entry.stage
    same = takewhile(lambda spell: spell.entry.stage == current, reversed(spells))
    return sum(spell.days for spell in same)
