#!/usr/bin/env python3
"""Find the programs of the machine that the tests use; as root, install what is missing with apt.

Without them the tests that need them are skipped, and say so; in CI a skip is a failure.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt/postgresql")


def chromium() -> str | None:
    """Return the browser the tests drive: TONGXIN_CHROMIUM or the first one on the path."""
    named = os.environ.get("TONGXIN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def postgres_folder() -> Path | None:
    """Return the folder of initdb and postgres, the newest version when there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [p.parent for folder in POSTGRES_FOLDERS for p in Path(folder).glob("*/bin/initdb")]
    return max(found, key=lambda p: [int(n) for n in p.parent.name.split(".") if n.isdigit()], default=None)


def git() -> str | None:
    return shutil.which("git")


def gettext() -> str | None:
    return shutil.which("xgettext") and shutil.which("msguniq")


def pdftotext() -> str | None:
    return shutil.which("pdftotext")


def libreoffice() -> Path | None:
    """Return LibreOffice, when it has what opens a sheet and what opens a text; Debian brings both apart."""
    command = shutil.which("soffice")
    folder = Path(command).resolve().parent if command else None
    parts = ("libsclo.*", "libswlo.*")
    # On a Mac they lie beside the folder of the command.
    has_all = folder and all(any(place.glob(part)) for part in parts for place in [_libraries(folder)])
    return folder if has_all else None


def _libraries(folder: Path) -> Path:
    beside = folder.parent / "Frameworks"
    return beside if beside.is_dir() else folder


def chinese_font() -> str | None:
    """Return the name of an installed font with Chinese glyphs."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(["fc-list", ":lang=zh-tw", "family"], check=False, capture_output=True, text=True)
    return listed.stdout.partition("\n")[0] or None


def libatomic() -> bool:
    """Return whether the library is there that the browser's driver is linked with, and that Debian leaves out."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform != "linux"
    return True


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "git": (git, "git"),
    "gettext": (gettext, "gettext"),
    "chromium": (chromium, "chromium"),
    "libatomic": (libatomic, "libatomic1"),
    "chinese-font": (chinese_font, "fontconfig fonts-noto-cjk"),
    "postgresql": (postgres_folder, "postgresql"),
    "pdftotext": (pdftotext, "poppler-utils"),
    "libreoffice": (libreoffice, "libreoffice-calc libreoffice-writer"),
}


def missing() -> dict[str, str]:
    """Return what the machine lacks: name of the need → Debian packages that bring it."""
    return {name: packages for name, (find, packages) in NEEDS.items() if not find()}


def main() -> int:
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = " ".join(lacking.values()).split()
        print(f"Installing {' '.join(packages)} …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(
                command, check=False, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
        lacking = missing()
    if lacking:
        print(f"Some tests will be skipped; to run them: sudo apt-get install {' '.join(lacking.values())}")
    return 1 if lacking and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
