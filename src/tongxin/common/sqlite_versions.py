"""Which versions of SQLite are free of the WAL-reset race."""

FIXED_LINES = ((3, 44, 6), (3, 50, 7))
FIXED_SINCE = (3, 51, 3)


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite version is free of the WAL-reset race."""
    if version >= FIXED_SINCE:
        return True
    return any(version[:2] == line[:2] and version >= line for line in FIXED_LINES)
