#!/usr/bin/env python3
"""Make `.venv` ready to run Tongxin: interpreter, hashed requirements, the project, its catalogues.

Needs a bare python3 (3.11 or newer) and nothing else; a second run changes nothing and takes no time.
With --dev it installs what the tests and the checks need as well.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "tongxin.json"
OLDEST_PYTHON = (3, 11)

COMMAND = """#!/bin/sh
exec "{python}" -m tongxin "$@"
"""
# How git merges what every change touches. Worktrees share these settings, so each command finds its own checkout's
# tools from the top of the tree; where they are missing, the text is merged as any other.
MERGES = {
    "merge.tongxin-catalogue.name": "message catalogues, entry by entry",
    "merge.tongxin-catalogue.driver": (
        ".venv/bin/python tools/merge_catalogue.py %O %A %B || git merge-file --marker-size=%L %A %O %B"
    ),
    "merge.tongxin-generated.name": "generated files: ours, until make generated writes them anew",
    "merge.tongxin-generated.driver": "true",
}
METADATA = """Metadata-Version: 2.1
Name: tongxin
Version: {version}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="also install what tests and checks need")
    options = parser.parse_args()
    if sys.version_info < OLDEST_PYTHON:
        return _complain(f"Tongxin needs Python 3.11 or newer, this is {sys.version.split()[0]}.")
    wanted = _fingerprint("dev" if options.dev else "runtime")
    if wanted not in _installed():
        if not _ensure_venv_module():
            return _complain("Python's venv module is missing: sudo apt-get install python3-venv")
        _build("dev" if options.dev else "runtime")
    subprocess.run([PYTHON, ROOT / "tools" / "i18n.py", "compile"], check=True)
    if options.dev:
        set_merges()
    return 0


def set_merges(root: Path = ROOT) -> None:
    """Tell git how catalogues and generated files are merged, where this is a clone of our own."""
    if not (root / ".git").exists() or shutil.which("git") is None:
        return
    for name, value in MERGES.items():
        kept = subprocess.run(
            ["git", "config", "--local", name], cwd=root, check=False, capture_output=True, text=True
        )
        if kept.stdout.strip() != value:
            subprocess.run(["git", "config", "--local", name, value], cwd=root, check=False)


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _fingerprint(kind: str) -> str:
    """Return what must be equal for an environment to be kept: the lock, the project, interpreter and place."""
    digest = hashlib.sha256(f"{kind} {sys.version} {ROOT}".encode())
    for file in (_lock(kind), ROOT / "pyproject.toml", Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _lock(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def _installed() -> list[str]:
    if not (STAMP.exists() and PYTHON.exists()):
        return []
    return list(json.loads(STAMP.read_text(encoding="utf-8")))


def _ensure_venv_module() -> bool:
    """Debian splits venv and ensurepip off python3; fetch them when we may."""
    if _has_venv():
        return True
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Installing python3-venv …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(
            command, check=False, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    importlib.invalidate_caches()
    return _has_venv()


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _build(kind: str) -> None:
    if not PYTHON.exists() or not _same_interpreter():
        print("Creating .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    count = sum(1 for line in _lock(kind).read_text(encoding="utf-8").splitlines() if "==" in line)
    print(f"Installing {count} packages, each checked against its hash …", flush=True)
    subprocess.run(install_from(_lock(kind)), check=True, stdin=subprocess.DEVNULL)
    _check_whole()
    _link_project()
    kinds = {"runtime", kind}
    STAMP.write_text(json.dumps(sorted(_fingerprint(each) for each in kinds)), encoding="utf-8")


def install_from(lock: Path) -> list[str | Path]:
    """Return the command that installs what a lock holds, and nothing else.

    The lock is whole, so pip has nothing to resolve: left to it, a newer release of something that another package asks
    for with an extra is taken before our own pin and then refused for want of a hash.
    """
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    return [*pip, "--require-hashes", "--no-deps", "-r", lock]


def _check_whole() -> None:
    """Stop where the lock lacks something that one of its packages needs."""
    check = [PYTHON, "-m", "pip", "--disable-pip-version-check", "check"]
    found = subprocess.run(check, check=False, capture_output=True, text=True)
    if found.returncode:
        raise SystemExit(f"The lock is not whole, run `make lock`:\n{found.stdout}{found.stderr}")


def _same_interpreter() -> bool:
    version = subprocess.run(
        [PYTHON, "-c", "import sys; print(sys.version)"], check=False, capture_output=True, text=True
    )
    return version.stdout.strip() == sys.version.strip()


def _link_project() -> None:
    """Make `import tongxin` and the command work from the checkout, without a build and so without a build tool."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "tongxin.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    for old in site.glob("tongxin-*.dist-info"):
        shutil.rmtree(old)
    info = site / f"tongxin-{project['version']}.dist-info"
    info.mkdir()
    scripts = "".join(f"{name} = {target}\n" for name, target in project["scripts"].items())
    (info / "METADATA").write_text(METADATA.format(version=project["version"]), encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[console_scripts]\n{scripts}", encoding="utf-8")
    (info / "INSTALLER").write_text("tongxin\n", encoding="utf-8")
    (info / "RECORD").write_text("", encoding="utf-8")
    command = VENV / "bin" / "tongxin"
    command.write_text(COMMAND.format(python=PYTHON), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
