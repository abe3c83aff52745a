from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.concentration.measure import Concentration, Sales, SalesInput, measure
from kamkit.problems import InputError


def measured(*amounts: int | Decimal) -> Concentration:
    return measure(
        SalesInput(
            customers=tuple(
                Sales(id=f"c{place:02}", amount=Decimal(amount)) for place, amount in enumerate(amounts)
            )
        )
    )


def test_the_index_is_that_of_the_guidelines() -> None:
    """The Department of Justice's own example: parts of 30, 30, 20 and 20 per cent make 2,600."""
    result = measured(30, 30, 20, 20)
    assert result.hhi == 2600
    assert [(each.top, each.share) for each in result.top] == [
        (1, Decimal("0.3")),
        (3, Decimal("0.8")),
        (5, 1),
        (10, 1),
    ]
    assert (result.reasons[0].code.value, result.reasons[0].values) == (
        "HIGHLY_CONCENTRATED",
        {"hhi": 2600, "bound": 1800},
    )


def test_equal_buyers_have_no_inequality() -> None:
    result = measured(*[5] * 8)
    assert (result.hhi, result.equal_buyers, result.gini) == (1250, 8, 0)
    assert result.reasons[0].code.value == "MODERATELY_CONCENTRATED"
    assert measured(*[1] * 11).reasons[0].code.value == "NOT_CONCENTRATED"
    assert [(point.buyers, point.sales) for point in measured(1, 3).lorenz] == [
        (0, 0),
        (Decimal("0.5"), Decimal("0.25")),
        (1, 1),
    ]
    assert measured(1, 3).gini == Decimal("0.25")


def test_customers_of_a_group_count_as_one() -> None:
    customers = (
        Sales(id="a", amount=Decimal(30), group="G", purchases=Decimal(300)),
        Sales(id="b", amount=Decimal(30), group="G", purchases=Decimal(100)),
        Sales(id="c", amount=Decimal(40), purchases=Decimal(50)),
        Sales(id="d", amount=Decimal(0)),
    )
    result = measure(SalesInput(customers=customers))
    assert [(buyer.id, buyer.share, buyer.our_share, buyer.members) for buyer in result.buyers] == [
        ("G", Decimal("0.6"), Decimal("0.15"), ("a", "b")),
        ("c", Decimal("0.4"), Decimal("0.8"), ("c",)),
        ("d", 0, None, ("d",)),
    ]
    assert [[reason.code.value for reason in buyer.reasons] for buyer in result.buyers] == [
        ["WE_DEPEND_MORE"],
        ["THEY_DEPEND_MORE"],
        [],
    ]
    even = measure(SalesInput(customers=(Sales(id="a", amount=Decimal(1), purchases=Decimal(1)),)))
    assert even.buyers[0].reasons == ()


def test_without_sales_nothing_is_said() -> None:
    for result in (measured(), measured(0, 0)):
        assert (result.hhi, result.gini, result.buyers) == (None, None, ())
        assert result.reasons[0].code.value == "NO_SALES"


def test_wrong_fields_are_named() -> None:
    with pytest.raises(InputError, match=r"purchases: 1 is less than the 2"):
        Sales(id="a", amount=Decimal(2), purchases=Decimal(1))
    with pytest.raises(InputError, match=r"customers\[1\]\.id: a is there twice"):
        SalesInput(customers=(Sales(id="a", amount=Decimal(1)), Sales(id="a", amount=Decimal(1))))
    with pytest.raises(InputError, match="high_above: must not be below"):
        SalesInput(customers=(), high_above=1)


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


@given(AMOUNTS, st.integers(1, 50))
def test_neither_order_nor_currency_matters_and_all_has_bounds(amounts: list[int], factor: int) -> None:
    result, other = measured(*amounts), measured(*(amount * factor for amount in reversed(amounts)))
    assert (result.hhi, result.gini, result.top) == (other.hhi, other.gini, other.top)
    assert result.hhi is not None
    assert result.gini is not None
    assert Decimal(10_000) / len(amounts) - Decimal("0.001") <= result.hhi <= 10_000
    assert -Decimal("0.00001") <= result.gini < 1


@given(AMOUNTS, st.integers(1, 500))
def test_a_group_is_never_less_concentrated_than_its_parts(amounts: list[int], more: int) -> None:
    apart = measured(*amounts, more)
    together = measured(amounts[0] + more, *amounts[1:])
    assert apart.hhi is not None
    assert together.hhi is not None
    assert together.hhi >= apart.hhi
