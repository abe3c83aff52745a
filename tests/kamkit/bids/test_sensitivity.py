from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kamkit.bids.tenders import ITEMS, QUALITY, bid, voted

from kamkit.bids.leading import leaders
from kamkit.bids.sensitivity import Change, Sensitivity, sensitivity
from kamkit.bids.tender import Tender
from kamkit.wire.reading import read


def shape(method: str, bids: list[dict[str, Any]], criteria: Any = None, **params: Any) -> Tender:
    return read(Tender, {"method": method, "criteria": criteria or [], "bids": bids, "params": params})


def result(method: str, bids: list[dict[str, Any]], criteria: Any = None, **params: Any) -> Sensitivity:
    return sensitivity(shape(method, bids, criteria, **params))


def change(found: Sensitivity, of: str, id_: str | None = None) -> Change:
    return next(each for each in found.changes if each.of.value == of and each.bid == id_)


def codes(found: Sensitivity) -> list[str]:
    return [reason.code.value for reason in found.reasons]


def test_every_single_change_that_turns_the_award() -> None:
    found = result("WEIGHTED", [bid("a", 100, 80), bid("b", 80, 60)], QUALITY, price_weight="0.4")
    assert found.first == ("a",)
    price = change(found, "PRICE", "a")
    assert (price.now, str(price.turns_at)[:7], price.first) == (100, "114.285", ("b",))
    cheaper = change(found, "PRICE", "b")
    assert cheaper.turns_at == 70
    score = change(found, "SCORE", "a")
    assert (score.criterion, str(score.turns_at)[:7], score.change < 0) == ("q", "73.3333", True)
    assert str(change(found, "SCORE", "b").turns_at)[:7] == "66.6666"
    assert change(found, "PRICE_SHARE").turns_at == Decimal("0.5")
    sizes = [abs(each.change) / each.now for each in found.changes]
    assert sizes == sorted(sizes)


def test_scores_of_members_move_together() -> None:
    votes = [
        voted("甲", 90, m1=(45, 25), m2=(40, 25)),
        voted("乙", 95, m1=(40, 24), m2=(41, 25)),
        {"id": "丙", "price": 1, "valid": False},
    ]
    found = result("TW_RANK_SUM", votes, ITEMS)
    assert found.first == ("甲",) or codes(found) == ["NO_SINGLE_FIRST"]
    total = result("TW_TOTAL_SCORE", votes, ITEMS)
    moved = change(total, "SCORE", "甲")
    assert (moved.criterion, moved.now, moved.turns_at) == ("plan", Decimal("42.5"), 40)
    assert {each.of.value for each in total.changes} == {"SCORE"}


def test_where_nothing_can_turn_it_is_said() -> None:
    apart = [bid("a", 10, 100), bid("b", 1000, 0)]
    alone = result("WEIGHTED", [bid("a", 10, 80)], QUALITY, price_weight="0.4")
    assert (alone.changes, codes(alone)) == ((), ["NOTHING_TURNS"])
    tied = result("WEIGHTED", [apart[0], apart[0] | {"id": "c"}], QUALITY, price_weight="0.4")
    assert (tied.first, tied.changes, codes(tied)) == (("a", "c"), (), ["NO_SINGLE_FIRST"])
    priced = result("LOWEST_EVALUATED", [bid("a", 10), bid("b", 12), bid("c", 0, valid=False)])
    unscored = result("LOWEST_EVALUATED", [bid("a", 10), bid("b", 12)], QUALITY)
    assert {each.of.value for each in unscored.changes} == {"PRICE"}
    assert [(each.bid, each.turns_at, each.change) for each in priced.changes] == [
        ("b", 10, -2),
        ("a", 12, 2),
    ]


def test_a_zero_figure_is_measured_by_its_own_change() -> None:
    found = result("WEIGHTED", [bid("a", 100, 10), bid("b", 100, 0)], QUALITY, price_weight="0.4")
    assert change(found, "SCORE", "b").turns_at == 10
    items = [{"id": "q", "max": 100}, {"id": "spare", "max": 100}]
    free = [bid("a", None, {"q": 90, "spare": 50}), bid("b", None, {"q": 80, "spare": 50})]
    assert {each.of.value for each in result("WB_QBS", free, items).changes} == {"SCORE"}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(50, 150), st.integers(20, 100)), min_size=2, max_size=3))
def test_before_the_turn_nothing_changes(offers: list[tuple[int, int]]) -> None:
    bids = [bid(str(place), price, score) for place, (price, score) in enumerate(offers)]
    tender = shape("WEIGHTED", bids, QUALITY, price_weight="0.4")
    found = sensitivity(tender)
    assert found.first == leaders(tender)
    for each in found.changes:
        if each.of.value != "PRICE":
            continue
        halfway = str(each.now + each.change / 2)
        other = [one | {"price": halfway} if one["id"] == each.bid else one for one in bids]
        assert leaders(shape("WEIGHTED", other, QUALITY, price_weight="0.4")) == found.first
        assert each.first != found.first
