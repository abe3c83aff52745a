from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.bids.counterfactual import AuctionBid, CounterfactualQuestion, counterfactual_win_rate
from kamkit.problems import InputError, ProblemCode


def bid(auction: str, bidder: str, amount: str | int) -> AuctionBid:
    return AuctionBid(auction=auction, bidder=bidder, amount=Decimal(amount))


def rates(*bids: AuctionBid, rho: tuple[str, ...] = ("0",), cap: str | None = None) -> list[Decimal | None]:
    question = CounterfactualQuestion(
        bids=bids, rho=tuple(Decimal(each) for each in rho), cap=None if cap is None else Decimal(cap)
    )
    return [each.rate for each in counterfactual_win_rate(question).rates]


def test_without_a_change_one_bid_of_each_auction_wins() -> None:
    assert rates(bid("1", "a", 90), bid("1", "b", 95), bid("1", "c", 99)) == [Decimal(1) / 3]


def test_a_tie_counts_half_for_each() -> None:
    assert rates(bid("1", "a", 90), bid("1", "b", 90)) == [Decimal("0.5")]


def test_equality_is_exact_in_decimals() -> None:
    pair = (bid("1", "a", "0.7"), bid("1", "b", "0.77"))
    assert rates(*pair, rho=("0.1",)) == [Decimal("0.25")]


def test_auctions_without_a_rival_are_left_out_and_told() -> None:
    some = (bid("1", "a", 5), bid("1", "b", 6))
    whole = counterfactual_win_rate(CounterfactualQuestion(bids=some, rho=()))
    more = counterfactual_win_rate(CounterfactualQuestion(bids=(*some, bid("2", "a", 5)), rho=()))
    assert (whole.bids, whole.auctions, whole.reasons) == (2, 1, ())
    assert (more.bids, more.auctions) == (2, 1)
    assert [(reason.code.value, reason.values) for reason in more.reasons] == [
        ("AUCTIONS_WITHOUT_RIVAL", {"auctions": 1})
    ]


def test_a_cap_stands_beside_the_rivals() -> None:
    pair = (bid("1", "a", "0.98"), bid("1", "b", "1.2"))
    assert rates(*pair, rho=("0.03",)) == [Decimal("0.5")]
    assert rates(*pair, rho=("0.03",), cap="1") == [Decimal(0)]


def test_without_auctions_that_have_rivals_there_is_no_rate() -> None:
    result = counterfactual_win_rate(CounterfactualQuestion(bids=(bid("1", "a", 5),), rho=(Decimal(0),)))
    assert result.rates[0].rate is None
    assert [reason.code.value for reason in result.reasons] == ["NO_AUCTION_WITH_RIVALS"]


def test_one_bidder_bids_once_in_an_auction() -> None:
    with pytest.raises(InputError) as raised:
        CounterfactualQuestion(bids=(bid("1", "a", 5), bid("1", "a", 6)), rho=())
    assert (raised.value.code, raised.value.field) == (ProblemCode.DUPLICATE, "bids[1].bidder")


amounts = st.lists(st.integers(1, 50), min_size=2, max_size=6)


@given(st.lists(amounts, min_size=1, max_size=6), st.integers(1, 9))
def test_a_higher_price_wins_less_often_and_neither_order_nor_currency_matter(
    auctions: list[list[int]], scale: int
) -> None:
    bids = [
        bid(str(auction), str(bidder), amount)
        for auction, each in enumerate(auctions)
        for bidder, amount in enumerate(each)
    ]
    rho = ("-0.5", "-0.1", "0", "0.1", "0.5")
    found = rates(*bids, rho=rho)
    numbers = [rate for rate in found if rate is not None]
    assert len(numbers) == len(rho)
    assert numbers == sorted(numbers, reverse=True)
    assert all(0 <= rate <= 1 for rate in numbers)
    assert rates(*reversed(bids), rho=rho) == found
    assert (
        rates(*(bid(each.auction, each.bidder, str(each.amount * scale)) for each in bids), rho=rho) == found
    )
