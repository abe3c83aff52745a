"""What a deal's stage entries say: time in each stage, reversals and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile


class EntryKind(StrEnum):
    """What happened to a deal with an entry."""

    STARTED = "STARTED"
    FORWARD = "FORWARD"
    REVERSAL = "REVERSAL"
    CLOSED = "CLOSED"
    """Won, lost or dropped: the clock stands still from here."""
    REOPENED = "REOPENED"


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
    """A step back from one stage to another; `regained_on` is when the stage left behind was reached again."""

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
    """Days lost to any reversal, each day once: two reversals at a time cost no more than the longer."""


def read_history(entries: Sequence[StageEntry], *, as_of: date) -> History:
    """Return what `entries` (any order; of one day in the order given) say up to the day `as_of`.

    A day belongs to the stage that the deal was in at its end; days between a close and a reopening belong to none. A
    reversal costs the days until the deal is again in a stage at least as far as the one left behind, or up to now if
    it never was. Entries after `as_of` are left out. Raises ValueError if no entry is left.
    """
    known = [
        entry for entry in sorted(entries, key=lambda entry: entry.entered_on) if entry.entered_on <= as_of
    ]
    if not known:
        raise ValueError(f"no stage entry up to {as_of}")
    spells = _spells(known, as_of)
    reversals = [_reversal(spells, place) for place, spell in enumerate(spells) if spell.is_reversal]
    lost_places = {place for _, places in reversals for place in places}
    return History(
        stages=_stage_times(spells),
        cycle_days=sum(spell.days for spell in spells),
        current_stage=spells[-1].entry.stage,
        current_age_days=_current_age(spells),
        is_closed=spells[-1].entry.kind is EntryKind.CLOSED,
        reversals=tuple(reversal for reversal, _ in reversals),
        days_lost=sum(spells[place].days for place in lost_places),
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


def _reversal(spells: Sequence[_Spell], place: int) -> tuple[Reversal, range]:
    """Return the reversal at `place` and the places of the spells it cost."""
    left, entry = spells[place - 1].entry, spells[place].entry
    regained = next(
        (later for later in range(place + 1, len(spells)) if _is_regained(spells[later].entry, left)), None
    )
    cost = range(place, len(spells) if regained is None else regained)
    reversal = Reversal(
        from_stage=left.stage,
        to_stage=entry.stage,
        on=entry.entered_on,
        regained_on=None if regained is None else spells[regained].entry.entered_on,
        days_lost=sum(spells[lost].days for lost in cost),
    )
    return reversal, cost


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
