"""Keep the published static files in step with the program's."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".tongxin-stamp"


def static_files_are_current() -> bool:
    """Say whether what is published under STATIC_ROOT is what the program brings along."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _fingerprint()


def ensure_static_files() -> bool:
    """Publish the static files under names that change with their content; return whether that was needed."""
    if static_files_are_current():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    (Path(settings.STATIC_ROOT) / STAMP).write_text(_fingerprint(), encoding="utf-8")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
