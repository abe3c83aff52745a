"""Settle how a deal stands and on which days, from what its row says of stage, flags and dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tongxin.importers.plan.values import ENDS, code_of
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from tongxin.importers.plan.rows import TargetRow


def settle_deal(row: TargetRow, *, as_of: dt.date) -> None:
    """Set `outcome`, and `ended_on` of a closed or `close_from` and `close_to` of a running deal; correct impossible days.

    A deal cannot have ended or begun later than the day of the import: such a day becomes `as_of`, or is left out,
    and is reported.
    """
    values = row.values
    outcome = _outcome(row)
    values["outcome"] = outcome
    started = values.get("started_on")
    if isinstance(started, dt.date) and started > as_of:
        row.report(PlanCode.START_IN_FUTURE, Severity.WARNING, text=started.isoformat())
        del values["started_on"]
    if outcome == "OPEN":
        if "close_on" in values:
            values["close_from"] = values["close_to"] = values["close_on"]
        return
    if outcome == "WON" and "won_amount" in values:
        values["amount"] = values["won_amount"]
    ended = values.get("closed_on") or values.get("close_on")
    if isinstance(ended, dt.date) and ended > as_of:
        row.report(PlanCode.CLOSE_IN_FUTURE, Severity.NOTE, text=ended.isoformat())
        ended = as_of
    values["ended_on"] = ended or as_of
    if str(values.get("started_on", "")) > str(values["ended_on"]):
        del values["started_on"]


def _outcome(row: TargetRow) -> str:
    code = code_of("stage", str(row.values.get("stage", "")))
    if code in ENDS:
        return code
    if row.values.get("is_won"):
        return "WON"
    return "LOST" if row.values.get("is_closed") else "OPEN"
