"""A value case as a workbook whose results are formulas: the customer's controller changes a figure and sees the answer."""

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kamkit.finance.case import CaseResult
from tongxin.analytics.competition.value import Answer
from tongxin.crm.competition.choices import BENEFITS, LineKind
from tongxin.crm.competition.models import CaseLine

# Rows and columns of the sheet, from 0.
RATE_ROW, HEAD_ROW, FIRST_YEAR_COLUMN = 2, 6, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The sheet being written, and its formats."""

    sheet: Any
    bold: Any
    money: Any
    percent: Any
    day: Any

    def year(self, column: int) -> str:
        """Return the letter of the column of a year."""
        return _letter(FIRST_YEAR_COLUMN + column)


def value_workbook(answer: Answer) -> bytes:
    """Return an XLSX file with the lines of our offer, their years as formulas, and the results as formulas over them."""
    import xlsxwriter  # noqa: PLC0415 - half a tenth of a second that only exports need

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(pgettext("value case", "Value case"))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 1)
        page.set_column(0, 0, 30)
        page.set_column(1, 8, 12)
        sheet = _Sheet(
            sheet=page,
            bold=book.add_format({"bold": True}),
            money=book.add_format({"num_format": "#,##0.00"}),
            percent=book.add_format({"num_format": "0.00%"}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        _write(sheet, answer)
    return target.getvalue()


def _write(sheet: _Sheet, answer: Answer) -> None:
    case, lines = answer.case, [line for line in answer.lines if _counts(line)]
    sheet.sheet.write_string(0, 0, f"{case.name} · {case.account.name}", sheet.bold)
    sheet.sheet.write_string(1, 0, f"{pgettext('value case', 'Edition')} {case.edition} · {case.currency}")
    sheet.sheet.write_string(RATE_ROW, 0, pgettext("value case", "Discount rate"))
    sheet.sheet.write_number(RATE_ROW, 1, float(case.rate) / 100, sheet.percent)
    if answer.result is None:
        return
    years = len(answer.result.table)
    _write_heads(sheet, years)
    for place, line in enumerate(lines):
        _write_line(sheet, HEAD_ROW + 1 + place, line, years)
    _write_results(sheet, answer, len(lines), years)


def _write_heads(sheet: _Sheet, years: int) -> None:
    heads = (
        pgettext("value line", "Line"),
        pgettext("value line", "Kind"),
        pgettext("value line", "Sign"),
        pgettext("value line", "Amount a year"),
        pgettext("value line", "First year"),
        pgettext("value line", "Last year"),
        pgettext("value line", "Growth a year"),
        pgettext("value line", "Agreed by"),
        pgettext("value line", "Agreed on"),
    )
    for column, head in enumerate(heads):
        sheet.sheet.write_string(HEAD_ROW, column, head, sheet.bold)
    for year in range(years):
        sheet.sheet.write_number(HEAD_ROW, FIRST_YEAR_COLUMN + year, year, sheet.bold)


def _write_line(sheet: _Sheet, row: int, line: CaseLine, years: int) -> None:
    page, number = sheet.sheet, row + 1
    page.write_string(row, 0, line.name)
    page.write_string(row, 1, str(line.get_kind_display()))
    page.write_number(row, 2, 1 if line.kind in BENEFITS else -1)
    page.write_number(row, 3, float(line.amount), sheet.money)
    page.write_number(row, 4, line.first_year)
    page.write_number(row, 5, line.first_year if line.last_year is None else line.last_year)
    page.write_number(row, 6, float(line.growth) / 100, sheet.percent)
    if line.agreed_by is not None:
        page.write_string(row, 7, str(line.agreed_by))
    if line.agreed_on is not None:
        page.write_datetime(row, 8, line.agreed_on, sheet.day)
    for year in range(years):
        letter = sheet.year(year)
        head = f"{letter}${HEAD_ROW + 1}"
        formula = (
            f"=IF(AND({head}>=$E{number},{head}<=$F{number}),$D{number}*(1+$G{number})^({head}-$E{number}),0)"
        )
        page.write_formula(row, FIRST_YEAR_COLUMN + year, formula, sheet.money)


def _write_results(sheet: _Sheet, answer: Answer, lines: int, years: int) -> None:
    """Write net flows, their sum and the paybacks year by year, and below the headline figures."""
    result = answer.result
    assert result is not None  # noqa: S101 - the caller has asked
    first, last = HEAD_ROW + 2, HEAD_ROW + 1 + lines
    net, cumulated, back = last + 2, last + 3, last + 4
    for row, label in (
        (net, pgettext("value case", "Net")),
        (cumulated, pgettext("value case", "Cumulated")),
        (back, pgettext("value case", "Back at zero after")),
    ):
        sheet.sheet.write_string(row - 1, 0, label, sheet.bold)
    for year, told in enumerate(result.table):
        letter, column = sheet.year(year), FIRST_YEAR_COLUMN + year
        flows = f"=SUMPRODUCT($C{first}:$C{last},{letter}{first}:{letter}{last})"
        sheet.sheet.write_formula(net - 1, column, flows, sheet.money, float(told.net))
        before = f"{sheet.year(year - 1)}{cumulated}+" if year else ""
        sheet.sheet.write_formula(
            cumulated - 1, column, f"={before}{letter}{net}", sheet.money, float(told.cumulated)
        )
        if year:
            earlier = f"{sheet.year(year - 1)}{cumulated}"
            crossing = f'=IF(AND({earlier}<0,{letter}{cumulated}>=0),{year - 1}-{earlier}/{letter}{net},"")'
            sheet.sheet.write_formula(back - 1, column, crossing, sheet.money, "")
    _write_figures(sheet, result, (net, cumulated, back), years)


def _write_figures(sheet: _Sheet, result: CaseResult, rows: tuple[int, int, int], years: int) -> None:
    """Write the headline figures below the rows of net flows, their sum and the paybacks."""
    net, cumulated, back = rows
    start, end = sheet.year(0), sheet.year(years - 1)
    flows = f"{start}{net}:{end}{net}"
    later = f"+NPV($B${RATE_ROW + 1},{sheet.year(1)}{net}:{end}{net})" if years > 1 else ""
    paid = f'=IF({end}{cumulated}>=0,IF(COUNT({start}{back}:{end}{back})>0,MAX({start}{back}:{end}{back}),""),"")'
    figures = (
        (_("Net present value"), f"={start}{net}{later}", sheet.money, float(result.npv)),
        (_("Internal rate of return"), f'=IFERROR(IRR({flows}),"")', sheet.percent, _first(result.irr)),
        (_("Pays back after years"), paid, sheet.money, _number(result.payback_years)),
        (
            _("Return on investment"),
            f'=IF({start}{net}<0,SUM({flows})/-{start}{net},"")',
            sheet.percent,
            _number(result.roi_percent, 100),
        ),
    )
    for place, (label, formula, written, value) in enumerate(figures):
        sheet.sheet.write_string(back + 1 + place, 0, label, sheet.bold)
        sheet.sheet.write_formula(back + 1 + place, 1, formula, written, value)


def _counts(line: CaseLine) -> bool:
    """Say whether a line is one of our offer; what today and a rival cost stands beside it."""
    return line.kind in BENEFITS or line.kind == LineKind.COST


def _first(rates: tuple[Any, ...]) -> float | str:
    return float(rates[0]) if rates else ""


def _number(value: Any, by: int = 1) -> float | str:
    return "" if value is None else float(value) / by


def _letter(column: int) -> str:
    first, second = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
