from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.problems import InputError
from kamkit.scorecards.score import ScorecardInput, ScorecardResult, score
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import read

GRADES = [{"name": "A", "from": 90}, {"name": "C", "from": 0}, {"name": "B", "from": 70}]


def scored(
    scores: dict[str, Any], criteria: list[dict[str, Any]] | None = None, **more: Any
) -> ScorecardResult:
    given = {
        "criteria": criteria or [{"id": "quality", "weight": 3}, {"id": "delivery", "weight": 1}],
        "scores": scores,
        "grades": GRADES,
    }
    return score(read(ScorecardInput, loads(dumps(given | more))))


def codes(result: ScorecardResult) -> list[str]:
    return [reason.code.value for reason in result.reasons]


@pytest.mark.parametrize(
    ("supplier", "points", "total", "rounded"),
    [
        ("A", ("4.2", "5.0", "3.5", "4.0", "3.8"), "4.19", "4.19"),
        ("B", ("3.8", "4.17", "4.5", "3.5", "4.0"), "4.0075", "4.01"),
        ("C", ("4.5", "3.33", "4.0", "4.2", "3.5"), "3.9625", "3.96"),
    ],
)
def test_a_published_vendor_scorecard(
    supplier: str, points: tuple[str, ...], total: str, rounded: str
) -> None:
    """Totals of a public guide to vendor scoring, exactly and with components rounded to two places first."""
    weights = ("0.3", "0.25", "0.2", "0.15", "0.1")
    criteria = [{"id": str(place), "weight": weight, "highest": 5} for place, weight in enumerate(weights)]
    scores = {str(place): point for place, point in enumerate(points)}
    assert scored(scores, criteria, grades=[]).total == Decimal(total)
    assert scored(scores, criteria, grades=[], rounding={"component_places": 2}).total == Decimal(rounded)


def test_total_grade_and_the_cheapest_way_up() -> None:
    criteria = [
        {"id": "quality", "weight": 3, "cost": 5},
        {"id": "delivery", "weight": 1, "cost": 1},
        {"id": "price", "weight": 1, "cost": None},
    ]
    result = scored({"quality": 80, "delivery": 50, "price": 40}, criteria)
    assert (result.total, result.grade) == (66, "C")
    assert result.next_grade is not None
    assert (result.next_grade.name, result.next_grade.gap, result.next_grade.cost) == ("B", 4, 20)
    (way,) = result.next_grade.improvements
    assert (way.criterion, way.from_, way.to) == ("delivery", 50, 70)
    assert codes(result) == ["NEXT_GRADE_NEAR", "LOSES_POINTS", "LOSES_POINTS", "LOSES_POINTS"]


def test_steps_are_whole() -> None:
    criteria = [
        {"id": "quality", "weight": 1, "lowest": 1, "highest": 5, "step": 1},
        {"id": "delivery", "weight": 1, "lowest": 1, "highest": 5, "step": "0.5", "cost": 3},
    ]
    grades = [{"name": "low", "from": 1}, {"name": "high", "from": "3.75"}]
    result = scored({"quality": 3, "delivery": 3}, criteria, grades=grades)
    assert result.next_grade is not None
    assert [(each.criterion, each.to) for each in result.next_grade.improvements] == [("quality", 5)]
    assert result.next_grade.cost == 2


def test_a_failed_gate_holds_the_grade_down_until_it_is_mended() -> None:
    criteria = [{"id": "quality", "weight": 3}, {"id": "safety", "weight": 1, "minimum": 60}]
    result = scored({"quality": 100, "safety": 50}, criteria)
    assert (result.total, result.grade) == (Decimal("87.5"), "C")
    assert codes(result)[:2] == ["GATE_FAILED", "NEXT_GRADE_NEAR"]
    assert result.next_grade is not None
    assert [(each.criterion, each.to) for each in result.next_grade.improvements] == [("safety", 60)]
    fixed = [criteria[0], criteria[1] | {"cost": None}]
    assert scored({"quality": 100, "safety": 50}, fixed).next_grade.cost is None  # type: ignore[union-attr]
    assert scored({"quality": 100, "safety": 50}, criteria, grades=[]).grade is None


def test_what_is_out_of_reach_is_said() -> None:
    frozen = [{"id": "quality", "weight": 1, "cost": None}]
    assert "NEXT_GRADE_OUT_OF_REACH" in codes(scored({"quality": 10}, frozen))
    half = [{"id": "quality", "weight": 1}, {"id": "price", "weight": 3, "cost": None}]
    result = scored({"quality": 10, "price": 50}, half)
    assert (result.next_grade.cost, result.next_grade.improvements) == (None, ())  # type: ignore[union-attr]


def test_the_best_grade_has_no_next_and_below_the_worst_there_is_none() -> None:
    best = scored({"quality": 100, "delivery": 100})
    assert (best.grade, best.next_grade, codes(best)) == ("A", None, ["BEST_GRADE"])
    below = scored({"quality": 5, "delivery": 5}, grades=[{"name": "pass", "from": 50}])
    assert (below.grade, below.next_grade.name) == (None, "pass")  # type: ignore[union-attr]


def test_what_is_not_scored_makes_a_range() -> None:
    result = scored({"quality": 80, "delivery": None})
    assert (result.total, result.low, result.high, result.components[1].points) == (80, 60, 85, None)
    assert "CRITERION_NOT_SCORED" in codes(result)
    little = scored({"delivery": 80})
    assert (little.total, little.grade, little.next_grade) == (None, None, None)
    assert codes(little)[0] == "SCORED_TOO_LITTLE"


def test_scales_may_differ() -> None:
    criteria = [{"id": "a", "weight": 1, "lowest": 1, "highest": 5}, {"id": "b", "weight": 1, "highest": 10}]
    assert scored({"a": 3, "b": 10}, criteria).total == 75
    assert scored({"a": 3, "b": 10}, criteria, top=4, bottom=0, rounding={"total_places": 0}).total == 3
    assert scored({"a": 4}, [criteria[0]]).total == 4


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"criteria": []}, "criteria"),
        ({"criteria": [{"id": "a", "weight": 1}] * 2, "scores": {}}, "criteria[1].id"),
        ({"criteria": [{"id": "a", "weight": 0}], "scores": {}}, "criteria[0].weight"),
        ({"criteria": [{"id": "a", "weight": 1, "lowest": 100}], "scores": {}}, "criteria[0].highest"),
        ({"grades": [GRADES[0], GRADES[0]]}, "grades[1].name"),
        ({"scores": {"price": 1}}, "scores.price"),
        ({"scores": {"quality": 101}}, "scores.quality"),
        ({"top": 0}, "top"),
    ],
)
def test_a_wrong_field_is_named(more: dict[str, Any], field: str) -> None:
    given = {"criteria": [{"id": "quality", "weight": 3}], "scores": {}, "grades": GRADES} | more
    with pytest.raises(InputError) as refused:
        read(ScorecardInput, loads(dumps(given)))
    assert refused.value.field == field


POINTS = st.integers(0, 99)


@given(POINTS, POINTS, st.integers(1, 9), st.integers(1, 5))
def test_more_points_never_lower_the_total_and_weights_have_no_unit(
    quality: int, delivery: int, weight: int, factor: int
) -> None:
    def total(quality: int, factor: int = 1) -> Decimal:
        criteria = [{"id": "quality", "weight": weight * factor}, {"id": "delivery", "weight": factor}]
        found = scored({"quality": quality, "delivery": delivery}, criteria).total
        assert found is not None
        assert 0 <= found <= 100
        return found

    assert total(quality + 1) >= total(quality)
    assert total(quality, factor) == total(quality)


@given(POINTS, POINTS)
def test_the_way_to_the_next_grade_leads_there(quality: int, delivery: int) -> None:
    before = scored({"quality": quality, "delivery": delivery})
    if before.next_grade is None:
        assert before.grade == "A"
        return
    scores: dict[str, Any] = {"quality": quality, "delivery": delivery}
    scores |= {each.criterion: each.to for each in before.next_grade.improvements}
    after = scored(scores)
    assert after.total is not None
    assert after.total >= {"A": 90, "B": 70, "C": 0}[before.next_grade.name] - Decimal("0.001")
