"""Sketched plays and the edges between them give what playing every price exactly gives."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kamkit.bids.tenders import QUALITY, bid

from kamkit.bids.plays import Plays
from kamkit.bids.price_to_win import PriceToWin, PriceToWinQuestion, equal_prices, price_to_win
from kamkit.bids.sensitivity import Sensitivity, sensitivity
from kamkit.bids.tender import Tender
from kamkit.bids.turning import Asked
from kamkit.problems import InputError
from kamkit.wire.reading import read

ITEMS = [{"id": "plan", "max": 50}, {"id": "team", "max": 30}]
PRICED = {"price_weight": 20, "total": 100}


def exactly(plays: Plays, asked: Sequence[Asked]) -> list[bool]:
    """Answer as the searches are meant: by the evaluation itself, number by number."""
    return [plays.asks.exactly(*plays.asks.case(place, tried)) for place, tried in asked]


def found(question: dict[str, Any]) -> tuple[PriceToWin | None, Sensitivity]:
    tender = read(Tender, question["tender"])
    try:
        price = price_to_win(read(PriceToWinQuestion, question))
    except InputError:
        price = None
    return price, sensitivity(tender)


def assert_as_played(question: dict[str, Any]) -> None:
    sketched = found(question)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Plays, "hold", exactly)
        assert found(question) == sketched


def drawn(seed: int, method: str, params: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a question about a tender of three bids, scored by two members, with one rival uncertain."""
    rng = np.random.default_rng(seed)
    bids: list[dict[str, Any]] = [
        {
            "id": name,
            "price": int(rng.integers(80, 120)),
            "members": {who: {"q": int(rng.integers(40, 80))} for who in ("m1", "m2")},
            **more.get(name, {}),
        }
        for name in ("us", "r1", "r2")
    ]
    rivals = [{"id": "r1", "price_low": 80, "price_high": 120, "quality_low": "0.9", "quality_high": "1.2"}]
    tender = {"method": method, "criteria": [{"id": "q", "max": 80}], "bids": bids, "params": params}
    return {"tender": tender, "bid": "us", "rivals": rivals, "samples": 1}


SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("TW_TOTAL_SCORE", {"total": 80, "pass_mark": 60}),
    ("TW_TOTAL_SCORE", PRICED | {"pass_mark": 75, "tie": ["LOWEST_PRICE"], "rounding": {"places": 1}}),
    ("TW_UNIT_PRICE", {"total": 80, "deduction_small": "0.1"}),
    ("TW_RANK_SUM", PRICED | {"tie": ["LOWEST_PRICE", "DRAW"]}),
    ("TW_RANK_SUM", {"total": 80, "tie": ["BETTER_TECHNICAL"]}),
    ("TW_RANK_SUM", PRICED | {"tie": ["MORE_FIRSTS"]}),
    ("CN_COMPREHENSIVE", PRICED | {"rounding": {"places": 1, "mode": "DOWN"}}),
    ("CN_LOWEST_EVALUATED", {"ceiling": 130}),
    ("CN_BENCHMARK", PRICED | {"ceiling": 130, "benchmark": {"ceiling_share": "0.4"}}),
    ("CN_BENCHMARK", PRICED | {"benchmark": {"drop": [{"from_bids": 3, "lowest": 1}]}, "floor": 2}),
    ("WB_QCBS", {"price_weight": "0.2", "total": 80}),
    ("WB_QBS", {"total": 80}),
    ("WB_FBS", {"total": 80, "budget": 110}),
    ("WB_LCS", {"total": 80, "pass_mark": 55}),
    ("WEIGHTED", PRICED | {"price_formula": "RELATIVE", "floor": 0}),
    ("WEIGHTED", PRICED | {"price_formula": "LINEAR", "worst_price": 150}),
    ("WEIGHTED", PRICED | {"price_formula": "LINEAR"}),
    ("WEIGHTED", PRICED | {"price_formula": "CEILING", "ceiling": 130}),
    ("WEIGHTED", PRICED | {"price_formula": "DEVIATION", "expected_price": 100, "target_ratio": "0.9"}),
    ("WEIGHTED", PRICED | {"price_formula": "UTILITY_INDEX"}),
    ("WEIGHTED", PRICED | {"bend": {"at": 90, "factor": "0.5"}}),
    ("WEIGHTED", PRICED | {"pass_mark": 60, "pass_rule": "MAJORITY"}),
    ("WEIGHTED", PRICED | {"rounding": {"places": 2, "ratio_places": 4}}),
    ("AWARD_ON_VALUE", {}),
]


@pytest.mark.parametrize(("method", "params"), SHAPES)
def test_sketched_plays_answer_as_exact_ones(method: str, params: dict[str, Any]) -> None:
    small = {"small": True, "adjustments": [{"percent": 5}, {"amount": 3}]}
    assert_as_played(drawn(7, method, params, r2=small))


@pytest.mark.parametrize("higher", [True, False])
def test_a_price_divided_by_a_coefficient(higher: bool) -> None:
    items = [{"id": "plan", "max": "0.3"}, {"id": "team", "max": "0.2"}]
    sheets = {
        name: {"plan": plan, "team": "0.1"} for name, plan in (("us", "0.3"), ("r1", "0.1"), ("r2", "0.25"))
    }
    bids = [bid(name, 100 + place, sheet) for place, (name, sheet) in enumerate(sheets.items())]
    params = {"price_formula": "COEFFICIENT", "higher_price_wins": higher}
    tender = {"method": "WEIGHTED", "criteria": items, "bids": bids, "params": params}
    assert_as_played({"tender": tender, "bid": "us", "rivals": [], "samples": 1})


@pytest.mark.parametrize("least", [50, 65])
def test_a_score_below_which_a_bid_is_out(least: int) -> None:
    question = drawn(3, "WEIGHTED", PRICED)
    question["tender"]["criteria"] = [{"id": "q", "max": 80, "min": least}]
    assert_as_played(question)


@settings(max_examples=5)
@given(st.integers(0, 10_000), st.sampled_from(SHAPES))
def test_whatever_is_bid(seed: int, shape: tuple[str, dict[str, Any]]) -> None:
    assert_as_played(drawn(seed, *shape))


def test_equal_prices_are_those_of_each_tender() -> None:
    def told(score: int) -> PriceToWinQuestion:
        bids = [bid("us", 100, score), bid("r1", 100, 80)]
        tender = {"method": "TW_UNIT_PRICE", "criteria": QUALITY, "bids": bids}
        return read(PriceToWinQuestion, {"tender": tender, "bid": "us"})

    questions = [told(score) for score in (60, 70, 90)]
    alone = tuple(price_to_win(each).equal_price for each in questions)
    assert equal_prices(questions[0], [each.tender for each in questions]) == alone
    assert equal_prices(questions[0], []) == ()
