from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.kamkit.bids.tenders import QUALITY, bid

from kamkit.bids.evaluation import evaluate
from kamkit.bids.leading import with_price
from kamkit.bids.price_to_win import PriceToWin, PriceToWinQuestion, price_to_win
from kamkit.bids.turning import answered, outside_of, turning_point
from kamkit.problems import InputError
from kamkit.wire.reading import read


def result(
    method: str, bids: list[dict[str, Any]], own: str, criteria: Any = None, **more: Any
) -> PriceToWin:
    params = more.pop("params", {})
    tender = {"method": method, "criteria": criteria or [], "bids": bids, "params": params}
    return price_to_win(read(PriceToWinQuestion, {"tender": tender, "bid": own, **more}))


def codes(found: PriceToWin) -> list[str]:
    return [reason.code.value for reason in found.reasons]


@pytest.mark.parametrize(("own", "equal", "deficit"), [("B", 850, 25), ("C", 550, 50)])
def test_how_much_too_dear_by_the_utility_index(own: str, equal: int, deficit: int) -> None:
    """Mercell / Negometrix wiki, "Utility Index (EU)"."""
    bids = [bid("A", 1000, "0.9"), bid("B", 875, "0.8"), bid("C", 600, "0.6")]
    items = [{"id": "q", "weight": 60, "max": 1}]
    params = {"price_weight": 40, "price_formula": "UTILITY_INDEX"}
    found = result("WEIGHTED", bids, own, items, params=params)
    assert (found.equal_price, found.too_dear_by, found.wins_now) == (equal, deficit, False)
    assert found.wins_up_to == equal - Decimal("0.01")
    assert [(reason.code.value, reason.values["bids"]) for reason in found.reasons] == [("LEVEL_WITH", "A")]


@pytest.mark.parametrize(
    ("ours", "theirs", "price"),
    [(60, 70, 100), (70, 60, 100), (70, 55, 240), (50, 50, 97)],
)
def test_the_closed_form_of_the_lowest_price(ours: int, theirs: int, price: int) -> None:
    """p <= p_c P / (P - (T_us - T_c)); a worse offer must be the lowest: p <= p_c (P + T_us - T_c) / P."""
    bids = [bid("us", None, ours), bid("them", price, theirs)]
    found = result("CN_COMPREHENSIVE", bids, "us", [{"id": "q", "max": 70}], params={"price_weight": 30})
    lead = ours - theirs
    exact = Fraction(price * 30, 30 - lead) if lead > 0 else Fraction(price * (30 + lead), 30)
    assert found.equal_price is not None
    assert float(found.equal_price) == pytest.approx(float(exact), rel=1e-15)
    assert (found.price, found.wins_now, found.too_dear_by) == (None, None, None)


@pytest.mark.parametrize(
    ("method", "equal"),
    [
        ("TW_UNIT_PRICE", Decimal("112.5")),
        ("AWARD_ON_VALUE", 110),
        ("LOWEST_EVALUATED", 100),
        ("WB_LCS", 100),
    ],
)
def test_the_closed_forms_of_quotients_and_money(method: str, equal: Decimal | int) -> None:
    bids = [bid("us", 150, 90), bid("them", 100, 80)]
    items = [] if method == "LOWEST_EVALUATED" else QUALITY
    if method == "LOWEST_EVALUATED":
        bids = [bid("us", 150), bid("them", 100)]
    assert result(method, bids, "us", items).equal_price == equal


def test_prices_of_a_benchmark_win_in_an_interval() -> None:
    bids = [bid(str(price), price) for price in (100, 96, 95, 94, 92, 70)] + [bid("us", 90)]
    found = result("CN_BENCHMARK", bids, "us", params={"price_weight": 100, "rounding": {"places": 2}})
    assert codes(found)[0] == "OWN_PRICE_MOVES_BASE"
    assert found.from_price is not None
    assert found.equal_price is not None
    assert found.from_price < Decimal("88.73") < found.equal_price < 93
    far = [bid("a", 100, 70), bid("us", 90, 0)]
    none = result("CN_BENCHMARK", far, "us", [{"id": "q", "max": 70}], params={"price_weight": 30})
    assert (none.equal_price, none.wins_up_to, codes(none)) == (
        None,
        None,
        ["OWN_PRICE_MOVES_BASE", "NO_PRICE_WINS"],
    )
    alone = result("CN_BENCHMARK", [bid("us", 90)], "us", params={"price_weight": 30})
    assert (alone.from_price, alone.equal_price) == (45, 135)


def test_a_pass_mark_missed_leaves_no_price_and_a_lone_bid_every_price() -> None:
    bids = [bid("us", 90, 50), bid("them", 100, 80)]
    found = result("WB_QCBS", bids, "us", QUALITY, params={"price_weight": "0.2", "pass_mark": 60})
    assert (found.equal_price, found.sure_up_to, codes(found)) == (None, None, ["NO_PRICE_WINS"])
    rival = result("WB_QCBS", bids, "them", QUALITY, params={"price_weight": "0.2", "pass_mark": 60})
    assert (rival.equal_price, rival.wins_now, codes(rival)) == (None, True, ["EVERY_PRICE_WINS"])


def test_a_unit_larger_than_the_price_and_a_rival_for_nothing_leave_none() -> None:
    bids = [bid("us", 90, 90), bid("them", 100, 90)]
    assert result("TW_UNIT_PRICE", bids, "us", QUALITY, unit=100).wins_up_to is None
    free = [bid("us", 90, 90), bid("them", 0, 90)]
    found = result("WEIGHTED", free, "us", QUALITY, params={"price_weight": "0.4"})
    assert (found.equal_price, codes(found)) == (None, ["NO_PRICE_WINS"])


def test_a_ceiling_is_a_limit_and_a_tie_rule_may_give_the_equal_price() -> None:
    bids = [bid("us", 90, 90), bid("them", 100, 50)]
    capped = result("TW_UNIT_PRICE", bids, "us", QUALITY, params={"ceiling": 120})
    assert (capped.equal_price, capped.wins_up_to) == (120, 120)
    params = {"price_weight": "0.5", "tie": ["BETTER_TECHNICAL"]}
    better = result("WEIGHTED", [bid("us", 90, 70), bid("them", 50, 50)], "us", QUALITY, params=params)
    assert better.equal_price == better.wins_up_to == Decimal("62.5")
    assert codes(better) == []


UNCERTAIN = [bid("us", 100, 80), bid("r1", 100, 80), bid("r2", 110, 85)]
PARAMS = {"price_weight": "0.4"}


def test_uncertain_rivals_give_a_sure_price_and_prices_by_probability() -> None:
    rivals = [
        {"id": "r1", "price_low": 90, "price_high": 110},
        {
            "id": "r2",
            "price_low": 100,
            "price_high": 120,
            "price_likely": 105,
            "quality_low": "0.9",
            "quality_high": "1.1",
        },
    ]
    found = result("WEIGHTED", UNCERTAIN, "us", QUALITY, params=PARAMS, rivals=rivals, samples=60)
    again = result("WEIGHTED", UNCERTAIN, "us", QUALITY, params=PARAMS, rivals=rivals, samples=60)
    other = result("WEIGHTED", UNCERTAIN, "us", QUALITY, params=PARAMS, rivals=rivals, samples=60, seed=1)
    assert found == again
    assert found.chances != other.chances
    prices = [chance.price for chance in found.chances]
    assert all(price is not None for price in prices)
    assert prices == sorted(prices, key=lambda price: price or 0)
    assert found.sure_up_to is not None
    assert found.sure_up_to <= (prices[0] or 0)


def test_rivals_without_a_range_give_one_price_for_every_probability() -> None:
    votes = [
        {"id": "us", "price": 100, "members": {"m": {"q": 80}}},
        {"id": "r1", "price": 100, "members": {"m": {"q": 80}}},
    ]
    rivals = [{"id": "r1", "price_low": 90, "price_high": 90, "quality_low": "0.5", "quality_high": "0.5"}]
    found = result("TW_UNIT_PRICE", votes, "us", QUALITY, rivals=rivals, samples=3, unit=1)
    assert {chance.price for chance in found.chances} == {180}
    assert (found.equal_price, found.sure_up_to) == (100, 179)
    hopeless = [bid("us", 100, 10), bid("r1", 100, 80)]
    fixed = [{"id": "r1", "price_low": 90, "price_high": 90}]
    lost = result(
        "WEIGHTED", hopeless, "us", QUALITY, params={"price_weight": "0.1"}, rivals=fixed, samples=2
    )
    assert {chance.price for chance in lost.chances} == {None}
    sure = result(
        "WB_LCS",
        [bid("us", 100, 80), bid("r1", None, 10)],
        "us",
        QUALITY,
        params={"pass_mark": 60},
        rivals=fixed,
        samples=2,
    )
    assert {chance.price for chance in sure.chances} == {None}
    base = [bid(str(price), price) for price in (100, 96, 95)] + [bid("us", 90)]
    narrow = [{"id": "95", "price_low": 95, "price_high": 95}]
    moved = result("CN_BENCHMARK", base, "us", params={"price_weight": 100}, rivals=narrow, samples=1)
    assert {chance.price for chance in moved.chances} == {moved.equal_price}


@settings(max_examples=25)
@given(
    st.sampled_from(["WEIGHTED", "CN_COMPREHENSIVE", "WB_QCBS", "TW_UNIT_PRICE"]),
    st.lists(st.tuples(st.integers(50, 150), st.integers(20, 100)), min_size=2, max_size=4),
)
def test_the_price_found_wins_and_the_next_unit_does_not(method: str, offers: list[tuple[int, int]]) -> None:
    bids = [bid(str(place), price, score) for place, (price, score) in enumerate(offers)]
    params = {"price_weight": "0.4"} if method != "TW_UNIT_PRICE" else {}
    tender = {"method": method, "criteria": QUALITY, "bids": bids, "params": params}
    question = read(PriceToWinQuestion, {"tender": tender, "bid": "0", "unit": 1})
    found = price_to_win(question)
    assume(found.wins_up_to is not None)
    price = found.wins_up_to or Decimal(0)
    own = question.tender.bids[0]
    assert evaluate(with_price(question.tender, own, price)).award == "0"
    assert evaluate(with_price(question.tender, own, price + 1)).award != "0"
    assert evaluate(with_price(question.tender, own, price / 2)).award == "0"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"bid": "x"}, "UNKNOWN_REFERENCE", "bid"),
        ({"rivals": [{"id": "x", "price_low": 1, "price_high": 2}]}, "UNKNOWN_REFERENCE", "rivals[0].id"),
        ({"rivals": [{"id": "us", "price_low": 1, "price_high": 2}]}, "CONFLICT", "rivals[0].id"),
        ({"rivals": [{"id": "r1", "price_low": 3, "price_high": 2}]}, "CONFLICT", "rivals[0].price_high"),
        (
            {"rivals": [{"id": "r1", "price_low": 1, "price_high": 2, "quality_low": 2}]},
            "CONFLICT",
            "rivals[0].quality_high",
        ),
        (
            {"rivals": [{"id": "r1", "price_low": 1, "price_high": 2, "price_likely": 3}]},
            "OUT_OF_RANGE",
            "rivals[0].price_likely",
        ),
        ({"unit": 0}, "OUT_OF_RANGE", "unit"),
        ({"method": "WB_QBS"}, "CONFLICT", "tender.method"),
        ({"bids": [bid("us", None, 1), bid("r1", None, 1)]}, "MISSING", "tender.bids"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], code: str, field: str) -> None:
    tender = {
        "method": change.pop("method", "WEIGHTED"),
        "criteria": QUALITY,
        "bids": change.pop("bids", UNCERTAIN),
        "params": PARAMS,
    }
    with pytest.raises(InputError) as raised:
        price_to_win(read(PriceToWinQuestion, {"tender": tender, "bid": "us", **change}))
    assert (raised.value.code.value, raised.value.field) == (code, field)


def test_a_turning_point_is_plain_where_it_can_be() -> None:
    def found(search: Any, holds: Callable[[Decimal], bool]) -> Any:
        return answered([search], lambda asked: [holds(tried) for _, tried in asked])[0]

    plain = found(turning_point(Decimal(1), Decimal(2)), lambda tried: tried <= Decimal("1.25"))
    assert plain == Decimal("1.25")
    third = found(turning_point(Decimal(1), Decimal(2)), lambda tried: 3 * tried <= 4)
    assert str(third)[:20] == "1.333333333333333333"
    assert found(outside_of(Decimal(1)), lambda _: True) is None
