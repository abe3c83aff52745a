"""Locks that a transaction holds to its end, over what is no row.

SQLite needs none: its transactions are IMMEDIATE, so that whoever writes is alone.
"""

from django.db import connection

from tongxin.common.locks import postgres


def hold_to_commit(number: int) -> None:
    """Wait for a lock and hold it to the end of the caller's transaction.

    Args:
        number: which lock; 64 bits, signed.
    """
    if connection.vendor == "postgresql":
        postgres.hold_to_commit(number)


def try_to_hold_to_commit(number: int) -> bool:
    """Hold a lock to the end of the caller's transaction, or return false at once when another one holds it.

    Args:
        number: which lock; 64 bits, signed.
    """
    return connection.vendor != "postgresql" or postgres.try_to_hold_to_commit(number)
