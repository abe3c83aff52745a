"""Published worked examples of award methods, to the printed digit; each test names its source."""

from decimal import Decimal
from typing import Any

import pytest

from kamkit.bids.evaluation import evaluate
from kamkit.bids.results import EvaluationResult, RankedBid
from kamkit.bids.tender import Tender
from kamkit.wire.reading import read

HALF_UP = {"mode": "HALF_UP", "places": 2}


def result(
    method: str,
    bids: dict[str, tuple[Any, Any]] | list[dict[str, Any]],
    criteria: list[dict[str, Any]] | None = None,
    **params: Any,
) -> EvaluationResult:
    """Evaluate bids given as {id: (price, scores)}, where scores may be one number for the item q."""
    listed = bids if isinstance(bids, list) else [_bid(id_, *entry) for id_, entry in bids.items()]
    given = {"method": method, "criteria": criteria or [], "bids": listed, "params": params}
    return evaluate(read(Tender, given))


def _bid(id_: str, price: Any, scores: Any) -> dict[str, Any]:
    sheet = scores if isinstance(scores, dict) else {} if scores is None else {"q": scores}
    return {"id": id_, "price": price, **({"scores": sheet} if sheet else {})}


def by_id(found: EvaluationResult) -> dict[str, RankedBid]:
    return {each.id: each for each in found.ranking}


def totals(found: EvaluationResult) -> dict[str, str | None]:
    return {id_: None if each.total is None else str(each.total) for id_, each in by_id(found).items()}


def price_scores(found: EvaluationResult) -> dict[str, str]:
    return {id_: str(each.price_score) for id_, each in by_id(found).items()}


def ranked(found: EvaluationResult) -> list[str]:
    return [each.id for each in found.ranking if each.rank is not None]


QUALITY = [{"id": "q", "max": 100}]


def test_relative_to_the_lowest_bid_with_200_points() -> None:
    """Negometrix US help, "Low bid scoring formula"."""
    items = [
        {"id": "experience", "weight": 60, "max": 60},
        {"id": "assurance", "weight": 40, "max": 40},
        {"id": "time", "weight": 30, "max": 30},
    ]
    bids = {
        "A": (10000, {"experience": 40, "assurance": 30, "time": 20}),
        "B": (8000, {"experience": 32, "assurance": 20, "time": 22}),
    }
    found = result("WEIGHTED", bids, items, price_weight=70)
    assert (totals(found), price_scores(found)) == ({"A": "146", "B": "144"}, {"A": "56", "B": "70"})
    assert (found.award, found.highest_possible) == ("A", 200)
    as_item = result("WEIGHTED", bids, [*items, {"id": "price", "weight": 70, "max": 70}])
    assert as_item == found


def test_the_utility_index() -> None:
    """Mercell / Negometrix wiki, "Utility Index (EU)"."""
    found = result(
        "WEIGHTED",
        {"A": (1000, "0.9"), "B": (875, "0.8"), "C": (600, "0.6")},
        [{"id": "q", "weight": 60, "max": 1}],
        price_weight=40,
        price_formula="UTILITY_INDEX",
        rounding={"mode": "HALF_UP", "places": 4},
    )
    assert totals(found) == {"A": "0.6000", "B": "0.5829", "C": "0.5500"}
    assert (ranked(found), found.award) == (["A", "B", "C"], "A")


def test_a_ceiling_takes_out_what_is_dearer_and_price_points_may_be_negative() -> None:
    """Japan, Fundamental IT Engineer exam, autumn 2015, question 66; its page prints 110 for D, its formula gives 90."""
    bids = {"A": (700, 50), "B": (800, 65), "C": (900, 80), "D": (1100, 100)}
    found = result("WEIGHTED", bids, QUALITY, price_weight=100, price_formula="CEILING", ceiling=1000)
    assert totals(found) == {"A": "80", "B": "85", "C": "90", "D": None}
    assert found.award == "C"
    assert [reason.code.value for reason in by_id(found)["D"].reasons] == ["ABOVE_CEILING"]
    before = {each.id: each for each in found.ranking_before}
    assert (before["D"].price_score, before["D"].total) == (-10, 90)


def test_points_cut_at_three_decimals() -> None:
    """OSCE Peru, evaluation of works proposals."""
    days = {"A": (150, None), "B": (120, None), "C": (130, None), "D": (135, None), "E": (300, None)}
    cut = {"mode": "DOWN", "places": 3}
    found = result("WEIGHTED", days, price_weight=10, price_formula="RELATIVE", rounding=cut)
    assert price_scores(found) == {"A": "7.500", "B": "10.000", "C": "9.166", "D": "8.750", "E": "-5.000"}
    up = result(
        "WEIGHTED", days, price_weight=10, price_formula="RELATIVE", rounding=cut | {"mode": "HALF_UP"}
    )
    assert price_scores(up)["C"] == "9.167"
    sheet = result(
        "WEIGHTED",
        {"A": (50, 95)},
        [{"id": "q", "weight": 40, "max": 100}],
        price_weight=60,
        rounding=cut,
    )
    assert totals(sheet) == {"A": "98.000"}


def test_korean_price_points_with_a_bend_and_a_stop() -> None:
    """jinee.net tender guide (28.24); Clunix wiki, rule of 2013 (the bend)."""
    simple = result(
        "WEIGHTED", {"L": (80000000, None), "O": (85000000, None)}, price_weight=30, rounding=HALF_UP
    )
    assert price_scores(simple)["O"] == "28.24"
    bids = {"90": (90, None), "75": (75, None), "62": (62, None)}
    bend = {"at": 80, "bonus": 2, "stop": 60}
    bent = result("WEIGHTED", bids, price_weight=20, bend=bend, rounding=HALF_UP | {"places": 4})
    assert price_scores(bent) == {"90": "13.7778", "75": "16.0000", "62": "17.3000"}


def test_a_ratio_is_rounded_first() -> None:
    """Info21c on the rule of the Korean PPS: 0.8903, 60.15; not 60.1347."""
    params = {
        "price_weight": 70,
        "price_formula": "DEVIATION",
        "expected_price": 128226825,
        "target_ratio": "0.91",
        "penalty": 5,
    }
    bids = {"A": (114156413, None)}
    first = result("WEIGHTED", bids, **params, rounding=HALF_UP | {"ratio_places": 4})
    assert price_scores(first) == {"A": "60.15"}
    last = result("WEIGHTED", bids, **params, rounding=HALF_UP | {"places": 4})
    assert price_scores(last) == {"A": "60.1347"}


def test_prozorro_divides_the_price_by_an_exact_coefficient() -> None:
    """ProzorroUKR/prozorro-auction tests: coefficient 9/7, 364.7778; reverse (ESCO) 771.4286."""
    items = [{"id": "air", "max": "0.15"}, {"id": "years", "max": "0.15"}]
    bids = {"1": (469, {"air": "0.1", "years": "0.1"}), "2": (479, {"air": "0.15", "years": "0.15"})}
    found = result("WEIGHTED", bids, items, price_formula="COEFFICIENT")
    first, second = by_id(found)["1"], by_id(found)["2"]
    assert str(first.coefficient)[:12] == "1.2857142857"
    assert str(first.weighted_price)[:12] == "364.77777777"
    assert str(second.weighted_price) == "335.3"
    assert (found.award, found.better.value) == ("2", "LOWER")
    assert (second.bid_price, second.contract_price) == (479, 479)
    esco = result(
        "WEIGHTED", {"1": (600, bids["1"][1])}, items, price_formula="COEFFICIENT", higher_price_wins=True
    )
    assert str(by_id(esco)["1"].weighted_price)[:11] == "771.4285714"


def test_georgia_and_the_united_kingdom() -> None:
    """Georgia Procurement Manual 5.6.3.2.2; UK Cabinet Office guidance, quoted by Public Spend Forum."""
    georgia = result(
        "WEIGHTED",
        {"A": (50000, None), "B": (55000, None)},
        price_weight=300,
        rounding=HALF_UP | {"places": 1},
    )
    assert price_scores(georgia) == {"A": "300.0", "B": "272.7"}
    bids = {"A": (15000, None), "B": (10000, None), "C": (30000, None)}
    kingdom = result("WEIGHTED", bids, price_weight=1, rounding=HALF_UP | {"places": 3})
    assert price_scores(kingdom) == {"A": "0.667", "B": "1.000", "C": "0.333"}


def test_quality_in_money_may_take_a_price_below_zero() -> None:
    """Negometrix help, "Award on value"; a Swedish call-off rule: 40 SEK a point, 15 points at the most."""
    value = [{"id": "q", "weight": 2500, "max": 100}]
    found = result("AWARD_ON_VALUE", {"N": (80000, 60)}, value)
    assert (by_id(found)["N"].evaluation_price, by_id(found)["N"].contract_price) == (78500, 80000)
    bids = {"A": (1150, 15), "B": (900, 8), "C": (620, 0), "D": (500, 15)}
    swedish = result("AWARD_ON_VALUE", bids, [{"id": "q", "weight": 600, "max": 15}])
    assert totals(swedish) == {"A": "550", "B": "580", "C": "620", "D": "-100"}
    assert (ranked(swedish), swedish.award) == (["D", "A", "B", "C"], "D")
    malus = result("AWARD_ON_VALUE", {"N": (80000, -10)}, value)
    assert totals(malus) == {"N": "80250"}


def test_three_equal_bids() -> None:
    """H. Denfield, "Goldilocks and the three problems": the middle one comes last."""
    found = result(
        "WEIGHTED",
        {"A": (50, 50), "B": (75, 75), "C": (100, 100)},
        [{"id": "q", "weight": 50, "max": 100}],
        price_weight=50,
    )
    assert {id_: total[:7] for id_, total in totals(found).items() if total} == {
        "A": "75",
        "B": "70.8333",
        "C": "75",
    }
    assert {id_: each.rank for id_, each in by_id(found).items()} == {"A": 1, "B": 3, "C": 1}
    assert (found.award, found.ties, found.outcome.value) == (None, ("A", "C"), "TIE")


FIRMS = {"P": (1200, 88), "Q": (900, 82), "R": (300, 74)}


@pytest.mark.parametrize(
    "shape",
    [
        {"criteria": [{"id": "q", "weight": 100, "max": 100}], "price_weight": "0.2"},
        {"criteria": [{"id": "q", "weight": 100, "max": 100}], "price_weight": 20},
        {"criteria": [{"id": "q", "weight": "0.8", "max": 100}], "price_weight": "0.2"},
        {"criteria": [{"id": "q", "weight": 80, "max": 100}], "price_weight": 20},
        {"criteria": [{"id": "q", "weight": 80, "max": 100}, {"id": "price", "weight": 20}]},
        {"criteria": [{"id": "q", "weight": 1, "max": 100}], "price_weight": "0.2"},
    ],
)
def test_quality_and_cost(shape: dict[str, Any]) -> None:
    """RSRDC Rajasthan: Sf = 100 Fm / F, S = St 80% + Sf 20%; the firm that fails sets no lowest price."""
    found = result("WB_QCBS", FIRMS, shape.pop("criteria"), pass_mark=75, **shape)
    assert {id_: each.total for id_, each in by_id(found).items()} == {
        "P": Decimal("85.4"),
        "Q": Decimal("85.6"),
        "R": None,
    }
    assert (found.award, found.reference_price) == ("Q", 900)
    first = by_id(found)["P"]
    assert (first.technical, first.price_score) == (88, 75)
    assert (first.technical_part, first.price_part) == (Decimal("70.4"), 15)
    shut = by_id(found)["R"]
    assert (shut.technical, shut.price_score, shut.eligible) == (74, None, False)
    before = {each.id: each.total for each in found.ranking_before}
    assert str(before["P"]) == "75.4"
    assert str(before["Q"])[:7] == "72.2666"
    assert [reason.code.value for reason in found.reasons] == ["EXCLUSION_CHANGED_FIRST"]


def test_the_other_methods_of_the_bank() -> None:
    """ADB manual para 94 (1,000 points, 750); Ghana's law on LCS and FBS."""
    same: dict[str, Any] = {"criteria": QUALITY, "pass_mark": 75}
    quality = result("WB_QBS", FIRMS, **same)
    assert (quality.award, by_id(quality)["P"].contract_price) == ("P", None)
    assert "PRICE_NEGOTIATED" in {reason.code.value for reason in quality.reasons}
    assert result("WB_LCS", FIRMS, **same).award == "Q"
    assert result("WB_FBS", FIRMS, **same, budget=1300).award == "P"
    tight = result("WB_FBS", FIRMS, **same, budget=1000)
    assert (tight.award, by_id(tight)["P"].reasons[0].code.value) == ("Q", "ABOVE_BUDGET")
    thousand = {"P": (1200, 880), "Q": (900, 820), "R": (300, 749)}
    adb = result(
        "WB_QCBS", thousand, [{"id": "q", "weight": 1000, "max": 1000}], pass_mark=750, price_weight="0.2"
    )
    assert totals(adb) == {"P": "854", "Q": "856", "R": None}


@pytest.mark.parametrize(("price", "low"), [(81000, True), (82000, False), (83000, False)])
def test_percentage_points_below_the_mean_are_not_per_cent(price: int, low: bool) -> None:
    """Tendios, "bajas temerarias": mean discount 8.33%, threshold 18.33%."""
    rule = {"points_below_mean": 10, "base_price": 100000}
    prices = {"A": (100000, None), "B": (90000, None), "C": (85000, None)}
    found = result("LOWEST_EVALUATED", prices, abnormally_low=rule)
    assert not any(reason.code.value == "ABNORMALLY_LOW" for each in found.ranking for reason in each.reasons)
    # The tested offer is judged by the mean of the three, as a fourth would move it.
    mean = Decimal(275000) / 3
    threshold = 100000 * (1 - (1 - mean / 100000) - Decimal("0.10"))
    assert (price < threshold) is low
    assert str(threshold)[:8] == "81666.66"


def test_half_gain_below_the_inquiry_price() -> None:
    """Japan, local rule sheet 評価点の算出式: 15.8333, 8.0000, 14.0000 (not 16.0000)."""
    four = HALF_UP | {"places": 4}
    params = {"price_weight": 80, "price_formula": "CEILING", "ceiling": 100, "rounding": four}
    bids = {"90": (90, 19), "80": (80, 19)}
    items = [{"id": "q", "weight": 20, "max": 24}]
    found = result("WEIGHTED", bids, items, **params, bend={"at": 85, "factor": "0.5"})
    assert price_scores(found) == {"90": "8.0000", "80": "14.0000"}
    assert str(by_id(found)["90"].technical) == "15.8333"
    assert price_scores(result("WEIGHTED", bids, items, **params))["80"] == "16.0000"


def test_a_benchmark_of_trimmed_bids() -> None:
    """Mainland tender clause 2.2.2-2.2.6: mean of five 93.4, base 88.73."""
    bids = {str(price): (price, None) for price in (100, 96, 95, 94, 92, 90, 70)}
    found = result("CN_BENCHMARK", bids, price_weight=100, rounding=HALF_UP)
    assert found.reference_price == Decimal("88.73")
    assert price_scores(found) == {
        "90": "98.28",
        "92": "95.58",
        "94": "92.87",
        "95": "91.52",
        "96": "90.17",
        "100": "84.76",
        "70": "83.11",
    }


def test_a_small_firms_price_is_reduced_for_evaluation_only() -> None:
    """财政部令第87号 §55 with a deduction of 10%; the contract stays at the price bid."""
    bids = [
        {"id": "X", "price": 100, "small": True},
        {"id": "Y", "price": 95},
        {"id": "Z", "price": 92},
    ]
    found = result("CN_COMPREHENSIVE", bids, price_weight=30, deduction_small="0.10", rounding=HALF_UP)
    assert price_scores(found) == {"X": "30.00", "Y": "28.42", "Z": "29.35"}
    first = by_id(found)["X"]
    assert (first.bid_price, first.evaluation_price, first.contract_price) == (100, 90, 100)
    assert found.reference_price == 90
    without = result("CN_COMPREHENSIVE", bids, price_weight=30, rounding=HALF_UP)
    assert price_scores(without) == {"X": "27.60", "Y": "29.05", "Z": "30.00"}


def test_ten_points_at_the_lowest_and_none_at_twice_it() -> None:
    """German notice of 2023 (floor 0, three decimals); South Africa's form of the same without a floor."""
    prices = {str(price): (price, None) for price in (100000, 125000, 199999, 200000, 260000)}
    three = HALF_UP | {"places": 3}
    params = {"price_weight": 10, "price_formula": "RELATIVE", "rounding": three}
    german = price_scores(result("WEIGHTED", prices, **params, floor=0))
    assert list(german.values()) == ["10.000", "7.500", "0.000", "0.000", "0.000"]
    assert price_scores(result("WEIGHTED", prices, **params))["260000"] == "-6.000"
    africa = result(
        "WEIGHTED",
        {"a": (100, None), "b": (260, None)},
        price_weight=80,
        price_formula="RELATIVE",
        rounding=HALF_UP,
    )
    assert price_scores(africa)["b"] == "-48.00"


def test_the_lowest_price_first_rule_of_order_87() -> None:
    """Public pages on 财政部令第87号: 90, 100, 120 with 30 points give 30, 27, 22.5."""
    found = result("CN_COMPREHENSIVE", {"a": (90, None), "b": (100, None), "c": (120, None)}, price_weight=30)
    assert price_scores(found) == {"a": "30", "b": "27", "c": "22.5"}
    shares = result(
        "WB_QCBS",
        {"a": (20, None), "b": (40, None), "c": (60, None)},
        price_weight=100,
        rounding=HALF_UP | {"places": 1},
    )
    assert price_scores(shares) == {"a": "100.0", "b": "50.0", "c": "33.3"}


def test_a_guide_that_rounds_each_component_first() -> None:
    """Korean vendor-scoring guide: 4.19, 4.02, 3.96; exactly 4.19, 4.0075, 3.9625."""
    items = [
        {"id": id_, "weight": weight, "max": 5}
        for id_, weight in zip("abcde", ("0.3", "0.25", "0.2", "0.15", "0.1"), strict=True)
    ]
    scores = {
        "A": ("4.2", "5.0", "3.5", "4.0", "3.8"),
        "B": ("3.8", "4.17", "4.5", "3.5", "4.0"),
        "C": ("4.5", "3.33", "4.0", "4.2", "3.5"),
    }
    bids = {id_: (None, dict(zip("abcde", each, strict=True))) for id_, each in scores.items()}
    params = {"price_weight": 0}
    exact = result("TW_TOTAL_SCORE", bids, items, **params)
    assert totals(exact) == {"A": "4.19", "B": "4.0075", "C": "3.9625"}
    first = HALF_UP | {"item_places": 2, "score_places": 1}
    assert totals(result("TW_TOTAL_SCORE", bids, items, **params, rounding=first)) == {
        "A": "4.19",
        "B": "4.02",
        "C": "3.96",
    }
