"""Write an archive: one consistent view of the database, and the files it speaks of."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from tongxin import __version__
from tongxin.archive.files import copy
from tongxin.archive.manifest import KEY_NAME, NAME, Manifest, Part
from tongxin.archive.reading import check_archive
from tongxin.archive.tables import digest_of, kept_models, lines_of
from tongxin.audit.chain import chain_key
from tongxin.common.erasures import NAME as ERASURES
from tongxin.common.erasures import listed
from tongxin.common.kept_files import kept_files, names_in_rows

BEGIN = {
    # Deferred: a reader that keeps nobody from writing.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """An archive that holds something else than this installation.

    Attributes:
        lines: yields the rows of a table, as lines.
        key: of the audit log, in the place of ours.

    """

    lines: Callable[[type[models.Model]], Iterator[bytes]]
    key: bytes


def write_archive(
    target: Path, *, at: datetime, with_files: bool = True, disguise: Disguise | None = None
) -> Manifest:
    """Write everything to one file, read it back, and only then give it its name.

    Others go on working meanwhile: the tables are read as they stood at one moment.

    Args:
        target: where; its folder is made when missing. Readable by its owner alone.
        at: when.
        with_files: also attachments and import files.
        disguise: other rows in the place of those that are there.

    Raises:
        OSError: there is no room, or the place cannot be written to; nothing is left behind.
        ArchiveRefused: `ARCHIVE_DAMAGED`, what was read back is not what was written.

    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as handle:
            with ZipFile(handle, "w", compression=ZIP_DEFLATED) as archive:
                manifest = _write(archive, at, with_files=with_files, disguise=disguise)
            handle.flush()
            os.fsync(handle.fileno())
        check_archive(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def one_view() -> Iterator[None]:
    """Read everything inside as it stood at one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield  # the caller's transaction is one view already
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _write(archive: ZipFile, at: datetime, *, with_files: bool, disguise: Disguise | None) -> Manifest:
    lines, key = (disguise.lines, disguise.key) if disguise else (lines_of, chain_key())
    with one_view():
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
        tables = [_write_table(archive, model, lines) for model in kept_models(apps)]
        named = names_in_rows() if with_files else set()
    files = [_write_file(archive, name, path) for name, path in kept_files()] if with_files else []
    archive.writestr(_member(KEY_NAME, ZIP_DEFLATED), key)
    manifest = Manifest(
        version=__version__,
        at=at.isoformat(),
        engine=connection.vendor,
        migrations=applied,
        tables=tables,
        files=files,
        missing=sorted(named - {part.name for part in files}),
        lists=[] if disguise else [_write_erasures(archive)],
    )
    archive.writestr(_member(NAME, ZIP_DEFLATED), manifest.to_json())
    return manifest


def _write_table(
    archive: ZipFile, model: type[models.Model], lines: Callable[[type[models.Model]], Iterator[bytes]]
) -> Part:
    label = str(model._meta.label)
    name = f"tables/{label}.jsonl"
    with archive.open(_member(name, ZIP_DEFLATED), "w", force_zip64=True) as out:

        def written() -> Iterator[bytes]:
            for line in lines(model):
                out.write(line)
                yield line

        rows, digest = digest_of(written())
    return Part(name=name, size=rows, sha256=digest, model=label)


def _write_erasures(archive: ZipFile) -> Part:
    """Take along who was erased, so that an older backup read back elsewhere does not bring them back."""
    lines = [erasure.to_line().encode() for erasure in listed()]
    archive.writestr(_member(ERASURES, ZIP_DEFLATED), b"".join(lines))
    rows, digest = digest_of(lines)
    return Part(name=ERASURES, size=rows, sha256=digest)


def _write_file(archive: ZipFile, name: str, path: Path) -> Part:
    with path.open("rb") as source, archive.open(_member(name, ZIP_STORED), "w", force_zip64=True) as out:
        size, digest = copy(source, out)
    return Part(name=name, size=size, sha256=digest)


def _member(name: str, compression: int) -> ZipInfo:
    member = ZipInfo(name, date_time=FIRST_DAY_OF_ZIP)
    member.compress_type = compression
    member.external_attr = 0o600 << 16
    return member
