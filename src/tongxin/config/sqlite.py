"""Choose an SQLite library that is safe to write with from several processes.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections checkpoint at once
(the WAL-reset race; fixed in 3.51.3, and in 3.50.7 and 3.44.6 on their lines). PyPI `pysqlite3`
carries a newer library than most distributions, so it takes the place of `sqlite3` before Django loads.
"""

import sqlite3
import sys
from types import ModuleType

from tongxin.common.sqlite_versions import wal_is_safe


def install_safe_driver() -> str:
    """Put `pysqlite3` in the place of `sqlite3` when the linked library is affected; return the journal mode.

    Returns:
        `wal` with a safe library, else `delete`: a rollback journal is slower but not affected.

    """
    if not wal_is_safe(_version(sqlite3)):
        try:
            import pysqlite3  # noqa: PLC0415 - must not be imported where it is not needed
        except ImportError:
            return "delete"
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
        return "wal" if wal_is_safe(_version(pysqlite3)) else "delete"
    return "wal"


def _version(module: ModuleType) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in module.sqlite_version.split("."))
    return major, minor, patch
