"""Write the rows that were not imported back as a workbook, each with its reason, ready to be mended and imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from tongxin.importers.planning import reading_of
from tongxin.importers.selectors import error_rows

if TYPE_CHECKING:
    from tongxin.importers.models import ImportBatch

# Turns a problem's code, column and parameters into a sentence of the reader's language.
Reason = Callable[[str, str, Mapping[str, Any]], str]
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_error_rows(batch: ImportBatch, target: BinaryIO, *, reason: Reason, reason_header: str) -> int:
    """Write one worksheet for each table with its failed and skipped rows; return how many rows there are.

    The cells are those of the file, always as text: a cell that begins like a formula stays a text.
    """
    import xlsxwriter  # noqa: PLC0415 - pages start without spreadsheet libraries

    with reading_of(batch) as reading:
        headers = {sheet.name: sheet.headers for sheet in reading.sheets}
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True})
    lines: dict[str, int] = {}
    sheets: dict[str, Any] = {}
    for change in error_rows(batch):
        name = change.sheet
        if name not in sheets:
            sheets[name] = book.add_worksheet(_sheet_name(name, len(sheets)))
            for column, header in enumerate([*headers.get(name, ()), reason_header]):
                sheets[name].write_string(0, column, header, bold)
            sheets[name].freeze_panes(1, 0)
            lines[name] = 0
        lines[name] += 1
        width = len(headers.get(name, change.cells))
        for column, cell in enumerate(change.cells[:width]):
            sheets[name].write_string(lines[name], column, cell[:32_000])
        told = [reason(code, column, params) for code, column, params in change.problems[:5]]
        sheets[name].write_string(lines[name], width, "\n".join(told))
    if not sheets:
        book.add_worksheet()
    book.close()
    return sum(lines.values())


def _sheet_name(name: str, number: int) -> str:
    """Return a name that a workbook takes: short, without its reserved characters, different from the others."""
    return f"{name.translate(_FORBIDDEN)[:26].strip() or 'rows'} {number + 1}"
