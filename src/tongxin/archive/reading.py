"""Open an archive, and believe nothing of it before all of it was read."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from tongxin.archive.files import copy
from tongxin.archive.manifest import KEY_NAME, NAME, Manifest, Part, read_manifest
from tongxin.archive.refusals import ArchiveRefused
from tongxin.archive.tables import digest_of
from tongxin.common.erasures import Erasure, erasures_in
from tongxin.common.kept_files import KNOWN_NAME

# A damaged directory may also send the reader before the beginning of the file: OSError.
UNREADABLE = (
    BadZipFile,
    KeyError,
    OSError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class _Nowhere:
    def write(self, piece: bytes) -> int:
        return len(piece)


def open_archive(path: Path) -> ZipFile:
    """Open an archive for reading.

    Raises:
        ArchiveRefused: `ARCHIVE_MISSING`, or `ARCHIVE_DAMAGED` when it is no ZIP file or was cut.

    """
    try:
        return ZipFile(path)
    except FileNotFoundError as error:
        raise ArchiveRefused("ARCHIVE_MISSING", name=path.name) from error
    except UNREADABLE as error:
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=path.name) from error


def check_archive(path: Path) -> Manifest:
    """Read an archive wholly and compare every part with the manifest.

    Raises:
        ArchiveRefused: `ARCHIVE_MISSING`, `ARCHIVE_NEWER`, or `ARCHIVE_DAMAGED` with the first part that does not fit.

    """
    with open_archive(path) as archive:
        manifest = read_manifest(_read(archive, NAME))
        promised = {part.name for part in (*manifest.tables, *manifest.files, *manifest.lists)} | {
            NAME,
            KEY_NAME,
        }
        held = archive.namelist()
        if set(held) != promised or len(held) != len(promised):
            raise ArchiveRefused("ARCHIVE_DAMAGED", part=NAME)
        _read(archive, KEY_NAME)
        for part in (*manifest.tables, *manifest.lists):
            _compare(part, *_digest_of_table(archive, part))
        for part in manifest.files:
            if not KNOWN_NAME.fullmatch(part.name):
                raise ArchiveRefused("ARCHIVE_DAMAGED", part=part.name)
            _compare(part, *_digest_of_file(archive, part))
    return manifest


def lines_in(archive: ZipFile, part: Part) -> Iterator[bytes]:
    """Yield the lines of a table."""
    with archive.open(part.name) as handle:
        yield from handle


def erasures_listed_in(archive: ZipFile, manifest: Manifest) -> list[Erasure]:
    """Return who was erased before an archive was written.

    Raises:
        ArchiveRefused: `ARCHIVE_DAMAGED`.

    """
    found: list[Erasure] = []
    for part in manifest.lists:
        try:
            found += erasures_in(line.decode() for line in lines_in(archive, part))
        except ValueError as error:
            raise ArchiveRefused("ARCHIVE_DAMAGED", part=part.name) from error
    return found


def key_in(archive: ZipFile) -> str:
    """Return the key of the audit log that lies in an archive."""
    return _read(archive, KEY_NAME).decode("ascii")


def _read(archive: ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except UNREADABLE as error:
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=name) from error


def _digest_of_table(archive: ZipFile, part: Part) -> tuple[int, str]:
    try:
        return digest_of(lines_in(archive, part))
    except UNREADABLE as error:
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=part.name) from error


def _digest_of_file(archive: ZipFile, part: Part) -> tuple[int, str]:
    nowhere: IO[bytes] = _Nowhere()  # type: ignore[assignment]  # all that is asked of it is to be written to
    try:
        with archive.open(part.name) as handle:
            return copy(handle, nowhere)
    except UNREADABLE as error:
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=part.name) from error


def _compare(part: Part, size: int, sha256: str) -> None:
    if (size, sha256) != (part.size, part.sha256):
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=part.name)
