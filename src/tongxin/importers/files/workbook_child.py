"""Run in a process of its own with little memory and time: check a file and write its sheets as lines of JSON.

The file is a workbook, or a Word document whose tables are its sheets.

Usage: python -P -m tongxin.importers.files.workbook_child WORKBOOK FOLDER MEMORY_BYTES CPU_SECONDS
Leaves FOLDER/sheets.json (names, visibility) and FOLDER/<n>.jsonl, or FOLDER/refused.json with code and params.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tongxin.importers.files.archive import check_archive
from tongxin.importers.problems import FileCode, FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docx.table import Table

EXIT_REFUSED = 3
TYPES = "[Content_Types].xml"
DOCUMENT = b"wordprocessingml.document.main+xml"


def main(arguments: list[str]) -> int:
    """Read the workbook named by the arguments; return 0, or 3 when it was refused."""
    source, folder, memory, seconds = (
        Path(arguments[0]),
        Path(arguments[1]),
        int(arguments[2]),
        int(arguments[3]),
    )
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if zipped(source):
            check_archive(source, xml=True)
        if is_document(source):
            write_tables(source, folder)
        else:
            write_sheets(source, folder)
    except FileRefusedError as refusal:
        refused = {"code": refusal.code.value, "params": refusal.params}
        (folder / "refused.json").write_text(json.dumps(refused), encoding="utf-8")
        return EXIT_REFUSED
    return 0


def zipped(source: Path) -> bool:
    """Tell whether the file is a ZIP archive, as every workbook since 2007 is."""
    with source.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def is_document(source: Path) -> bool:
    """Tell whether the file says of itself that it is a Word document; the archive was checked before."""
    if not zipped(source):
        return False
    with zipfile.ZipFile(source) as archive:
        return TYPES in archive.namelist() and DOCUMENT in archive.read(TYPES)


def write_tables(source: Path, folder: Path) -> None:
    """Write each table of the document as lines of [row number, [cells]]; raises FileRefusedError."""
    import docx  # noqa: PLC0415  (the limits stand before the reader is loaded)
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        tables = docx.Document(str(source)).tables
        described = []
        for index, table in enumerate(tables):
            _write_rows(folder / f"{index}.jsonl", partial(_cells_of, table), (0, 0))
            described.append({"name": str(index + 1), "visible": True, "file": f"{index}.jsonl"})
    except (OpcError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise FileRefusedError(FileCode.DOCUMENT_UNREADABLE, detail=type(error).__name__) from error
    (folder / "sheets.json").write_text(json.dumps(described), encoding="utf-8")


def _cells_of(table: Table) -> Iterator[Sequence[object]]:
    """Yield the texts of each row; a cell over several columns stands in the first of them."""
    for row in table.rows:
        seen: set[int] = set()
        texts: list[object] = [""] * row.grid_cols_before
        for cell in row.cells:
            key = id(cell._tc)  # noqa: SLF001  (what tells cells apart)
            texts.append("" if key in seen else cell.text.strip())
            seen.add(key)
        yield texts


def write_sheets(source: Path, folder: Path) -> None:
    """Write each worksheet of the workbook as lines of [row number, [cells]]; raises FileRefusedError."""
    import python_calamine  # noqa: PLC0415  (the limits stand before the reader is loaded)

    try:
        book = python_calamine.CalamineWorkbook.from_path(source)
        described = []
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible is python_calamine.SheetVisibleEnum.VeryHidden:
                continue  # lists that a program keeps for itself; nobody sees them in the workbook
            visible = meta.visible is python_calamine.SheetVisibleEnum.Visible
            sheet = book.get_sheet_by_index(index)
            _write_rows(folder / f"{index}.jsonl", sheet.iter_rows, sheet.start)
            described.append({"name": meta.name, "visible": visible, "file": f"{index}.jsonl"})
    except python_calamine.PasswordError as error:
        raise FileRefusedError(FileCode.PROTECTED_WORKBOOK) from error
    except python_calamine.CalamineError as error:
        raise FileRefusedError(FileCode.WORKBOOK_UNREADABLE, detail=type(error).__name__) from error
    (folder / "sheets.json").write_text(json.dumps(described), encoding="utf-8")


def _write_rows(
    target: Path, rows: Callable[[], Iterator[Sequence[object]]], start: tuple[int, int] | None
) -> None:
    with target.open("w", encoding="utf-8") as out:
        if start is None:
            return
        for number, cells in enumerate(rows(), start=1):
            texts = [spell(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                out.write(json.dumps([number, texts]) + "\n")


def spell(cell: object) -> str:
    """Return a spreadsheet value in plain spelling: ISO dates, whole numbers without a point, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
