"""Who may come through a door: one declaration for every address, of pages and API."""

from dataclasses import dataclass, field
from enum import Enum

from tongxin.common.rights import Right


class Door(Enum):
    """How far an address is open."""

    OPEN = "open"
    SIGNED_IN = "signed in"
    RIGHT = "right"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Say who may come through a door; made by the functions below.

    Attributes:
        door: how far it is open.
        right: the right needed, for `Door.RIGHT`.
        records: path parameter → kind of record (a code of `audit.choices.Kind`), so that the access test
            can put in an own, a foreign, a deleted and an invented uid.
        edits: whether reading it already needs the right to change the record, as a form does.
        shared: whether all signed-in users see the same records; foreign ones are then not hidden.

    """

    door: Door
    right: Right | None = None
    records: dict[str, str] = field(default_factory=dict)
    shared: bool = False
    edits: bool = False


def anyone() -> Access:
    """Let in whoever knocks."""
    return Access(door=Door.OPEN)


def signed_in(**records: str) -> Access:
    """Let in who is signed in; `records` names the kinds of records that all of them share."""
    return Access(door=Door.SIGNED_IN, records=records, shared=True)


def holding(right: Right, **records: str) -> Access:
    """Let in who has a right; everybody else is refused with 403, whatever the record."""
    return Access(door=Door.RIGHT, right=right, records=records, shared=True)


def seeing(**records: str) -> Access:
    """Let in who may see the records named in the path; for everybody else they do not exist.

    `seeing(uid="ACCOUNT")` says that the path's `uid` is an account's.
    """
    return Access(door=Door.RECORD, records=records)


def changing(**records: str) -> Access:
    """Let in who may see the records named in the path and may change them: their forms."""
    return Access(door=Door.RECORD, records=records, edits=True)
