"""Secrets that are made once and kept in a file of their own, readable by its owner alone."""

import os
import secrets
import tempfile
from pathlib import Path

BYTES = 50


def ensure_secret(path: Path) -> str:
    """Return the secret of a file; a missing file is made with a new one.

    Several processes that start at once end up with the same: the first link wins, and no file is ever seen half written.

    Raises:
        OSError: the file cannot be read or made.

    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp: mode 0600.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(BYTES))
                handle.flush()
                os.fsync(handle.fileno())
            Path(path).hardlink_to(name)
        except FileExistsError:
            pass  # another process was first: its secret counts
        finally:
            Path(name).unlink()
    return path.read_text(encoding="ascii").strip()
