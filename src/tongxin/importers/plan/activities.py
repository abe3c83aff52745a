"""Tell what has happened from what is still to be done, and what kind of thing it was."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import digest
from tongxin.importers.plan.values import words
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from tongxin.importers.plan.target_rows import TargetRow

LONGEST_PROMISE = 300
_OPEN = frozenset({"TODO", "OPEN"})
_OVER = frozenset({"DONE", "WON", "LOST"})
_OFF = frozenset({"CANCELLED", "DROPPED", "INACTIVE"})
_TABLES = (("note", "NOTE"), ("笔记", "NOTE"), ("备注", "NOTE"), ("call", "CALL"), ("通话", "CALL"), ("meeting", "MEETING"), ("event", "MEETING"), ("email", "MAIL"), ("visit", "VISIT"), ("拜访", "VISIT"), ("task", "NOTE"))  # fmt: skip
_FIRST_WORDS = re.compile(
    r"^\s*(?:re|fw|fwd)\s*:|^\s*([^:：\-–—|/]{2,30})\s*(?:[:：\-–—|/]|$)", re.IGNORECASE
)


def settle_activity(row: TargetRow, *, as_of: dt.date, zone: dt.tzinfo) -> None:
    """Give an activity its kind, or make a promise of one that is not done; cancelled ones are left out and named."""
    values = row.values
    status = str(values.get("status", ""))
    due = values.get("due_on")
    if "occurred_at" not in values and isinstance(due, dt.date) and "due_on" in values:
        values["occurred_at"] = due
    if status in _OFF:
        row.report(PlanCode.TASK_CANCELLED, Severity.ERROR, row.columns.get("status", ""))
    is_done = values.get("is_done") or status in _OVER
    if values.get("is_done") is False and not status:
        status = "TODO"
    lies_ahead = _day(values.get("occurred_at"), as_of, zone) > as_of
    if not is_done and (status in _OPEN or lies_ahead):
        _promise(row, zone)
        return
    if lies_ahead:
        # Done before it was due: it happened no later than the export.
        row.report(PlanCode.NOT_YET_HAPPENED, Severity.NOTE, text=str(values["occurred_at"])[:10])
        values["occurred_at"] = as_of
    if "occurred_at" not in values:
        row.report(PlanCode.MOMENT_UNKNOWN, Severity.WARNING)
    values["kind"] = _kind(row)


def _day(moment: object, otherwise: dt.date, zone: dt.tzinfo) -> dt.date:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date()
    return moment if isinstance(moment, dt.date) else otherwise


def _promise(row: TargetRow, zone: dt.tzinfo) -> None:
    values = row.values
    if values.get("is_private"):
        row.report(PlanCode.PRIVATE_LEFT_OUT, Severity.ERROR, row.columns.get("is_private", ""))
    subject, text = str(values.get("subject", "")), str(values.get("text", ""))
    row.target = Target.PROMISE
    words_ = subject if not text or text == subject else f"{subject}: {text}" if subject else text
    words_ = " ".join(words_.split())
    if len(words_) > LONGEST_PROMISE:
        words_ = words_[: LONGEST_PROMISE - 1].rstrip() + "…"
    values["text"] = words_
    row.seen["text"] = digest(words_)
    if "due_on" not in values and "occurred_at" in values:
        values["due_on"] = _day(values["occurred_at"], dt.date.min, zone)
        row.seen["due_on"] = row.seen.get("occurred_at", "")
    row.report(PlanCode.TASK_BECAME_PROMISE, Severity.NOTE)


def _kind(row: TargetRow) -> str:
    """Return the kind by the subtype, the type, the subject's first words, else by what the table is called."""
    values = row.values
    subtype, kind = str(values.get("subtype", "")), str(values.get("kind", ""))
    for said in (subtype, kind):
        if said and said != "NOTE":
            return said
    by_subject = _of_subject(str(values.get("subject", "")))
    if by_subject:
        return by_subject
    if said := subtype or kind:
        return said
    called = plain(row.sheet)
    return next((code for word, code in _TABLES if word in called), "VISIT")


def _of_subject(subject: str) -> str:
    """Return the kind that a subject begins with: “Email: offer”, “Call”, “拜訪－新廠”."""
    match = _FIRST_WORDS.match(subject)
    if match is None:
        return ""
    if match[1] is None:
        return "MAIL"
    word = words("activity").get(plain(match[1]))
    return word.code if word else ""
