"""How far an objective is: its value against what the time gone by asks for."""

from datetime import date
from decimal import Decimal

import pytest

from tongxin.analytics.accountplans.headway import Way, progress_of

pytestmark = pytest.mark.requirement("R8.1")
HALF = date(2027, 7, 2)


def progress(measure, target, value, *, baseline=None, as_of=HALF, due_on=date(2027, 12, 31)):
    way = Way(
        measure=measure,
        target=Decimal(target),
        baseline=None if baseline is None else Decimal(baseline),
        first_on=date(2027, 1, 1),
        due_on=due_on,
    )
    found = progress_of(way, None if value is None else Decimal(value), as_of=as_of)
    return found.state.value, found.percent, found.expected_percent


@pytest.mark.parametrize(
    ("measure", "target", "value", "baseline", "expected"),
    [
        ("WON", 1000, 1000, 400, ("REACHED", 100, 50)),
        ("WON", 1000, 410, 400, ("ON_TRACK", 41, 50)),
        ("WON", 1000, 390, 400, ("BEHIND", 39, 50)),
        ("SHARE", 40, 30, 20, ("ON_TRACK", 50, 50)),
        ("SHARE", 40, 10, 20, ("BEHIND", 0, 50)),
        ("BY_HAND", 10, 24, 30, ("BEHIND", 30, 50)),
        ("BY_HAND", 10, 9, 30, ("REACHED", 100, 50)),
        ("BY_HAND", 30, 30, 30, ("REACHED", 100, 100)),
        ("BY_HAND", 30, 29, 30, ("BEHIND", 0, 100)),
        ("LEVEL", 3, 2, 2, ("ON_TRACK", 0, 0)),
        ("ORDERS", 5, 2, None, ("ON_TRACK", 40, 40)),
        ("ORDERS", 5, 1, None, ("BEHIND", 20, 40)),
        ("PROMISES", 90, None, None, ("UNKNOWN", None, 50)),
    ],
)
def test_an_objective_is_judged_by_its_value_and_the_time_gone_by(measure, target, value, baseline, expected):
    assert progress(measure, target, value, baseline=baseline) == expected


def test_what_was_not_reached_when_due_is_missed():
    assert progress("WON", 100, 99, as_of=date(2028, 1, 1)) == ("MISSED", 99, 100)
    assert progress("WON", 100, 0, as_of=date(2026, 1, 1)) == ("ON_TRACK", 0, 0)
    assert progress("WON", 100, 0, as_of=date(2027, 1, 1), due_on=date(2027, 1, 1)) == ("BEHIND", 0, 100)
