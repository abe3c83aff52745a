"""Migrate an SQLite test database once for all processes and runs, until a migration changes: it costs twelve seconds.

The tables are kept in `.cache/tables/`, in a file named by everything they are made of. What migrating itself does is shown
where it is the matter: by the tests that call the command.
"""

import fcntl
import hashlib
import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".cache" / "tables"
# What migrations call: the making of identifiers, and of sort keys.
CALLED = ("src/tongxin/common/ids.py", "src/tongxin/common/text/*.py")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have the test database made from the kept tables where there are any, and keep them where there are none."""
    if connection.vendor == "sqlite":
        creation: Any = connection.creation
        creation.create_test_db = _from_kept_tables(creation.create_test_db)


def _from_kept_tables(create: Callable[..., str]) -> Callable[..., str]:
    def create_test_db(*args: Any, **options: Any) -> str:
        kept = kept_tables()
        name = connection.creation._get_test_db_name()
        if not connection.creation.is_in_memory_db(name):
            return create(*args, **options)
        with _alone(), closing(sqlite3.connect(name, uri=True)) as memory:
            # A database in memory lasts as long as somebody is connected to it; migrating it again then does nothing.
            if kept.exists():
                with closing(sqlite3.connect(kept)) as file:
                    file.backup(memory)
                return create(*args, **options)
            made = create(*args, **options)
            _keep(memory, kept)
            return made

    return create_test_db


def kept_tables() -> Path:
    """Return the file of the tables as the migrations make them now; it is there once a test used a database."""
    return KEPT / f"{state_of_migrations()}.sqlite3"


def state_of_migrations() -> str:
    """Return a name of what the tables are made of: the migrations, what they call, and what carries them out."""
    state = hashlib.sha256(
        f"{django.__version__} {platform.python_version()} {sqlite3.sqlite_version}".encode()
    )
    folders = [Path(app.path, "migrations") for app in apps.get_app_configs()]
    files = [file for folder in folders for file in folder.glob("*.py")]
    files += [file for pattern in CALLED for file in ROOT.glob(pattern)]
    for file in sorted(files):
        state.update(file.name.encode())
        state.update(file.read_bytes())
    return state.hexdigest()[:20]


def _keep(memory: sqlite3.Connection, kept: Path) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    started = kept.with_suffix(".started")
    started.unlink(missing_ok=True)
    with closing(sqlite3.connect(started)) as file:
        memory.backup(file)
    started.chmod(0o600)
    started.replace(kept)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time make tables: the others find them made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
