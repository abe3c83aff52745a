"""One engine for each database."""

from django.db import connection

from tongxin.search.engines.base import Engine
from tongxin.search.engines.postgres import PostgresEngine
from tongxin.search.engines.sqlite import SqliteEngine


def engine() -> Engine:
    """Return the engine of the present database."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
