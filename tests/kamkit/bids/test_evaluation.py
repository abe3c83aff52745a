"""What the rule books say of evaluations beyond their formulas: exclusions, ties, members, prices."""

from decimal import Decimal
from typing import Any

import pytest
from tests.kamkit.bids.tenders import ITEMS, QUALITY, VOTES, bid, codes, fault, of, result, totals, voted

# Taiwan, by 最有利標評選辦法


def test_members_rank_one_by_one_and_equal_scores_share_the_better_rank() -> None:
    found = result("TW_RANK_SUM", VOTES, ITEMS)
    assert [dict(each.ranks) for each in found.ranking] == [
        {"m1": 2, "m2": 1, "m3": 1},
        {"m1": 1, "m2": 2, "m3": 2},
        {"m1": 3, "m2": 3, "m3": 2},
    ]
    assert totals(found) == {"乙": 4, "甲": 5, "丙": 8}
    assert (found.award, found.better.value) == ("乙", "LOWER")
    assert codes(found) == ["OVERALL_JUDGEMENT"]


def test_a_price_by_formula_enters_every_members_ranking() -> None:
    found = result("TW_RANK_SUM", VOTES, ITEMS, price_weight=20, price_formula="PROPORTIONAL")
    assert of(found, "丙").price_score == 20
    assert codes(found) == []
    assert found.award == "乙"


def test_an_absent_member_does_not_count_and_a_small_quorum_is_told() -> None:
    found = result("TW_RANK_SUM", VOTES, ITEMS, absent=["m3"], committee_size=5)
    assert totals(found) == {"甲": 3, "乙": 3, "丙": 6}
    assert (found.award, found.ties) == (None, ("甲", "乙"))
    assert codes(found) == ["TOO_FEW_MEMBERS", "OVERALL_JUDGEMENT", "TIE_WITHOUT_RULE"]


def test_an_exclusion_ranks_the_others_anew_and_both_rankings_are_kept() -> None:
    votes = [
        voted("A", 1, m1=(40, 20), m2=(30, 20), m3=(30, 20)),
        voted("B", 1, m1=(30, 20), m2=(50, 30), m3=(29, 20)),
        voted("C", 1, m1=(35, 20), m2=(29, 20), m3=(50, 30)),
    ]
    found = result("TW_RANK_SUM", votes, ITEMS, disqualified=["B"])
    assert {each.id: each.total for each in found.ranking_before} == {"C": 6, "A": 5, "B": 7}
    assert totals(found) == {"A": 4, "C": 5, "B": None}
    assert of(found, "B").reasons[0].code.value == "DISQUALIFIED"


@pytest.mark.parametrize(("rule", "out"), [("AVERAGE", []), ("MAJORITY", ["甲"])])
def test_the_pass_mark_is_of_the_mean_or_of_most_members(rule: str, out: list[str]) -> None:
    votes = [
        voted("甲", 1, m1=(50, 30), m2=(40, 19), m3=(40, 19)),
        voted("乙", 1, m1=(40, 20), m2=(40, 20), m3=(40, 20)),
    ]
    found = result("TW_TOTAL_SCORE", votes, ITEMS, pass_mark=60, pass_rule=rule)
    assert [each.id for each in found.ranking if not each.eligible] == out


def test_below_the_mean_pass_mark_is_out() -> None:
    found = result("TW_TOTAL_SCORE", VOTES, ITEMS, pass_mark=60)
    assert [(each.id, each.rank) for each in found.ranking] == [("乙", 1), ("甲", 2), ("丙", None)]
    reason = of(found, "丙").reasons[0]
    assert (reason.code.value, str(reason.values["score"])[:6]) == ("BELOW_THE_MARK", "53.333")
    assert of(found, "乙").technical == of(found, "乙").total


def test_a_price_that_the_committee_scores_is_an_item() -> None:
    votes = [voted("甲", 90, m1=(40, 20, 18)), voted("乙", 99, m1=(40, 22, 15))]
    found = result("TW_TOTAL_SCORE", votes, [*ITEMS, {"id": "price", "weight": 20}])
    assert totals(found) == {"甲": 78, "乙": 77}
    assert codes(found) == []


def test_a_price_weight_outside_20_to_50_per_cent_is_told() -> None:
    found = result("TW_TOTAL_SCORE", VOTES, ITEMS, price_weight=10, total=90)
    reason = next(each for each in found.reasons if each.code.value == "PRICE_WEIGHT_OUTSIDE_RULE")
    assert (reason.values["least"], reason.values["most"]) == (20, 50)


def test_price_for_a_point() -> None:
    found = result("TW_UNIT_PRICE", {"甲": (900, 90), "乙": (760, 80), "丙": (700, 0)}, QUALITY, pass_mark=70)
    assert totals(found) == {"乙": Decimal("9.5"), "甲": 10, "丙": None}
    assert (of(found, "乙").weighted_price, of(found, "乙").contract_price) == (Decimal("9.5"), 760)
    assert (found.award, found.highest_possible) == ("乙", None)
    zero = result("TW_UNIT_PRICE", {"甲": (900, 90), "丙": (700, 0)}, QUALITY)
    assert (zero.award, zero.outcome.value, zero.ties) == (None, "RULE_NEEDED", ("丙",))


EQUAL = [
    voted("甲", 900, m1=(45, 20), m2=(40, 25), m3=(40, 25)),
    voted("乙", 950, m1=(40, 24), m2=(44, 20), m3=(43, 24)),
    voted("丙", 990, m1=(10, 10), m2=(10, 10), m3=(10, 10)),
]


@pytest.mark.parametrize(
    ("steps", "award", "outcome", "ties"),
    [
        (None, None, "TIE", ("甲", "乙")),
        ([], None, "TIE", ("甲", "乙")),
        (["LOWEST_PRICE"], "甲", "AWARDED", ()),
        (["HEAVIEST_ITEM"], "乙", "AWARDED", ()),
        (["BETTER_TECHNICAL"], None, "DRAW", ("甲", "乙")),
        (["MORE_FIRSTS"], "甲", "AWARDED", ()),
        (["DRAW"], None, "DRAW", ("甲", "乙")),
        (["EVALUATE_AGAIN"], None, "EVALUATE_AGAIN", ("甲", "乙")),
    ],
)
def test_the_tenders_own_step_decides_a_tie(
    steps: Any, award: Any, outcome: str, ties: tuple[str, ...]
) -> None:
    found = result("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=steps)
    assert [each.rank for each in found.ranking] == [1, 1, 3]
    assert (found.award, found.outcome.value, found.ties) == (award, outcome, ties)


def test_lots_that_were_drawn_give_the_award() -> None:
    found = result("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["DRAW"], drawn="乙")
    assert (found.award, found.ties) == ("乙", ())
    assert "LOTS_DRAWN" in codes(found)


def test_a_further_evaluation_decides_and_the_third_is_the_last() -> None:
    again = {"scores": {"甲": {"plan": 40, "team": 20}, "乙": {"plan": 41, "team": 20}}}
    found = result("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["EVALUATE_AGAIN"], rounds=[again])
    assert (found.award, of(found, "乙").rank) == ("乙", 1)
    members = {"members": {"甲": {"m1": {"plan": 41, "team": 20}}, "乙": {"m1": {"plan": 41, "team": 20}}}}
    equal = result("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["EVALUATE_AGAIN"], rounds=[members])
    assert (equal.outcome.value, codes(equal)[-2:]) == ("DRAW", ["TIE_STEP_UNDECIDED", "LOTS_TO_DRAW"])
    last = result("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["EVALUATE_AGAIN"], evaluations_held=3)
    assert (last.outcome.value, "EVALUATIONS_USED_UP" in codes(last)) == ("DRAW", True)


def test_a_further_evaluation_must_be_whole() -> None:
    half = {"scores": {"甲": {"plan": 40, "team": 20}, "乙": {"plan": 41}}}
    assert fault("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["EVALUATE_AGAIN"], rounds=[half]) == (
        "MISSING",
        "params.rounds[0].乙.team",
    )


def test_a_step_that_cannot_tell_leads_to_the_next() -> None:
    two = [{"id": "plan", "weight": 50, "max": 50}, {"id": "team", "weight": 50, "max": 50}]
    bids = {"a": (None, {"plan": 30, "team": 40}), "b": (9, {"plan": 40, "team": 30})}
    steps = ["HEAVIEST_ITEM", "MORE_FIRSTS", "LOWEST_PRICE", "BETTER_TECHNICAL"]
    found = result("WB_QBS", bids, two, tie=steps)
    assert (found.outcome.value, found.ties) == ("TIE", ("a", "b"))
    assert codes(found)[-5:] == ["TIE_STEP_UNDECIDED"] * 4 + ["TIE_WITHOUT_RULE"]


def test_an_item_that_nobody_scored_decides_nothing() -> None:
    found = result("CN_LOWEST_EVALUATED", {"a": (9, None), "b": (9, None)}, QUALITY, tie=["HEAVIEST_ITEM"])
    assert codes(found) == ["TIE_STEP_UNDECIDED", "LOTS_TO_DRAW"]


def test_a_further_evaluation_is_by_the_same_members() -> None:
    sheet = {"plan": 40, "team": 20}
    members = {"甲": {"m1": sheet, "m2": sheet}, "乙": {"m1": sheet}}
    assert fault("TW_TOTAL_SCORE", EQUAL, ITEMS, tie=["EVALUATE_AGAIN"], rounds=[{"members": members}]) == (
        "CONFLICT",
        "params.rounds[0]",
    )


def test_equality_is_that_of_the_rounded_figure() -> None:
    near = {"X": (1, "86.004"), "Y": (1, "86.0049")}
    assert result("TW_TOTAL_SCORE", near, QUALITY).award == "Y"
    cut = result("TW_TOTAL_SCORE", near, QUALITY, rounding={"places": 2})
    assert (cut.award, cut.ties) == (None, ("X", "Y"))
    assert str(of(cut, "X").total) == "86.00"


def test_equal_totals_of_two_suppliers() -> None:
    """Programa-Semilla/bds-ps#199: no silent choice by id, name or order."""
    bids = {"Servidores": (983100, 6), "Distribuidora": (960500, 6), "Third": (990000, 5)}
    items = [{"id": "q", "max": 11}]
    silent = result("WEIGHTED", bids, items, price_weight=0)
    assert {each.id: each.rank for each in silent.ranking} == {
        "Servidores": 1,
        "Distribuidora": 1,
        "Third": 3,
    }
    assert (silent.award, silent.ties) == (None, ("Servidores", "Distribuidora"))
    assert result("WEIGHTED", bids, items, price_weight=0, tie=["LOWEST_PRICE"]).award == "Distribuidora"
    drawn = result("WEIGHTED", bids, items, price_weight=0, tie=["HEAVIEST_ITEM", "DRAW"])
    assert (drawn.award, drawn.outcome.value) == (None, "DRAW")


# The mainland, by 财政部令第87号


def test_equal_scores_stand_by_price_and_lots_decide_what_is_equal_in_both() -> None:
    bids = {"a": (100, 60), "b": (90, 57), "c": (90, 57)}
    found = result("CN_COMPREHENSIVE", bids, [{"id": "q", "max": 70}], price_weight=30)
    assert {each.id: (each.total, each.rank) for each in found.ranking} == {
        "a": (87, 3),
        "b": (87, 1),
        "c": (87, 1),
    }
    assert (found.outcome.value, found.ties) == ("DRAW", ("b", "c"))
    one = result("CN_COMPREHENSIVE", {"a": bids["a"], "b": bids["b"]}, [{"id": "q", "max": 70}])
    assert (one.award, one.highest_possible) == ("b", 100)


@pytest.mark.parametrize(
    ("purchase", "weight", "told"),
    [
        ("GOODS", 30, False),
        ("GOODS", 29, True),
        ("SERVICES", 10, False),
        ("SERVICES", 9, True),
        ("WORKS", 5, False),
    ],
)
def test_the_price_counts_at_least_what_order_87_says(purchase: str, weight: int, told: bool) -> None:
    items = [{"id": "q", "max": 100 - weight}]
    found = result(
        "CN_COMPREHENSIVE", {"a": (1, 1), "b": (2, 1)}, items, price_weight=weight, purchase=purchase
    )
    assert ("PRICE_WEIGHT_OUTSIDE_RULE" in codes(found)) is told


@pytest.mark.parametrize(
    ("purchase", "deduction", "told"), [("WORKS", 5, False), ("WORKS", 10, True), ("GOODS", "0.2", False)]
)
def test_the_deduction_has_its_bounds(purchase: str, deduction: Any, told: bool) -> None:
    bids = [bid("a", 100, small=True), bid("b", 94), bid("c", 100, deduction=4)]
    found = result("CN_LOWEST_EVALUATED", bids, deduction_small=deduction, purchase=purchase)
    assert ("DEDUCTION_OUTSIDE_RULE" in codes(found)) is told
    assert of(found, "c").evaluation_price == 96


def test_the_lowest_evaluated_price_wins_at_the_price_bid() -> None:
    bids = [bid("a", 100, small=True), bid("b", 94), bid("c", 90, valid=False)]
    found = result("CN_LOWEST_EVALUATED", bids, deduction_small=10)
    assert (found.award, of(found, "a").total, of(found, "a").contract_price) == ("a", 90, 100)
    assert [reason.code.value for reason in of(found, "a").reasons] == ["PRICE_EVALUATED"]
    assert of(found, "c").reasons[0].code.value == "REJECTED_BEFORE"
    equal = result("CN_LOWEST_EVALUATED", {"a": (1, None), "b": (1, None)})
    assert equal.outcome.value == "DRAW"


def test_a_benchmark_mixed_with_the_ceiling() -> None:
    rule = {"drop": [], "reduction": 0, "ceiling_share": "0.4", "above": 1, "below": "0.5"}
    found = result(
        "CN_BENCHMARK", {"a": (90, None), "b": (100, None)}, price_weight=100, benchmark=rule, ceiling=110
    )
    assert found.reference_price == 101
    assert str(of(found, "b").price_score)[:6] == "99.504"
    plain = result("CN_BENCHMARK", {"a": (90, None), "b": (100, None)}, benchmark=rule)
    assert plain.reference_price == 95


# The lowest evaluated price, and prices without a value


def test_adjustments_and_preferences_as_amounts_or_per_cent() -> None:
    bids = [
        bid("home", 105),
        bid("abroad", 100, adjustments=[{"percent": "7.5", "note": "preference"}]),
        bid("late", 95, adjustments=[{"amount": 20}, {"amount": -1}]),
    ]
    found = result("LOWEST_EVALUATED", bids)
    assert totals(found) == {"home": 105, "abroad": Decimal("107.5"), "late": 114}
    assert (found.award, of(found, "home").technical) == ("home", None)


def test_a_zero_price_has_no_points_and_asks_for_a_rule() -> None:
    found = result("WEIGHTED", {"a": (0, 50), "b": (10, 60)}, [{"id": "q", "max": 70}], price_weight=30)
    assert (found.award, found.outcome.value, found.ties) == (None, "RULE_NEEDED", ("a",))
    assert of(found, "a").reasons[-1].code.value == "FORMULA_WITHOUT_VALUE"
    assert of(found, "b").price_score == 0
    rank = result("TW_RANK_SUM", {"a": (0, 50), "b": (10, 60)}, [{"id": "q", "max": 70}], price_weight=30)
    assert rank.outcome.value == "RULE_NEEDED"
    bend = {"at": 5, "factor": 1}
    bent = result(
        "WEIGHTED", {"a": (0, 50), "b": (10, 60)}, [{"id": "q", "max": 70}], price_weight=30, bend=bend
    )
    assert bent.outcome.value == "RULE_NEEDED"


@pytest.mark.parametrize(
    ("formula", "scores"),
    [("LINEAR", [30, 15, 0]), ("RELATIVE", [30, 15, 0]), ("PROPORTIONAL", [30, 20, 15])],
)
def test_price_formulas(formula: str, scores: list[int]) -> None:
    prices = {"a": (100, None), "b": (150, None), "c": (200, None)}
    found = result("WEIGHTED", prices, price_weight=30, price_formula=formula)
    assert [each.price_score for each in found.ranking] == scores


def test_a_linear_formula_with_one_price_or_a_given_worst() -> None:
    assert (
        of(result("WEIGHTED", {"a": (9, None)}, price_weight=30, price_formula="LINEAR"), "a").price_score
        == 30
    )
    worst = result(
        "WEIGHTED",
        {"a": (100, None), "b": (150, None)},
        price_weight=30,
        price_formula="LINEAR",
        worst_price=300,
    )
    assert [each.price_score for each in worst.ranking] == [30, Decimal("22.5")]


def test_one_bid_is_first_without_competition_and_none_is_no_award() -> None:
    alone = result("WEIGHTED", {"Y": (479, None)}, price_weight=100)
    assert (alone.award, of(alone, "Y").rank, codes(alone)) == ("Y", 1, ["ONE_BID_ONLY"])
    none = result("WEIGHTED", [bid("Y", 479, valid=False)], price_weight=100)
    assert (none.award, none.outcome.value, codes(none)) == (None, "NO_BID", ["NO_BID_LEFT"])
    utility = result(
        "WEIGHTED", [bid("Y", 479, 5, valid=False)], QUALITY, price_weight=20, price_formula="UTILITY_INDEX"
    )
    assert utility.outcome.value == "NO_BID"


def test_a_bid_without_price_is_out_where_the_method_needs_one() -> None:
    found = result(
        "WB_QCBS", {"a": (None, 80), "b": (5, 70), "c": (None, 10)}, QUALITY, pass_mark=60, price_weight=20
    )
    assert [of(found, id_).reasons[0].code.value for id_ in "ac"] == ["PRICE_UNKNOWN", "BELOW_THE_MARK"]
    assert found.award == "b"
    utility = result(
        "WEIGHTED", {"a": (0, 5), "b": (5, 5)}, QUALITY, price_weight=20, price_formula="UTILITY_INDEX"
    )
    assert utility.outcome.value == "RULE_NEEDED"


def test_an_item_may_have_a_least_score() -> None:
    items = [{"id": "plan", "weight": 50, "max": 10, "min": 6}, {"id": "team", "weight": 50, "max": 10}]
    found = result(
        "TW_TOTAL_SCORE", {"a": (1, {"plan": 5, "team": 10}), "b": (1, {"plan": 6, "team": 6})}, items
    )
    assert (found.award, of(found, "a").reasons[0].code.value) == ("b", "BELOW_ITEM_MINIMUM")
    assert of(found, "b").total == 60


@pytest.mark.parametrize(
    ("rule", "flagged"),
    [
        ({"percent_below_mean": 20}, ["c"]),
        ({"percent_of_base": 80, "base_price": 100}, ["c"]),
        ({"points_below_mean": 10, "base_price": 100}, ["c"]),
        ({"percent_below_mean": 50}, []),
    ],
)
def test_an_abnormally_low_price_is_to_be_explained_and_stays_in(
    rule: dict[str, Any], flagged: list[str]
) -> None:
    found = result(
        "LOWEST_EVALUATED", {"a": (100, None), "b": (95, None), "c": (60, None)}, abnormally_low=rule
    )
    low = [each.id for each in found.ranking if any(r.code.value == "ABNORMALLY_LOW" for r in each.reasons)]
    assert (low, found.award) == (flagged, "c")
