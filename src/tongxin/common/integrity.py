"""Whether the database itself is sound, as far as it can tell."""

from pathlib import Path

from django.db import DatabaseError, connection

MOST_PROBLEMS = 5
# Looked through in about a second; larger ones only when asked for.
CHEAP_BYTES = 200 * 1024 * 1024


def damage(*, thorough: bool) -> list[str]:
    """Return what SQLite finds wrong with its file, at most five sentences of its own; PostgreSQL checks its pages itself.

    Args:
        thorough: also compare every index with its table, and look for rows that point nowhere.

    """
    if connection.vendor != "sqlite":
        return []
    pragma = "PRAGMA integrity_check(5)" if thorough else "PRAGMA quick_check(5)"
    try:
        with connection.cursor() as cursor:
            cursor.execute(pragma)
            found = [str(row[0]) for row in cursor.fetchall()]
            if found == ["ok"] and thorough:
                cursor.execute("PRAGMA foreign_key_check")
                found += [
                    f"a row of {row[0]} points to none of {row[2]}" for row in cursor.fetchmany(MOST_PROBLEMS)
                ]
    except DatabaseError as error:
        return [str(error)]
    return [problem for problem in found if problem != "ok"][:MOST_PROBLEMS]


def is_cheap_to_check() -> bool:
    """Say whether the whole file is looked through in about a second."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and Path(name).is_file() and Path(name).stat().st_size <= CHEAP_BYTES
