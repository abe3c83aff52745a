"""Dates, amounts and numbers as Chinese notices write them: 民國 years, full width, 萬元."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from tongxin.common.dates import DateProblem, parse_date
from tongxin.common.money_text import MoneyProblem, parse_amount

ROC_OFFSET = 1911
_ROC_DAY = re.compile(
    r"(?:中華)?(?:民國)?\s*(?P<year>\d{2,3})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?:[ T].*)?"
)
_COMPACT_ROC = re.compile(r"(?P<year>\d{2,3})(?P<month>\d{2})(?P<day>\d{2})")
_TIME_BEHIND = re.compile(r"[ T]+\d{1,2}:\d{2}(?::\d{2})?.*$")
_UNIT_IN_HEAD = re.compile(
    r"[((\[]\s*(?:單位|单位)?[::]?\s*(?:新[臺台]幣|人民[幣币])?\s*(?P<unit>[百千]?[萬万億亿]?)\s*(?:元|美元)?\s*[))\]]"
)
_UNITS = {"": 1, "百": 100, "千": 1_000, "萬": 10**4, "百萬": 10**6, "千萬": 10**7, "億": 10**8}
_HAS_UNIT = re.compile("[萬万億亿]")
_SIMPLIFIED = str.maketrans({"万": "萬", "亿": "億"})


class NoSuchDate(ValueError):  # noqa: N818  (a text to put to the reader)
    """A text that is no day of the calendar."""


def half_width(text: str) -> str:
    """Return a text in half width, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def read_day(text: str, *, as_roc: bool) -> date:
    """Return the day of a date cell; years of two digits are ones of the Republic where `as_roc`.

    Raises:
        NoSuchDate: no such day, or no date at all.

    """
    plain = half_width(text)
    roc = _ROC_DAY.fullmatch(plain) or (_COMPACT_ROC.fullmatch(plain) if as_roc else None)
    if roc and (as_roc or len(roc["year"]) == 3):
        return _day(int(roc["year"]) + ROC_OFFSET, int(roc["month"]), int(roc["day"]), text)
    try:
        return parse_date(_TIME_BEHIND.sub("", plain), as_of=date(2000, 1, 1), language="zh").day
    except DateProblem as problem:
        raise NoSuchDate(text) from problem


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDate(text) from error


def unit_of_head(head: str) -> int | None:
    """Return what one unit of a column is worth by its head, 10,000 for 中標金額（萬元）; `None` when it says nothing."""
    match = _UNIT_IN_HEAD.search(half_width(head).translate(_SIMPLIFIED))
    return _UNITS.get(match["unit"]) if match else None


def read_yuan(text: str, *, unit: int | None = None) -> Decimal:
    """Return the amount of a cell in yuan or dollars; commas group, 萬 and 億 multiply, else the column's `unit`.

    Raises:
        MoneyProblem: the text is no amount.

    """
    plain = half_width(text)
    compact = re.sub(r"(?<=\d)\s*,\s*(?=\d{3}(?!\d))", "", plain)
    try:
        amount = parse_amount(compact)
    except MoneyProblem as problem:
        # Where commas group, a point is a decimal point: 2718.095 is no 2,718,095.
        if len(problem.candidates) != 2:
            raise
        amount = min(problem.candidates, key=abs)
    return amount if _HAS_UNIT.search(plain) else amount * (unit or 1)
