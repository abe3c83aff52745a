from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.weights import entropy_weights

from kamkit.criteria.weighing import Weighing, Weights, weigh
from kamkit.problems import InputError
from kamkit.wire.reading import read

# JMcDM (MIT), Saaty-style example of 8 criteria and 4 alternatives.
CRITERIA = [
    [1, 7, "1/5", "1/8", "1/2", "1/3", "1/5", 1],
    ["1/7", 1, "1/8", "1/9", "1/4", "1/5", "1/9", "1/8"],
    [5, 8, 1, "1/3", 4, 2, 1, 1],
    [8, 9, 3, 1, 7, 5, 3, 3],
    [2, 4, "1/4", "1/7", 1, "1/2", "1/5", "1/5"],
    [3, 5, "1/2", "1/5", 2, 1, "1/3", "1/3"],
    [5, 9, 1, "1/3", 5, 3, 1, 1],
    [1, 8, 1, "1/3", 5, 3, 1, 1],
]
ALTERNATIVES = [
    "1 3 1/5 2; 1/3 1 1/7 1/3; 5 7 1 4; 1/2 3 1/4 1",
    "1 1/2 4 5; 2 1 6 7; 1/4 1/6 1 3; 1/5 1/7 1/3 1",
    "1 1/2 1/6 3; 2 1 1/4 5; 6 4 1 9; 1/3 1/5 1/9 1",
    "1 7 1/4 2; 1/7 1 1/9 1/5; 4 9 1 5; 1/2 5 1/5 1",
    "1 6 2 3; 1/6 1 1/4 1/3; 1/2 4 1 2; 1/3 3 1/2 1",
    "1 1/4 1/2 1/7; 4 1 2 1/3; 2 1/2 1 1/5; 7 3 5 1",
    "1 3 7 1; 1/3 1 4 1/3; 1/7 1/4 1 1/7; 1 3 7 1",
    "1 2 5 8; 1/2 1 3 6; 1/5 1/3 1 3; 1/8 1/6 1/3 1",
]


def result(method: str, **given: Any) -> Weights:
    return weigh(read(Weighing, {"method": method, **given}))


def weights_of(found: Weights) -> list[float]:
    assert found.weights is not None
    return list(found.weights)


def codes(found: Weights) -> list[str]:
    return [reason.code.value for reason in found.reasons]


@pytest.mark.parametrize(
    ("priority", "largest", "index", "ratio", "scores"),
    [
        (
            "COLUMN_MEAN",
            8.72642777111301,
            0.10377539587328702,
            0.07359957154133831,
            [0.280105, 0.1482273, 0.3813036, 0.1903641],
        ),
        ("EIGENVECTOR", 8.6981975982, 0.099742514, 0.0707393717, [0.2778693, 0.1461938, 0.3872409, 0.188696]),
    ],
)
def test_ahp_of_eight_criteria(
    priority: str, largest: float, index: float, ratio: float, scores: list[float]
) -> None:
    found = result("AHP", matrix=CRITERIA, priority=priority)
    assert found.consistency is not None
    assert found.consistency.lambda_max == pytest.approx(largest, rel=1e-9)
    assert found.consistency.index == pytest.approx(index, rel=1e-7)
    assert found.consistency.ratio == pytest.approx(ratio, rel=1e-7)
    assert found.consistency.acceptable
    tables = [[row.split() for row in table.split(";")] for table in ALTERNATIVES]
    local = np.array([weights_of(result("AHP", matrix=table, priority=priority)) for table in tables])
    assert np.array(weights_of(found)) @ local == pytest.approx(scores, abs=5e-7)
    assert found.priority is not None
    assert found.priority.value == priority


def test_the_eigenvector_of_eight_criteria() -> None:
    expected = [0.0537, 0.0167, 0.1515, 0.3467, 0.0469, 0.0762, 0.1675, 0.1409]
    assert weights_of(result("AHP", matrix=CRITERIA)) == pytest.approx(expected, abs=5e-5)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_comparisons_without_contradiction_give_back_the_weights(points: list[int]) -> None:
    matrix = [[f"{one}/{other}" for other in points] for one in points]
    for priority in ("EIGENVECTOR", "COLUMN_MEAN"):
        found = result("AHP", matrix=matrix, priority=priority)
        assert weights_of(found) == pytest.approx([point / sum(points) for point in points])
        assert found.consistency is not None
        assert found.consistency.ratio == pytest.approx(0, abs=1e-9)
        assert codes(found) == []


def test_contradictions_and_missing_inverses_are_told() -> None:
    circle = [[1, 9, "1/9"], ["1/9", 1, 9], [9, "1/9", 1]]
    found = result("AHP", matrix=circle, criteria=["a", "b", "c"])
    assert codes(found) == ["COMPARISONS_CONTRADICT"]
    assert found.consistency is not None
    assert found.consistency.acceptable is False
    wrong = result("AHP", matrix=[[1, 2], [2, 1]], criteria=["a", "b"])
    assert [(reason.code.value, reason.values) for reason in wrong.reasons] == [
        ("MATRIX_NOT_RECIPROCAL", {"one": "a", "other": "b"})
    ]


def test_one_criterion_weighs_all_and_sixteen_have_no_ratio() -> None:
    assert weights_of(result("AHP", matrix=[[1]])) == [1]
    many = result("AHP", matrix=[[1] * 16] * 16)
    assert codes(many) == ["NO_RANDOM_INDEX"]
    assert many.consistency is not None
    assert (many.consistency.ratio, many.consistency.acceptable) == (None, None)


def test_best_and_worst() -> None:
    """Rezaei (2016), buying a car: price is best, style worst; consistent comparisons give exact weights."""
    found = result(
        "BEST_WORST",
        criteria=["quality", "price", "comfort", "safety", "style"],
        best="price",
        worst="style",
        best_to_others=[2, 1, 4, 2, 8],
        others_to_worst=[4, 8, 2, 4, 1],
    )
    assert weights_of(found) == pytest.approx([4 / 19, 8 / 19, 2 / 19, 4 / 19, 1 / 19])
    assert found.consistency is not None
    assert (found.consistency.index, found.consistency.ratio) == (pytest.approx(0, abs=1e-12), 0)
    assert codes(found) == []


def test_the_worked_example_of_the_linear_best_worst_model() -> None:
    """Three criteria, best to others (1, 2, 8), others to worst (8, 5, 1): w = (0.5897, 0.3333, 0.0769), misfit 0.0769."""
    found = result(
        "BEST_WORST",
        best="1",
        worst="3",
        best_to_others=[1, 2, 8],
        others_to_worst=[8, 5, 1],
    )
    assert found.consistency is not None
    misfit = found.consistency.index
    weights = weights_of(found)
    gaps = [weights[0] - 2 * weights[1], weights[0] - 8 * weights[2], weights[1] - 5 * weights[2]]
    assert max(abs(gap) for gap in gaps) == pytest.approx(misfit)
    assert sum(weights) == pytest.approx(1)
    assert found.consistency.ratio == pytest.approx(2 / 56)
    assert codes(found) == []
    torn = result("BEST_WORST", best="1", worst="3", best_to_others=[1, 9, 2], others_to_worst=[2, 9, 1])
    assert codes(torn) == ["COMPARISONS_CONTRADICT"]
    alike = result("BEST_WORST", best="1", worst="2", best_to_others=[1, 1], others_to_worst=[1, 1])
    assert weights_of(alike) == pytest.approx([0.5, 0.5])


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, 99), min_size=width, max_size=width), min_size=2, max_size=6
    )
)


@given(tables)
def test_entropy_is_that_of_pymcdm(table: list[list[int]]) -> None:
    found = result("ENTROPY", matrix=table)
    if found.weights is None:
        assert codes(found) == ["DATA_TELLS_NOTHING"]
        return
    matrix = np.array(table, dtype=float)
    differs = (matrix != matrix[0]).any(axis=0)
    oracle = entropy_weights(matrix[:, differs])
    assert np.array(found.weights)[differs] == pytest.approx(oracle, abs=1e-6)
    assert np.array(found.weights)[~differs] == pytest.approx(0)
    assert codes(found) == ["CRITERION_TELLS_NOTHING"] * int((~differs).sum())


def test_a_column_of_zeros_tells_nothing() -> None:
    assert weights_of(result("ENTROPY", matrix=[[0, 1], [0, 3]])) == [0, 1]
    assert result("ENTROPY", matrix=[[0, 1]]).weights is None


def test_given_weights_are_brought_to_one() -> None:
    found = result("DIRECT", weights=[60, "30", 10], criteria=["a", "b", "c"])
    assert (weights_of(found), found.criteria) == ([0.6, 0.3, 0.1], ("a", "b", "c"))


@pytest.mark.parametrize(
    ("method", "given", "code", "field"),
    [
        ("AHP", {}, "MISSING", "matrix"),
        ("AHP", {"matrix": []}, "MISSING", "matrix"),
        ("AHP", {"matrix": [[1, 2]]}, "CONFLICT", "matrix[0]"),
        ("AHP", {"matrix": [[2]]}, "OUT_OF_RANGE", "matrix[0][0]"),
        ("AHP", {"matrix": [[1, 0], [1, 1]]}, "OUT_OF_RANGE", "matrix[0][1]"),
        ("AHP", {"matrix": [[1, "1/0"], [1, 1]]}, "WRONG_TYPE", "matrix[0][1]"),
        ("AHP", {"matrix": [[1, -1], [1, 1]]}, "OUT_OF_RANGE", "matrix[0][1]"),
        ("AHP", {"matrix": [[1]], "criteria": ["a", "b"]}, "CONFLICT", "criteria"),
        ("DIRECT", {"weights": [1, 1], "criteria": ["a", "a"]}, "DUPLICATE", "criteria[1]"),
        ("DIRECT", {"weights": [0]}, "OUT_OF_RANGE", "weights"),
        ("ENTROPY", {"matrix": []}, "MISSING", "matrix"),
        ("ENTROPY", {"matrix": [[1, 2], [1]]}, "CONFLICT", "matrix[1]"),
        ("BEST_WORST", {"best": "1", "worst": "2", "best_to_others": [1, 2]}, "MISSING", "others_to_worst"),
        (
            "BEST_WORST",
            {"best": "x", "worst": "2", "best_to_others": [1, 2], "others_to_worst": [2, 1]},
            "UNKNOWN_REFERENCE",
            "best",
        ),
        (
            "BEST_WORST",
            {"best": "1", "worst": "2", "best_to_others": [1, 2], "others_to_worst": [2]},
            "CONFLICT",
            "others_to_worst",
        ),
        (
            "BEST_WORST",
            {"best": "1", "worst": "2", "best_to_others": [2, 2], "others_to_worst": [2, 1]},
            "OUT_OF_RANGE",
            "best_to_others[0]",
        ),
        (
            "BEST_WORST",
            {"best": "1", "worst": "2", "best_to_others": [1, 2], "others_to_worst": [2, 2]},
            "OUT_OF_RANGE",
            "others_to_worst[1]",
        ),
    ],
)
def test_a_wrong_field_is_named(method: str, given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as raised:
        result(method, **given)
    assert (raised.value.code.value, raised.value.field) == (code, field)


def test_fractions_are_read_as_such() -> None:
    assert read(Weighing, {"method": "DIRECT", "weights": ["1 / 7", "0.5"]}).weights == (
        Fraction(1, 7),
        Fraction(1, 2),
    )
