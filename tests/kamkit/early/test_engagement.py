from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.early.engagement import EarlyInput, EarlyResult, rates
from kamkit.problems import InputError
from kamkit.wire.reading import read


def told(*deals: dict[str, Any], **more: Any) -> EarlyResult:
    return rates(read(EarlyInput, {"deals": list(deals)} | more))


def deal(name: str = "d", won: bool | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "won": won} | more


def many(count: int, won: int, **more: Any) -> list[dict[str, Any]]:
    return [deal(str(place), place < won, **more) for place in range(count)]


EARLY = {"charter_on": "2026-06-01", "deciders": [{"id": "x", "first_on": "2026-03-01"}]}
LATE = {"charter_on": "2026-06-01", "deciders": [{"id": "x", "first_on": "2026-06-01"}]}


@pytest.mark.requirement("R6.2")
def test_leads_are_counted_to_charter_and_tender_and_the_first_contact_decides() -> None:
    deciders = [
        {"id": "never"},
        {"id": "late", "first_on": "2026-07-01"},
        {"id": "early", "first_on": "2026-05-02"},
    ]
    (found,) = told(deal(charter_on="2026-06-01", tender_on="2026-09-01", deciders=deciders)).deals
    assert [(lead.id, lead.before_charter, lead.before_tender) for lead in found.leads] == [
        ("early", 30, 122),
        ("late", -30, 62),
        ("never", None, None),
    ]
    assert found.engagement == "BEFORE_CHARTER"
    assert [(reason.code.value, reason.values) for reason in found.reasons] == [
        ("DECIDERS_NOT_MET", {"people": 1, "all": 3})
    ]


@pytest.mark.parametrize(
    ("given", "engagement", "codes"),
    [
        ({}, "UNKNOWN", ["NOBODY_DECIDES", "NO_DAY_TO_COMPARE"]),
        ({"deciders": [{"id": "x", "first_on": "2026-05-01"}]}, "UNKNOWN", ["NO_DAY_TO_COMPARE"]),
        (LATE, "LATE", []),
        (LATE | {"tender_on": "2026-06-02"}, "BEFORE_TENDER", []),
        ({"tender_on": "2026-06-02", "deciders": [{"id": "x"}]}, "LATE", ["DECIDERS_NOT_MET"]),
    ],
)
def test_each_deal_is_early_late_or_unknown(given: dict[str, Any], engagement: str, codes: list[str]) -> None:
    (found,) = told(deal(**given)).deals
    assert (found.engagement, [reason.code.value for reason in found.reasons]) == (engagement, codes)


@pytest.mark.requirement("R6.2")
@pytest.mark.parametrize(
    ("counts", "shaped", "shaping"),
    [
        ((9, 6, 2), 0.333333, "MUCH"),
        ((9, 7, 2), 0.285714, "SOME"),
        ((4, 4, 0), 0, "NONE"),
        ((3, 0, 0), None, "UNKNOWN"),
    ],
)
def test_what_we_shaped_is_a_share_of_what_is_known(
    counts: tuple[int, int, int], shaped: float | None, shaping: str
) -> None:
    (found,) = told(deal(requirements=counts[0], known=counts[1], ours=counts[2])).deals
    assert (found.shaped, found.shaping) == (shaped, shaping)
    unknown = [reason.values for reason in found.reasons if reason.code.value == "ORIGINS_UNKNOWN"]
    assert unknown == ([{"count": counts[0] - counts[1], "all": counts[0]}] if counts[0] > counts[1] else [])


@pytest.mark.requirement("R6.2")
def test_rates_carry_their_interval_and_refuse_below_the_stated_count() -> None:
    result = told(*many(20, 14, **EARLY), *many(9, 3, **LATE), deal("open", **EARLY))
    first, _tender, late, _unknown = result.engagement
    # Wilson's interval of 14 of 20 at 95%: 0.481 to 0.855.
    assert (first.deals, first.won, first.rate) == (20, 14, 0.7)
    assert (round(first.low or 0, 3), round(first.high or 0, 3)) == (0.481, 0.855)
    assert (late.deals, late.rate, late.low) == (9, None, None)
    assert late.reasons[0].values == {"found": 9, "needed": 10}
    assert result.early.difference is None
    assert result.early.reasons[0].code.value == "EARLY_TOO_FEW"


@pytest.mark.requirement("R6.2")
def test_the_difference_is_that_of_newcombe() -> None:
    # His example (a): 56 of 70 against 48 of 80 gives 0.2 with 0.0524 to 0.3339.
    result = told(*many(70, 56, **EARLY), *many(80, 48, **LATE))
    early = result.early
    assert (early.difference, round(early.low or 0, 4), round(early.high or 0, 4)) == (0.2, 0.0524, 0.3339)
    assert [reason.code.value for reason in early.reasons] == ["EARLY_IS_NO_CAUSE"]
    even = told(*many(10, 5, **EARLY), *many(10, 5, **LATE)).early
    assert [reason.code.value for reason in even.reasons] == ["EARLY_IS_NO_CAUSE", "EARLY_MAY_BE_CHANCE"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"deals": [deal(requirements=1, known=2)]}, "deals[0].requirements"),
        ({"deals": [deal(known=-1)]}, "deals[0].known"),
        ({"deals": [], "confidence": 1}, "confidence"),
        ({"deals": [], "needed": 0}, "needed"),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        rates(read(EarlyInput, given))
    assert refused.value.field == field


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.5, 0.99))
def test_an_interval_holds_its_rate(count: int, won: int, confidence: float) -> None:
    result = told(*many(count, min(won, count), **EARLY), confidence=confidence)
    rate = result.engagement[0]
    if count < 10:
        assert rate.rate is None
    else:
        assert 0 <= (rate.low or 0) <= (rate.rate or 0) + 1e-6
        assert (rate.rate or 0) - 1e-6 <= (rate.high or 0) <= 1
    assert date(2026, 3, 1) in {lead.first_on for each in result.deals for lead in each.leads} or not count
