"""The models of customers come to the numbers that their authors printed."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from kamkit.problems import InputError
from kamkit.value import bgbb as bgbb_module
from kamkit.value import bgnbd as bgnbd_module
from kamkit.value import gamma_gamma as gamma_gamma_module
from kamkit.value import pareto_nbd as pareto_module
from kamkit.value import sbg as sbg_module
from kamkit.value.bgbb import Periods, PeriodsInput, bgbb
from kamkit.value.bgnbd import BgNbdParams, bgnbd
from kamkit.value.customers import HistoriesInput, History, grouped
from kamkit.value.fitting import maximise
from kamkit.value.gamma_gamma import Spending, SpendingInput, gamma_gamma
from kamkit.value.pareto_nbd import ParetoNbdParams, pareto_nbd
from kamkit.value.sbg import CohortInput, sbg
from kamkit.wire.reading import read

with (Path(__file__).parents[2] / "data" / "cdnow" / "sample.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CDNOW = tuple(
    History(
        id=row["id"],
        frequency=int(row["frequency"]),
        recency=int(row["recency_days"]) / 7,
        T=int(row["observed_days"]) / 7,
    )
    for row in ROWS
)
DONORS = (
    # Frequency, recency and number of donors of the cohort of 1995 in table 1 of Fader, Hardie and Shang (2010).
    "6 6 1203, 5 6 728, 4 6 512, 3 6 357, 2 6 234, 1 6 129, 5 5 335, 4 5 284, 3 5 225, 2 5 173, 1 5 119, 4 4 240, "
    "3 4 181, 2 4 155, 1 4 78, 3 3 322, 2 3 255, 1 3 129, 2 2 613, 1 2 277, 1 1 1091, 0 0 3464"
)
COHORT = tuple(
    Periods(frequency=int(x), recency=int(last), periods=6, count=int(count), id=f"{x} of {last}")
    for x, last, count in (row.split() for row in DONORS.split(", "))
)


def test_bgnbd_on_cdnow() -> None:
    """Fader, Hardie and Lee (2005): r .243, alpha 4.414, a .793, b 2.426, LL -9582.4; 1.226 purchases for x=2."""
    result = bgnbd(HistoriesInput(customers=CDNOW))
    assert result.params is not None
    found = (result.params.r, result.params.alpha, result.params.a, result.params.b)
    assert [round(value, 3) for value in found] == [0.243, 4.414, 0.793, 2.426]
    assert result.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    first = result.customers[0]
    assert (first.id, result.horizon, round(first.expected, 3)) == ("0001", 39.0, 1.226)
    assert result.reasons == ()
    assert result.standard_errors is not None
    assert 0 < result.standard_errors.r < 0.05


def test_pareto_nbd_on_cdnow() -> None:
    """Fader, Hardie and Lee (2005): r .553, alpha 10.578, s .606, beta 11.669, LL -9595.0."""
    result = pareto_nbd(HistoriesInput(customers=CDNOW, horizon=39))
    assert result.params is not None
    found = (result.params.r, result.params.alpha, result.params.s, result.params.beta)
    assert [round(value, 3) for value in found] == [0.553, 10.578, 0.606, 11.669]
    assert result.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert result.standard_errors is not None
    assert all(0 <= each.p_alive <= 1 for each in result.customers)


def test_gamma_gamma_on_cdnow() -> None:
    """Fader, Hardie and Lee (2005): p 6.25, q 3.74, gamma 15.44 on the 946 who came back."""
    customers = tuple(
        Spending(
            id=row["id"],
            frequency=int(row["frequency"]),
            mean_value=float(row["repeat_value"]) / max(int(row["frequency"]), 1),
        )
        for row in ROWS
    )
    result = gamma_gamma(SpendingInput(customers=customers))
    assert result.params is not None
    found = (result.params.p, result.params.q, result.params.gamma)
    assert [round(value, 2) for value in found] == [6.25, 3.74, 15.44]
    assert sum(each.frequency > 0 for each in customers) == 946
    assert result.mean == pytest.approx(35.17, abs=0.01)
    never = next(
        each for each, given in zip(result.customers, customers, strict=True) if given.frequency == 0
    )
    assert never.expected == result.mean
    assert result.reasons == ()


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "likelihood"),
    [
        ((1000, 869, 743, 653, 593, 551, 517, 491), 0.668, 3.806, -1611.2),
        ((1000, 631, 468, 382, 326, 289, 262, 241), 0.704, 1.182, -1680.3),
    ],
)
def test_sbg_on_the_two_published_cohorts(
    survivors: tuple[int, ...], alpha: float, beta: float, likelihood: float
) -> None:
    """Fader and Hardie (2007), figures 3 and 4: customers of the high end and the regular customers."""
    result = sbg(CohortInput(survivors=survivors, horizon=5))
    assert result.params is not None
    assert (round(result.params.alpha, 3), round(result.params.beta, 3)) == (alpha, beta)
    assert result.log_likelihood == pytest.approx(likelihood, abs=0.05)
    assert result.fitted[0] == 1000
    assert survivors[-1] > result.forecast[0] > result.forecast[-1] > 0
    assert list(result.retention) == sorted(result.retention)


def test_bgbb_on_donations() -> None:
    """Fader, Hardie and Shang (2010): alpha 1.204, beta .750, gamma .657, delta 2.783, LL -33,225.6; 3.75 and .07."""
    result = bgbb(PeriodsInput(customers=COHORT, horizon=5))
    assert result.params is not None
    found = (result.params.alpha, result.params.beta, result.params.gamma, result.params.delta)
    assert [round(value, 3) for value in found] == [1.204, 0.75, 0.657, 2.783]
    assert result.log_likelihood == pytest.approx(-33225.6, abs=0.05)
    expected = {each.id: round(each.expected, 2) for each in result.customers}
    assert (expected["6 of 6"], expected["0 of 0"]) == (3.75, 0.07)
    assert PeriodsInput(customers=COHORT).ahead == 6
    assert PeriodsInput(customers=()).ahead == 1


def test_customers_alike_may_be_given_once_with_their_number() -> None:
    some = CDNOW[:400]
    counted: dict[tuple[int, float, float], int] = {}
    for each in some:
        key = (each.frequency, each.recency, each.T)
        counted[key] = counted.get(key, 0) + 1
    once = tuple(History(frequency=x, recency=t, T=T, count=count) for (x, t, T), count in counted.items())
    one, other = bgnbd(HistoriesInput(customers=some)), bgnbd(HistoriesInput(customers=once))
    assert one.params is not None
    assert other.params is not None
    assert one.params.r == pytest.approx(other.params.r, rel=1e-5)
    assert one.log_likelihood == pytest.approx(other.log_likelihood)


def test_the_integral_of_pareto_nbd_is_the_hypergeometric_one() -> None:
    rows = [
        (0, 0.0, 30.0),
        (1, 2.0, 30.0),
        (12, 25.0, 38.0),
        (60, 38.0, 38.9),
        (40, 3.0, 39.0),
        (3, 39.0, 39.0),
    ]
    data = grouped([History(frequency=x, recency=last, T=end) for x, last, end in rows])
    for r, alpha, s, beta in ((0.55, 10.6, 0.61, 11.7), (2.0, 3.0, 1.5, 1.0)):
        left = pareto_module._Left(np.array([r, alpha, s, beta]), data)
        for place in range(len(rows)):
            x, last, end = data.frequency[place], data.recency[place], data.observed[place]
            power, wide = r + s + x, max(alpha, beta)
            second = s + 1 if alpha >= beta else r + x
            parts = [
                float(hyp2f1(power, second, power + 1, abs(alpha - beta) / (wide + at)))
                / (wide + at) ** power
                for at in (last, end)
            ]
            expected = s / power * (parts[0] - parts[1])
            assert float(np.exp(left.log[place])) == pytest.approx(expected, rel=1e-6, abs=1e-300)


GRADIENTS = [
    (bgnbd_module._likelihood, [0.3, 4.0, 0.8, 2.0], (grouped(CDNOW[:200]),)),
    (pareto_module._likelihood, [0.5, 9.0, 0.7, 12.0], (grouped(CDNOW[:200]),)),
    (
        bgbb_module._likelihood,
        [1.2, 0.7, 0.6, 2.5],
        (
            grouped(
                [
                    History(frequency=each.frequency, recency=each.recency, T=each.periods, count=each.count)
                    for each in COHORT
                ]
            ),
        ),
    ),
    (sbg_module._likelihood, [0.7, 2.0], (np.array([1000.0, 869, 743, 653]),)),
    (
        gamma_gamma_module._likelihood,
        [6.0, 3.0, 14.0],
        (np.array([1.0, 3, 9]), np.array([20.0, 35, 90]), np.array([0.2, 0.5, 0.3])),
    ),
]


@pytest.mark.parametrize(
    ("likelihood", "at", "data"), GRADIENTS, ids=["bgnbd", "pareto", "bgbb", "sbg", "gamma"]
)
def test_gradients_are_those_of_the_likelihoods(
    likelihood: object, at: list[float], data: tuple[object, ...]
) -> None:
    point = np.array(at)
    _, gradient = likelihood(point, *data)  # type: ignore[operator]
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = 1e-6 * point[place]
        rise = likelihood(point + step, *data)[0] - likelihood(point - step, *data)[0]  # type: ignore[operator]
        assert gradient[place] == pytest.approx(rise / (2 * step[place]), rel=1e-4, abs=1e-8)


def test_the_logarithmic_cases_lie_between_their_neighbours() -> None:
    data = grouped([History(frequency=2, recency=30.0, T=39.0)])
    one = np.array([1.0])

    def pareto(s: float) -> float:
        params = ParetoNbdParams(r=0.5, alpha=10, s=s, beta=11)
        return float(pareto_module._expected(params, data, one, 39.0)[0])

    def beta_geometric(a: float) -> float:
        return float(bgnbd_module._expected(BgNbdParams(r=0.2, alpha=4, a=a, b=2.4), data, one, 39.0)[0])

    assert pareto(1 - 1e-4) > pareto(1.0) > pareto(1 + 1e-4)
    assert beta_geometric(1 - 1e-4) > beta_geometric(1.0) > beta_geometric(1 + 1e-4)


def test_too_little_is_said() -> None:
    few = HistoriesInput(customers=CDNOW[:3])
    quiet = HistoriesInput(customers=(History(frequency=0, recency=0, T=10, count=50),))
    for model in (bgnbd, pareto_nbd):
        result = model(few)  # type: ignore[operator]
        assert (result.params, result.customers) == (None, ())
        assert [reason.code.value for reason in result.reasons] == ["TOO_FEW_CUSTOMERS"]
        assert [reason.code.value for reason in model(quiet).reasons] == ["TOO_FEW_REPEAT_BUYERS"]  # type: ignore[operator]
    assert bgbb(PeriodsInput(customers=COHORT[:0])).reasons[0].values == {"found": 0, "needed": 10}
    assert gamma_gamma(SpendingInput(customers=())).reasons[0].values == {"found": 0, "needed": 3}
    assert HistoriesInput(customers=()).ahead == 1.0


@pytest.mark.parametrize("survivors", [(100, 100, 100), (100, 0, 0)])
def test_a_cohort_that_loses_nobody_or_all_at_once_tells_nothing(survivors: tuple[int, ...]) -> None:
    result = sbg(CohortInput(survivors=survivors))
    assert (result.params, result.forecast) == (None, ())
    assert [reason.code.value for reason in result.reasons] == ["NO_CUSTOMER_LOST"]


def test_parameters_that_the_data_does_not_determine_are_named() -> None:
    # Everybody has the same chance to leave: the beta distribution runs to a point.
    result = sbg(CohortInput(survivors=(1024, 512, 256, 128, 64)))
    assert {reason.values["parameter"] for reason in result.reasons} <= {"alpha", "beta"}
    assert result.reasons
    assert result.standard_errors is None


def test_a_search_without_rest_is_said_and_a_flat_top_has_no_errors() -> None:
    def slope(params: np.ndarray) -> tuple[float, np.ndarray]:
        return float("nan"), np.array([1.0])

    assert [reason.code.value for reason in maximise(slope, ("x",), customers=1).reasons] == [
        "FIT_UNFINISHED"
    ]
    flat = maximise(lambda params: (0.0, np.array([0.0])), ("x",), customers=1)
    assert (flat.standard_errors, flat.params, flat.reasons) == (None, {"x": 1.0}, ())


def test_values_that_go_with_frequency_are_told_and_a_mean_may_be_missing() -> None:
    related = tuple(Spending(frequency=x, mean_value=10.0 * x, count=5) for x in (1, 2, 3, 4))
    result = gamma_gamma(SpendingInput(customers=related))
    assert result.correlation == 1.0
    assert result.reasons[-1].code.value == "VALUE_RELATED_TO_FREQUENCY"
    same = tuple(Spending(frequency=1, mean_value=value) for value in (1, 10, 100, 1000, 10_000, 1e6, 1e9))
    wild = gamma_gamma(SpendingInput(customers=same))
    assert (wild.correlation, wild.mean) == (None, None)


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        (HistoriesInput, {"customers": [{"frequency": 1, "recency": 9, "T": 8}]}, "customers[0].recency"),
        (HistoriesInput, {"customers": [{"frequency": 0, "recency": 9, "T": 10}]}, "customers[0].recency"),
        (HistoriesInput, {"customers": [{"frequency": -1, "recency": 0, "T": 10}]}, "customers[0].frequency"),
        (HistoriesInput, {"customers": [], "horizon": 0}, "horizon"),
        (PeriodsInput, {"customers": [{"frequency": 3, "recency": 2, "periods": 6}]}, "customers[0].recency"),
        (PeriodsInput, {"customers": [{"frequency": 0, "recency": 2, "periods": 6}]}, "customers[0].recency"),
        (SpendingInput, {"customers": [{"frequency": 1, "mean_value": 0}]}, "customers[0].mean_value"),
        (CohortInput, {"survivors": [5]}, "survivors"),
        (CohortInput, {"survivors": [0, 0]}, "survivors[0]"),
        (CohortInput, {"survivors": [5, 4, 6]}, "survivors[2]"),
    ],
)
def test_a_wrong_field_is_named(kind: type, given: object, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(kind, given)
    assert refused.value.field == field


@settings(max_examples=10)
@given(st.floats(0.2, 5), st.permutations(range(60)))
def test_neither_the_unit_of_money_nor_the_order_matters(factor: float, order: list[int]) -> None:
    some = [(1 + place % 4, 5.0 + (place * 37 % 23)) for place in range(60)]
    one = gamma_gamma(SpendingInput(customers=tuple(Spending(frequency=x, mean_value=m) for x, m in some)))
    other = gamma_gamma(
        SpendingInput(
            customers=tuple(Spending(frequency=some[at][0], mean_value=some[at][1] * factor) for at in order)
        )
    )
    assert one.params is not None
    assert other.params is not None
    assert one.mean is not None
    assert other.mean == pytest.approx(one.mean * factor, rel=1e-3)


def test_a_parameter_that_the_data_hardly_tell_is_named_and_gets_no_error():
    # A likelihood as flat along the second parameter as rounding leaves it on some machines.
    def likelihood(params):
        logs = np.log(params)
        curvature = np.array([1.0, 1e-9])
        return -float((curvature * (logs - 0.5) ** 2).sum()) / 2, -curvature * (logs - 0.5) / params

    fit = maximise(likelihood, ("rate", "shape"), customers=1)
    assert [dict(reason.params) for reason in fit.reasons] == [{"parameter": "shape"}]
    assert fit.standard_errors is None
