"""What weights make of scores, which inputs are refused, and what holds for every evaluation."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.kamkit.bids.tenders import ITEMS, QUALITY, VOTES, bid, codes, fault, of, result, totals, voted

from kamkit.bids.methods import Method


@pytest.mark.parametrize(
    ("weights", "answer"),
    [
        (["33.33", "33.33", "33.33"], ["WEIGHTS_ROUNDED"]),
        ([50, 30, 20], []),
        (["0.5", "0.3", "0.2"], []),
    ],
)
def test_weights_make_one_whole(weights: list[Any], answer: list[str]) -> None:
    items = [{"id": str(place), "weight": weight, "max": 10} for place, weight in enumerate(weights)]
    found = result("TW_TOTAL_SCORE", {"a": (1, {"0": 10, "1": 10, "2": 10})}, items)
    assert codes(found) == [*answer, "ONE_BID_ONLY"]


@pytest.mark.parametrize("weights", [[60, 30, 20], [2, 1, 1], ["0.5", "0.3", "0.1"]])
def test_weights_that_make_no_whole_are_refused(weights: list[Any]) -> None:
    items = [{"id": str(place), "weight": weight, "max": 10} for place, weight in enumerate(weights)]
    scores = {"0": 1, "1": 1, "2": 1}
    assert fault("TW_TOTAL_SCORE", {"a": (1, scores)}, items) == ("CONFLICT", "criteria")
    assert fault("WEIGHTED", {"a": (1, scores)}, items, price_weight=33) == ("CONFLICT", "criteria")


def test_a_printed_total_that_the_points_miss_is_named() -> None:
    items = [{"id": str(place), "max": points} for place, points in enumerate((7, 12, 12, 6, 17, 4))]
    scores = {str(place): 1 for place in range(6)}
    assert fault("TW_TOTAL_SCORE", {"a": (1, scores)}, items, total=59) == ("CONFLICT", "params.total")
    assert result("TW_TOTAL_SCORE", {"a": (1, scores)}, items, total=58).highest_possible == 58


def test_the_item_that_is_the_price_may_have_any_name() -> None:
    items = [{"id": "q", "max": 70}, {"id": "offer", "max": 30}]
    found = result("WEIGHTED", {"a": (80, 70), "b": (64, 70)}, items, price_criterion="offer")
    assert [str(each.total) for each in found.ranking] == ["100", "94"]


@pytest.mark.parametrize(
    ("weight", "total"),
    [(30, "86.5"), ("0.3", "86.5"), (300, "370")],
)
def test_quality_of_100_points_is_shared_with_a_price_below_100(weight: Any, total: str) -> None:
    found = result("WEIGHTED", {"a": (80, 70), "b": (64, 100)}, QUALITY, price_weight=weight)
    assert of(found, "b").total == (100 if Decimal(str(weight)) < 100 else 400)
    expected = {"86.5": Decimal("73"), "370": Decimal("310")}[total]
    assert of(found, "a").total == expected


def test_the_bank_shares_points_beyond_100() -> None:
    found = result("WB_QCBS", {"a": (80, 350), "b": (64, 700)}, [{"id": "q", "max": 700}], price_weight=300)
    assert totals(found) == {"b": 1000, "a": 590}
    more = result("WB_QCBS", {"a": (80, 250), "b": (64, 500)}, [{"id": "q", "max": 500}], price_weight=100)
    assert str(of(more, "b").total) == "500"


@pytest.mark.parametrize(
    ("method", "bids", "criteria", "params", "expected"),
    [
        ("WEIGHTED", {"a": (1, 1)}, QUALITY, {}, ("MISSING", "params.price_weight")),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"price_criterion": "cost"},
            ("UNKNOWN_REFERENCE", "params.price_criterion"),
        ),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            [{"id": "q", "max": 70}, {"id": "price", "max": 30}],
            {"price_weight": 20},
            ("CONFLICT", "params.price_weight"),
        ),
        (
            "WEIGHTED",
            {"a": (1, None)},
            [],
            {"price_weight": 9, "price_formula": "CEILING"},
            ("MISSING", "params.ceiling"),
        ),
        (
            "WEIGHTED",
            {"a": (1, "0.5")},
            [{"id": "q", "max": 1}],
            {"price_formula": "COEFFICIENT"},
            ("OUT_OF_RANGE", "criteria"),
        ),
        (
            "WEIGHTED",
            {"a": (1, None)},
            [],
            {"price_weight": 9, "price_formula": "UTILITY_INDEX"},
            ("MISSING", "params.price_weight"),
        ),
        ("WEIGHTED", {"a": (1, 101)}, QUALITY, {"price_weight": 20}, ("OUT_OF_RANGE", "bids[0].scores.q")),
        ("WEIGHTED", {"a": (1, -1)}, QUALITY, {"price_weight": 20}, ("OUT_OF_RANGE", "bids[0].scores.q")),
        (
            "WEIGHTED",
            {"a": (1, {"z": 1})},
            QUALITY,
            {"price_weight": 20},
            ("UNKNOWN_REFERENCE", "bids[0].scores.z"),
        ),
        (
            "WEIGHTED",
            {"a": (1, 1), "b": (1, None)},
            QUALITY,
            {"price_weight": 20},
            ("MISSING", "bids[1].scores.q"),
        ),
        ("WEIGHTED", [bid("a", 1), bid("a", 2)], [], {"price_weight": 20}, ("DUPLICATE", "bids[1].id")),
        ("WEIGHTED", [bid("a", -1)], [], {"price_weight": 20}, ("OUT_OF_RANGE", "bids[0].price")),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            [*QUALITY, *QUALITY],
            {"price_weight": 20},
            ("DUPLICATE", "criteria[1].id"),
        ),
        ("WEIGHTED", {"a": (1, 1)}, [{"id": "q"}], {"price_weight": 20}, ("MISSING", "criteria[0].weight")),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"disqualified": ["z"]},
            ("UNKNOWN_REFERENCE", "params.disqualified[0]"),
        ),
        ("WEIGHTED", {"a": (1, 1)}, QUALITY, {"drawn": "z"}, ("UNKNOWN_REFERENCE", "params.drawn")),
        ("WEIGHTED", {"a": (1, 1)}, QUALITY, {"bend": {"at": 5}}, ("CONFLICT", "params.bend.factor")),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"bend": {"at": 5, "bonus": 1}},
            ("MISSING", "params.bend.stop"),
        ),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"bend": {"at": 5, "factor": 1, "stop": 5}},
            ("OUT_OF_RANGE", "params.bend.stop"),
        ),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"benchmark": {"drop": [{"from_bids": 2, "highest": 1, "lowest": 1}]}},
            ("CONFLICT", "params.benchmark.drop[0].from_bids"),
        ),
        (
            "WEIGHTED",
            {"a": (1, 1)},
            QUALITY,
            {"abnormally_low": {"percent_of_base": 80}},
            ("MISSING", "params.abnormally_low.base_price"),
        ),
        (
            "WB_QBS",
            {"a": (1, 1)},
            QUALITY,
            {"price_formula": "UTILITY_INDEX"},
            ("CONFLICT", "params.price_formula"),
        ),
        ("WB_QBS", {"a": (1, 1)}, [{"id": "q", "weight": 0}], {}, ("OUT_OF_RANGE", "criteria[0].max")),
        ("WB_QCBS", {"a": (1, 1)}, [{"id": "q", "weight": 0, "max": 5}], {}, ("CONFLICT", "criteria")),
        ("TW_RANK_SUM", VOTES, ITEMS, {"absent": ["m1", "m2", "m3"]}, ("CONFLICT", "params.absent")),
        (
            "LOWEST_EVALUATED",
            [bid("a", 1, adjustments=[{}])],
            [],
            {},
            ("CONFLICT", "bids[0].adjustments[0].amount"),
        ),
        ("TW_RANK_SUM", [{"id": "a", "scores": {}, "members": {}}], [], {}, ("CONFLICT", "bids[0].members")),
        ("TW_RANK_SUM", [VOTES[0], voted("乙", 1, m1=(1, 1))], ITEMS, {}, ("MISSING", "bids[1].members.m2")),
    ],
)
def test_a_wrong_field_is_named(
    method: str, bids: Any, criteria: Any, params: Any, expected: tuple[str, str]
) -> None:
    assert fault(method, bids, criteria, **params) == expected


# Properties


prices = st.lists(st.integers(1, 1000), min_size=2, max_size=6)
scores = st.lists(st.integers(0, 100), min_size=6, max_size=6)
POINTS = ["TW_TOTAL_SCORE", "CN_COMPREHENSIVE", "WB_QCBS", "WEIGHTED"]


@given(st.sampled_from(POINTS), prices, scores, st.permutations(range(6)), st.integers(2, 50))
def test_neither_order_nor_currency_changes_a_result(
    method: str, amounts: list[int], points: list[int], order: list[int], scale: int
) -> None:
    bids = [bid(str(place), amount, points[place]) for place, amount in enumerate(amounts)]
    shuffled = [bids[place] for place in order if place < len(bids)]
    larger = [each | {"price": each["price"] * scale} for each in bids]
    base = result(method, bids, QUALITY, price_weight="0.3")
    for other in (shuffled, larger):
        found = result(method, other, QUALITY, price_weight="0.3")
        assert totals(found) == totals(base)
        assert (found.award, set(found.ties)) == (base.award, set(base.ties))


@given(st.sampled_from(POINTS), prices, scores)
def test_a_winner_that_is_better_or_cheaper_still_wins(
    method: str, amounts: list[int], points: list[int]
) -> None:
    bids = [bid(str(place), amount, points[place]) for place, amount in enumerate(amounts)]
    first = result(method, bids, QUALITY, price_weight="0.3").award
    assume(first is not None)
    own = next(each for each in bids if each["id"] == first)
    better = own | {"scores": {"q": min(100, own["scores"]["q"] + 5)}}
    cheaper = own | {"price": own["price"] / 2}
    for changed in (better, cheaper):
        others = [changed if each["id"] == first else each for each in bids]
        assert (
            result(
                method,
                [{**each, "price": str(each["price"])} for each in others],
                QUALITY,
                price_weight="0.3",
            ).award
            == first
        )


@given(st.sampled_from(POINTS), prices, scores)
def test_totals_stay_within_the_points_there_are(method: str, amounts: list[int], points: list[int]) -> None:
    bids = [bid(str(place), amount, points[place]) for place, amount in enumerate(amounts)]
    found = result(method, bids, QUALITY, price_weight="0.3")
    assert all(each.total is not None and 0 <= each.total <= 100 for each in found.ranking)
    assert found.highest_possible == 100


@pytest.mark.parametrize("method", list(Method))
def test_every_method_names_its_rule_and_ranks_the_plainly_best_first(method: Method) -> None:
    params: dict[str, Any] = (
        {"price_weight": "0.3"} if method is not Method.CN_BENCHMARK else {"price_weight": 30}
    )
    found = result(method.value, {"best": (90, 90), "worst": (120, 10)}, QUALITY, **params)
    assert (found.award, bool(found.rule)) == ("best", True)
