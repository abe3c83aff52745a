"""Bring the database up to the program."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.core.files import locks
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection
from django.db.migrations.migration import Migration
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.common.clock import now
from tongxin.common.locks.postgres import hold_for_session, release_for_session
from tongxin.common.migrating import WholeMigrationExecutor
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.search import ensure_indexed
from tongxin.jobs.output import NotReady, Subcommand, json_option, say, say_json

MIGRATE_LOCK = 7_305_113  # any fixed number: one lock for who changes the tables


@click.command(cls=Subcommand)
@json_option
def migrate(*, as_json: bool) -> None:
    """Create or update the tables, and put in the dictionaries and the default process."""
    applied, added = bring_up_to_date(quiet=as_json)
    if as_json:
        say_json({"applied": applied, "reference_rows_added": added})
    elif applied or added:
        say(_("The database is ready."))
    else:
        say(_("The database is up to date."))


def bring_up_to_date(*, quiet: bool) -> tuple[list[str], int]:
    """Apply missing migrations, ensure reference data and the index; of two that are started at once, one waits for the other.

    Returns:
        Names of the migrations applied, and how many reference rows were added.

    Raises:
        NotReady: the database cannot be reached.

    """
    with _alone():
        applied = [f"{migration.app_label}.{migration.name}" for migration in _apply(quiet=quiet)]
        ensure_indexed()
        return applied, ensure_reference_data(at=now())


def missing_migrations() -> list[str]:
    """Return the migrations that the database lacks, in the order they would be applied.

    Raises:
        NotReady: the database cannot be reached.

    """
    executor = _executor()
    return [f"{step.app_label}.{step.name}" for step, _back in _plan(executor)]


def require_migrated() -> None:
    """Refuse to go on with a database that lacks migrations.

    Raises:
        NotReady: `MIGRATIONS_MISSING`, or the database cannot be reached.

    """
    missing = missing_migrations()
    if missing:
        sentence = ngettext(
            "The database lacks %(count)d migration. Run: tongxin migrate",
            "The database lacks %(count)d migrations. Run: tongxin migrate",
            len(missing),
        ) % {"count": len(missing)}
        raise NotReady("MIGRATIONS_MISSING", sentence, missing=missing)


def require_migrated_or_new() -> None:
    """Refuse like `require_migrated`, but bring a database that has no table yet up to date without asking.

    Raises:
        NotReady: `MIGRATIONS_MISSING`, or the database cannot be reached.

    """
    if not _executor().loader.applied_migrations:
        bring_up_to_date(quiet=True)
    require_migrated()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process migrate at a time: on this machine by a file, on PostgreSQL from any machine."""
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "migrate.lock").open("w") as turn, ExitStack() as held:
        locks.lock(turn, locks.LOCK_EX)
        if connection.vendor == "postgresql":
            held.enter_context(_held_on_server())
        yield


@contextmanager
def _held_on_server() -> Iterator[None]:
    try:
        hold_for_session(MIGRATE_LOCK)
    except DatabaseError as error:
        sentence = _("The database cannot be reached: %(error)s") % {"error": str(error).strip()}
        raise NotReady("DATABASE_UNREACHABLE", sentence) from error
    try:
        yield
    finally:
        release_for_session(MIGRATE_LOCK)


def _executor() -> WholeMigrationExecutor:
    try:
        connection.prepare_database()
        return WholeMigrationExecutor(connection)
    except DatabaseError as error:
        sentence = _("The database cannot be reached: %(error)s") % {"error": str(error).strip()}
        raise NotReady("DATABASE_UNREACHABLE", sentence) from error


def _plan(executor: WholeMigrationExecutor) -> list[tuple[Migration, bool]]:
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _apply(*, quiet: bool) -> list[Migration]:
    executor = _executor()
    plan = _plan(executor)
    if not plan:
        return []
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    label = _("Preparing the database")
    with click.progressbar(length=len(plan), label=label, hidden=quiet) as bar:

        def advance(action: str, *_details: object) -> None:
            if action == "apply_success":
                bar.update(1)

        executor.progress_callback = advance
        executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return [migration for migration, _backwards in plan]
