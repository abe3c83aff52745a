from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.problems import InputError
from kamkit.references.effect import Deal, EffectInput, EffectResult, effect
from kamkit.references.value import ReferenceValueInput, ReferenceValueResult, value
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import read


def valued(*converted: dict[str, Any], rate: str = "0.01") -> ReferenceValueResult:
    return value(read(ReferenceValueInput, loads(dumps({"converted": list(converted), "rate": rate}))))


def won(name: str, worth: int, share: str, periods: int = 0, **degrees: str) -> dict[str, Any]:
    influences = [{"reference": reference, "degree": degree} for reference, degree in degrees.items()]
    return {
        "id": name,
        "lifetime_value": worth,
        "references_share": share,
        "periods": periods,
        "influences": influences,
    }


def test_reference_value_is_the_moved_part_of_what_was_won() -> None:
    result = valued(won("n1", 1000, "0.4", A="0.5", B="0.25"), won("n2", 505, "0.2", 1, A="1"))
    # A: .4 x .5 x 1000 + .2 x 1 x 505 / 1.01 = 200 + 100; B: 100; a quarter of 400 has no reference.
    assert [(each.reference, each.value, each.customers) for each in result.references] == [
        ("A", 300, 2),
        ("B", 100, 1),
    ]
    assert (result.total, result.unassigned) == (400, 100)
    assert [reason.values for reason in result.references[0].reasons] == [
        {"customer": "n1", "amount": 200},
        {"customer": "n2", "amount": 100},
    ]
    assert valued().total == 0


@pytest.mark.parametrize(
    ("converted", "field"),
    [
        (won("n", 1, "1.1"), "converted[0].references_share"),
        (won("n", 1, "1", A="0.6", B="0.5"), "converted[0].influences"),
        (
            won("n", 1, "1") | {"influences": [{"reference": "A", "degree": 0}] * 2},
            "converted[0].influences[1].reference",
        ),
    ],
)
def test_a_wrong_field_is_named(converted: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        valued(converted)
    assert refused.value.field == field


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 60)), max_size=6))
def test_what_references_moved_is_never_more_than_was_won(customers: list[tuple[int, int, int]]) -> None:
    converted = [
        won(str(place), worth, f"{share / 100}", periods, A="0.5", B="0.5")
        for place, (worth, share, periods) in enumerate(customers)
    ]
    result = valued(*converted)
    assert 0 <= result.total <= sum(worth for worth, _, _ in customers)
    assert result.unassigned == 0
    assert valued(*reversed(converted)) == result


def deals(seen: int, seen_won: int, others: int, others_won: int, **match: str) -> list[Deal]:
    label = "-".join(match.values())
    return [
        Deal(id=f"{label}{exposed}{place}", won=place < won_of, exposed=exposed, match=match)
        for exposed, number, won_of in ((True, seen, seen_won), (False, others, others_won))
        for place in range(number)
    ]


def judged(*groups: list[Deal], confidence: float = 0.95) -> EffectResult:
    return effect(EffectInput(deals=tuple(deal for group in groups for deal in group), confidence=confidence))


def codes(result: EffectResult) -> list[str]:
    return [reason.code.value for reason in result.reasons]


def test_in_one_stratum_the_interval_is_the_usual_one() -> None:
    result = judged(deals(50, 30, 50, 20))
    reach = 1.959964 * sqrt(0.6 * 0.4 / 50 + 0.4 * 0.6 / 50)
    assert result.difference == 0.2
    assert result.low == pytest.approx(0.2 - reach, abs=1e-5)
    assert result.high == pytest.approx(0.2 + reach, abs=1e-5)
    assert codes(result) == ["ASSOCIATION_ONLY"]


def test_matching_takes_away_what_only_looks_like_an_effect() -> None:
    # Within each size the rates are the same; references are shown to large deals, which are won more often anyway.
    result = judged(deals(40, 32, 10, 8, size="large"), deals(10, 2, 40, 8, size="small"))
    assert (result.difference, result.crude) == (0, 0.36)
    assert codes(result) == ["ASSOCIATION_ONLY", "INTERVAL_HOLDS_ZERO"]
    assert [(each.match, each.exposed_won, each.others) for each in result.strata] == [
        ({"size": "large"}, 32, 10),
        ({"size": "small"}, 2, 40),
    ]


def test_deals_without_their_like_are_left_out_and_too_few_say_nothing() -> None:
    alone = judged(deals(20, 10, 20, 5, size="a"), deals(7, 7, 0, 0, size="b"))
    assert (alone.deals, codes(alone)[-1], alone.reasons[-1].values) == (
        40,
        "DEALS_NOT_MATCHED",
        {"deals": 7},
    )
    few = judged(deals(20, 10, 9, 5))
    assert (few.difference, few.low, few.crude) == (None, None, pytest.approx(0.5 - 5 / 9, abs=1e-6))
    assert few.reasons[0].values == {"found": 9, "needed": 10}
    assert codes(judged(deals(20, 10, 0, 0))) == ["NO_MATCHED_DEALS", "DEALS_NOT_MATCHED"]
    assert judged().crude is None
    sure = judged(deals(10, 10, 10, 0))
    assert (sure.low, sure.high) == (1, 1)


def test_exposure_follows_from_the_day_industry_and_region_of_references() -> None:
    given = {
        "references": [
            {"id": "r", "on": "2026-01-01", "industry": "hospital"},
            {"id": "s", "on": "2026-01-01", "region": "south"},
        ],
        "deals": [
            {"id": "late", "won": True, "opened_on": "2026-02-01", "industry": "hospital"},
            {"id": "early", "won": False, "opened_on": "2025-12-01", "industry": "hospital"},
            {"id": "south", "won": True, "opened_on": "2026-02-01", "region": "south"},
            {"id": "other", "won": False, "opened_on": "2026-02-01", "industry": "school", "region": "north"},
            {"id": "said", "won": False, "opened_on": "2026-02-01", "industry": "hospital", "exposed": False},
        ],
    }
    (stratum,) = effect(read(EffectInput, given)).strata
    assert (stratum.exposed, stratum.exposed_won, stratum.others) == (2, 2, 3)


def test_wrong_deals_are_named() -> None:
    with pytest.raises(InputError, match="opened_on: must be given"):
        Deal(id="a", won=True)
    with pytest.raises(InputError, match="confidence: must be below 1"):
        judged(confidence=1)


@given(st.integers(10, 40), st.integers(10, 40), st.floats(0, 1), st.floats(0, 1))
def test_the_difference_lies_in_its_interval_and_turns_with_the_sides(
    seen: int, others: int, one: float, other: float
) -> None:
    seen_won, others_won = round(seen * one), round(others * other)
    result = judged(deals(seen, seen_won, others, others_won))
    turned = judged(deals(others, others_won, seen, seen_won))
    assert result.difference is not None
    assert result.low is not None
    assert result.high is not None
    assert turned.difference == pytest.approx(-result.difference)
    assert result.low <= result.difference + 1e-6
    assert result.difference <= result.high + 1e-6
    assert result.difference == pytest.approx(seen_won / seen - others_won / others, abs=1e-6)
