"""Give deals the steps that a table of their history tells: what was entered when, whatever the file's order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import digest
from tongxin.importers.plan.target_rows import PastStep, TargetRow
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAGE_FIELDS = frozenset({"stagename", "stage", "salesstage", "dealstage", "stageid", "阶段", "商机阶段"})


def tell_history(rows: dict[Target, list[TargetRow]], *, zone: dt.tzinfo) -> None:
    """Hang the rows of histories on their deals, as `history`; a row that cannot be used says why.

    Rows of a table of changed fields are used where the field is the stage; the others are taken off the plan.
    """
    deals = {row.key: row for row in rows[Target.OPPORTUNITY]}
    wanted = [row for row in rows[Target.STAGE_HISTORY] if _is_of_stage(row)]
    rows[Target.STAGE_HISTORY] = wanted
    of_deal: dict[str, list[TargetRow]] = defaultdict(list)
    for row in wanted:
        if row.is_blocked or row.same_as:
            continue
        entered, stage = row.values.get("entered_at"), row.values.get("stage") or row.values.get("new_value")
        if not isinstance(entered, dt.date) or not stage:
            row.report(PlanCode.HISTORY_UNREADABLE, Severity.ERROR)
        elif (key := _deal_key(row)) in deals:
            of_deal[key].append(row)
        else:
            row.report(PlanCode.HISTORY_WITHOUT_DEAL, Severity.ERROR)
    for key, found in of_deal.items():
        _tell(deals[key], found, zone)


def _is_of_stage(row: TargetRow) -> bool:
    field = plain(str(row.values.get("field_name", "")))
    return "stage" in row.values or not field or field in _STAGE_FIELDS


def _deal_key(row: TargetRow) -> str:
    for name in ("opportunity_id", "opportunity_name"):
        if name in row.refs and row.refs[name].key:
            return row.refs[name].key
    return ""


def _tell(deal: TargetRow, found: Sequence[TargetRow], zone: dt.tzinfo) -> None:
    whole = [row for row in found if "stage" in row.values]
    # A table of stages tells all; a table of changed fields only what it changed from and to.
    used = whole or list(found)
    told = dict.fromkeys(step for row in used for step in _steps(row, zone))
    steps = sorted(told, key=lambda step: step.entered_at)
    if not whole:
        steps = [*_before(deal, used, steps, zone), *steps]
    deal.history = tuple(_without_repeats(steps))
    deal.seen["history"] = digest(
        "|".join(f"{step.entered_at.isoformat()} {step.stage}" for step in deal.history)
    )


def _steps(row: TargetRow, zone: dt.tzinfo) -> Iterable[PastStep]:
    stage = str(row.values.get("stage") or row.values["new_value"])
    yield PastStep(_moment(row.values["entered_at"], zone), stage)


def _before(
    deal: TargetRow, used: Sequence[TargetRow], steps: Sequence[PastStep], zone: dt.tzinfo
) -> list[PastStep]:
    """Return the stage that the first change left, on the deal's first day, where the file knows both."""
    first = min(used, key=lambda row: _moment(row.values["entered_at"], zone))
    old, started = first.values.get("old_value"), deal.values.get("started_on")
    if not old:
        return []
    begun = _moment(started, zone) if isinstance(started, dt.date) else steps[0].entered_at
    return [PastStep(min(begun, steps[0].entered_at), str(old))]


def _moment(value: object, zone: dt.tzinfo) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    day = value if isinstance(value, dt.date) else dt.date.min
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)


def _without_repeats(steps: Sequence[PastStep]) -> Iterable[PastStep]:
    """Leave out entries that changed another field than the stage."""
    before = ""
    for step in steps:
        if plain(step.stage) != before:
            yield step
        before = plain(step.stage)
