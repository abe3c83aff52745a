"""Backups by plan: where they lie, what they are called, and how many are kept."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tongxin.archive.manifest import Manifest
from tongxin.archive.writing import write_archive
from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.kept_files import YOUNG
from tongxin.common.rights import Channel

NAME = re.compile(r"tongxin-\d{8}T\d{6}Z\.zip")


def back_up(
    *, at: datetime, target: Path | None = None, channel: Channel = Channel.COMMAND
) -> tuple[Path, Manifest]:
    """Write a backup, note it in the log, and let the oldest go that are more than are kept.

    Args:
        at: when.
        target: a file, or a folder for one that is named by the time; left out, the folder of the settings, where old
            ones go.
        channel: who asked.

    Raises:
        OSError: there is no room, or the place cannot be written to; older backups stay.

    """
    folder = target if target is not None and target.is_dir() else Path(settings.BACKUP_FOLDER)
    planned = target is None
    path = (
        target if target is not None and not target.is_dir() else folder / f"tongxin-{at:%Y%m%dT%H%M%SZ}.zip"
    )
    manifest = write_archive(path, at=at)
    record(
        actor=None, at=at, verb=Verb.EXPORTED, kind=Kind.BACKUP, label=path.name, channel=channel,
        rows=manifest.rows, files=len(manifest.files), missing=len(manifest.missing),
    )  # fmt: skip
    if planned:
        let_old_go(folder, keep=settings.BACKUPS_KEPT)
        let_parts_go(folder, at=at)
    return path, manifest


def let_old_go(folder: Path, *, keep: int) -> list[Path]:
    """Delete the oldest backups made by plan but the last `keep`; return those deleted."""
    gone = backups_in(folder)[:-keep]
    for path in gone:
        path.unlink()
    return gone


def let_parts_go(folder: Path, *, at: datetime) -> list[Path]:
    """Delete what processes left that were killed while they wrote a backup, a day later; return what was deleted."""
    before = (at - YOUNG).timestamp()
    gone = [path for path in folder.glob(".tongxin-*.zip.part") if path.stat().st_mtime < before]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def backups_in(folder: Path) -> list[Path]:
    """Return the backups of a folder that were made by plan, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def summary(path: Path, manifest: Manifest) -> Mapping[str, Any]:
    """Return what a backup came to, for programs and job results."""
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "files": len(manifest.files),
        "missing_files": manifest.missing,
    }
