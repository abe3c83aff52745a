from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, VIKOR, WPM, WSM
from pymcdm.normalizations import linear_normalization, vector_normalization

from kamkit.criteria.ranking import Ranking, RankQuestion, rank
from kamkit.problems import InputError
from kamkit.wire.reading import read


def result(method: str, matrix: Any, weights: Any, directions: Any = (), **more: Any) -> Ranking:
    shape = {"method": method, "matrix": matrix, "weights": weights, "directions": list(directions), **more}
    return rank(read(RankQuestion, shape))


def codes(found: Ranking) -> list[str]:
    return [reason.code.value for reason in found.reasons]


def test_topsis_of_three_alternatives() -> None:
    """JMcDM test suite (MIT)."""
    matrix = [[9, 7, 6, 7], [8, 7, 9, 6], [7, 8, 6, 6]]
    found = result("TOPSIS", matrix, [4, 2, 6, 8], ["max"] * 4)
    assert found.scores == pytest.approx((0.387687, 0.6503238, 0.0834767), abs=5e-7)
    assert [each.id for each in found.ranking] == ["2", "1", "3"]


def test_simple_additive_weighting_of_four_alternatives() -> None:
    """JMcDM test suite (MIT)."""
    matrix = [[25, 65, 7, 20], [21, 78, 6, 24], [19, 53, 5, 33], [22, 25, 2, 31]]
    found = result("SAW", matrix, ["0.25"] * 4, ["max", "max", "min", "max"])
    assert found.scores == pytest.approx((0.681277, 0.725151, 0.709871, 0.784976), abs=1e-6)


tables = st.integers(2, 4).flatmap(
    lambda width: st.tuples(
        st.lists(st.lists(st.integers(1, 99), min_size=width, max_size=width), min_size=3, max_size=6),
        st.lists(st.integers(1, 9), min_size=width, max_size=width),
        st.lists(st.sampled_from(["MAX", "MIN"]), min_size=width, max_size=width),
    )
)
Table = tuple[list[list[int]], list[int], list[str]]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
@settings(max_examples=50)
@given(tables)
def test_scores_are_those_of_pymcdm(table: Table) -> None:
    matrix, weights, directions = table
    numbers = np.array(matrix, dtype=float)
    assume((numbers != numbers[0]).any(axis=0).all())
    share = np.array(weights) / sum(weights)
    types = np.array([1 if direction == "MAX" else -1 for direction in directions])
    oracles: dict[str, Any] = {
        "SAW": WSM(linear_normalization),
        "WPM": WPM(linear_normalization),
        "VIKOR": VIKOR(),
    }
    for method, oracle in oracles.items():
        expected = oracle(numbers, share, types)
        # pymcdm divides by nothing where all have one regret.
        if not np.isnan(expected).any():
            assert result(method, matrix, weights, directions).scores == pytest.approx(expected, abs=1e-9)
    # pymcdm turns costs round before it normalises; with benefits alone it is the textbook's TOPSIS.
    benefit = result("TOPSIS", matrix, weights)
    assert benefit.scores == pytest.approx(
        TOPSIS(vector_normalization)(numbers, share, np.ones(len(share))), abs=1e-9
    )


@settings(max_examples=40)
@given(tables, st.sampled_from(["TOPSIS", "SAW", "WPM", "VIKOR"]), st.integers(2, 9))
def test_neither_order_nor_units_matter_and_the_dominated_are_never_first(
    table: Table, method: str, factor: int
) -> None:
    matrix, weights, directions = table
    found = result(method, matrix, weights, directions)
    scaled = result(method, [[entry * factor for entry in row] for row in matrix], weights, directions)
    turned = result(method, matrix[::-1], weights, directions)
    if None in found.scores:
        assert codes(found) == ["DATA_TELLS_NOTHING"]
        return
    assert scaled.scores == pytest.approx(found.scores, abs=1e-9)
    assert turned.scores == pytest.approx(found.scores[::-1], abs=1e-9)
    worst = [
        0.5 * min(column) if way == "MAX" else 2 * max(column)
        for column, way in zip(zip(*matrix, strict=True), directions, strict=True)
    ]
    more = result(method, [*matrix, [str(entry) for entry in worst]], weights, directions)
    assert more.ranking[-1].id == str(len(matrix) + 1)


@settings(max_examples=30)
@given(tables)
def test_the_first_stays_first_within_the_limits_and_not_beyond(table: Table) -> None:
    matrix, weights, directions = table
    found = result("SAW", matrix, weights, directions)
    for place, limits in enumerate(found.stability):
        assert 0 <= limits.least <= limits.weight <= limits.most <= 1
        for weight, stays in ((limits.least, True), (limits.most, True), (limits.most + 0.01, False)):
            if not 0 < weight < 1 or (not stays and limits.most == 1):
                continue
            rest = sum(weights) - weights[place]
            changed = [
                weight if other == place else (1 - weight) * each / rest for other, each in enumerate(weights)
            ]
            again = result("SAW", matrix, [repr(each) for each in changed], directions)
            same = {each.id for each in found.ranking if each.rank == 1} & {
                each.id for each in again.ranking if each.rank == 1
            }
            close = again.ranking[0].score, again.ranking[1].score
            assert bool(same) is stays or close[0] == pytest.approx(close[1], abs=1e-6)


def test_the_first_may_stay_first_at_any_weight() -> None:
    found = result("SAW", [[2, 2], [1, 1]], [1, 1], criteria=["a", "b"], alternatives=["x", "y"])
    assert [(each.criterion, each.least, each.most) for each in found.stability] == [("a", 0, 1), ("b", 0, 1)]
    alone = result("SAW", [[2], [1]], [1])
    assert [(each.least, each.most) for each in alone.stability] == [(0, 1)]


def test_a_first_by_little_is_told_with_its_limit() -> None:
    found = result("SAW", [[100, 49], [50, 100]], [50, 50], criteria=["a", "b"])
    reason = found.reasons[0]
    assert (reason.code.value, reason.values["criterion"]) == ("FIRST_BY_LITTLE", "a")
    limit = found.stability[0].most
    assert limit == pytest.approx(0.51 / 1.01)


def test_equal_scores_share_a_rank() -> None:
    found = result("SAW", [[2, 1], [2, 1], [1, 1]], [1, 1])
    assert [(each.id, each.rank) for each in found.ranking] == [("1", 1), ("2", 1), ("3", 3)]
    assert codes(found) == ["CRITERION_TELLS_NOTHING"]


def test_alternatives_that_are_all_alike_have_no_score() -> None:
    found = result("TOPSIS", [[1, 2], [1, 2]], [1, 1])
    assert (found.scores, found.stability) == ((None, None), ())
    assert [(each.rank, each.score) for each in found.ranking] == [(None, None)] * 2
    unweighted = result("TOPSIS", [[1, 2], [1, 3]], [1, 0])
    assert unweighted.scores == (0.5, 0.5)
    assert result("SAW", [[0, 2], [0, 3]], [1, 1]).scores == pytest.approx((1 / 3, 0.5))


def test_vikor_says_when_no_one_leads_alone() -> None:
    near = result("VIKOR", [[10, 9], [9, 10], [1, 1]], [1, 1], alternatives=["a", "b", "c"])
    assert near.better == "LOWER"
    compromise = next(reason for reason in near.reasons if reason.code.value == "COMPROMISE")
    assert compromise.values["alternatives"] == "a, b"
    clear = result("VIKOR", [[10, 10], [1, 1], [2, 1]], [1, 1])
    assert "COMPROMISE" not in codes(clear)


def test_vikor_needs_the_first_to_lead_by_one_measure() -> None:
    matrix = [[60, 60, 60], [100, 100, 0], [0, 0, 100], [59, 40, 61]]
    found = result("VIKOR", matrix, [1, 1, 1], v="0.5")
    first = found.ranking[0]
    assert (first.id, first.rank) == ("1", 1)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"matrix": []}, "MISSING", "matrix"),
        ({"matrix": [[1, 2], [1]]}, "CONFLICT", "matrix[1]"),
        ({"weights": [1]}, "CONFLICT", "weights"),
        ({"weights": []}, "CONFLICT", "weights"),
        ({"weights": [0, 0]}, "OUT_OF_RANGE", "weights"),
        ({"weights": [1, -1]}, "OUT_OF_RANGE", "weights[1]"),
        ({"directions": ["MAX"]}, "CONFLICT", "directions"),
        ({"directions": ["MAX", "UP"]}, "UNKNOWN_CHOICE", "directions[1]"),
        ({"alternatives": ["a"]}, "CONFLICT", "alternatives"),
        ({"criteria": ["a", "a"]}, "DUPLICATE", "criteria[1]"),
        ({"method": "WPM", "matrix": [[1, 0], [1, 1]]}, "OUT_OF_RANGE", "matrix[0][1]"),
        ({"method": "SAW", "matrix": [[1, -1], [1, 1]]}, "OUT_OF_RANGE", "matrix[0][1]"),
        (
            {"method": "SAW", "matrix": [[0, 1], [1, 1]], "directions": ["MIN", "MAX"]},
            "OUT_OF_RANGE",
            "matrix[0][0]",
        ),
        ({"v": 2}, "OUT_OF_RANGE", "v"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], code: str, field: str) -> None:
    shape: dict[str, Any] = {"method": "TOPSIS", "matrix": [[1, 2], [2, 1]], "weights": [1, 1]}
    with pytest.raises(InputError) as raised:
        rank(read(RankQuestion, shape | change))
    assert (raised.value.code.value, raised.value.field) == (code, field)
