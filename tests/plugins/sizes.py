"""Let no test plan its queries on PostgreSQL by the sizes that tables had in another test.

An import asks the server to learn the sizes of its tables, and that outlives the rollback which empties them: the next
test with many rows would get plans for tables without any, and its queries would take minutes instead of milliseconds.
"""

import psycopg
import pytest
from django.conf import settings
from django.db import connection

FORGET = (
    "UPDATE pg_class SET reltuples = -1, relpages = 0 "
    "WHERE reltuples >= 0 AND relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget what another test's tables were like, before a test's own fixtures fill them."""
    if connection.vendor != "postgresql" or not settings.DATABASES["default"]["NAME"].startswith("test_"):
        return
    # Not kept open: some tests copy the database, which must be nobody's then.
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as link:
        link.execute(FORGET)
