"""Complaints about other tools, answered: currencies, lots, a weighted price shown as the bid; and every function as JSON."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.kamkit.bids.tenders import bid, codes, of, result

from kamkit.__main__ import main
from kamkit.money import Money, Rate, RateMissingError, RateTable

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("base", "rate", "quotes", "winner", "converted"),
    [
        ("USD", ("USD", "JPY", "159.2915"), [("A", 8000, "USD"), ("B", 1000000, "JPY")], "B", "6277.80"),
        ("USD", ("USD", "EUR", "0.65"), [("A", 100, "USD"), ("B", 80, "EUR")], "A", "123.08"),
        ("USD", ("EUR", "USD", "0.9"), [("A", 100, "USD"), ("B", 101, "EUR")], "B", "90.90"),
    ],
)
def test_quotes_are_compared_in_one_currency(
    base: str, rate: tuple[str, str, str], quotes: list[tuple[str, int, str]], winner: str, converted: str
) -> None:
    """crbnos/carbon#1393, odoo/odoo#135037, odoo/odoo#128327: the dearer quote was marked, or currencies were added."""
    table = RateTable(rates=(Rate(base=rate[0], quote=rate[1], from_date=DAY, rate=Decimal(rate[2])),))
    amounts = {
        id_: table.convert(Money(amount=Decimal(amount), currency=currency), to=base, on=DAY).money.amount
        for id_, amount, currency in quotes
    }
    found = result("LOWEST_EVALUATED", [bid(id_, str(amount)) for id_, amount in amounts.items()])
    assert (found.award, f"{amounts['B']:.2f}") == (winner, converted)


def test_a_quote_without_a_rate_is_not_compared() -> None:
    with pytest.raises(RateMissingError):
        RateTable(rates=()).convert(Money(amount=Decimal(90), currency="CHF"), to="TWD", on=DAY)


def test_a_lot_is_a_tender_of_its_own() -> None:
    """ProzorroUKR/prozorro-auction tests: one bidder on lot 1 only, the other on both."""
    first = result("LOWEST_EVALUATED", [bid("X", 469), bid("Y", 479)], ceiling=500)
    second = result("LOWEST_EVALUATED", [bid("Y", 479)], ceiling=500)
    assert [(each.id, each.rank) for each in first.ranking] == [("X", 1), ("Y", 2)]
    assert ([each.id for each in second.ranking], codes(second)) == (["Y"], ["ONE_BID_ONLY"])


def test_the_weighted_price_stands_beside_the_bid_and_its_coefficient_is_exact() -> None:
    """openprocurement.auction#32, #33: a bid of 100,000, the ceiling, was shown as 118,055.56."""
    items = [{"id": "q", "max": "0.28"}]
    params = {"price_formula": "COEFFICIENT", "higher_price_wins": True, "ceiling": 100000}
    found = of(result("WEIGHTED", {"a": (100000, "0.13")}, items, **params), "a")
    assert (found.bid_price, found.contract_price) == (100000, 100000)
    assert f"{found.coefficient:.7f}" == f"{Decimal(85) / 72:.7f}"
    assert f"{found.weighted_price:.2f}" == "118055.56"


TENDER = {
    "method": "WEIGHTED",
    "criteria": [{"id": "quality", "weight": 70, "max": 100}],
    "bids": [
        {"id": "us", "price": 100, "scores": {"quality": 80}},
        {"id": "them", "price": "90.5", "scores": {"quality": 70}},
    ],
    "params": {"price_weight": 30, "rounding": {"mode": "half_up", "places": 2}},
}
CALLS: dict[str, Any] = {
    "bids.evaluate": TENDER,
    "bids.sensitivity": TENDER,
    "bids.price_to_win": {
        "tender": TENDER,
        "bid": "us",
        "rivals": [{"id": "them", "price_low": 85, "price_high": 95}],
        "samples": 5,
    },
    "bids.win_curve": {
        "cost": 90,
        "rivals": [{"id": "r", "ratios": [1.02, 1.1, 1.2] * 3}],
        "prices": [95, 100],
    },
    "bids.go_no_go": {"questions": [{"id": "fit", "weight": 1, "score": 8}]},
    "criteria.weigh": {"method": "AHP", "matrix": [[1, "1/3"], [3, 1]]},
    "criteria.rank": {
        "method": "TOPSIS",
        "matrix": [[9, 7], [8, 9]],
        "weights": [4, 2],
        "directions": ["max", "min"],
    },
}


@pytest.mark.parametrize("name", CALLS)
def test_every_function_answers_as_json(name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    text = json.dumps(CALLS[name]).encode()
    monkeypatch.setattr(
        "sys.stdin", type("Standing", (), {"buffer": type("Buffer", (), {"read": lambda: text})})
    )
    assert main([name]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert isinstance(answer["reasons"], list)
