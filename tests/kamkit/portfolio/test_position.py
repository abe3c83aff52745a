from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.portfolio.position import Portfolio, PortfolioInput, Quadrant, position
from kamkit.problems import InputError
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import read

FACTORS = [
    {"id": "budget", "axis": "ATTRACTIVENESS", "weight": 3},
    {"id": "growth", "axis": "ATTRACTIVENESS", "weight": 1},
    {"id": "range", "axis": "STRENGTH", "weight": 1},
    {"id": "service", "axis": "STRENGTH", "weight": 1},
]


def placed(*accounts: dict[str, Any], **more: Any) -> Portfolio:
    given = {"factors": FACTORS, "accounts": list(accounts)} | more
    return position(read(PortfolioInput, loads(dumps(given))))


def account(name: str, budget: int, growth: int, ours: int, rival: int | None = None) -> dict[str, Any]:
    scores = {"budget": budget, "growth": growth, "range": ours, "service": ours}
    rivals = {} if rival is None else {"rival": {"range": rival, "service": rival}}
    return {"id": name, "scores": scores, "rivals": rivals}


@pytest.mark.parametrize(
    ("ours", "rival", "budget", "quadrant"),
    [
        (4, 3, 8, Quadrant.STRATEGIC),
        (7, 8, 8, Quadrant.STAR),
        (5, 5, 2, Quadrant.STATUS),
        (4, 5, 2, Quadrant.STREAMLINE),
        (5, None, 8, Quadrant.STRATEGIC),
        (4, None, 2, Quadrant.STREAMLINE),
    ],
)
def test_the_quadrant_is_that_of_both_axes(
    ours: int, rival: int | None, budget: int, quadrant: Quadrant
) -> None:
    (found,) = placed(account("a", budget, 5, ours, rival)).positions
    assert found.quadrant is quadrant
    assert found.relative == (None if rival is None else ours - rival)


def test_values_are_weighted_means_and_the_best_rival_counts() -> None:
    given = account("a", 8, 4, 6)
    given["scores"]["service"] = 7
    given["rivals"] = {
        "weak": {"range": 9, "service": 1},
        "strong": {"range": 4, "service": 8},
        "unknown": {},
    }
    (found,) = placed(given).positions
    assert (found.attractiveness.value, found.strength.value) == (7, Decimal("6.5"))
    assert (found.best_rival, found.rival_strength, found.relative) == ("strong", 6, Decimal("0.5"))
    assert [(reason.code.value, float(reason.weight)) for reason in found.reasons] == [
        ("BEST_RIVAL", 0),
        ("FACTOR_LIFTS", 2.25),
        ("FACTOR_LOWERS", -0.25),
        ("FACTOR_LIFTS", 1.0),
        ("FACTOR_LIFTS", 0.5),
    ]


def test_what_is_not_scored_makes_a_range_and_may_decide() -> None:
    half = {"id": "a", "scores": {"budget": 8, "growth": 5, "range": 6}}
    (found,) = placed(half).positions
    assert (found.strength.value, found.strength.low, found.strength.high) == (6, 3, 8)
    codes = [reason.code.value for reason in found.reasons]
    assert codes[:3] == ["FACTOR_NOT_SCORED", "NO_RIVAL_KNOWN", "BETWEEN_QUADRANTS"]


def test_too_little_scored_gives_no_quadrant_and_stands_last() -> None:
    result = placed({"id": "b", "scores": {"growth": 9}}, account("c", 1, 1, 1), account("a", 9, 9, 9))
    assert [each.id for each in result.positions] == ["a", "c", "b"]
    last = result.positions[-1]
    assert (last.quadrant, last.attractiveness.value, last.strength.value, last.relative) == (
        None,
        None,
        None,
        None,
    )
    assert [reason.code.value for reason in last.reasons][:2] == ["TOO_LITTLE_SCORED", "TOO_LITTLE_SCORED"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"factors": FACTORS[:2]}, "factors"),
        ({"factors": [*FACTORS, FACTORS[0]]}, "factors[4].id"),
        ({"lowest": 10}, "highest"),
        ({"accounts": [{"id": "a", "scores": {"price": 1}}]}, "accounts[0].scores.price"),
        ({"accounts": [{"id": "a", "scores": {"range": 11}}]}, "accounts[0].scores.range"),
        (
            {"accounts": [{"id": "a", "scores": {}, "rivals": {"r": {"budget": 1}}}]},
            "accounts[0].rivals.r.budget",
        ),
    ],
)
def test_a_wrong_field_is_named(more: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        placed(**more)
    assert refused.value.field == field


SCORE = st.integers(0, 10)


@given(SCORE, SCORE, SCORE, st.integers(0, 9))
def test_a_better_score_never_makes_an_account_less(budget: int, growth: int, rival: int, ours: int) -> None:
    before = placed(account("a", budget, growth, ours, rival)).positions[0]
    after = placed(account("a", budget, growth, ours + 1, rival)).positions[0]
    assert after.relative is not None
    assert before.relative is not None
    assert after.relative > before.relative
    assert 0 <= before.attractiveness.low <= before.attractiveness.high <= 10
