"""Advisory locks of PostgreSQL."""

from django.db import connection


def hold_to_commit(number: int) -> None:
    """Wait for a lock and hold it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def try_to_hold_to_commit(number: int) -> bool:
    """Hold a lock to the end of the transaction, or return false at once when another one holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def hold_for_session(number: int) -> None:
    """Wait for a lock and hold it until it is released or the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])


def release_for_session(number: int) -> None:
    """Release a lock held for the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
