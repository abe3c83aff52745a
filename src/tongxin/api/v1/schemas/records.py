"""The audit log and background jobs in JSON."""

from datetime import datetime
from typing import Any

from tongxin.api.representations import Representation


class FieldChangeOut(Representation):
    """One field's old and new value; both are `null` where the reader lacks the right to the field."""

    field: str
    old: Any
    new: Any
    withheld: bool


class AuditEventOut(Representation):
    """One thing that somebody did, or was denied."""

    number: int
    at: datetime
    user_name: str
    channel: str
    address: str
    verb: str
    object_kind: str
    object_uid: str
    object_label: str
    account_uid: str
    changes: list[FieldChangeOut]
    params: dict[str, Any]


class JobOut(Representation):
    """Work outside the request, and how far it is."""

    uid: str
    task: str
    state: str
    percent: int
    done_steps: int
    total_steps: int
    result: dict[str, Any]
    error: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class HistoryEventOut(Representation):
    """One thing that somebody did to a record."""

    number: int
    at: datetime
    user_name: str
    channel: str
    verb: str
    changes: list[FieldChangeOut]


class HistoryOut(Representation):
    """What was done to a record, newest first; `next` goes on as `before`."""

    items: list[HistoryEventOut]
    next: int | None


class AuditVerificationOut(Representation):
    """Whether the log is whole, and the number of the first row that does not fit the one before it."""

    is_whole: bool
    broken_at: int | None
