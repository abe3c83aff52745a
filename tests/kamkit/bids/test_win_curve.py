from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.bids.win_curve import Fit, WinCurve, WinCurveQuestion, WinModel, beats, combined, win_curve
from kamkit.problems import InputError
from kamkit.wire.reading import read

HISTORY = [1.02, 1.05, 1.08, 1.10, 1.10, 1.13, 1.18, 1.25]


def result(*rivals: Any, **more: Any) -> WinCurve:
    listed = [
        {"id": f"r{place}", "ratios": ratios} if isinstance(ratios, list) else ratios
        for place, ratios in enumerate(rivals)
    ]
    return win_curve(
        read(WinCurveQuestion, {"cost": 100, "rivals": listed, "resamples": 0, "fit": "LOGNORMAL"} | more)
    )


def codes(found: WinCurve) -> list[str]:
    return [reason.code.value for reason in found.reasons]


def test_gates_and_friedman_of_four_rivals() -> None:
    """A published exercise: chances 0.68, 0.75, 0.60, 0.80 give 1 / 2.72 by Gates."""
    chances = [(0.68, 1), (0.75, 1), (0.60, 1), (0.80, 1)]
    assert combined(WinModel.GATES, chances) == pytest.approx(0.3676, abs=5e-5)
    assert combined(WinModel.FRIEDMAN, chances) == pytest.approx(0.68 * 0.75 * 0.60 * 0.80)
    assert combined(WinModel.GATES, [(0.5, 1), (0, 1)]) == 0
    assert combined(WinModel.FRIEDMAN, [(0.5, 1), (0, 0)]) == 0.5


def test_gates_gives_equal_rivals_equal_chances() -> None:
    """Of n equal bidders each wins one time in n, which Friedman's product does not give."""
    assert combined(WinModel.GATES, [(0.5, 3)]) == pytest.approx(1 / 4)


def test_a_rival_is_beaten_as_often_as_it_was_dearer() -> None:
    empirical = beats(HISTORY, Fit.EMPIRICAL)
    assert [empirical(ratio) for ratio in (1.0, 1.09, 1.10, 1.3)] == [1, 5 / 8, 4 / 8, 0]
    smooth = beats([1.0, 1.21], Fit.LOGNORMAL)
    assert smooth(1.1) == pytest.approx(0.5)
    assert beats([1.1, 1.1], Fit.LOGNORMAL)(1.0) == 1


def test_the_best_price_earns_most() -> None:
    found = result(HISTORY, HISTORY, prices=[101, 105, 110, 115])
    assert found.best is not None
    margins = [point.expected_margin for point in found.points]
    assert found.best.expected_margin == max(margins)
    assert found.best.price not in {101, 115}
    assert codes(found) == []
    assert (found.histories, found.best.low) == (16, None)


def test_the_curve_spans_the_rivals_prices_and_follows_the_reference() -> None:
    found = result(HISTORY, cost=90, reference=100)
    assert len(found.points) == 101
    assert found.points[0].price == pytest.approx(96.9)
    assert found.points[-1].price == pytest.approx(131.25)
    half = result({"id": "a", "ratios": HISTORY, "takes_part": 0.5}, fit="EMPIRICAL", prices=[200])
    assert half.points[0].probability == 0.5


def test_unknown_rivals_bid_like_the_average() -> None:
    known = result(HISTORY, HISTORY, HISTORY, prices=[108], model="FRIEDMAN")
    unknown = result(HISTORY, unknown_rivals=2, prices=[108], model="FRIEDMAN")
    assert unknown.points[0].probability == pytest.approx(known.points[0].probability)


def test_a_short_history_is_judged_by_all_and_the_range_is_that_of_resamples() -> None:
    found = result(HISTORY, [1.1], [], prices=[105], resamples=50)
    assert codes(found)[:2] == ["RIVAL_BY_AVERAGE", "RIVAL_BY_AVERAGE"]
    point = found.points[0]
    assert point.low is not None
    assert point.high is not None
    assert point.low < point.probability < point.high
    again = result(HISTORY, [1.1], [], prices=[105], resamples=50)
    assert again == found
    assert result(HISTORY, [1.1], [], prices=[105], resamples=50, seed=1).points[0].low != point.low


def test_too_few_bids_or_no_rival_give_no_curve() -> None:
    thin = result([1.1, 1.2])
    assert (thin.points, thin.best, codes(thin)) == ((), None, ["HISTORY_TOO_THIN"])
    nobody = result({"id": "a", "ratios": HISTORY, "takes_part": 0})
    assert (nobody.points, codes(nobody)) == ((), ["NO_RIVAL_EXPECTED"])


def test_where_nothing_is_earned_or_the_best_lies_at_the_edge_it_is_said() -> None:
    dear = result(HISTORY, cost=200, reference=100)
    assert (dear.best, codes(dear)) == (None, ["NOTHING_TO_EARN"])
    assert codes(result(HISTORY, prices=[101, 102])) == ["BEST_AT_THE_EDGE"]


@pytest.mark.parametrize(
    ("shape", "code", "field"),
    [
        ({"cost": 0}, "OUT_OF_RANGE", "cost"),
        ({"cost": 1, "rivals": [{"id": "a", "ratios": [0]}]}, "OUT_OF_RANGE", "rivals[0].ratios[0]"),
        ({"cost": 1, "rivals": [{"id": "a", "ratios": []}] * 2}, "DUPLICATE", "rivals[1].id"),
        ({"cost": 1, "least_history": 1}, "OUT_OF_RANGE", "least_history"),
    ],
)
def test_a_wrong_field_is_named(shape: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as raised:
        read(WinCurveQuestion, shape)
    assert (raised.value.code.value, raised.value.field) == (code, field)


@given(
    st.lists(st.lists(st.floats(0.8, 1.5), min_size=8, max_size=10), min_size=1, max_size=4),
    st.sampled_from(["FRIEDMAN", "GATES"]),
    st.sampled_from(["LOGNORMAL", "EMPIRICAL"]),
)
def test_a_dearer_bid_wins_less_often_and_a_further_rival_never_helps(
    histories: list[list[float]], model: str, fit: str
) -> None:
    prices = [80, 90, 100, 110, 120, 130]
    chances = [point.probability for point in result(*histories, model=model, fit=fit, prices=prices).points]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == sorted(chances, reverse=True)
    more = result(*histories, histories[0], model=model, fit=fit, prices=prices).points
    assert all(one.probability <= chance + 1e-12 for one, chance in zip(more, chances, strict=True))
