from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.dates import (
    DateForm,
    DateProblem,
    DateProblemCode,
    date_of_serial,
    format_roc,
    parse_date,
)
from tongxin.common.dates.relative import add_months

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1912, 1, 1), date(2199, 12, 31))


def read(text: str, *, as_of: date = MONDAY, language: str = "zh-hant") -> date:
    return parse_date(text, as_of=as_of, language=language).day


def problem(text: str, *, as_of: date = MONDAY, language: str = "zh-hant") -> DateProblem:
    with pytest.raises(DateProblem) as caught:
        parse_date(text, as_of=as_of, language=language)
    assert caught.value.text == text
    return caught.value


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2026-11-23", DateForm.GREGORIAN),
        ("2026/11/23", DateForm.GREGORIAN),
        ("2026.11.23", DateForm.GREGORIAN),
        ("２０２６／１１／２３", DateForm.GREGORIAN),
        ("20261123", DateForm.GREGORIAN),
        ("2026年11月23日", DateForm.GREGORIAN),
        ("西元2026年11月23日", DateForm.GREGORIAN),
        ("2026/11/23 (一)", DateForm.GREGORIAN),
        ("2026年11月23号 星期一", DateForm.GREGORIAN),
        ("23/11/2026", DateForm.GREGORIAN),
        ("11/23/2026", DateForm.GREGORIAN),
        ("Nov 23 2026", DateForm.GREGORIAN),
        ("November 23rd, 2026", DateForm.GREGORIAN),
        ("Monday, 23 Nov 2026", DateForm.GREGORIAN),
        ("23-Nov-2026", DateForm.GREGORIAN),
        ("2026 Nov 23", DateForm.GREGORIAN),
        ("115/11/23", DateForm.ROC),
        ("115.11.23", DateForm.ROC),
        ("1151123", DateForm.ROC),
        ("115年11月23日", DateForm.ROC),
        ("民國115年11月23日", DateForm.ROC),
        ("中華民國 115 年 11 月 23 日", DateForm.ROC),
        ("民国115/11/23", DateForm.ROC),
        ("11/23", DateForm.NO_YEAR),
        ("11月23日", DateForm.NO_YEAR),
        ("11月23號", DateForm.NO_YEAR),
        ("Nov 23", DateForm.NO_YEAR),
        ("23 Nov", DateForm.NO_YEAR),
        ("23rd of November", DateForm.NO_YEAR),
        ("今天", DateForm.RELATIVE),
        ("today", DateForm.RELATIVE),
    ],
)
def test_one_day_is_read_however_it_is_written(text: str, form: DateForm, language: str) -> None:
    parsed = parse_date(text, as_of=MONDAY, language=language)
    assert (parsed.day, parsed.form) == (MONDAY, form)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("tomorrow", 1), ("yesterday", -1), ("明天", 1), ("後天", 2), ("后天", 2), ("大後天", 3), ("昨天", -1), ("前天", -2),
        ("下週三", 9), ("下周三", 9), ("下星期三", 9), ("下個禮拜三", 9), ("next Wednesday", 9), ("下下週一", 14),
        ("本週五", 4), ("这周五", 4), ("this fri", 4), ("上週五", -3), ("last Friday", -3), ("週日", 6), ("週一", 0),
        ("Wed", 2), ("Thursday", 3), ("+7", 7), ("+2w", 14), ("-3", -3), ("−1 week", -7), ("+5天", 5), ("3 天後", 3),
        ("3天后", 3), ("三天後", 3), ("3天內", 3), ("兩週後", 14), ("十天後", 10), ("十二天后", 12), ("二十一天以後", 21),
        ("三天前", -3), ("in 3 days", 3), ("in 2 weeks", 14), ("3 days ago", -3),
    ],
)  # fmt: skip
def test_days_are_counted_from_today(text: str, days: int) -> None:
    assert read(text) == MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("月底", date(2026, 11, 30)),
        ("本月底", date(2026, 11, 30)),
        ("month end", date(2026, 11, 30)),
        ("end of the month", date(2026, 11, 30)),
        ("下個月底", date(2026, 12, 31)),
        ("end of next month", date(2026, 12, 31)),
        ("next quarter end", date(2027, 3, 31)),
        ("季末", date(2026, 12, 31)),
        ("年底", date(2026, 12, 31)),
        ("明年底", date(2027, 12, 31)),
        ("+1m", date(2026, 12, 23)),
        ("3個月後", date(2027, 2, 23)),
        ("半年後", date(2027, 5, 23)),
        ("半年前", date(2026, 5, 23)),
        ("+1y", date(2027, 11, 23)),
        ("1年前", date(2025, 11, 23)),
    ],
)
def test_months_quarters_and_years_end_where_the_calendar_says(text: str, day: date) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("as_of", "text", "day"),
    [
        (date(2026, 11, 23), "1/5", date(2027, 1, 5)),
        (date(2026, 1, 5), "12/28", date(2025, 12, 28)),
        (date(2026, 11, 23), "9/4", date(2026, 9, 4)),
        (date(2028, 1, 1), "2/29", date(2028, 2, 29)),
        (date(2026, 1, 31), "+1m", date(2026, 2, 28)),
        (date(2026, 2, 15), "季底", date(2026, 3, 31)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(as_of: date, text: str, day: date) -> None:
    assert read(text, as_of=as_of) == day


def test_english_readers_may_write_the_day_first_where_no_doubt_is_left() -> None:
    assert read("23/11", language="en") == MONDAY
    assert read("11/11", language="en") == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("text", "language", "candidates"),
    [
        ("03/04/2026", "zh-hant", [date(2026, 3, 4), date(2026, 4, 3)]),
        ("03/04/2026", "en", [date(2026, 3, 4), date(2026, 4, 3)]),
        ("1/5", "en", [date(2027, 1, 5), date(2027, 5, 1)]),
        ("99/11/23", "zh-hant", [date(1999, 11, 23), date(2010, 11, 23), date(2099, 11, 23)]),
        ("99年11月23日", "zh-hant", [date(1999, 11, 23), date(2010, 11, 23), date(2099, 11, 23)]),
        ("991123", "zh-hant", [date(1999, 11, 23), date(2010, 11, 23), date(2099, 11, 23)]),
        ("23/11/26", "en", [date(1923, 11, 26), date(1934, 11, 26), date(2023, 11, 26), date(2026, 11, 23)]),
        ("23-Nov-26", "en", [date(1926, 11, 23), date(2026, 11, 23)]),
    ],
)
def test_doubtful_days_are_refused_with_their_readings(
    text: str, language: str, candidates: list[date]
) -> None:
    refused = problem(text, language=language)
    assert refused.code is DateProblemCode.AMBIGUOUS
    assert list(refused.candidates) == candidates


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("115/02/29", [date(2026, 2, 28), date(2026, 3, 1)]),
        ("2026-02-30", [date(2026, 2, 28), date(2026, 3, 1)]),
        ("2/30", [date(2027, 2, 28), date(2027, 3, 1)]),
        ("Nov 31", [date(2026, 11, 30), date(2026, 12, 1)]),
        ("2026/13/05", [date(2026, 5, 13)]),
        ("23/11", [date(2026, 11, 23)]),
        ("12/32", []),
        ("0/0", []),
        ("2026-00-10", []),
        ("99/13/32", []),
    ],
)
def test_days_that_do_not_exist_name_the_nearest(text: str, candidates: list[date]) -> None:
    refused = problem(text)
    assert refused.code is DateProblemCode.IMPOSSIBLE
    assert list(refused.candidates) == candidates
    assert refused.params == {"text": text, "candidates": ", ".join(day.isoformat() for day in candidates)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", DateProblemCode.EMPTY),
        ("  ", DateProblemCode.EMPTY),
        ("soon", DateProblemCode.UNREADABLE),
        ("month", DateProblemCode.UNREADABLE),
        ("2026", DateProblemCode.UNREADABLE),
        ("下週", DateProblemCode.UNREADABLE),
        ("2026-11/23", DateProblemCode.UNREADABLE),
        ("1800-01-01", DateProblemCode.OUT_OF_RANGE),
        ("2500-01-01", DateProblemCode.OUT_OF_RANGE),
        ("+9999y", DateProblemCode.OUT_OF_RANGE),
        ("+999y", DateProblemCode.OUT_OF_RANGE),
    ],
)
def test_other_texts_say_why_they_are_no_day(text: str, code: DateProblemCode) -> None:
    assert problem(text).code is code


@given(DAYS, st.sampled_from(["zh-hant", "en"]))
def test_both_calendars_are_read_back(day: date, language: str) -> None:
    assert read(day.isoformat(), language=language) == day
    assert read(day.strftime("%Y%m%d"), language=language) == day
    assert read(format_roc(day), language=language) == day
    if day.year - 1911 >= 100:
        assert read(format_roc(day, short=True), language=language) == day


@given(st.text(max_size=20) | st.text("0123456789/-. 年月日週周三天後+w民國底Nov", max_size=12), DAYS)
def test_any_text_is_a_day_or_a_problem(text: str, as_of: date) -> None:
    with suppress(DateProblem):
        assert 1900 <= read(text, as_of=as_of).year <= 2199


@given(DAYS, st.integers(-240, 240))
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "text", "short"),
    [
        (date(2026, 11, 23), "民國115年11月23日", "115/11/23"),
        (date(2010, 1, 2), "民國99年1月2日", "99/01/02"),
        (date(1912, 1, 1), "民國1年1月1日", "1/01/01"),
    ],
)
def test_days_are_written_in_years_of_the_republic(day: date, text: str, short: str) -> None:
    assert (format_roc(day), format_roc(day, short=True)) == (text, short)


def test_years_before_the_republic_count_back() -> None:
    assert format_roc(date(1911, 10, 10)) == "民國前1年10月10日"
    with pytest.raises(ValueError, match="no short form"):
        format_roc(date(1911, 10, 10), short=True)


@pytest.mark.parametrize(
    ("serial", "since_1904", "day"),
    [
        # ECMA-376 part 1, 18.17.4.1: 1 is 1900-01-01, 2958465 is 9999-12-31; 1904: 0 is 1904-01-01.
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (46349, False, date(2026, 11, 23)),
        (2958465, False, date(9999, 12, 31)),
        (0, True, date(1904, 1, 1)),
        (46349 - 1462, True, date(2026, 11, 23)),
    ],
)
def test_serial_numbers_of_spreadsheets_are_days(serial: int, since_1904: bool, day: date) -> None:
    assert date_of_serial(serial, since_1904=since_1904) == day


def test_the_time_of_day_is_dropped() -> None:
    assert date_of_serial(Decimal("46349.75")) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("serial", "since_1904", "code"),
    [
        (60, False, DateProblemCode.IMPOSSIBLE),
        (0, False, DateProblemCode.OUT_OF_RANGE),
        (-1, True, DateProblemCode.OUT_OF_RANGE),
        (2958466, False, DateProblemCode.OUT_OF_RANGE),
    ],
)
def test_serial_numbers_outside_the_system_are_refused(
    serial: int, since_1904: bool, code: DateProblemCode
) -> None:
    with pytest.raises(DateProblem) as caught:
        date_of_serial(serial, since_1904=since_1904)
    assert caught.value.code is code
