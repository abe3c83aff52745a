"""Kill backups, restores and migrations in their midst; a program with an empty, migrated database of its own, named by the environment.

    python -m tests.trust.breaking BACKUPS RESTORES MIGRATIONS

Each runs in a process that dies by SIGKILL at a random moment of it; none gets to clean up. After each kill it is looked at
what is there, and after the restores the next run must end the work. Prints as JSON what was found.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import django

NAME, WORD, VISITS = "b.zip", "lighthouse", 100
BACKUPS_UNDER_WRITES = 3
# What restoring itself adds to.
GROWING = frozenset({"audit.AuditEvent", "search.SearchDocument"})
SECONDS_OF_MIGRATING = 6.0
_moments = random.Random(20_261_126)  # noqa: S311


def main(backups: int, restores: int, migrations: int) -> None:
    """Let each kind of work be killed so many times, and report."""
    django.setup()
    from django.conf import settings

    home = Path(settings.HOME)
    found: dict[str, object] = {}
    if migrations:
        found["migrations"] = break_migrations(migrations)
    empty = _keep_empty(home)
    _fill(home)
    found["under_writes"] = backups_under_writes(home / NAME)
    found["backups"] = break_backups(home / NAME, backups)
    found["restores"] = break_restores(home / NAME, restores, empty)
    sys.stdout.write("\n" + json.dumps(found))


def backups_under_writes(target: Path) -> list[dict[str, int]]:
    """Back up while a process writes on; count visits, their rows in the log and in the index, as each archive has them."""
    from django.db import connections

    from tongxin.archive.rotation import back_up
    from tongxin.common.clock import now

    connections.close_all()
    writer = os.fork()
    if not writer:
        _write_on()
    try:
        counts = []
        for _ in range(BACKUPS_UNDER_WRITES):
            path, _manifest = back_up(at=now(), target=target.with_name("under-writes.zip"))
            counts.append(_visits_in(path))
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    return counts


def _write_on() -> None:
    from tests.factories import AT, make_actor, make_user

    from tongxin.crm.relationships.actions import log_interaction

    try:
        actor = make_actor(make_user())
        for number in range(1_000_000):
            log_interaction(actor=actor, at=AT, text=f"Harbour {number}")
    finally:
        os._exit(1)


def _visits_in(path: Path) -> dict[str, int]:
    with ZipFile(path) as archive:

        def count(table: str, **values: str) -> int:
            rows = map(json.loads, archive.read(f"tables/{table}.jsonl").splitlines())
            return sum(all(row[name] == value for name, value in values.items()) for row in rows)

        return {
            "visits": count("crm.Interaction"),
            "logged": count("audit.AuditEvent", verb="CREATED", object_kind="INTERACTION"),
            "indexed": count("search.SearchDocument", kind="INTERACTION"),
        }


def break_backups(target: Path, kills: int) -> dict[str, int]:
    """Kill backups over an older one; count after which kills the older or the new one was there, or neither whole."""
    from tongxin.archive.reading import check_archive
    from tongxin.archive.rotation import back_up
    from tongxin.common.clock import now
    from tongxin.common.errors import Refusal

    took = _seconds(lambda: back_up(at=now(), target=target))
    found: Counter[str] = Counter()
    for _ in range(kills):
        before = check_archive(target).at
        found["killed"] += _killed(lambda: back_up(at=now(), target=target), took)
        try:
            found["old" if check_archive(target).at == before else "new"] += 1
        except Refusal:
            found["half"] += 1
    back_up(at=now(), target=target)
    return dict(found)


def break_restores(archive: Path, kills: int, empty: Callable[[], None]) -> dict[str, int]:
    """Kill restores; count what was there afterwards, and what after the next run."""
    from tongxin.archive.reading import check_archive

    wanted = {part.model: (part.size, part.sha256) for part in check_archive(archive).tables}
    empty()
    took = _seconds(lambda: _restore(archive))
    found: Counter[str] = Counter()
    for _ in range(kills):
        empty()
        found["killed"] += _killed(lambda: _restore(archive), took)
        found[_state(wanted)] += 1
        _restore(archive)
        found["whole_after_the_next_run"] += _state(wanted) == "new"
    return dict(found)


def break_migrations(kills: int) -> dict[str, int]:
    """Kill migrations of an empty database again and again, each going on where the last was killed; then let one end."""
    from tongxin.jobs.migrate import bring_up_to_date, missing_migrations

    found: Counter[str] = Counter()
    whole = _schema()
    _drop_tables()
    for _ in range(kills):
        before = len(missing_migrations())
        found["killed"] += _killed(lambda: bring_up_to_date(quiet=True), SECONDS_OF_MIGRATING)
        found["went_on"] += len(missing_migrations()) < before
        if not missing_migrations():
            found["times_to_the_end"] += 1
            found["as_without_kills"] += _schema() == whole
            _drop_tables()
    bring_up_to_date(quiet=True)
    found["times_to_the_end"] += 1
    found["as_without_kills"] += _schema() == whole
    return dict(found)


def _fill(home: Path) -> None:
    """Put in a record of each kind, some hundred visits, and a file."""
    from tests.factories import AT, make_actor, make_user
    from tests.meta.records import MAKERS, make_world

    from tongxin.archive.rotation import back_up
    from tongxin.crm.opportunities.reference import ensure_reference_data
    from tongxin.crm.relationships.actions import log_interaction

    ensure_reference_data(at=AT)
    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    actor = make_actor(make_user())
    for number in range(VISITS):
        log_interaction(actor=actor, at=AT, text=f"{WORD} {number}")
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / ("a" * 40)).write_bytes(os.urandom(1 << 20))
    back_up(at=AT, target=home / NAME)


def _restore(archive: Path) -> None:
    """Do what `tongxin restore` does; where it was done already, nothing."""
    from tongxin.archive.refusals import NotEmpty
    from tongxin.jobs.backup import read_back

    try:
        read_back(archive)
    except NotEmpty:
        if _number_of_visits() != VISITS:
            raise


def _state(wanted: dict[str, tuple[int, str]]) -> str:
    """Return `old`, an empty database, `new`, everything with its index and a log that proves itself, or `half`."""
    from django.apps import apps

    from tongxin.archive.tables import digest_of, kept_models, lines_of
    from tongxin.audit.models import AuditEvent
    from tongxin.audit.selectors import prove_log
    from tongxin.common.integrity import damage
    from tongxin.team.models import User

    if damage(thorough=True):
        return "half"
    if not User.objects.exists() and not AuditEvent.objects.exists():
        return "old"
    held = {model._meta.label: digest_of(lines_of(model)) for model in kept_models(apps)}
    equal = all(held[label] == part for label, part in wanted.items() if label not in GROWING)
    return "new" if equal and _number_of_visits() == VISITS and prove_log().is_whole else "half"


def _number_of_visits() -> int:
    """Return how many visits searching finds."""
    from tongxin.search.selectors import matching_uids

    return matching_uids(WORD, "INTERACTION").count()


def _schema() -> list[str]:
    """Return what defines the tables, without the order in which they were made."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        else:
            cursor.execute(
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable "
                "FROM information_schema.columns WHERE table_schema = 'public' UNION ALL "
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            )
        return sorted(str(row[0]) for row in cursor.fetchall())


def _drop_tables() -> None:
    """Leave the database as empty as a new one."""
    from django.db import connection

    if connection.vendor == "sqlite":
        _put_in_place(None)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _keep_empty(home: Path) -> Callable[[], None]:
    """Return what makes the database as it is now: with its tables, without rows."""
    from django.core.management.color import no_style
    from django.db import connection

    if connection.vendor == "sqlite":
        kept = home / "empty.sqlite3"
        connection.close()
        shutil.copy(connection.settings_dict["NAME"], kept)
        return lambda: _put_in_place(kept)
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]

    def empty() -> None:
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=True))

    return empty


def _put_in_place(kept: Path | None) -> None:
    """Put a file in the place of the database, or none."""
    from django.db import connection

    connection.close()
    file = Path(connection.settings_dict["NAME"])
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    if kept:
        shutil.copy(kept, file)


def _seconds(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _killed(work: Callable[[], Any], longest: float) -> bool:
    """Let a process work, and kill it at a moment of these seconds; return whether it was still at work."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(_moments.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
