#!/usr/bin/env python3
"""Put migrations in line where two branches have met: those of this branch come after those of the base.

    migrations_in_line.py [--base main]

Each app of ours names its last migration in `max_migration.txt`. Where an app has two last ones, those that the base
does not have are numbered anew, one after the other, and made to follow the base's last; what depends on them is told
their new names. Exit code 1 when neither side is the base's, so that only people can say which comes first.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


class TangledError(Exception):
    """Migrations that cannot be put in line by themselves; the message says why."""


def put_in_line(base: str) -> list[str]:
    """Put the migrations of every app in line; Django must be set up.

    Returns:
        One sentence for each migration that was renamed.

    Raises:
        TangledError: the base already has two last migrations of one app, or a migration cannot be rewritten.
    """
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - only after django.setup()
    from django_linear_migrations.apps import MigrationDetails, first_party_app_configs  # noqa: PLC0415

    conflicts = MigrationLoader(None, ignore_no_migrations=True).detect_conflicts()
    said = []
    for config in first_party_app_configs():
        details = MigrationDetails(config.label)
        if not details.has_migrations:
            continue
        if config.label in conflicts:
            said += _chain(config.label, details.dir, base)
        (last,) = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes(config.label)
        _name_last(details.dir / "max_migration.txt", last[1])
    return said


def _name_last(file: Path, name: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != f"{name}\n":
        file.write_text(f"{name}\n", encoding="utf-8")
        _git("add", str(file))


def _chain(app: str, folder: Path, base: str) -> list[str]:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - only after django.setup()

    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    theirs = _migrations_of(base, folder)
    leaves = graph.leaf_nodes(app)
    plan = dict.fromkeys(key for leaf in leaves for key in graph.forwards_plan(leaf))
    ours = [name for label, name in plan if label == app and name not in theirs]
    lasts = [name for _, name in leaves if name in theirs]
    if len(lasts) != 1 or not ours:
        message = f"{app}: {base} itself has {len(lasts)} last migrations; say by hand which follows which"
        raise TangledError(message)
    before, said = lasts[0], []
    for name in ours:
        new = _rebase(app, folder, before, name)
        _tell(app, name, new)
        said.append(f"{app}: {name} is now {new} and follows {before}")
        before = new
    _git("add", "--all", str(folder))
    return said


def _migrations_of(base: str, folder: Path) -> set[str]:
    """Return the names of the migrations that a branch has in a folder."""
    listed = _git("ls-tree", "--name-only", base, f"{folder.resolve()}/")
    return {Path(line).stem for line in listed.splitlines() if line.endswith(".py")}


def _rebase(app: str, folder: Path, before: str, name: str) -> str:
    """Let the library rewrite one migration, as it does after a conflict in `max_migration.txt`; return the new name."""
    from django.core.management import CommandError, call_command  # noqa: PLC0415 - only after django.setup()
    from django_linear_migrations.management.commands import rebase_migration  # noqa: PLC0415

    sides = [name, before] if rebase_migration.is_merge_in_progress() else [before, name]
    last = folder / "max_migration.txt"
    marks = ("<" * 7, "=" * 7, ">" * 7)
    last.write_text(f"{marks[0]}\n{sides[0]}\n{marks[1]}\n{sides[1]}\n{marks[2]}\n", encoding="utf-8")
    try:
        call_command("rebase_migration", app, stdout=StringIO())
    except CommandError as error:
        last.write_text(f"{before}\n", encoding="utf-8")
        raise TangledError(str(error)) from error
    importlib.invalidate_caches()
    return last.read_text(encoding="utf-8").strip()


def _tell(app: str, old: str, new: str) -> None:
    """Give every migration that depends on a renamed one its new name."""
    named = re.compile(rf"""(["']){app}\1,\s*(["']){old}\2""")
    for file in (ROOT / "src").rglob("migrations/*.py"):
        text = file.read_text(encoding="utf-8")
        if named.search(text):
            file.write_text(named.sub(f'"{app}", "{new}"', text), encoding="utf-8")
            _git("add", str(file))


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise TangledError(done.stderr.strip())
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--base", default=os.environ.get("BASE", "main"), help="the branch whose migrations come first"
    )
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415 - after the settings module is named

    django.setup()
    try:
        said = put_in_line(options.base)
    except TangledError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(said), end="\n" if said else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
