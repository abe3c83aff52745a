"""Whatever SQLite a machine brings, WAL is used only with one that is free of the race."""

import sys
from types import SimpleNamespace

import pytest

from tongxin.config import sqlite

AFFECTED, SAFE = "3.40.1", "3.51.3"


@pytest.fixture
def machine(monkeypatch):
    """Give the machine a linked library, and a packaged one or none."""

    def of(linked, packaged=None):
        monkeypatch.setattr(sqlite, "sqlite3", SimpleNamespace(sqlite_version=linked))
        for name in ("sqlite3", "sqlite3.dbapi2"):
            monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
        fake = SimpleNamespace(sqlite_version=packaged, dbapi2=SimpleNamespace()) if packaged else None
        monkeypatch.setitem(sys.modules, "pysqlite3", fake)
        return fake

    return of


def test_a_safe_library_is_used_as_it_is(machine):
    machine(SAFE)
    before = sys.modules["sqlite3"]
    assert sqlite.install_safe_driver() == "wal"
    assert sys.modules["sqlite3"] is before


def test_an_affected_one_gives_way_to_the_packaged_one(machine):
    packaged = machine(AFFECTED, SAFE)
    assert sqlite.install_safe_driver() == "wal"
    assert sys.modules["sqlite3"] is packaged
    assert sys.modules["sqlite3.dbapi2"] is packaged.dbapi2


@pytest.mark.parametrize("packaged", [None, AFFECTED])
def test_without_a_safe_one_the_journal_is_rolled_back(machine, packaged):
    machine(AFFECTED, packaged)
    assert sqlite.install_safe_driver() == "delete"
