from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.health.score import HealthBand, HealthInput, HealthResult, score
from kamkit.problems import InputError
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import read


def healthy(
    *measures: dict[str, Any], groups: list[dict[str, Any]] | None = None, **more: Any
) -> HealthResult:
    given = {"measures": list(measures), "groups": groups or []} | more
    return score(read(HealthInput, loads(dumps(given))))


def codes(result: HealthResult) -> list[str]:
    return [reason.code.value for reason in result.reasons]


def test_the_score_is_the_weighted_mean_and_its_points_add_up() -> None:
    result = healthy(
        {"id": "deliveries", "weight": 1, "value": 90, "group": "service"},
        {"id": "complaints", "weight": 3, "value": 50, "group": "service", "source": "complaint 7"},
        {"id": "contact", "value": 100, "weight": 2},
        groups=[{"id": "service", "weight": 2}],
        previous=72,
    )
    assert (result.score, result.band, result.low, result.high) == (80, HealthBand.GOOD, 80, 80)
    nodes = {node.id: node for node in result.nodes}
    assert (nodes["service"].score, nodes["service"].children) == (60, ("deliveries", "complaints"))
    assert nodes["complaints"].source == "complaint 7"
    measures = [nodes[name].points for name in ("deliveries", "complaints", "contact")]
    assert (measures, sum(measures)) == ([11.25, 18.75, 50.0], 80.0)
    assert result.change == 8
    assert [(reason.code.value, float(reason.weight)) for reason in result.reasons] == [
        ("HEALTH_CHANGED", 8),
        ("MEASURE_DRAGS", -18.8),
        ("MEASURE_DRAGS", -1.2),
    ]


def test_an_old_measure_counts_less_and_widens_the_bounds() -> None:
    old = {"id": "survey", "value": 20, "days": 180, "half_life": 90}
    result = healthy(old, {"id": "contact", "value": 80})
    assert result.score == pytest.approx((20 * 0.25 + 80) / 1.25)
    assert (result.known_share, result.low, result.high) == (0.625, 42.5, 80.0)
    assert codes(result)[-1] == "MEASURE_STALE"
    assert healthy(old | {"days": 90}, {"id": "contact", "value": 80}).score == pytest.approx(60)


def test_too_little_known_gives_no_score() -> None:
    result = healthy({"id": "a", "value": None, "weight": 3}, {"id": "b", "value": 50})
    assert (result.score, result.band, result.change) == (None, None, None)
    assert (result.low, result.high, result.known_share) == (12.5, 87.5, 0.25)
    assert codes(result) == ["HEALTH_TOO_LITTLE_KNOWN", "MEASURE_MISSING"]
    assert all(node.points == 0 for node in result.nodes)
    assert healthy().score is None
    empty = healthy({"id": "a", "value": 5}, groups=[{"id": "g"}, {"id": "h", "group": "g"}])
    assert (empty.score, empty.nodes[0].score, empty.known_share) == (5, None, 0.5)


def test_groups_of_nothing_known_give_nothing() -> None:
    result = healthy(
        {"id": "a", "group": "g"}, {"id": "b", "value": 70}, groups=[{"id": "g"}], needed_share=0.5
    )
    assert (result.score, result.nodes[0].points, result.nodes[1].points) == (70, 0, 0)


@pytest.mark.parametrize(("value", "band"), [(70, "GOOD"), (69, "FAIR"), (40, "FAIR"), (39, "POOR")])
def test_bands(value: int, band: str) -> None:
    assert healthy({"id": "a", "value": value}).band == band


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"measures": [{"id": "a"}, {"id": "a"}]}, "measures[1].id"),
        ({"measures": [{"id": "a", "group": "g"}]}, "measures[0].group"),
        ({"measures": [{"id": "a", "value": 101}]}, "measures[0].value"),
        (
            {"measures": [], "groups": [{"id": "g", "group": "h"}, {"id": "h", "group": "g"}]},
            "groups[0].group",
        ),
        ({"measures": [], "groups": [{"id": "g", "group": "g"}]}, "groups[0].group"),
        ({"measures": [], "good_from": 30}, "good_from"),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(HealthInput, loads(dumps(given)))
    assert refused.value.field == field


VALUES = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 9), st.integers(0, 300)), min_size=1, max_size=6
)


@given(VALUES, st.integers(1, 5))
def test_a_better_value_never_lowers_the_score_and_weights_have_no_unit(
    values: list[tuple[int, int, int]], factor: int
) -> None:
    def total(first: int, factor: int = 1) -> float:
        measures = [
            {
                "id": str(place),
                "value": first if place == 0 else value,
                "weight": weight * factor,
                "days": days,
                "half_life": 100,
            }
            for place, (value, weight, days) in enumerate(values)
        ]
        result = healthy(*measures, needed_share=0)
        assert result.score is not None
        assert result.low - 1e-5 <= result.score <= result.high + 1e-5
        assert sum(node.points for node in result.nodes) == pytest.approx(result.score, abs=0.01)
        return result.score

    first = values[0][0]
    assert total(first + 1) >= total(first)
    assert total(first, factor) == pytest.approx(total(first), abs=1e-4)
