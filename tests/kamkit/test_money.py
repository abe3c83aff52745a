from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.money import CurrencyMismatchError, Money, Rate, RateMissingError, RateTable


def twd(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), currency="TWD")


def usd(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def test_money_of_one_currency_adds_subtracts_and_multiplies() -> None:
    assert twd(100) + twd("0.50") == twd("100.50")
    assert twd(100) - twd(30) == twd(70)
    assert -twd(5) == twd(-5)
    assert twd(5) * 3 == twd(15)
    assert twd(5) < twd(6)


def test_money_of_two_currencies_never_mixes() -> None:
    with pytest.raises(CurrencyMismatchError) as caught:
        twd(1) + usd(1)
    assert (caught.value.one, caught.value.other) == ("TWD", "USD")
    with pytest.raises(CurrencyMismatchError):
        twd(1) - usd(1)
    with pytest.raises(CurrencyMismatchError):
        assert twd(1) < usd(1)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_adding_is_commutative_and_associative(a: Decimal, b: Decimal, c: Decimal) -> None:
    x, y, z = (Money(amount=amount, currency="TWD") for amount in (a, b, c))
    assert x + y == y + x
    assert (x + y) + z == x + (y + z)
    assert (x + y) - y == x


def rate(on: date, value: str, base: str = "USD", quote: str = "TWD") -> Rate:
    return Rate(base=base, quote=quote, from_date=on, rate=Decimal(value))


TABLE = RateTable(
    rates=(
        rate(date(2026, 3, 1), "32.00"),
        rate(date(2026, 1, 1), "31.50"),
        rate(date(2026, 6, 1), "0.025", base="TWD", quote="USD"),
    )
)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2026, 1, 1), "31.50"),
        (date(2026, 2, 28), "31.50"),
        (date(2026, 3, 1), "32.00"),
        (date(2026, 6, 1), "40"),
    ],
)
def test_the_latest_rate_up_to_the_day_is_used(on: date, amount: str) -> None:
    converted = TABLE.convert(usd(1), to="TWD", on=on)
    assert converted.money == twd(amount)
    assert converted.rate is not None
    assert converted.rate.from_date <= on


def test_the_inverse_serves_the_other_direction() -> None:
    assert TABLE.convert(twd(64), to="USD", on=date(2026, 3, 1)).money == usd(2)


def test_on_one_day_the_direct_rate_wins() -> None:
    day = date(2026, 1, 1)
    table = RateTable(rates=(rate(day, "0.04", base="TWD", quote="USD"), rate(day, "30")))
    assert table.convert(usd(1), to="TWD", on=day).money == twd(30)
    assert table.convert(twd(1), to="USD", on=day).money == usd("0.04")


def test_the_same_currency_needs_no_rate() -> None:
    converted = RateTable(rates=()).convert(twd(5), to="TWD", on=date(2026, 1, 1))
    assert (converted.money, converted.rate) == (twd(5), None)


@pytest.mark.parametrize(
    ("money", "on"),
    [(usd(1), date(2025, 12, 31)), (Money(amount=Decimal(1), currency="EUR"), date(2026, 5, 1))],
)
def test_an_unknown_rate_is_an_error_of_its_own(money: Money, on: date) -> None:
    with pytest.raises(RateMissingError) as caught:
        TABLE.convert(money, to="TWD", on=on)
    assert (caught.value.base, caught.value.quote, caught.value.on) == (money.currency, "TWD", on)


@pytest.mark.parametrize("value", ["0", "-1", "NaN"])
def test_a_rate_is_above_zero(value: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        rate(date(2026, 1, 1), value)
