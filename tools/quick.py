#!/usr/bin/env python3
"""Check a change before it is committed: linters on what changed, and the tests it may break, nearest first.

    quick.py [--base main] [--seconds 40] [--list]

Compared is the work tree, files not yet added included, with the place where this branch left the base; on the base
itself, with nothing uncommitted, the last commit is checked. Which tests a change may break, `tools/affected.py` finds by
the import graph. When they are more than fit into the CPU seconds given, the nearest are run and the others named: they
wait for `make test`, as do the browser and PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import affected  # noqa: E402  (the file is run as a script)

if TYPE_CHECKING:
    from collections.abc import Mapping

BIN = Path(sys.executable).parent
# Visit every address, or search for requests that break one; too much for each commit.
SWEEPS = frozenset(
    {
        "tests/api/test_generated.py",
        "tests/meta/test_access.py",
        "tests/meta/test_planted_holes.py",
        "tests/meta/test_query_counts.py",
        "tests/meta/test_restricted_fields.py",
    }
)
# Hold for the project as a whole, whatever changed; all of them together take ten seconds.
ALWAYS = (
    "tests/api/test_openapi.py",
    *(
        f"tests/meta/test_{name}.py"
        for name in (
            "changes", "fast", "pages_over_api", "personal_data", "problem_pages", "project", "requirements_table",
            "settings_page",
        )
    ),
)  # fmt: skip
# One case for each address: only those of the addresses near a change are taken.
DOORS = "tests/meta/test_access.py::test_a_door_is_as_open_as_it_says"
MOST_DOORS = 40
# CPU seconds a test of a folder takes, about; start-up of a run comes on top.
COSTS = {"tests/api": 0.3, "tests/meta": 0.4, "tests/importers": 0.4}
USUAL_COST = 0.15


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def changed_files(base: str) -> list[str]:
    """Return the files that differ from where this branch left the base, new ones included, deleted ones too."""
    try:
        start = git("merge-base", base, "HEAD").strip()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.stderr.strip()}\nName the branch to compare with: make quick BASE=origin/main")
    new = git("ls-files", "--others", "--exclude-standard").splitlines()
    found = {*git("diff", "--name-only", "--no-renames", start).splitlines(), *new}
    if not found:
        found = {*git("diff", "--name-only", "--no-renames", "HEAD~1", "HEAD").splitlines()}
    return sorted(found)


def doors(steps: Mapping[str, int]) -> list[str]:
    """Return the access tests of the addresses that a changed module answers, or one step from it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415 - after the settings module is named

    django.setup()
    from tongxin.config.access import addresses  # noqa: PLC0415 - only after django.setup()

    near = {
        address.name: steps.get(address.module, steps.get(f"{address.module.rpartition('.')[0]}.urls", 9))
        for address in addresses()
    }
    nearest = sorted((distance, name) for name, distance in near.items() if distance <= 1)
    return [f"{DOORS}[{name}]" for _, name in nearest[:MOST_DOORS]]


def cost(test: str) -> float:
    """Return about how many CPU seconds a test file takes; sweeps are never taken by chance."""
    if test in SWEEPS:
        return float("inf")
    text = (ROOT / test).read_text(encoding="utf-8")
    count = text.count("def test_") + 3 * text.count("parametrize(")
    each = next((value for folder, value in COSTS.items() if test.startswith(folder)), USUAL_COST)
    return count * each


def linters(changed: list[str]) -> list[list[str | Path]]:
    """Return the commands that read the changed files, and those that can only read everything but are quick."""
    there = [name for name in changed if (ROOT / name).is_file()]
    python = [name for name in there if name.endswith(".py")]
    source = [name for name in python if name.startswith("src/")]
    pages = [name for name in there if name.endswith(".html") and name.startswith("src/")]
    scripts = [name for name in there if name.endswith(".js") and "vendor" not in name and "static" in name]
    commands: list[list[str | Path]] = []
    if python:
        commands += [
            [BIN / "ruff", "check", "--force-exclude", *python],
            [BIN / "ruff", "format", "--force-exclude", "--check", *python],
        ]
    if (
        any(name.startswith("src/") and name.endswith(".py") for name in changed)
        or "pyproject.toml" in changed
    ):
        commands += [[BIN / "lint-imports", "--no-cache"], [BIN / "mypy"]]
    if source:
        commands.append([sys.executable, "tools/own_rules.py", *source])
    if pages:
        commands.append([BIN / "djlint", "--quiet", "--lint", *pages])
    if pages or scripts:
        commands.append([sys.executable, "tools/template_lint.py", *pages, *scripts])
    if any(name.endswith((".py", ".html", ".po")) for name in changed) and shutil.which("xgettext"):
        commands.append([sys.executable, "tools/i18n.py", "check"])
    return commands


def run_linters(commands: list[list[str | Path]]) -> bool:
    """Run linters one after another; print what those say that find something."""
    right = True
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode:
            right = False
            print(
                f"{Path(command[0]).name} {command[1] if len(command) > 1 else ''}\n{done.stdout}{done.stderr}"
            )
    return right


def run_tests(tests: list[str], seconds: float) -> bool:
    workers = ["-n", "2"] if seconds > 20 and (os.cpu_count() or 1) > 1 else ["-n", "0"]
    command = [sys.executable, "-m", "pytest", *workers, "-m", "not browser", *tests]
    return subprocess.run(command, cwd=ROOT, check=False).returncode in {0, 5}


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--base", default=os.environ.get("BASE", "main"), help="the branch to compare with")
    parser.add_argument("--seconds", type=float, default=40, help="CPU seconds that tests may take, about")
    parser.add_argument("--list", action="store_true", help="only name the tests, with their distance")
    options = parser.parse_args()
    began = time.monotonic()
    changed = changed_files(options.base)
    project = affected.read_project()
    found = affected.affected_tests(project, changed)
    if options.list:
        print("\n".join(f"{steps} {test}" for test, steps in found.items()))
        return 0
    rest = {
        test: steps
        for test, steps in found.items()
        if test not in ALWAYS and not test.startswith("tests/browser/")
    }
    taken, waiting = affected.within(rest, options.seconds, cost)
    visited = doors(affected.distances(project, changed))
    print(
        f"{len(changed)} files changed; {len(taken)} test files and {len(visited)} addresses nearest to them, "
        f"{len(waiting)} files wait for make test"
    )
    right = run_linters(linters(changed))
    right &= run_tests([*ALWAYS, *taken, *visited], sum(map(cost, [*ALWAYS, *taken])) + len(visited) / 5)
    if waiting:
        print(f"Not run: {' '.join(waiting)}")
    print(
        f"{time.monotonic() - began:.0f} s, {cpu_seconds():.0f} CPU seconds: {'green' if right else 'not green'}"
    )
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
