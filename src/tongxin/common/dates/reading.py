"""Read a day as people type it, in either calendar, with or without a year, or counted from today."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongxin.common.dates.problems import DateProblem, DateProblemCode
from tongxin.common.dates.relative import relative_day
from tongxin.common.dates.roc import ROC_OFFSET
from tongxin.common.text.fold import fold

_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class DateForm(StrEnum):
    """How a day was written: a form may want to show how it was understood."""

    GREGORIAN = "GREGORIAN"
    ROC = "ROC"
    NO_YEAR = "NO_YEAR"
    RELATIVE = "RELATIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """A day and the form it was written in."""

    day: date
    form: DateForm


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_SEPARATED = (
    r"(?P<first>\d{%s}) ?(?P<separator>[-/.]) ?(?P<second>\d{1,2}) ?(?P=separator) ?(?P<third>\d{%s})"
)
_WEEKDAY_AROUND = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? (?=\d|[a-z]{3})|"
    r" ?\((?:周|星期|礼拜)?[一二三四五六日天]\)$| (?:周|星期|礼拜)[一二三四五六日天]$"
)
_CHINESE = re.compile(
    r"(?:(?:西元|公元)|(?P<roc>(?:中华)?民国)) ?(?P<era_year>\d{1,4}) ?(?:年|[-/.]) ?(?P<era_month>\d{1,2}) ?(?:月|[-/.]) ?"
    r"(?P<era_day>\d{1,2}) ?[日号]?|(?P<year>\d{1,4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]?"
)
_YEAR_FIRST = re.compile(_SEPARATED % ("3,4", "1,2"))
_YEAR_LAST = re.compile(_SEPARATED % ("1,2", "4"))
_SHORT_YEAR = re.compile(_SEPARATED % ("1,2", "1,2"))
_COMPACT = re.compile(r"(?P<year>\d{2,4})(?P<month>\d{2})(?P<day>\d{2})")
_NO_YEAR = re.compile(r"(?P<month>\d{1,2}) ?(?P<mark>月|[-/.]) ?(?P<day>\d{1,2}) ?[日号]?")
_MONTH_NAME = (
    re.compile(rf"{_MONTH}[- ]?{_ORDINAL}(?:[-, ]+(?P<year>\d{{4}}|\d{{2}}))?"),
    re.compile(rf"{_ORDINAL}(?: of)?[- ]?{_MONTH}(?:[-, ]+(?P<year>\d{{4}}|\d{{2}}))?"),
    re.compile(rf"(?P<year>\d{{4}})[- ]{_MONTH}[- ]{_ORDINAL}"),
)


def parse_date(text: str, *, as_of: date, language: str) -> ParsedDate:
    """Return the day that `text` means to somebody who writes on the day `as_of`.

    Reads 2026-11-23, 115/11/23, 1151123, 民國115年11月23日, 11/23, 11月23日, Nov 23 2026, 23 Nov, and days counted from
    `as_of`: tomorrow, 後天, 下週三, +2w, 3 天後, 月底. A year of three digits is one of the Republic; a day without a year
    is the one nearest to `as_of`. `language` settles 3/4: month first in Chinese, ambiguous in English.

    Raises DateProblem: AMBIGUOUS for years of two digits and for 03/04/2026, IMPOSSIBLE for days that do not exist
    (both with candidates), OUT_OF_RANGE outside 1900 to 2199, UNREADABLE or EMPTY.
    """
    plain = _WEEKDAY_AROUND.sub("", fold(text))
    if not plain:
        raise DateProblem(DateProblemCode.EMPTY, text=text)
    return _Reader(text=text, plain=plain, as_of=as_of, language=language).read()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    text: str
    plain: str
    as_of: date
    language: str

    def read(self) -> ParsedDate:
        parsed = self._with_year() or self._month_name() or self._without_year() or self._relative()
        if parsed is None:
            raise DateProblem(DateProblemCode.UNREADABLE, text=self.text)
        return parsed

    def _with_year(self) -> ParsedDate | None:
        if match := _CHINESE.fullmatch(self.plain):
            if match["era_year"]:
                year = int(match["era_year"]) + (ROC_OFFSET if match["roc"] else 0)
                form = DateForm.ROC if match["roc"] else DateForm.GREGORIAN
                return self._parsed(year, int(match["era_month"]), int(match["era_day"]), form)
            return self._year_of_any_length(match["year"], int(match["month"]), int(match["day"]))
        if match := _YEAR_FIRST.fullmatch(self.plain):
            return self._year_of_any_length(match["first"], int(match["second"]), int(match["third"]))
        if match := _COMPACT.fullmatch(self.plain):
            return self._year_of_any_length(match["year"], int(match["month"]), int(match["day"]))
        if match := _YEAR_LAST.fullmatch(self.plain):
            return self._year_last(int(match["third"]), int(match["first"]), int(match["second"]))
        if match := _SHORT_YEAR.fullmatch(self.plain):
            first, second, third = int(match["first"]), int(match["second"]), int(match["third"])
            last = 2000 + third
            raise self._ambiguous(
                *self._short_years(first, second, third), (last, first, second), (last, second, first)
            )
        return None

    def _month_name(self) -> ParsedDate | None:
        for pattern in _MONTH_NAME:
            if match := pattern.fullmatch(self.plain):
                month, day = _MONTHS[match["name"]], int(match["day"])
                if match["year"] is None:
                    return self._nearest(month, day)
                if len(match["year"]) == 2:
                    raise self._ambiguous(
                        *((century + int(match["year"]), month, day) for century in (1900, 2000))
                    )
                return self._parsed(int(match["year"]), month, day, DateForm.GREGORIAN)
        return None

    def _without_year(self) -> ParsedDate | None:
        match = _NO_YEAR.fullmatch(self.plain)
        if match is None:
            return None
        first, second = int(match["month"]), int(match["day"])
        if match["mark"] != "月" and not self.language.lower().startswith("zh"):
            if first > 12:
                return self._nearest(second, first)
            if second <= 12 and first != second:
                days = [self._nearest(first, second).day, self._nearest(second, first).day]
                raise DateProblem(DateProblemCode.AMBIGUOUS, text=self.text, candidates=tuple(sorted(days)))
        return self._nearest(first, second)

    def _relative(self) -> ParsedDate | None:
        try:
            day = relative_day(self.plain, self.as_of)
        except (OverflowError, ValueError) as error:
            raise DateProblem(DateProblemCode.OUT_OF_RANGE, text=self.text) from error
        return None if day is None else self._parsed(day.year, day.month, day.day, DateForm.RELATIVE)

    def _year_of_any_length(self, year: str, month: int, day: int) -> ParsedDate:
        if len(year) == 4:
            return self._parsed(int(year), month, day, DateForm.GREGORIAN)
        if len(year) == 3:
            return self._parsed(int(year) + ROC_OFFSET, month, day, DateForm.ROC)
        raise self._ambiguous(*self._short_years(int(year), month, day))

    def _year_last(self, year: int, first: int, second: int) -> ParsedDate:
        if first <= 12 and second <= 12 and first != second:
            raise self._ambiguous((year, first, second), (year, second, first))
        month, day = (second, first) if first > 12 else (first, second)
        return self._parsed(year, month, day, DateForm.GREGORIAN)

    def _nearest(self, month: int, day: int) -> ParsedDate:
        """Read a day without a year as the one nearest to `as_of`, of two equally near ones the later."""
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            raise self._impossible(self.as_of.year, month, day)
        around = [
            date(year, month, min(day, calendar.monthrange(year, month)[1]))
            for year in (self.as_of.year + 1, self.as_of.year, self.as_of.year - 1)
        ]
        nearest = min(around, key=lambda other: abs((other - self.as_of).days))
        return self._parsed(nearest.year, month, day, DateForm.NO_YEAR)

    def _parsed(self, year: int, month: int, day: int, form: DateForm) -> ParsedDate:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise DateProblem(DateProblemCode.OUT_OF_RANGE, text=self.text)
        if not _exists(year, month, day):
            raise self._impossible(year, month, day)
        return ParsedDate(day=date(year, month, day), form=form)

    def _impossible(self, year: int, month: int, day: int) -> DateProblem:
        nearest: tuple[date, ...] = ()
        if 1 <= month <= 12 and 28 < day <= 31:
            # No month without this day is a December: the next one is in the same year.
            nearest = (date(year, month, calendar.monthrange(year, month)[1]), date(year, month + 1, 1))
        elif _exists(year, day, month):
            nearest = (date(year, day, month),)
        return DateProblem(DateProblemCode.IMPOSSIBLE, text=self.text, candidates=nearest)

    def _short_years(self, year: int, month: int, day: int) -> tuple[tuple[int, int, int], ...]:
        return tuple((start + year, month, day) for start in (ROC_OFFSET, 1900, 2000))

    def _ambiguous(self, *readings: tuple[int, int, int]) -> DateProblem:
        days = sorted({date(*reading) for reading in readings if _exists(*reading)})
        code = DateProblemCode.AMBIGUOUS if days else DateProblemCode.IMPOSSIBLE
        return DateProblem(code, text=self.text, candidates=tuple(days))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
