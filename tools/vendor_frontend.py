"""Fetch the front-end files we ship, check them against the manifest, and write the icon sprite.

    python tools/vendor_frontend.py           fetch, write the files and the manifest
    python tools/vendor_frontend.py --check   compare the committed files with the manifest, offline

Versions are pinned here; a new icon is one line in ICONS.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/tongxin/web/static/vendor"
MANIFEST = VENDOR / "manifest.json"
HTMX = "htmx.org@2.0.11"
TABLER = "@tabler/icons@3.51.0"
AXE = "axe-core@4.14.1"

# our name: Tabler's name
ICONS = {
    "today": "calendar-check", "account": "building", "deal": "layout-kanban", "relation": "affiliate",
    "settings": "adjustments-horizontal", "search": "search", "plus": "plus", "bell": "bell", "help": "help-circle",
    "theme": "contrast", "pen": "pencil", "check": "circle-check", "tick": "check", "circle": "circle",
    "person-add": "user-plus", "person": "user", "people": "users", "calendar": "calendar", "clock": "clock",
    "table": "table", "download": "download", "undo": "arrow-back-up", "back": "arrow-back-up", "more": "dots",
    "close": "x", "go": "arrow-right", "warn": "alert-triangle", "menu": "menu-2", "mic": "microphone",
    "down": "chevron-down", "right": "chevron-right", "left": "chevron-left", "filter": "filter", "columns": "columns-3",
    "grip": "grip-vertical", "out": "external-link", "sign-out": "logout", "language": "language", "flag": "flag",
    "upload": "upload", "file": "file", "trash": "trash", "lock": "lock", "eye": "eye", "star": "star",
    "phone": "phone", "mail": "mail", "note": "note", "history": "history", "refresh": "refresh", "link": "link",
    "keyboard": "keyboard", "info": "info-circle", "clip": "paperclip", "copy": "copy", "merge": "git-merge",
    "group": "building-community", "target": "target", "sun": "sun", "moon": "moon", "bid": "gavel",
    "forecast": "trending-up", "review": "clipboard-check", "service": "shield-check", "reference": "bookmark",
    "no-entry": "ban", "offline": "wifi-off", "post": "briefcase", "tree": "sitemap", "database": "database",
    "talk": "message", "list": "list", "board": "layout-kanban", "sort": "arrows-sort", "key": "key",
    "books": "books", "route": "route", "rail": "layout-sidebar-left-collapse", "print": "printer",
    "promise": "checkbox", "visit": "message-2", "tag": "tag", "competitor": "flag-3", "money": "coin",
}  # fmt: skip


def unpacked(package: str, folder: Path) -> Path:
    """Return the folder with the files of one npm package."""
    done = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    target = folder / package.replace("/", "_").replace("@", "_")
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def symbol(name: str, svg: str) -> str:
    """Return one symbol of the sprite: the drawing without its frame, size and colours."""
    inner = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1]).strip()
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" /> ', "")
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner.replace("> <", "><")}</symbol>'


def sprite(folder: Path) -> str:
    """Return the sprite with every icon the templates may name."""
    rows = [symbol(ours, (folder / f"{theirs}.svg").read_text()) for ours, theirs in sorted(ICONS.items())]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(rows) + "\n</svg>\n"


def fetch() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        htmx, tabler, axe = (unpacked(package, folder) for package in (HTMX, TABLER, AXE))
        place(VENDOR / "htmx/htmx.min.js", (htmx / "dist/htmx.min.js").read_bytes())
        place(VENDOR / "htmx/LICENSE", (htmx / "LICENSE").read_bytes())
        place(VENDOR / "tabler/icons.svg", sprite(tabler / "icons/outline").encode())
        place(VENDOR / "tabler/LICENSE", (tabler / "LICENSE").read_bytes())
        tests = ROOT / "tests/browser/vendor"
        place(tests / "axe.min.js", (axe / "axe.min.js").read_bytes())
        place(tests / "axe-LICENSE", (axe / "LICENSE").read_bytes())
    MANIFEST.write_text(json.dumps(described(), indent=2) + "\n")


def place(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def described() -> dict[str, object]:
    """Return versions and checksums of what is committed."""
    kept = [path for path in sorted(VENDOR.rglob("*")) if path.is_file() and path != MANIFEST]
    kept += sorted((ROOT / "tests/browser/vendor").iterdir())
    return {
        "packages": {HTMX: "0BSD", TABLER: "MIT", AXE: "MPL-2.0 (tests only, not shipped)"},
        "sha256": {
            path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept
        },
    }


def main() -> None:
    if "--check" not in sys.argv:
        fetch()
    elif json.loads(MANIFEST.read_text()) != described():
        raise SystemExit(
            "Vendored files differ from static/vendor/manifest.json: run tools/vendor_frontend.py"
        )


if __name__ == "__main__":
    main()
