"""Apply migrations so that a kill leaves each one done or not begun."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from typing_extensions import override

if TYPE_CHECKING:
    from django.db.migrations.migration import Migration
    from django.db.migrations.state import ProjectState


class WholeMigrationExecutor(MigrationExecutor):
    """Changes the tables and notes that they are changed in one transaction.

    Django notes a migration with deferred statements, as every one has that makes an index, in a transaction after its own:
    killed between the two, the next run would find the tables that it is about to make.
    """

    @override
    def apply_migration(
        self, state: "ProjectState", migration: "Migration", fake: bool = False, fake_initial: bool = False
    ) -> "ProjectState":
        """Apply one migration and note it; all of it or nothing."""
        # SQLite takes this switch outside of transactions only, and its schema editor insists on it.
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
