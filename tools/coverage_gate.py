#!/usr/bin/env python3
"""Refuse a line or branch that no test reaches, where decisions are made: kamkit, rules and actions.

    coverage_gate.py [--engine sqlite|postgres] [--data FILE]

Reads what `pytest --cov` measured and names each line and branch that is missing. What only one database can run
stands in modules of its own, called `postgres.py`: these are asked of the run on PostgreSQL, all others of the run
on SQLite. Exit codes: 0 everything is reached, 1 something is missing, 2 nothing was measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import coverage

ROOT = Path(__file__).resolve().parent.parent
ENGINE_MODULE = "postgres.py"
DECIDING = {"rules", "actions"}


def gated_files(root: Path, engine: str) -> list[str]:
    """Return the files that must be reached wholly by the run on an engine, from the root on, sorted."""
    files = [path.relative_to(root) for path in (root / "src").rglob("*.py")]
    if engine == "postgres":
        return sorted(path.as_posix() for path in files if path.name == ENGINE_MODULE)
    return sorted(path.as_posix() for path in files if path.name != ENGINE_MODULE and _decides(path))


def missing(report: dict[str, Any], files: list[str]) -> list[str]:
    """Return one line for each line or branch of the files that was not reached, and each file not measured."""
    found = []
    for name in files:
        measured = report["files"].get(name)
        if measured is None:
            found.append(f"{name}: not measured")
            continue
        found += [f"{name}:{line}: line not reached" for line in measured["missing_lines"]]
        found += [
            f"{name}:{start}: never goes on {_target(end)}"
            for start, end in measured.get("missing_branches", [])
            if start not in measured["missing_lines"]
        ]
    return found


def measured_in(data_file: Path, root: Path) -> dict[str, Any] | None:
    """Return coverage's own report of a data file as a mapping; `None` when nothing was measured."""
    kept = coverage.Coverage(data_file=str(data_file), config_file=str(root / "pyproject.toml"))
    kept.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        try:
            kept.json_report(outfile=str(report), include=[f"{root}/src/**"])
        except coverage.exceptions.NoDataError:
            return None
        return _from_root(json.loads(report.read_text(encoding="utf-8")), root)


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the gate; see the module's text."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--data", type=Path, default=root / ".coverage")
    options = parser.parse_args(arguments)
    report = measured_in(options.data, root) if options.data.exists() else None
    if report is None:
        print(f"{options.data} holds no measurement: run the tests with --cov first", file=sys.stderr)
        return 2
    files = gated_files(root, options.engine)
    found = missing(report, files)
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} places without a test in files that need every branch", file=sys.stderr)
        return 1
    print(f"Every branch of {len(files)} files is reached on {options.engine}")
    return 0


def _decides(path: Path) -> bool:
    parts = path.parts[1:]
    if parts[0] == "kamkit":
        return True
    return "migrations" not in parts and bool(DECIDING & {*parts[1:-1], path.stem})


def _target(line: int) -> str:
    return f"to line {line}" if line > 0 else "to the end"


def _from_root(report: dict[str, Any], root: Path) -> dict[str, Any]:
    files = {}
    for name, measured in report["files"].items():
        path = Path(name)
        files[path.relative_to(root).as_posix() if path.is_absolute() else path.as_posix()] = measured
    return {**report, "files": files}


if __name__ == "__main__":
    sys.exit(main())
