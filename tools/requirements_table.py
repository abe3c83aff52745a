#!/usr/bin/env python3
"""Write docs/reference/requirements.md: every requirement and the tests that prove it.

Titles come from docs/reference/requirements_source.csv, the tests from `@pytest.mark.requirement("R3.2")`
marks, read without running anything. With --check the page is only compared.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
TITLES = ROOT / "docs" / "reference" / "requirements_source.csv"
PAGE = ROOT / "docs" / "reference" / "requirements.md"

INTRODUCTION = """# Requirements and their tests

What Tongxin is to do, row by row, and the tests that show which parts of it work today. A row without a test is
not there yet. This page is generated from the marks in the tests: `make generated`.
"""


class UnknownRequirementError(ValueError):
    """A test claims to prove a row that does not exist."""


def titles() -> dict[str, tuple[str, str]]:
    """Return id → (chapter, what the user can do), in the order of the source."""
    with TITLES.open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["chapter"], row["title"]) for row in csv.DictReader(file)}


def proofs(folder: Path) -> dict[str, list[str]]:
    """Return requirement id → tests as `file::name`, read from the marks on functions, classes and modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        whole = [name for node in tree.body if isinstance(node, ast.Assign) for name in _module_marks(node)]
        for test, marks in _tests(tree, whole):
            for requirement in dict.fromkeys(marks):
                found[requirement].append(f"{file.relative_to(folder.parent)}::{test}")
    return dict(found)


def _module_marks(node: ast.Assign) -> list[str]:
    if not any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets):
        return []
    return [name for each in ast.walk(node.value) for name in _marked(each)]


def _tests(
    node: ast.Module | ast.ClassDef, inherited: list[str], prefix: str = ""
) -> Iterator[tuple[str, list[str]]]:
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        marks = inherited + [name for decorator in child.decorator_list for name in _marked(decorator)]
        if isinstance(child, ast.ClassDef):
            yield from _tests(child, marks, f"{prefix}{child.name}::")
        elif child.name.startswith("test_"):
            yield prefix + child.name, marks


def _marked(node: ast.AST) -> list[str]:
    """Return the ids of one `pytest.mark.requirement(...)` call, nothing for any other expression."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "requirement"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "mark"
    ):
        return [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    return []


def page() -> str:
    """Return the text of the page.

    Raises:
        UnknownRequirementError: a mark names a row that the source does not have.
    """
    known, proven = titles(), proofs(ROOT / "tests")
    if unknown := sorted(proven.keys() - known.keys()):
        message = f"no such requirement: {', '.join(unknown)}"
        raise UnknownRequirementError(message)
    lines = [INTRODUCTION, f"{len(proven)} of {len(known)} rows have tests."]
    chapter = ""
    for requirement, (heading, title) in known.items():
        if heading != chapter:
            chapter = heading
            lines += ["", f"## {chapter}", "", "| id | the user can | tests |", "|---|---|---|"]
        tests = "<br>".join(f"`{test}`" for test in proven.get(requirement, [])) or "—"
        lines.append(f"| {requirement} | {title} | {tests} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    text = page()
    if arguments == ["--check"]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print("fresh" if fresh else f"{PAGE.relative_to(ROOT)} is stale: make generated")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
