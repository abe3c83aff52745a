#!/usr/bin/env python3
"""Write docs/reference/reliability.md: every fault thought of, the tests that bring it about, and what was measured.

Faults and their targets are in docs/reference/reliability_source.csv, tests are found by `@pytest.mark.fault("F5")` without
running anything, figures are those of the last `python -m tests.trust.measure` on each database.
"""

from __future__ import annotations

import ast
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "docs" / "reference" / "reliability_source.csv"
FIGURES = ROOT / "docs" / "reference" / "reliability_figures.json"
PAGE = ROOT / "docs" / "reference" / "reliability.md"
ENGINES = {
    "sqlite_killed": "Killed on SQLite",
    "postgresql_killed": "Killed on PostgreSQL",
    "sqlite": "Served on SQLite",
    "postgresql": "Served on PostgreSQL",
}

INTRODUCTION = """# What happens when something goes wrong

Every fault thought of, what is promised, and the tests that bring it about on each run. Where there is no test, the reason stands in its
place. This page is generated: `make generated`; the figures are measured by `python -m tests.trust.measure`.
"""


class UnknownFaultError(ValueError):
    """A test claims to bring about a fault that is not in the list, or a fault has neither a test nor a reason."""


def faults() -> dict[str, dict[str, str]]:
    """Return number → its row, in the order of the source."""
    with FAULTS.open(encoding="utf-8", newline="") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


def proofs(folder: Path) -> dict[str, list[str]]:
    """Return number of a fault → tests as `file::name`, read from the marks on functions and classes."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if "mark.fault(" not in text:
            continue
        for name, numbers in _marked(ast.parse(text), ""):
            for number in numbers:
                found[number].append(f"{file.relative_to(folder.parent)}::{name}")
    return dict(found)


def _marked(node: ast.AST, prefix: str) -> Iterator[tuple[str, list[str]]]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            continue
        numbers = [
            str(argument.value)
            for mark in child.decorator_list
            if isinstance(mark, ast.Call)
            and isinstance(mark.func, ast.Attribute)
            and mark.func.attr == "fault"
            for argument in mark.args
            if isinstance(argument, ast.Constant)
        ]
        if numbers:
            yield f"{prefix}{child.name}", numbers
        if isinstance(child, ast.ClassDef):
            yield from _marked(child, f"{prefix}{child.name}::")


def page() -> str:
    """Return the page.

    Raises:
        UnknownFaultError: tests and list do not fit.

    """
    known, tested = faults(), proofs(ROOT / "tests")
    unknown = sorted(tested.keys() - known.keys())
    bare = [number for number, row in known.items() if number not in tested and not row["reason"]]
    if unknown or bare:
        msg = f"not in the list: {unknown}; neither test nor reason: {bare}"
        raise UnknownFaultError(msg)
    lines = [INTRODUCTION, "| Fault | Promise | Shown by |", "|---|---|---|"]
    for number, row in known.items():
        shown = "<br>".join(f"`{test}`" for test in tested.get(number, []))
        both = "<br>".join(part for part in (shown, row["reason"]) if part)
        lines.append(f"| {number} {row['fault']} | {row['promise']} | {both} |")
    return "\n".join([*lines, "", *_figures()]).rstrip() + "\n"


def _figures() -> Iterator[str]:
    if not FIGURES.exists():
        return
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))
    yield "## Measured"
    yield ""
    for engine, label in ENGINES.items():
        found = measured.get(engine)
        if found is None:
            continue
        yield f"### {label}"
        yield ""
        yield f"{found['day']}, {found['machine']}."
        yield ""
        yield "| What | Figure |"
        yield "|---|---|"
        yield from (f"| {what} | {figure} |" for what, figure in found["figures"].items())
        yield ""


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with `--check`."""
    fresh = page()
    if "--check" in arguments:
        return int(PAGE.read_text(encoding="utf-8") != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
