"""Weights that are ranges still: eForms/eForms#249 (middle values need not add up), minima at most, maxima at least 100."""

from decimal import Decimal
from typing import Any

import pytest
from tests.kamkit.bids.tenders import bid, codes, fault, of, result

from kamkit.bids.sensitivity import sensitivity
from kamkit.bids.tender import Tender
from kamkit.problems import InputError
from kamkit.wire.reading import read

RANGES = [
    {"id": "quality", "max": 10, "range": [50, 80]},
    {"id": "time", "max": 10, "range": [20, 40]},
    {"id": "price", "range": [0, 30]},
]


def test_ranges_give_spans_and_no_ranking() -> None:
    bids = [
        bid("a", 100, {"quality": 10, "time": 5}),
        bid("b", 50, {"quality": 5, "time": 10}),
        bid("c", 40, {"quality": 1, "time": 1}, valid=False),
    ]
    found = result("WEIGHTED", bids, RANGES)
    assert (found.award, found.outcome.value, codes(found)) == (None, "WEIGHTS_OPEN", ["WEIGHTS_OPEN"])
    assert found.reasons[0].values == {"middle": 110, "whole": 100}
    first = of(found, "a")
    # 80 + 20 / 2, and 50 + (20 to 40) / 2 + (30 to 10) / 2
    assert (first.rank, first.total, first.total_low, first.total_high) == (None, None, 75, 90)
    second = of(found, "b")
    assert (second.total_low, second.total_high) == (60, 75)
    assert (of(found, "c").eligible, of(found, "c").total_low) == (False, None)


def test_a_fixed_price_weight_and_shares_of_one_are_parts_too() -> None:
    items = [
        {"id": "quality", "max": 10, "range": ["0.5", "0.7"]},
        {"id": "time", "max": 10, "range": ["0.1", "0.3"]},
    ]
    votes: list[dict[str, Any]] = [
        {
            "id": "a",
            "price": 100,
            "members": {"m": {"quality": 10, "time": 0}, "n": {"quality": 8, "time": 0}},
        }
    ]
    found = result("WB_QCBS", votes, items, price_weight="0.2", absent=["n"])
    assert (of(found, "a").total_low, of(found, "a").total_high) == (Decimal("0.7"), Decimal("0.9"))
    wide = [{"id": "quality", "range": [50, 60]}, {"id": "time", "weight": 40, "max": 10}]
    fixed = result("TW_TOTAL_SCORE", {"a": (1, {"quality": 60, "time": 10})}, wide)
    assert (of(fixed, "a").total_low, of(fixed, "a").total_high) == (100, 100)


@pytest.mark.parametrize(
    ("ranges", "more", "field"),
    [
        ([[50, 60], [45, 50], [10, 20]], {}, "criteria"),
        ([[10, 20], [10, 20], [10, 20]], {}, "criteria"),
        ([[50, 80], [20, 40], [30, 10]], {}, "criteria[2].range"),
    ],
)
def test_ranges_that_cannot_make_100_are_refused(ranges: Any, more: Any, field: str) -> None:
    items = [{"id": str(place), "max": 10, "range": each} for place, each in enumerate(ranges)]
    assert fault("TW_TOTAL_SCORE", {"a": (1, {"0": 1, "1": 1, "2": 1})}, items, **more) == ("CONFLICT", field)


def test_only_an_evaluation_takes_ranges() -> None:
    shape = {"method": "TW_TOTAL_SCORE", "criteria": [{"id": "q", "max": 10, "range": [90, 100]}], "bids": []}
    with pytest.raises(InputError) as raised:
        sensitivity(read(Tender, shape))
    assert (raised.value.code.value, raised.value.field) == ("CONFLICT", "criteria")


def test_ranges_are_for_methods_that_add_up() -> None:
    items = [{"id": "q", "max": 10, "range": [90, 100]}]
    assert fault("TW_RANK_SUM", {"a": (1, 5)}, items) == ("CONFLICT", "criteria")
    formula = {"price_formula": "COEFFICIENT"}
    assert fault("WEIGHTED", {"a": (1, 5)}, items, **formula) == ("CONFLICT", "criteria")
