from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.effort.allocate import CallAccount, EffortInput, EffortResult, Judgement, Point, allocate
from kamkit.problems import InputError
from kamkit.wire.reading import read


def curve(name: str, *sales: float, hours: float = 1, **more: Any) -> CallAccount:
    points = tuple(Point(calls=calls, sales=value) for calls, value in enumerate(sales))
    return CallAccount(
        id=name, points=points, maximum=more.pop("maximum", len(sales) - 1), hours_per_call=hours, **more
    )


def planned(*accounts: CallAccount, hours: float) -> EffortResult:
    return allocate(EffortInput(accounts=accounts, hours=hours))


def test_calls_go_where_the_next_one_brings_most() -> None:
    result = planned(curve("a", 0, 10, 14, 15), curve("b", 0, 6, 11, 12), hours=4)
    assert [plan.calls for plan in result.plans] == [2, 2]
    assert (result.contribution, result.hours, result.value_of_an_hour) == (25, 4, 1)
    assert [(plan.last_call, plan.next_call) for plan in result.plans] == [(4, 1), (5, 1)]


def test_a_curve_that_rises_late_is_climbed_or_left() -> None:
    late = curve("late", 0, 0, 0, 30)
    assert [plan.calls for plan in planned(late, curve("a", 0, 8, 9), hours=3).plans] == [3, 0]
    assert [plan.calls for plan in planned(late, curve("a", 0, 8, 9), hours=2).plans] == [0, 2]


def test_limits_travel_and_margin_count() -> None:
    near = curve("near", 0, 10, 20, 30, hours=1, margin=0.5, minimum=1, calls_now=3)
    far = curve("far", 0, 100, 110, hours=5, calls_now=0, maximum=1)
    result = planned(near, far, hours=6)
    assert [(plan.id, plan.calls) for plan in result.plans] == [("near", 1), ("far", 1)]
    assert [[reason.code.value for reason in plan.reasons] for plan in result.plans] == [
        ["FEWER_CALLS", "AT_MINIMUM"],
        ["MORE_CALLS", "AT_MAXIMUM"],
    ]
    assert (result.contribution, result.contribution_now, result.gain) == (105, 15, 90)
    assert result.plans[1].next_call is None


def test_time_may_be_left() -> None:
    result = planned(curve("a", 5, 5, 5), hours=9)
    assert (result.value_of_an_hour, result.contribution, result.gain) == (0, 5, None)
    assert [reason.code.value for reason in result.reasons] == ["TIME_TO_SPARE"]
    nobody = planned(hours=3)
    assert (nobody.plans, nobody.contribution, nobody.value_of_an_hour) == ((), 0, 0)


def test_the_value_of_an_hour_is_what_another_hour_brings() -> None:
    accounts = (curve("a", 0, 10, 14, 15), curve("b", 0, 6, 11, 12))
    more, less = planned(*accounts, hours=3), planned(*accounts, hours=2)
    assert less.value_of_an_hour == pytest.approx(more.contribution - less.contribution)


def test_the_judged_curve_passes_through_the_judgements() -> None:
    judged = Judgement(calls_now=4, without=10, now=30, half_more=36, saturation=50)
    assert [round(judged.sales(calls), 9) for calls in (0, 4, 6)] == [10, 30, 36]
    assert judged.sales(1e9) == pytest.approx(50)
    account = CallAccount(id="a", judgement=judged, maximum=8, hours_per_call=2, margin=0.5)
    assert planned(account, hours=12).contribution == 18


def test_between_points_sales_are_straight_and_outside_flat() -> None:
    points = (Point(calls=1, sales=10), Point(calls=3, sales=30))
    account = CallAccount(id="a", points=points, maximum=9, hours_per_call=1)
    assert [account.contribution(calls) for calls in (0, 1, 2, 3, 4)] == [10, 10, 20, 30, 30]


@pytest.mark.parametrize(
    ("account", "hours", "field"),
    [
        ({"maximum": 1}, 1, "accounts[0].points"),
        ({"maximum": 1, "minimum": 2, "points": [{"calls": 0, "sales": 1}]}, 9, "accounts[0].minimum"),
        ({"maximum": 2, "minimum": 2, "points": [{"calls": 0, "sales": 1}]}, 1, "hours"),
        (
            {"maximum": 2, "points": [{"calls": 0, "sales": 1}, {"calls": 0, "sales": 2}]},
            1,
            "accounts[0].points[1].calls",
        ),
        (
            {
                "maximum": 1,
                "judgement": {"calls_now": 1, "without": 5, "now": 5, "half_more": 6, "saturation": 7},
            },
            1,
            "accounts[0].judgement.now",
        ),
    ],
)
def test_a_wrong_field_is_named(account: dict[str, Any], hours: int, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(EffortInput, {"accounts": [{"id": "a", "hours_per_call": 1} | account], "hours": hours})
    assert refused.value.field == field
    with pytest.raises(InputError, match=r"accounts\[1\]\.id"):
        EffortInput(accounts=(curve("a", 1), curve("a", 1)), hours=1)


CURVES = st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=25)
@given(CURVES, st.integers(0, 12), st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_no_other_plan_brings_more(curves: list[list[int]], hours: int, times: list[int]) -> None:
    accounts = tuple(curve(str(place), *sales, hours=times[place]) for place, sales in enumerate(curves))
    result = planned(*accounts, hours=hours)
    best = max(
        sum(account.contribution(calls) for account, calls in zip(accounts, plan, strict=True))
        for plan in product(*(range(account.maximum + 1) for account in accounts))
        if sum(account.hours_per_call * calls for account, calls in zip(accounts, plan, strict=True)) <= hours
    )
    assert result.contribution == pytest.approx(best)
    assert result.hours <= hours
    assert planned(*accounts, hours=hours + 1).contribution >= result.contribution - 1e-9
