from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.plans.schedule import Schedule, ScheduleInput, schedule
from kamkit.problems import InputError
from kamkit.wire.reading import read

START = "2026-11-23"


def planned(*steps: dict[str, Any], starts: str = START, **more: Any) -> Schedule:
    return schedule(read(ScheduleInput, {"steps": list(steps), "starts_on": starts} | more))


def step(name: str, length: int = 5, *after: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "length": length, "after": list(after)} | more


def days(result: Schedule) -> list[tuple[str, str]]:
    return [(each.first.isoformat(), each.last.isoformat()) for each in result.steps]


def codes(result: Schedule) -> list[list[str]]:
    return [[reason.code.value for reason in each.reasons] for each in result.steps]


@pytest.mark.requirement("R3.1")
def test_steps_follow_one_another_on_working_days() -> None:
    result = planned(step("test", 3, "build"), step("build", 5), step("accepted", 0, "test"))
    assert days(result) == [
        ("2026-11-30", "2026-12-02"),
        ("2026-11-23", "2026-11-27"),
        ("2026-12-02", "2026-12-02"),
    ]
    assert [each.working_days for each in result.steps] == [3, 5, 0]
    assert (result.first, result.last) == (date(2026, 11, 23), date(2026, 12, 2))
    assert [(each.slack, each.latest_first) for each in result.steps] == [(None, None)] * 3


@pytest.mark.requirement("R3.1")
def test_a_plan_is_reckoned_back_from_the_day_it_goes_live() -> None:
    steps = (step("build", 5), step("test", 3, "build"), step("live", 0, "test"))
    back = planned(*steps, goes_live_on="2026-12-18", direction="BACKWARD")
    assert days(back) == [
        ("2026-12-09", "2026-12-15"),
        ("2026-12-16", "2026-12-18"),
        ("2026-12-18", "2026-12-18"),
    ]
    assert [each.slack for each in back.steps] == [0, 0, 0]
    forward = planned(*steps, goes_live_on="2026-12-18")
    assert [each.slack for each in forward.steps] == [12, 12, 12]
    assert forward.steps[0].latest_first == date(2026, 12, 9)


def test_a_day_of_going_live_that_cannot_be_held_is_said() -> None:
    steps = (step("build", 10), step("test", 5, "build"))
    result = planned(*steps, goes_live_on="2026-12-04", direction="BACKWARD")
    assert days(result) == [("2026-11-23", "2026-12-04"), ("2026-12-07", "2026-12-11")]
    assert codes(result) == [["PLAN_STEP_BEFORE_ITS_START"], ["PLAN_STEP_AFTER_GO_LIVE"]]
    assert [each.slack for each in result.steps] == [-5, -5]
    assert result.steps[1].reasons[0].values == {"last": date(2026, 12, 11), "days": 5}


@pytest.mark.requirement("R3.1")
def test_a_day_given_by_hand_stays_and_contradictions_are_said() -> None:
    result = planned(
        step("build", 5),
        step("test", 3, "build", first="2026-11-26"),
        step("sign", 2, "test", last="2026-12-05"),
        step("visit", 1, first="2026-11-28", last="2026-11-29"),
        step("party", 1, first="2026-11-28", last="2026-11-29", unit="CALENDAR"),
    )
    assert days(result)[1:] == [
        ("2026-11-26", "2026-11-30"),
        ("2026-12-03", "2026-12-05"),
        ("2026-11-28", "2026-11-29"),
        ("2026-11-28", "2026-11-29"),
    ]
    assert codes(result)[1:] == [
        ["PLAN_STEP_BEFORE_ANOTHER"],
        ["PLAN_STEP_ON_CLOSED_DAY"],
        ["PLAN_STEP_ON_CLOSED_DAY", "PLAN_STEP_ON_CLOSED_DAY"],
        [],
    ]
    assert result.steps[1].reasons[0].values == {"step": "build", "last": date(2026, 11, 27)}


def test_given_days_tell_their_own_length_when_planning_back() -> None:
    result = planned(
        step("week", 1, first="2026-11-23", last="2026-11-29", unit="CALENDAR"),
        step("days", 1, first="2026-11-23", last="2026-11-25"),
        goes_live_on="2026-12-18",
    )
    assert [each.latest_first for each in result.steps] == [date(2026, 12, 12), date(2026, 12, 16)]


@pytest.mark.requirement("R3.1")
def test_what_comes_back_goes_on_and_keeps_its_history() -> None:
    returned = step(
        "proposal", 5, returns=[{"on": "2026-11-30", "length": 3}, {"on": "2026-12-04", "length": 1}]
    )
    result = planned(returned, step("award", 1, "proposal"), as_of="2026-12-04")
    proposal, award = result.steps
    assert [(each.first.day, each.last.day, each.returned_on) for each in proposal.stretches] == [
        (23, 27, date(2026, 11, 30)),
        (1, 3, date(2026, 12, 4)),
        (7, 7, None),
    ]
    assert (proposal.working_days, proposal.last, award.first) == (9, date(2026, 12, 7), date(2026, 12, 8))
    assert proposal.reasons[0].values == {"day": date(2026, 12, 4), "times": 2}


def test_what_is_done_has_its_real_day() -> None:
    result = planned(step("early", 5, done_on="2026-11-24"), step("next", 1, "early"), as_of="2027-01-01")
    assert days(result) == [("2026-11-23", "2026-11-24"), ("2026-11-25", "2026-11-25")]
    assert codes(result) == [[], ["PLAN_STEP_LATE"]]
    assert result.steps[1].reasons[0].values["days"] == 37


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2026-11-24", None),
        ("2026-12-05", "PLAN_STEP_STARTS_NOW"),
        ("2026-12-11", "PLAN_STEP_STARTS_TOO_LATE"),
        ("2026-12-14", None),
    ],
)
def test_a_step_says_when_it_has_to_start(as_of: str, code: str | None) -> None:
    result = planned(step("build", 7, first="2026-12-14"), goes_live_on="2026-12-18", as_of=as_of)
    assert [each for each in codes(result)[0] if "STARTS" in each] == ([code] if code else [])


def test_years_without_announced_make_up_days_are_named() -> None:
    step_far_away = step("build", 1, first="2060-03-01")
    result = planned(step_far_away, calendar={"places": ["TW", "CN"]})
    assert [reason.values for reason in result.reasons] == [{"place": "CN", "year": 2060}]


def test_an_empty_plan_is_a_plan() -> None:
    assert planned(goes_live_on="2026-12-18", direction="BACKWARD").last == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("steps", "more", "field", "said"),
    [
        ([step("a", 1, "c"), step("b", 1, "a"), step("c", 1, "b")], {}, "steps[0].after", "a → c → b → a"),
        ([step("a", 1, "a")], {}, "steps[0].after", "a → a"),
        ([step("a", 1, "x")], {}, "steps[0].after[0]", "no step x"),
        ([step("a"), step("a")], {}, "steps[1].id", "twice"),
        ([step("a", first="2026-11-22")], {}, "steps[0].first", "before the plan's start"),
        ([step("a", first="2026-11-25", last="2026-11-24")], {}, "steps[0].last", "before the first day"),
        ([], {"direction": "BACKWARD"}, "goes_live_on", "planning back"),
        ([], {"goes_live_on": "2026-11-22"}, "goes_live_on", "before the plan's start"),
        ([step("a", returns=[{"on": START, "length": -1}])], {}, "steps[0].returns[0].length", "0"),
    ],
)
def test_a_wrong_plan_is_refused_in_words(
    steps: list[dict[str, Any]], more: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        planned(*steps, **more)
    assert refused.value.field == field


@given(st.lists(st.tuples(st.integers(0, 9), st.sets(st.integers(0, 7))), min_size=1, max_size=8))
def test_nothing_starts_before_what_it_waits_for(drawn: list[tuple[int, set[int]]]) -> None:
    steps = [
        step(str(index), length, *sorted(str(each) for each in after if each < index))
        for index, (length, after) in enumerate(drawn)
    ]
    result = planned(*steps, goes_live_on="2027-12-31", direction="BACKWARD", calendar={"places": ["TW"]})
    found = {each.id: each for each in result.steps}
    for given_step in steps:
        mine = found[given_step["id"]]
        assert mine.last <= date(2027, 12, 31)
        assert all(
            found[name].last < mine.first or (not given_step["length"] and found[name].last <= mine.first)
            for name in given_step["after"]
        )
