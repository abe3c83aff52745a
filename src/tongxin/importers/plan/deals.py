"""Settle how a deal stands and on which days, from what its row says of stage, flags, status and dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from tongxin.importers.plan.values import ENDS, code_of
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from tongxin.importers.plan.target_rows import TargetRow

CERTAIN = 100
# What the word of a status column says of a deal; the others say nothing of its end.
_STATUS = {"WON": "WON", "LOST": "LOST", "DROPPED": "DROPPED", "CANCELLED": "DROPPED", "INACTIVE": "DROPPED"}


def settle_opportunity(row: TargetRow, *, as_of: dt.date) -> None:
    """Set `outcome`, and `ended_on` of a closed or `close_from` and `close_to` of a running deal; correct impossible days.

    A deal cannot have ended or begun later than the day of the import: such a day becomes `as_of`, or is left out,
    and is reported. Private deals and leads are left out and named.
    """
    values = row.values
    if values.get("is_private"):
        row.report(PlanCode.PRIVATE_LEFT_OUT, Severity.ERROR, row.columns.get("is_private", ""))
    if values.get("is_lead"):
        row.report(PlanCode.LEAD_LEFT_OUT, Severity.ERROR, row.columns.get("is_lead", ""))
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
    ended = values.get("closed_on") or values.get("close_on") or values.get("stage_since")
    if isinstance(ended, dt.date) and ended > as_of:
        row.report(PlanCode.CLOSE_IN_FUTURE, Severity.NOTE, text=ended.isoformat())
        ended = as_of
    values["ended_on"] = ended or as_of
    if str(values.get("started_on", "")) > str(values["ended_on"]):
        del values["started_on"]


def _outcome(row: TargetRow) -> str:
    """Return how the deal stands; what else the row says against it is reported, never passed over."""
    said = _said(row)
    if len(set(said.values())) > 1:
        words = ", ".join(f"{row.columns.get(name, name)}: {code}" for name, code in said.items())
        row.report(PlanCode.OUTCOME_CONTRADICTS, Severity.WARNING, text=words[:120])
    return next(iter(said.values()), "OPEN")


def _said(row: TargetRow) -> dict[str, str]:
    """Return field → outcome for each field that says how the deal ended, the most telling first."""
    values = row.values
    said: dict[str, str] = {}
    code = code_of("stage", str(values.get("stage", "")))
    if code in ENDS:
        said["stage"] = code
    status = _STATUS.get(str(values.get("status", "")))
    if status:
        said["status"] = status
    if values.get("is_won"):
        said["is_won"] = "WON"
    is_closed = values.get("is_closed") or values.get("status") == "DONE"
    if is_closed and not said:
        said["is_closed"] = _closed(row)
    if values.get("is_active") is False and not said:
        said["is_active"] = "LOST" if values.get("probability") == 0 else "DROPPED"
    if said and values.get("is_closed") is False:
        said["is_closed"] = "OPEN"
    return said


def _closed(row: TargetRow) -> str:
    """Return how a deal ended of which a file says no more than that it is closed."""
    values = row.values
    if values.get("is_won") is False:
        return "LOST"
    chance = values.get("probability")
    if isinstance(chance, Decimal) and chance in {0, CERTAIN}:
        return "WON" if chance else "LOST"
    row.report(PlanCode.OUTCOME_UNCLEAR, Severity.WARNING, row.columns.get("is_closed", ""))
    return "DROPPED"
