"""Tell a database or a disk that cannot serve at this moment from a mistake of ours."""

import errno
from enum import Enum

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator, conflicts.
BUSY_CLASSES = ("08", "40", "53", "55", "57")
NO_ROOM_STATE = "53100"
SQLITE_NO_ROOM = ("disk is full", "disk i/o error")
SQLITE_BUSY = ("is locked", "unable to open database file")


class Failure(Enum):
    """Why nothing could be done although nothing is wrong with the request."""

    BUSY = "BUSY"
    NO_ROOM = "NO_ROOM"


def failure_of(error: BaseException | None) -> Failure | None:
    """Return what an error says of the machine; `None` when it is a mistake of ours.

    BUSY: the database is locked, out of connections, restarting, or chose this transaction to give way.
    NO_ROOM: the disk, the quota or the largest file size is reached.
    """
    match error:
        case DatabaseError():
            return _of_database(error)
        case OSError(errno=number) if number in NO_ROOM:
            return Failure.NO_ROOM
    return None


def _of_database(error: DatabaseError) -> Failure | None:
    if hasattr(error.__cause__, "sqlstate"):
        lost = "08000" if isinstance(error, OperationalError | InterfaceError) else ""
        state = str(getattr(error.__cause__, "sqlstate", None) or lost)
        if state == NO_ROOM_STATE:
            return Failure.NO_ROOM
        return Failure.BUSY if state[:2] in BUSY_CLASSES else None
    text = str(error).lower()
    if any(words in text for words in SQLITE_NO_ROOM):
        return Failure.NO_ROOM
    return Failure.BUSY if any(words in text for words in SQLITE_BUSY) else None
