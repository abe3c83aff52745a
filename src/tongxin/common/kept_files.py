"""The files beside the database: attachments and import files, under the random names that rows keep."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings

FOLDERS = ("files", "imports")
# Nothing but these names is ever read from an archive or deleted: no path leads out of the two folders.
KNOWN_NAME = re.compile(r"(files|imports)/[A-Za-z0-9_-]{8,80}")
# A file is there before its row; so young ones are nobody's orphans.
YOUNG = timedelta(days=1)


def kept_files() -> Iterator[tuple[str, Path]]:
    """Yield name, as `FOLDER/NAME`, and place of every file kept."""
    for folder in FOLDERS:
        place = Path(settings.HOME) / folder
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            name = f"{folder}/{path.name}"
            if path.is_file() and KNOWN_NAME.fullmatch(name):
                yield name, path


def names_in_rows() -> set[str]:
    """Return the names of the files that rows speak of, as `FOLDER/NAME`."""
    found: set[str] = set()
    for model in apps.get_models():
        if any(field.name == "stored_name" for field in model._meta.concrete_fields):
            folder = "imports" if model._meta.app_label == "importers" else "files"
            names = model._meta.base_manager.values_list("stored_name", flat=True)
            found |= {f"{folder}/{name}" for name in names.iterator()}
    return found


def orphans(*, at: datetime) -> list[Path]:
    """Return the files of which no row speaks, older than a day: left by a crash, or by a full disk."""
    before = (at - YOUNG).timestamp()
    old = [(name, path) for name, path in kept_files() if path.stat().st_mtime < before]
    known = names_in_rows() if old else set()
    return [path for name, path in old if name not in known] + [
        path for path in _parts() if path.stat().st_mtime < before
    ]


def _parts() -> Iterator[Path]:
    """Yield what is left of files that were being put back when the process was killed."""
    for folder in FOLDERS:
        yield from sorted((Path(settings.HOME) / folder).glob(".part-*"))


def clear_orphans(*, at: datetime) -> int:
    """Delete the files of which no row speaks; return how many."""
    found = orphans(at=at)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
