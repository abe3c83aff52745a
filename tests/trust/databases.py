"""Empty databases of one's own beside that of the tests, on the same engine."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_numbers = count(1)


@contextmanager
def new_database(folder: Path, server: str = "") -> Iterator[str]:
    """Yield the address of an empty database: a file in the folder, or one on the PostgreSQL whose address is given."""
    if not server:
        yield f"sqlite:///{folder / f'new{next(_numbers)}.sqlite3'}"
        return
    place = urlsplit(server)._replace(path="/postgres", query="").geturl()
    name = f"tongxin_trust_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(place, autocommit=True) as opened:
        opened.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlsplit(server)._replace(path=f"/{name}", query="").geturl()
    # A connection of its own: the server may have crashed meanwhile.
    with psycopg.connect(place, autocommit=True) as opened:
        opened.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def server_of_the_tests() -> str:
    """Return the address of the PostgreSQL that the tests run on, empty on SQLite."""
    return os.environ.get("TONGXIN_DATABASE_URL", "")
