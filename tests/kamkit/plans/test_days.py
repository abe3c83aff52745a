"""Last days, working days and zones. Cases from reports of users of other planners; the numbers are theirs or follow from them."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.plans.calendars import Calendar, NameLanguage, Place, holiday_names, public_year
from kamkit.plans.days import Kept, Span, SpanInput, Unit, first_day, last_day, respan, span
from kamkit.problems import InputError
from kamkit.wire.reading import read

TAIWAN, CHINA = Calendar(places=(Place.TW,)), Calendar(places=(Place.CN,))
WEEK = Calendar()


def spanned(calendar: dict[str, Any] | None = None, **given: Any) -> Span:
    return span(read(SpanInput, {"calendar": calendar or {}} | given))


@pytest.mark.requirement("R3.1")
@pytest.mark.parametrize(
    ("given", "last"),
    [
        ({"first": "2010-02-15", "length": 15}, "2010-03-05"),
        ({"first": "2021-02-01", "length": 180}, "2021-10-08"),
        ({"first": "2021-02-01", "length": 180, "unit": "CALENDAR"}, "2021-07-30"),
        ({"first": "2020-08-31", "length": 7}, "2020-09-08"),
        ({"first": "2020-08-31", "length": 7, "unit": "CALENDAR"}, "2020-09-06"),
        ({"first": "2019-01-15", "last": "2019-01-21"}, "2019-01-21"),
        # Begun on a Saturday, a day of work is the Monday.
        ({"first": "2026-11-28", "length": 1}, "2026-11-30"),
        # A milestone stays on its day, closed or not.
        ({"first": "2026-11-28", "length": 0}, "2026-11-28"),
    ],
)
def test_the_last_day_is_the_last_day_worked(given: dict[str, Any], last: str) -> None:
    assert spanned(**given).last == date.fromisoformat(last)


@pytest.mark.requirement("R3.1")
def test_what_follows_starts_on_the_next_working_day() -> None:
    assert spanned(first="2010-02-15", length=15).next_day == date(2010, 3, 8)
    assert spanned(first="2019-01-15", last="2019-01-21").length == 5
    assert spanned(first="2019-01-15", last="2019-01-21", unit="CALENDAR").length == 7


@pytest.mark.data
@pytest.mark.requirement("R3.1")
def test_the_collected_reports_come_out_right() -> None:
    folder = Path(os.environ["TONGXIN_DATA"]) / "scenario_cases" / "a07_gantt_days"
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))["inputs"]
    told = (folder / "RIGHT.md").read_text(encoding="utf-8").partition("```json")[2].partition("```")[0]
    right = json.loads(told)
    asked = [
        {"first": task["start"], "last": task.get("end_typed")}
        | {"length": task.get("working_days", task.get("calendar_days"))}
        | {"unit": "CALENDAR" if "calendar_days" in task else "WORKING"}
        for task in case["tasks"]
    ]
    ends = {str(task["id"]): spanned(**given) for task, given in zip(case["tasks"], asked, strict=True)}
    assert {name: found.last.isoformat() for name, found in ends.items()} == right["ends"]
    assert ends["1"].next_day.isoformat() == right["successor_of_1"]
    zone = case["zone_case"]
    moment = datetime.fromisoformat(zone["deadline_moment"]).astimezone(ZoneInfo(zone["reader_zone"]))
    assert moment.isoformat() == right["deadline_for_LA"]


@pytest.mark.requirement("R3.1")
@pytest.mark.parametrize(
    ("place", "closed", "worked"),
    [
        # Lunar New Year 2025, the bridge day of 27 January and the Saturday that made up for it.
        ("TW", ["2025-01-27", "2025-01-31", "2025-10-10"], ["2025-02-08", "2025-02-03"]),
        # From 2026 on nothing is made up: 27 February is off for the 28th, a Saturday.
        ("TW", ["2026-02-27", "2026-05-01"], ["2026-02-26"]),
        # National Day 2026 is a week, paid for with two weekends.
        ("CN", ["2026-10-01", "2026-10-07", "2026-02-16"], ["2026-10-10", "2026-09-20", "2026-02-14"]),
        ("CN", ["2024-05-03"], ["2024-04-28", "2024-05-11"]),
    ],
)
def test_holidays_are_closed_and_make_up_days_are_worked(
    place: str, closed: list[str], worked: list[str]
) -> None:
    calendar = Calendar(places=(Place(place),))
    assert [day for day in closed if calendar.is_worked(date.fromisoformat(day))] == []
    assert [day for day in worked if not calendar.is_worked(date.fromisoformat(day))] == []


def test_a_day_of_both_places_is_worked_in_both() -> None:
    both = Calendar(places=(Place.TW, Place.CN))
    # 10 October 2026 is worked in China to make up, and National Day in Taiwan.
    assert (CHINA.is_worked(date(2026, 10, 10)), both.is_worked(date(2026, 10, 10))) == (True, False)
    assert both.is_worked(date(2026, 11, 25))


def test_days_of_a_customer_go_before_all_others() -> None:
    shutdown = {"places": ["TW"], "holidays": ["2026-11-26"], "worked": ["2026-11-28"]}
    assert spanned(shutdown, first="2026-11-25", length=3).last == date(2026, 11, 28)
    friday_and_saturday = {"closed": [4, 5]}
    assert spanned(friday_and_saturday, first="2026-11-26", length=2).last == date(2026, 11, 29)


def test_only_china_has_years_that_are_not_announced() -> None:
    assert [public_year(Place.CN, year).is_known for year in (1995, 2024, 2026, 2060)] == [
        True,
        True,
        True,
        False,
    ]
    assert public_year(Place.TW, 2060).is_known


@pytest.mark.parametrize(
    ("language", "name"), [("en_US", "National Day"), ("zh_TW", "國慶日"), ("zh_CN", "国庆日")]
)
def test_holidays_are_called_as_the_reader_calls_them(language: str, name: str) -> None:
    assert dict(holiday_names(Place.TW, 2026, NameLanguage(language)))[date(2026, 10, 10)] == name


@pytest.mark.parametrize(
    ("kept", "first", "last", "length"),
    [
        (Kept.FIRST_AND_LAST, "2021-02-01", "2021-10-08", 250),
        (Kept.FIRST_AND_LENGTH, "2021-02-01", "2021-07-30", 180),
        (Kept.LENGTH_AND_LAST, "2021-04-12", "2021-10-08", 180),
    ],
)
def test_switching_the_unit_asks_what_stays(kept: Kept, first: str, last: str, length: int) -> None:
    found = respan(SpanInput(first=date(2021, 2, 1), length=180), Unit.CALENDAR, kept)
    assert (found.first.isoformat(), found.last.isoformat(), found.length) == (first, last, length)


def test_work_is_reckoned_back_from_its_last_day() -> None:
    assert spanned(last="2010-03-07", length=15).first == date(2010, 2, 15)
    assert spanned(last="2010-03-07", length=3, unit="CALENDAR").first == date(2010, 3, 5)
    assert spanned(last="2010-03-07", length=0).first == date(2010, 3, 7)


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.integers(1, 120),
    st.sampled_from([WEEK, TAIWAN, CHINA]),
)
def test_forward_and_back_meet(first: date, length: int, calendar: Calendar) -> None:
    found = span(SpanInput(first=first, length=length, calendar=calendar))
    assert found.working_days == length
    assert calendar.is_worked(found.first)
    assert calendar.is_worked(found.last)
    assert first_day(found.last, length, Unit.WORKING, calendar) == found.first
    assert last_day(found.first, length, Unit.WORKING, calendar) == found.last


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first": "2026-11-25"}, ""),
        ({"first": "2026-11-25", "last": "2026-11-24"}, "last"),
        ({"first": "2026-11-25", "length": -1}, "length"),
        (
            {"first": "2026-11-25", "length": 1, "calendar": {"closed": [0, 1, 2, 3, 4, 5, 6]}},
            "calendar.closed",
        ),
        ({"first": "2100-01-01", "length": 1}, ""),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        spanned(**given)
    assert refused.value.field == field
