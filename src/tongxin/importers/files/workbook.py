"""Read Excel workbooks, each in a child process that may die of a bad file without harm to the caller."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import tongxin
from tongxin.importers.files import workbook_child
from tongxin.importers.files.layout import check_headers, find_header, name_headers, rows_above
from tongxin.importers.files.records import Record, fit_rows
from tongxin.importers.files.sheet import DEFAULT_LIMITS, Limits, Row, Sheet
from tongxin.importers.problems import FileCode, FileRefusedError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_workbook(path: Path, *, name: str, workspace: Path, limits: Limits = DEFAULT_LIMITS) -> list[Sheet]:
    """Read the worksheets of the workbook at `path`; unpacked rows are kept in `workspace` as long as the sheets are used.

    Raises FileRefusedError for protected, damaged, oversized or dangerous workbooks and for one without any table.
    """
    if path.stat().st_size > limits.file_bytes:
        raise FileRefusedError(FileCode.FILE_TOO_LARGE, limit=limits.file_bytes)
    folder = workspace / uuid4().hex
    folder.mkdir()
    _run_child(path, folder, limits)
    described = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    several = len(described) > 1
    sheets = [
        sheet
        for entry in described
        if (
            sheet := _sheet(
                entry, folder, path.name, f"{name} · {entry['name']}" if several else name, limits
            )
        )
    ]
    if not sheets:
        raise FileRefusedError(FileCode.EMPTY_FILE)
    return sheets


def _run_child(path: Path, folder: Path, limits: Limits) -> None:
    root = Path(tongxin.__file__).parent.parent
    command = [sys.executable, "-P", "-m", workbook_child.__name__, str(path), str(folder)]
    command += [str(limits.child_memory), str(limits.child_cpu_seconds)]
    try:
        done = subprocess.run(  # noqa: S603  (a fixed command; the paths are ours)
            command,
            check=False,
            timeout=limits.child_wall_seconds,
            env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefusedError(FileCode.WORKBOOK_TOO_HEAVY) from error
    refused = folder / "refused.json"
    if refused.exists():
        reason = json.loads(refused.read_text(encoding="utf-8"))
        raise FileRefusedError(FileCode(reason["code"]), **reason["params"])
    if done.returncode:
        raise FileRefusedError(FileCode.WORKBOOK_TOO_HEAVY)


def _sheet(
    entry: dict[str, str | bool], folder: Path, file_name: str, name: str, limits: Limits
) -> Sheet | None:
    rows_file = folder / str(entry["file"])
    opening = list(islice(_records(rows_file), 200))
    if not opening:
        return None
    at = find_header([record.cells for record in opening])
    headers, notes = name_headers(opening[at].cells, name)
    check_headers(headers, limits)
    if opening[at].number > 1:
        notes.append(rows_above(name, opening[at].number - 1))
    if not entry["visible"]:
        notes.append(Problem(code=FileCode.HIDDEN_SHEET, severity=Severity.NOTE, sheet=name))

    def open_rows() -> Iterator[Row]:
        below = islice(_records(rows_file, width=len(headers)), at + 1, None)
        return fit_rows(below, headers=headers, sheet=name, limits=limits)

    return Sheet(
        name=name,
        file_name=file_name,
        headers=headers,
        open_rows=open_rows,
        header_row=opening[at].number,
        problems=tuple(notes),
        is_hidden=not entry["visible"],
    )


def _records(rows_file: Path, width: int = 0) -> Iterator[Record]:
    """Yield the records of a sheet, padded: a spreadsheet does not store the blank cells at the end of a row."""
    with rows_file.open(encoding="utf-8") as lines:
        for line in lines:
            number, cells = json.loads(line)
            yield Record(number, cells + [""] * (width - len(cells)))
