"""Keep the files of imports under names of our own, out of reach of any address."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_PIECE = 1 << 20


def folder() -> Path:
    """Return where import files are kept, made when missing."""
    place = Path(settings.HOME) / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def keep(stream: BinaryIO, *, limit: int) -> tuple[str, int, str] | None:
    """Copy a stream to a new file; return its stored name, size and SHA-256, or None when it passes `limit` bytes."""
    stored_name = secrets.token_hex(20)
    digest, size = hashlib.sha256(), 0
    target = folder() / stored_name
    try:
        with target.open("xb") as out:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > limit:
                    break
                digest.update(piece)
                out.write(piece)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    if size > limit:
        target.unlink()
        return None
    return stored_name, size, digest.hexdigest()


def path_of(stored_name: str) -> Path:
    """Return where a kept file lies."""
    return folder() / Path(stored_name).name


def discard(stored_names: Iterable[str]) -> None:
    """Delete kept files; those that are gone already are fine."""
    for stored_name in stored_names:
        path_of(stored_name).unlink(missing_ok=True)
