"""Days counted from another: tomorrow, 下週三, +2w, 月底."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

_WORDS = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "the day after tomorrow": 2,
    "day before yesterday": -2, "the day before yesterday": -2, "now": 0,
    "今天": 0, "今日": 0, "今": 0, "本日": 0, "明天": 1, "明日": 1, "明": 1, "后天": 2, "后日": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3,
}  # fmt: skip
_WEEKDAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "wednesday": 2, "thu": 3, "thur": 3,
    "thurs": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5, "sun": 6, "sunday": 6,
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4,
    "6": 5, "7": 6,
}  # fmt: skip
_WEEKS = {"last": -1, "this": 0, "next": 1, "上": -1, "上上": -2, "这": 0, "本": 0, "下": 1, "下下": 2}
_UNITS = {
    "": "d", "d": "d", "day": "d", "days": "d", "天": "d", "日": "d", "w": "w", "week": "w", "weeks": "w", "周": "w",
    "星期": "w", "礼拜": "w", "m": "m", "mo": "m", "month": "m", "months": "m", "月": "m", "y": "y", "year": "y",
    "years": "y", "年": "y",
}  # fmt: skip
_DIGITS = "一二两三四五六七八九"
_DIGIT_VALUES = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_CHINESE_UNIT = "天|日|周|星期|礼拜|月|年"
_ENGLISH_UNIT = "days?|weeks?|months?|years?|d|w|mo?|y"
_SIGNED = re.compile(rf"(?P<sign>[+\-−])\s*(?P<count>\d{{1,4}})\s*(?P<unit>{_ENGLISH_UNIT}|{_CHINESE_UNIT})?")
_CHINESE_COUNT = re.compile(
    rf"(?P<count>\d{{1,4}}|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}]|半(?=年))\s*个?(?P<unit>{_CHINESE_UNIT})\s*(?P<side>以?后|以?前|内)"
)
_ENGLISH_COUNT = re.compile(
    rf"(?:in (?P<later>\d{{1,4}}) ?(?P<later_unit>{_ENGLISH_UNIT})|(?P<ago>\d{{1,4}}) ?(?P<ago_unit>{_ENGLISH_UNIT}) ago)"
)
_CHINESE_WEEKDAY = re.compile(
    r"(?P<week>上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"
)
_ENGLISH_WEEKDAY = re.compile(
    r"(?:(?P<week>last|this|next) )?(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_CHINESE_END = re.compile(r"(?P<period>这|本|今|下|明)?个?(?P<unit>月|季|年)(?:底|末)")
_END_OF = re.compile(r"(?:the )?end of (?:the )?(?:(?P<period>this|next) )?(?P<unit>month|quarter|year)")
_PERIOD_END = re.compile(r"(?:(?P<period>this|next) )?(?P<unit>month|quarter|year)[- ]end")
_MONTHS_OF = {"月": 1, "month": 1, "季": 3, "quarter": 3, "年": 12, "year": 12}


def relative_day(text: str, as_of: date) -> date | None:
    """Return the day that `text` (folded) counts from `as_of`, or None if it is no such expression.

    Weeks begin on Monday: 下週三 and "next Wednesday" are the Wednesday of the following week, whatever today is; a
    weekday alone is its first day from `as_of` on. Months and years keep the day of the month, or take the last.
    Raises OverflowError or ValueError where the calendar ends.
    """
    if text in _WORDS:
        return as_of + timedelta(days=_WORDS[text])
    for pattern, read in _PATTERNS:
        if match := pattern.fullmatch(text):
            return read(match, as_of)
    return None


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _signed(match: re.Match[str], as_of: date) -> date:
    count = int(match["count"])
    return _moved(as_of, count if match["sign"] == "+" else -count, match["unit"] or "")


def _chinese_count(match: re.Match[str], as_of: date) -> date:
    sign = -1 if "前" in match["side"] else 1
    if match["count"] == "半":
        return add_months(as_of, sign * 6)
    count = int(match["count"]) if match["count"].isdigit() else _chinese_number(match["count"])
    return _moved(as_of, sign * count, match["unit"])


def _english_count(match: re.Match[str], as_of: date) -> date:
    if match["later"]:
        return _moved(as_of, int(match["later"]), match["later_unit"])
    return _moved(as_of, -int(match["ago"]), match["ago_unit"])


def _moved(day: date, count: int, unit: str) -> date:
    kind = _UNITS[unit]
    if kind in {"m", "y"}:
        return add_months(day, count * (12 if kind == "y" else 1))
    return day + timedelta(days=count * (7 if kind == "w" else 1))


def _weekday(match: re.Match[str], as_of: date) -> date:
    weekday = _WEEKDAYS[match["day"]]
    if match["week"] is None:
        return as_of + timedelta(days=(weekday - as_of.weekday()) % 7)
    monday = as_of - timedelta(days=as_of.weekday())
    return monday + timedelta(weeks=_WEEKS[match["week"]], days=weekday)


def _period_end(match: re.Match[str], as_of: date) -> date:
    months = _MONTHS_OF[match["unit"]]
    steps = 1 if match["period"] in {"next", "下", "明"} else 0
    months_to_end = months - 1 - (as_of.month - 1) % months + steps * months
    last = add_months(as_of, months_to_end)
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    value = _DIGIT_VALUES.get(ones, 0)
    return value + 10 * _DIGIT_VALUES.get(tens, 1) if ten else value


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (_SIGNED, _signed),
    (_CHINESE_COUNT, _chinese_count),
    (_ENGLISH_COUNT, _english_count),
    (_CHINESE_WEEKDAY, _weekday),
    (_ENGLISH_WEEKDAY, _weekday),
    (_CHINESE_END, _period_end),
    (_END_OF, _period_end),
    (_PERIOD_END, _period_end),
)
