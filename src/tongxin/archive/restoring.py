"""Read an archive back into an empty installation: all of it or nothing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from django.apps.registry import Apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from tongxin.archive.files import restore_file
from tongxin.archive.manifest import Manifest, Part
from tongxin.archive.reading import check_archive, erasures_listed_in, key_in, lines_in, open_archive
from tongxin.archive.refusals import ArchiveRefused, NotEmpty
from tongxin.archive.tables import BATCH, digest_of, kept_models, lines_of, write_rows
from tongxin.audit.actions import record
from tongxin.audit.chain import forget_key
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.seal import seal_end
from tongxin.audit.selectors import end_of_log
from tongxin.common.erasures import list_erasures
from tongxin.common.migrating import WholeMigrationExecutor
from tongxin.common.rights import Channel
from tongxin.search.engines import engine
from tongxin.search.models import SearchDocument


def restore_archive(
    path: Path, *, at: datetime, upgrade: Callable[[], object], finish: Callable[[], object] = lambda: None
) -> Manifest:
    """Read an archive back, compare every row, and bring the tables up to this program.

    The archive is read wholly before anything is changed. Rows, index and log come in one transaction: a process killed in
    the midst of it leaves the tables empty, and the next run works. Only an archive of an older program takes two, since
    tables cannot be changed in the first; killed between them, the next run finds the rows of the archive and goes on.

    Args:
        path: the archive.
        at: when.
        upgrade: applies the migrations that are newer than the archive.
        finish: what else belongs to it; nothing is read back when it fails.

    Raises:
        ArchiveRefused: `ARCHIVE_MISSING`, `ARCHIVE_DAMAGED`, `ARCHIVE_NEWER`, or `ARCHIVE_ROWS_DIFFER`: what was read
            back is not what was written.
        NotEmpty: `RESTORE_NOT_EMPTY`, somebody can sign in here already, or the log has rows.
        OSError: there is no room.

    """
    manifest = check_archive(path)
    then = _tables_of_then(manifest)
    is_filled = not _is_empty(then.apps)
    if is_filled and not _holds(manifest, then.apps):
        raise NotEmpty("RESTORE_NOT_EMPTY")

    def end() -> None:
        upgrade()
        _index()
        finish()
        _seal_anew()
        record(
            actor=None, at=at, verb=Verb.RESTORED, kind=Kind.BACKUP, label=path.name, channel=Channel.COMMAND,
            written_at=manifest.at, rows=manifest.rows, files=len(manifest.files),
        )  # fmt: skip

    with open_archive(path) as archive:
        _put_files(archive, manifest)
        with transaction.atomic():
            if not is_filled:
                _fill(archive, manifest, then.apps)
            if not then.are_older:
                end()
    if then.are_older:
        upgrade()
        with transaction.atomic():
            end()
    return manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Then:
    """The tables as they were when an archive was written.

    Attributes:
        apps: their models.
        are_older: whether this program has migrations that they lack.

    """

    apps: Apps
    are_older: bool


def _tables_of_then(manifest: Manifest) -> _Then:
    """Return the tables as they were when the archive was written, made where there are none."""
    executor = WholeMigrationExecutor(connection)
    graph = executor.loader.graph
    nodes: set[tuple[str, str]] = set()
    for dotted in manifest.migrations:
        app, _, name = dotted.partition(".")
        nodes.add((app, name))
    unknown = sorted(f"{app}.{name}" for app, name in nodes if (app, name) not in graph.nodes)
    if unknown:
        raise ArchiveRefused("ARCHIVE_NEWER", version=manifest.version)
    leaves = sorted(
        node
        for node in nodes
        if not any(child.key[0] == node[0] and child.key in nodes for child in graph.node_map[node].children)
    )
    applied = set(executor.loader.applied_migrations)
    if not applied:
        executor.migrate(leaves)
    elif applied != nodes:
        raise NotEmpty("RESTORE_NOT_EMPTY")
    are_older = not nodes.issuperset(graph.leaf_nodes())
    return _Then(apps=executor.loader.project_state(leaves).apps, are_older=are_older)


def _is_empty(apps: Apps) -> bool:
    return not any(
        apps.get_model(label)._meta.base_manager.exists() for label in ("team.User", "audit.AuditEvent")
    )


def _holds(manifest: Manifest, apps: Apps) -> bool:
    """Say whether the tables hold the rows of the archive and no other, as after a run that was cut off."""
    known = {str(model._meta.label): model for model in kept_models(apps)}
    return all(
        part.model in known and digest_of(lines_of(known[part.model])) == (part.size, part.sha256)
        for part in manifest.tables
    )


def _put_files(archive: ZipFile, manifest: Manifest) -> None:
    for part in manifest.files:
        with archive.open(part.name) as source:
            restore_file(part.name, source, part.size)
    _put_key(key_in(archive))
    list_erasures(erasures_listed_in(archive, manifest))


def _fill(archive: ZipFile, manifest: Manifest, apps: Apps) -> None:
    known = {str(model._meta.label): model for model in kept_models(apps)}
    # Dictionaries and processes that an empty installation starts with.
    emptied = [str(model._meta.db_table) for model in known.values()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), emptied))
    for part in manifest.tables:
        if part.model not in known:
            raise ArchiveRefused("ARCHIVE_NEWER", version=manifest.version)
        write_rows(known[part.model], lines_in(archive, part))
    for part in manifest.tables:
        _compare(known[part.model], part)
    statements = connection.ops.sequence_reset_sql(no_style(), list(known.values()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _compare(model: type[models.Model], part: Part) -> None:
    if digest_of(lines_of(model)) != (part.size, part.sha256):
        raise ArchiveRefused("ARCHIVE_ROWS_DIFFER", part=part.model)


def _index() -> None:
    """Fill the engine's own structure, which is no table of a model, from the tokens kept."""
    waiting: list[SearchDocument] = []
    for document in SearchDocument.objects.order_by("pk").iterator(chunk_size=BATCH):
        waiting.append(document)
        if len(waiting) >= BATCH:
            engine().write(waiting)
            waiting = []
    if waiting:
        engine().write(waiting)


def _seal_anew() -> None:
    end = end_of_log()
    if end is not None:
        seal_end(*end, anew=True)


def _put_key(key: str) -> None:
    """Keep the key that the log was chained with; one that is there already is kept aside."""
    place = Path(settings.HOME) / "audit_key"
    if settings.AUDIT_KEY or (place.exists() and place.read_text(encoding="ascii").strip() == key):
        return
    if place.exists():
        place.replace(place.with_name("audit_key.before-restore"))
    with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(key)
    forget_key()
