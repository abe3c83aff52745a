"""Bring the database up to the program."""

import click
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.common.clock import now
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.jobs.output import NotReady, Verb, json_option, say, say_json


@click.command(cls=Verb)
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
    """Apply missing migrations and ensure the reference data.

    Returns:
        Names of the migrations applied, and how many reference rows were added.

    Raises:
        NotReady: the database cannot be reached.

    """
    applied = [f"{migration.app_label}.{migration.name}" for migration in _apply(quiet=quiet)]
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


def _executor() -> MigrationExecutor:
    try:
        connection.prepare_database()
        return MigrationExecutor(connection)
    except DatabaseError as error:
        sentence = _("The database cannot be reached: %(error)s") % {"error": str(error).strip()}
        raise NotReady("DATABASE_UNREACHABLE", sentence) from error


def _plan(executor: MigrationExecutor) -> list[tuple[Migration, bool]]:
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
