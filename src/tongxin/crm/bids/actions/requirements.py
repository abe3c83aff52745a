"""Take the lines of a compliance matrix into a bid: new ones are made, those that are there are changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.common.text.fold import fold
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.declared.papers import REQUIREMENT
from tongxin.crm.bids.desk_models import BidRequirement
from tongxin.crm.bids.matrix import NAME, NUMBER, MatrixLine
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidRefused
from tongxin.records.checks import check_may_write
from tongxin.records.writing import change_record, create_records

MOST_LINES = 2_000
NEW, CHANGED, SAME, REFUSED = "NEW", "CHANGED", "SAME", "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """What becomes of a line: NEW, CHANGED (`changes` says what), SAME, or REFUSED."""

    line: MatrixLine
    state: str
    present: BidRequirement | None
    changes: Mapping[str, Any]


def plan_requirements(bid: Bid, lines: Sequence[MatrixLine]) -> list[PlannedLine]:
    """Return what becomes of each line, before anything is written.

    A line is one that is there when number and text are the same; else when only one line here and there has the number;
    else, without a number, when the text is.

    Raises:
        BidRefused: `MATRIX_LONG`.

    """
    if len(lines) > MOST_LINES:
        raise BidRefused("MATRIX_LONG", field="file", most=MOST_LINES)
    present = _Present(BidRequirement.objects.filter(bid=bid, deleted_at=None).select_related("owner"), lines)
    return [_planned(line, present) for line in lines]


@transaction.atomic
def take_requirements(
    *, actor: Actor, at: datetime, bid: Bid, lines: Sequence[MatrixLine]
) -> list[PlannedLine]:
    """Write what was planned, whole or not at all; refused lines are left out. Return what became of each.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidRefused: `MATRIX_LONG` or `MATRIX_EMPTY`.

    """
    check_may_write(BID, actor, bid, bid.account)
    planned = plan_requirements(bid, lines)
    if not any(each.state != REFUSED for each in planned):
        raise BidRefused("MATRIX_EMPTY", field="file")
    for each in planned:
        if each.state == CHANGED:
            change_record(REQUIREMENT, actor=actor, at=at, record=each.present, values=each.changes)
    rows = [{"bid": bid, **each.line.values} for each in planned if each.state == NEW]
    create_records(REQUIREMENT, actor=actor, at=at, rows=rows)
    return planned


class _Present:
    """The requirements that are there, found by number and text; each is met once."""

    def __init__(self, rows: Iterable[BidRequirement], lines: Sequence[MatrixLine]) -> None:
        kept = list(rows)
        self._both = {(each.number, fold(each.name)): each for each in kept}
        self._number = _once({each.number: each for each in kept}, Counter(each.number for each in kept))
        self._name = _once(
            {fold(each.name): each for each in kept}, Counter(fold(each.name) for each in kept)
        )
        self._given = Counter(each.values.get(NUMBER, "") for each in lines)
        self._met: set[int] = set()

    def of(self, line: MatrixLine) -> BidRequirement | None:
        number, name = line.values.get(NUMBER, ""), fold(line.values[NAME])
        found = self._both.get((number, name))
        if found is None and number and self._given[number] == 1:
            found = self._number.get(number)
        if found is None and not number:
            found = self._name.get(name)
        if found is None or found.pk in self._met:
            return None
        self._met.add(found.pk)
        return found


def _once(rows: Mapping[str, BidRequirement], counts: Counter[str]) -> dict[str, BidRequirement]:
    return {key: row for key, row in rows.items() if key and counts[key] == 1}


def _planned(line: MatrixLine, present: _Present) -> PlannedLine:
    if line.is_refused:
        return PlannedLine(line=line, state=REFUSED, present=None, changes={})
    found = present.of(line)
    if found is None:
        return PlannedLine(line=line, state=NEW, present=None, changes=line.values)
    changes = {name: value for name, value in line.values.items() if getattr(found, name) != value}
    return PlannedLine(line=line, state=CHANGED if changes else SAME, present=found, changes=changes)
