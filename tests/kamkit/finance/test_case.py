import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.finance.case import CaseInput, CaseResult, Line, LineKind, case
from kamkit.finance.flows import present_value, rates_of_return
from kamkit.problems import InputError
from kamkit.wire.numbers import loads
from kamkit.wire.reading import read


def judged(*flows: int | str, rate: str = "0.1") -> CaseResult:
    return case(CaseInput(flows=tuple(Decimal(flow) for flow in flows), rate=Decimal(rate)))


def codes(result: CaseResult) -> list[str]:
    return [reason.code.value for reason in result.reasons]


def test_payback_is_interpolated_and_year_zero_is_not_discounted() -> None:
    result = judged(-50, 10, 13, 16, 19, 22)
    assert (result.npv, result.roi_percent) == (Decimal("8.493272"), 60)
    assert result.payback_years == Decimal("3.578947")
    assert (len(result.irr), codes(result)) == (1, ["PAYS_BACK"])
    assert result.table[3].cumulated == -11
    assert result.table[5].cumulated_present == result.npv


def test_a_case_that_only_costs_never_pays_back() -> None:
    result = judged(-50, -5, -5, -5)
    assert (result.payback_years, result.paybacks, result.roi_percent) == (None, (), -130)
    assert codes(result) == ["NEVER_PAYS_BACK", "NO_RATE_OF_RETURN"]


def test_a_case_may_not_pay_back_within_the_years_given() -> None:
    result = judged(-50, 10, 10, 10)
    assert (result.payback_years, result.roi_percent) == (None, -40)
    assert result.reasons[0].values == {"years": 3, "open": 20}


def test_a_case_that_pays_back_twice_says_both() -> None:
    result = judged(-50, 60, -30, 30)
    assert result.paybacks == (Decimal("0.833333"), Decimal("2.666667"))
    assert (result.payback_years, result.roi_percent) == (Decimal("2.666667"), 20)
    assert result.reasons[0].values == {"first": Decimal("0.83"), "last": Decimal("2.67")}
    assert judged(-50, 60, -30).payback_years is None
    assert codes(judged(-50, 60, -30))[0] == "NOT_FOR_GOOD"


def test_several_rates_of_return_are_no_return() -> None:
    # -100, 230, -132 is zero at 10 % and at 20%: 100 (1 + i)^2 - 230 (1 + i) + 132 = 0.
    result = judged(-100, 230, -132)
    assert result.irr == (Decimal("0.1"), Decimal("0.2"))
    assert codes(result)[-1] == "SEVERAL_RATES_OF_RETURN"
    assert rates_of_return((Decimal(0), Decimal(0))) == ()
    # The grid itself may hit the rate: -99 % here.
    assert judged(-100, 1).irr == (Decimal("-0.99"),)


def test_without_an_outlay_there_is_nothing_to_pay_back() -> None:
    result = judged(100, -50)
    assert (result.roi_percent, codes(result)[0]) == (None, "NOTHING_TO_PAY_BACK")


def lines(*more: Line) -> CaseInput:
    purchase = Line(name="purchase", kind=LineKind.COST, amount=Decimal(1000))
    service = Line(name="service", kind=LineKind.COST, amount=Decimal(50), first_year=1, last_year=5)
    saving = Line(
        name="saving",
        kind=LineKind.BENEFIT,
        amount=Decimal(300),
        first_year=1,
        last_year=5,
        growth=Decimal("0.02"),
    )
    return CaseInput(rate=Decimal("0.08"), lines=(purchase, service, saving, *more))


def test_lines_make_the_table_the_total_cost_and_what_the_case_hangs_on() -> None:
    result = case(lines())
    assert (result.total_cost, result.total_cost_present) == (1250, Decimal("1199.635502"))
    assert [row.benefits for row in result.table[:3]] == [0, 300, 306]
    assert [each.line for each in result.sensitivity] == ["saving", "purchase", "service"]
    saving = result.sensitivity[0]
    assert saving.break_even == Decimal("-0.034814")
    assert [trial.npv > 0 for trial in saving.trials] == [False, False, True, True]
    assert saving.trials[0].payback_years is None


def test_the_break_even_is_where_the_present_value_is_zero() -> None:
    found = case(lines()).sensitivity[1]
    assert found.break_even is not None
    moved = Line(name="more", kind=LineKind.COST, amounts=(1000 * found.break_even,))
    assert abs(case(lines(moved)).npv) < Decimal("0.001")


def test_a_line_without_amounts_has_no_break_even_and_changes_may_be_none() -> None:
    result = case(
        CaseInput(
            rate=Decimal(0),
            lines=(Line(name="nothing", kind=LineKind.COST, amounts=(Decimal(0), Decimal(0))),),
            changes=(),
        )
    )
    assert (result.sensitivity[0].break_even, result.sensitivity[0].swing) == (None, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rate": 0.1}, "flows"),
        ({"rate": 0.1, "flows": [1], "lines": [{"name": "a", "kind": "COST", "amount": 1}]}, "flows"),
        ({"rate": -1, "flows": [1]}, "rate"),
        ({"rate": 0, "lines": [{"name": "a", "kind": "COST"}]}, "lines[0].amounts"),
        (
            {"rate": 0, "lines": [{"name": "a", "kind": "COST", "amount": 1, "amounts": [1]}]},
            "lines[0].amounts",
        ),
        (
            {
                "rate": 0,
                "lines": [{"name": "a", "kind": "COST", "amount": 1, "first_year": 3, "last_year": 2}],
            },
            "lines[0].last_year",
        ),
        ({"rate": 0, "lines": [{"name": "a", "kind": "COST", "amount": 1}] * 2}, "lines[1].name"),
    ],
)
def test_a_wrong_field_is_named(given: object, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(CaseInput, loads(json.dumps(given)))
    assert refused.value.field == field


FLOWS = st.lists(st.integers(-500, 500).map(Decimal), min_size=1, max_size=8)


@given(FLOWS, st.integers(1, 9).map(Decimal))
def test_money_has_no_unit_that_matters(flows: list[Decimal], factor: Decimal) -> None:
    one, many = judged(*map(str, flows)), judged(*(str(flow * factor) for flow in flows))
    assert (many.irr, many.paybacks, many.roi_percent) == (one.irr, one.paybacks, one.roi_percent)
    assert abs(many.npv - one.npv * factor) < Decimal("0.0001")


@given(FLOWS)
def test_at_a_rate_of_return_the_present_value_is_zero(flows: list[Decimal]) -> None:
    for rate in rates_of_return(flows):
        assert (
            abs(present_value(flows, rate)) < Decimal("1e-9") * (1 + max(map(abs, flows))) / (1 + rate) ** 8
        )


RETURNS = st.lists(st.integers(0, 500), min_size=1, max_size=8)


@given(st.integers(2, 900), RETURNS, st.integers(1, 400))
def test_a_smaller_outlay_never_pays_back_later(outlay: int, returns: list[int], less: int) -> None:
    # Returns that are never below zero: else a smaller outlay may be back at once, be lost again and come back late.
    before = judged(-outlay, *returns).paybacks
    after = judged(-max(outlay - less, 1), *returns).paybacks
    assert len(before) <= len(after) <= 1
    assert not before or after[0] <= before[0]
