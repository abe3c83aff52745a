"""Databases with every table and no rows, for processes that tests start: migrating costs more than all that follows it.

A database is made from the tests' own, which is migrated already. What migrating itself does is shown where it is the matter:
`tests/trust/test_machine.py` makes the tables of a new installation by the command, twice at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

NAME = "tongxin.sqlite3"
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the test database made where only these fixtures need it: it is made for tests that are marked so."""
    for item in items:
        if "prepared_file" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def prepared_file(django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables; on PostgreSQL there is none, and the path leads to nothing."""
    target: Path = tmp_path_factory.mktemp("prepared") / NAME
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            with closing(connection.connection.__class__(str(target))) as copy:
                connection.connection.backup(copy)
        target.chmod(0o600)
    return target


@pytest.fixture(scope="session")
def prepared_name(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """The address of a PostgreSQL database with all tables, to make others from; empty on SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with django_db_blocker.unblock():
        connection.close()
    known = str(connection.settings_dict["NAME"])
    name = f"tongxin_prepared_{os.getpid()}"
    with psycopg.connect(f"{_server()}/postgres", autocommit=True) as opened:
        _make(opened, name, template=known)
        yield name
        _drop(opened, name)


@pytest.fixture(scope="module")
def new_database(
    prepared_file: Path, prepared_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """A function that makes a database with all tables on the engine of the tests, and returns its address."""
    made = []

    def make() -> str:
        if not prepared_name:
            folder = put_tables(prepared_file, tmp_path_factory.mktemp("database"))
            return f"sqlite:///{folder / NAME}"
        made.append(f"tongxin_made_{os.getpid()}_{next(_numbers)}")
        with psycopg.connect(f"{_server()}/postgres", autocommit=True) as opened:
            _make(opened, made[-1], template=prepared_name)
        return f"{_server()}/{made[-1]}"

    yield make
    for name in made:
        with psycopg.connect(f"{_server()}/postgres", autocommit=True) as opened:
            _drop(opened, name)


def put_tables(prepared: Path, home: Path) -> Path:
    """Put a copy of the file into a folder, which is made when missing, as an installation would have it."""
    home.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(prepared, home / NAME)
    return home


def _server() -> str:
    known = connection.settings_dict
    return f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"


def _make(server: psycopg.Connection[tuple[object, ...]], name: str, *, template: str) -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )


def _drop(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
