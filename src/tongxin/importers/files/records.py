"""Turn raw records into rows under headers; whatever does not fit is reported, never dropped in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tongxin.importers.files.layout import is_blank, is_footer
from tongxin.importers.files.sheet import Limits, Row
from tongxin.importers.problems import FileCode, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Record(NamedTuple):
    """A raw record: its number as a spreadsheet counts, its cells, and whether a quote in it was never closed."""

    number: int
    cells: Sequence[str]
    not_closed: bool = False


def fit_rows(
    records: Iterable[Record], *, headers: Sequence[str], sheet: str, limits: Limits
) -> Iterator[Row]:
    """Yield a `Row` for each record that is not blank, padded to the headers; stop with a report at the row limit."""
    blank = ("",) * len(headers)
    for count, record in enumerate(records):
        if count >= limits.rows:
            yield Row(
                record.number, blank, (_row(FileCode.TOO_MANY_ROWS, sheet, record.number, limit=limits.rows),)
            )
            return
        if record.not_closed or not is_blank(record.cells):
            yield _fit(record, headers, sheet, limits)


def _fit(record: Record, headers: Sequence[str], sheet: str, limits: Limits) -> Row:
    number, cells, not_closed = record
    problems: list[Problem] = []
    width = len(headers)
    beyond = [cell for cell in cells[width:] if cell.strip()]
    if not_closed:
        problems.append(_row(FileCode.QUOTE_NOT_CLOSED, sheet, number))
    elif is_footer(cells):
        problems.append(_row(FileCode.FOOTER, sheet, number, Severity.NOTE, text=cells[0][:80]))
    elif beyond:
        problems.append(
            _row(FileCode.ROW_TOO_LONG, sheet, number, expected=width, found=len(cells), text=beyond[0][:80])
        )
    elif len(cells) < width:
        problems.append(
            _row(FileCode.ROW_TOO_SHORT, sheet, number, Severity.WARNING, expected=width, found=len(cells))
        )
    cleaned = tuple(
        _clean(cell, number, header, sheet, limits, problems)
        for cell, header in zip(cells, headers, strict=False)
    )
    return Row(number, cleaned + ("",) * (width - len(cleaned)), tuple(problems))


def _clean(cell: str, number: int, header: str, sheet: str, limits: Limits, problems: list[Problem]) -> str:
    """Return the cell as the database can keep it: no controls, no halves of characters, not longer than a page."""

    def report(code: FileCode, **params: str | int) -> None:
        problems.append(
            Problem(
                code=code, severity=Severity.WARNING, sheet=sheet, row=number, column=header, params=params
            )
        )

    if cell.isascii() and cell.isprintable() and len(cell) <= limits.kept_characters:
        return cell
    if "\ufffd" in cell or _LONE_SURROGATE.search(cell):
        cell = _LONE_SURROGATE.sub("\ufffd", cell)
        report(FileCode.DAMAGED_TEXT, text=cell[:80])
    if _CONTROLS.search(cell):
        cell = _CONTROLS.sub("", cell)
        report(FileCode.CONTROL_CHARACTERS, text=cell[:80])
    if len(cell) > limits.kept_characters:
        report(FileCode.CELL_TOO_LONG, found=len(cell), limit=limits.kept_characters)
        cell = cell[: limits.kept_characters]
    return cell


def _row(
    code: FileCode, sheet: str, number: int, severity: Severity = Severity.ERROR, **params: str | int
) -> Problem:
    return Problem(code=code, severity=severity, sheet=sheet, row=number, params=params)
