"""The table of a picture as a workbook."""

import io
import re
from typing import Any

from tongxin.web.pictures.reading import Picture

NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
WIDEST = 50


def workbook(picture: Picture) -> bytes:
    """Return the rows of a picture's table as XLSX, and on a second sheet what it says and rests on."""
    import xlsxwriter  # noqa: PLC0415 - half a tenth of a second that only exports need

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("1")
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(picture.rows):
            for column, text in enumerate(row):
                _write(sheet, line, column, text, bold if line == 0 else None)
        _widen(sheet, picture.rows)
        about = book.add_worksheet("2")
        for line, text in enumerate((picture.finding, picture.note)):
            about.write_string(line, 0, text)
    return target.getvalue()


def _write(sheet: Any, line: int, column: int, text: str, written: Any) -> None:
    if line and NUMBER.fullmatch(text):
        sheet.write_number(line, column, float(text.replace(",", "")))
    else:
        sheet.write_string(line, column, text, written)


def _widen(sheet: Any, rows: list[list[str]]) -> None:
    for column in range(max(map(len, rows), default=0)):
        longest = max((len(row[column]) for row in rows if column < len(row)), default=0)
        sheet.set_column(column, column, min(max(longest * 1.5, 8), WIDEST))
