import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.problems import InputError
from kamkit.value.lifetime import Customer, FirstMargin, Leaving, LifetimeInput, LifetimeResult, lifetime
from kamkit.value.retention import KeepOrWinInput, Priority, Response, keep_or_win
from kamkit.wire.reading import read

HIGH_END = Leaving(alpha=0.668, beta=3.806)


def worth(
    *customers: Customer, rate: float = 0.1, horizon: int | None = None, now: bool = False
) -> LifetimeResult:
    first = FirstMargin.NOW if now else FirstMargin.AFTER_A_PERIOD
    return lifetime(
        LifetimeInput(customers=customers, discount_rate=rate, horizon=horizon, first_margin=first)
    )


def test_with_one_rate_the_multiple_is_that_of_gupta_and_lehmann() -> None:
    """Gupta and Lehmann (2003): a retention of 80 % at 10 % makes 2.67 margins."""
    result = worth(Customer(id="a", margin=100, retention=0.8))
    assert (result.customers[0].multiple, result.total) == (2.666667, 266.666667)
    assert worth(Customer(id="a", margin=100, retention=0.8), now=True).customers[0].multiple == 3.666667


def test_a_horizon_adds_up_period_by_period() -> None:
    result = worth(Customer(id="a", margin=10, retention=0.5), horizon=2, rate=0)
    assert result.customers[0].value == 10 * (0.5 + 0.25)
    assert worth(Customer(id="a", margin=10, retention=0), horizon=2).customers[0].value == 0


def test_rates_that_differ_come_to_the_same_as_their_sum() -> None:
    whole = worth(Customer(id="a", margin=1, leaving=HIGH_END)).customers[0].multiple
    summed = worth(Customer(id="a", margin=1, leaving=HIGH_END), horizon=2000).customers[0].multiple
    assert whole == pytest.approx(summed, abs=1e-6)
    stayed = Leaving(alpha=0.668, beta=3.806, renewals=4)
    longer = worth(Customer(id="a", margin=1, leaving=stayed)).customers[0].multiple
    assert longer is not None
    assert whole is not None
    assert longer > whole


@pytest.mark.parametrize(
    ("customer", "rate"),
    [
        (Customer(id="a", margin=1, retention=1, growth=0.1), 0.1),
        (Customer(id="a", margin=1, leaving=HIGH_END, growth=0.2), 0.1),
        (Customer(id="a", margin=1, leaving=HIGH_END), 0.0),
    ],
)
def test_a_sum_without_bound_is_said(customer: Customer, rate: float) -> None:
    result = worth(customer, Customer(id="b", margin=1, retention=0.5), rate=rate)
    assert (result.customers[0].value, result.total) == (None, None)
    assert result.customers[0].reasons[0].code.value == "VALUE_WITHOUT_BOUND"
    assert result.customers[1].value is not None


def test_either_one_rate_or_differing_ones() -> None:
    for stays in ({"retention": 0.5, "leaving": {"alpha": 1, "beta": 1}}, {}):
        with pytest.raises(InputError) as refused:
            read(LifetimeInput, {"customers": [{"id": "a", "margin": 1} | stays], "discount_rate": 0})
        assert refused.value.field == "customers[0].retention"
    assert worth(Customer(id="a", margin=1, leaving=Leaving(alpha=2, beta=1)), rate=0).total == pytest.approx(
        1.0
    )


@given(st.floats(0, 0.98), st.floats(0.001, 0.5), st.floats(-100, 100))
def test_loyalty_is_never_worth_less_and_discounting_never_more(
    retention: float, rate: float, margin: float
) -> None:
    def value(retention: float, rate: float) -> float:
        found = worth(Customer(id="a", margin=margin, retention=retention), rate=rate).customers[0].value
        assert found is not None
        return found * (1 if margin >= 0 else -1)

    assert value(retention + 0.01, rate) >= value(retention, rate) - 1e-6
    assert value(retention, rate + 0.01) <= value(retention, rate) + 1e-6


def question(winning: float = 5, keeping: float = 10, margin: float = 50) -> KeepOrWinInput:
    return KeepOrWinInput(
        margin=margin,
        discount_rate=0.1,
        winning=Response(spend=winning, rate=0.1, ceiling=0.3),
        keeping=Response(spend=keeping, rate=0.6, ceiling=0.8),
    )


def test_equity_is_that_of_the_customer_equity_test() -> None:
    # a m - A + a (m - R / r) r' / (1 - r'), r' = .6 / 1.1 = 6 / 11: .1 x 50 - 5 + .1 (50 - 16.667) 6 / 5 = 4.
    result = keep_or_win(question())
    assert result.equity == 4.0
    assert (result.winning.spend, result.winning.equity) == (9.663945, 5.004538)
    assert (result.keeping.spend, result.keeping.equity) == (pytest.approx(17.4392, abs=1e-3), 5.115774)
    assert (result.priority, result.best_equity) == (Priority.KEEP, 6.910658)
    assert [(reason.code.value, float(reason.weight)) for reason in result.reasons] == [
        ("BETTER_WINNING", 1.0045),
        ("BETTER_KEEPING", 1.1158),
    ]


def test_the_other_budget_may_lack_more_or_neither() -> None:
    at_best = keep_or_win(question())
    response = question().keeping
    kept = Response(spend=at_best.keeping.spend, rate=response.at(at_best.keeping.spend), ceiling=0.8)
    half = KeepOrWinInput(margin=50, discount_rate=0.1, winning=question().winning, keeping=kept)
    assert keep_or_win(half).priority is Priority.WIN
    won = keep_or_win(half).winning.spend
    winning = Response(spend=won, rate=question().winning.at(won), ceiling=0.3)
    both = KeepOrWinInput(margin=50, discount_rate=0.1, winning=winning, keeping=kept)
    assert keep_or_win(both).priority is Priority.NEITHER


def test_what_does_not_pay_is_not_spent_on() -> None:
    dear = keep_or_win(question(winning=900, keeping=900, margin=1))
    assert (dear.winning.spend, dear.keeping.spend, dear.best_equity) == (0.0, 0.0, 0.0)


def test_a_rate_at_its_ceiling_is_refused() -> None:
    with pytest.raises(InputError, match=r"rate: the rate 0\.3 must be below the ceiling 0\.3"):
        Response(spend=1, rate=0.3, ceiling=0.3)
