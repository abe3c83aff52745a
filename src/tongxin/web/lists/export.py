"""Take a list away as a file, as shown: same filters, order and columns; every export is in the audit log."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.web.lists.cells import Column

M = TypeVar("M")
# What a spreadsheet takes for a formula, also behind blanks and in full width.
FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"
INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff'\""


def export_rows(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    form: str,
    columns: Sequence[Column[M]],
    rows: Iterable[M],
    total: int,
) -> HttpResponseBase:
    """Return the rows as a CSV (UTF-8 with BOM) or XLSX download and note it in the audit log.

    Args:
        name: of the list, for the file name and the log.
        form: `csv` or `xlsx`.
        rows: read while they are written, so that memory does not grow with them (CSV).
        total: how many rows there are at the most, for the log.

    Raises:
        Denied: the actor may not export.
    """
    actor.must_have(Right.EXPORT)
    with transaction.atomic():
        record(
            actor=actor, at=at, verb=Verb.EXPORTED, kind=Kind.LIST, label=name,
            rows=total, form=form, columns=[column.key for column in columns],
        )  # fmt: skip
    heads = [str(column.label) for column in columns]
    table = _values(columns, rows)
    file_name = f"tongxin-{name}-{timezone.localdate(at):%Y%m%d}.{form}"
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            _csv_lines(heads, table), content_type="text/csv; charset=utf-8"
        )
    else:
        response = HttpResponse(
            _workbook(heads, table),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _values(columns: Sequence[Column[M]], rows: Iterable[M]) -> Iterator[list[Any]]:
    # A stream is written when the request's own language and time zone are set back already.
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    return (_row(columns, row, language, zone) for row in rows)


def _row(columns: Sequence[Column[M]], row: M, language: str, zone: tzinfo) -> list[Any]:
    with translation.override(language), timezone.override(zone):
        return [plain(column.plain(row)) for column in columns]


def plain(value: object) -> str | int | Decimal | date | datetime | None:
    """Return a value as a file keeps it: aware moments in local time without zone, the rest as text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, bool | int | Decimal | date):
        return value
    return str(value)


def neutral(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before a dangerous one."""
    first = value.lstrip(INVISIBLE)[:1]
    return f"'{value}" if first and first in FORMULA_STARTS else value


def _csv_lines(heads: Sequence[str], table: Iterable[Sequence[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(neutral(head) for head in heads)
    for row in table:
        yield _emptied(buffer)
        writer.writerow(neutral(value) if isinstance(value, str) else value for value in row)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _workbook(heads: Sequence[str], table: Iterable[Sequence[Any]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - half a tenth of a second that only exports need

    target = io.BytesIO()
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, bold)
        for line, row in enumerate(table, start=1):
            for at, value in enumerate(row):
                _write_cell(sheet, line, at, value, moment)
    return target.getvalue()


def _write_cell(sheet: Any, line: int, at: int, value: object, moment: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, at, value)
        case datetime():
            sheet.write_datetime(line, at, value, moment)
        case date():
            sheet.write_datetime(line, at, value)
        case int() | Decimal():
            sheet.write_number(line, at, value)
        case _:
            sheet.write_string(line, at, str(value))
