"""Cells become values as their field needs, or a problem with the text as it stood; nothing is guessed in silence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tongxin.importers.mapping.targets import Target, field_of
from tongxin.importers.plan.convert import (
    CellProblem,
    ColumnFormat,
    Setting,
    column_format_of,
    convert,
)
from tongxin.importers.plan.target_rows import Value
from tongxin.importers.problems import PlanCode

TAIPEI = ZoneInfo("Asia/Taipei")
SETTING = Setting(as_of=dt.date(2026, 11, 23), language="zh-hant", zone=TAIPEI)


def read(cell: str, target: Target, field: str, column_format: ColumnFormat | None = None) -> Value:
    return convert(cell, field_of(target, field), column_format or ColumnFormat(), SETTING)


def problem(cell: str, target: Target, field: str, column_format: ColumnFormat | None = None) -> PlanCode:
    with pytest.raises(CellProblem) as caught:
        read(cell, target, field, column_format)
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-23", (2026, 11, 23)),
        ("2026-11-23T16:00:00.000+0000", (2026, 11, 24)),
        ("2026/1/5", (2026, 1, 5)),
        ("115/01/05", (2026, 1, 5)),
        ("民國114年2月28日", (2025, 2, 28)),
        ("2026年3月4日", (2026, 3, 4)),
        ("20260304", (2026, 3, 4)),
        ("46000", (2025, 12, 9)),
        ("2026/1/5 下午 3:20", (2026, 1, 5)),
        ("1/5/2026 3:20 PM", (2026, 1, 5)),
    ],
)
def test_days_are_read_in_every_usual_spelling(cell: str, day: tuple[int, int, int]) -> None:
    assert read(cell, Target.OPPORTUNITY, "close_on", ColumnFormat(day_first=False)) == dt.date(*day)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("114/02/29", PlanCode.NOT_A_DATE),
        ("2026-02-30", PlanCode.NOT_A_DATE),
        ("03/04/2026", PlanCode.AMBIGUOUS_DATE),
        ("soon", PlanCode.NOT_A_DATE),
        ("1066-10-14 x", PlanCode.NOT_A_DATE),
        ("3026/01/01", PlanCode.OUT_OF_RANGE),
    ],
)
def test_a_day_that_does_not_exist_or_is_not_sure_is_a_problem(cell: str, code: PlanCode) -> None:
    assert problem(cell, Target.OPPORTUNITY, "close_on") is code


def test_the_column_settles_whether_days_or_months_come_first() -> None:
    assert read(
        "03/04/2026", Target.OPPORTUNITY, "close_on", column_format_of("d", ["25/12/2026", "03/04/2026"])
    ) == dt.date(2026, 4, 3)
    assert read(
        "03/04/2026", Target.OPPORTUNITY, "close_on", column_format_of("d", ["12/25/2026"])
    ) == dt.date(2026, 3, 4)
    assert column_format_of("d", ["12/25/2026", "25/12/2026"]).day_first is None


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1054", "1054"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("NT$ 5,000", "5000"),
        ("(1,200)", "-1200"),
        ("1e3", "1000"),
        ("3,500萬", "35000000"),
        ("１２３", "123"),
        ("7.123456", "7.12"),
    ],
)
def test_amounts_are_read_in_every_usual_spelling(cell: str, amount: str) -> None:
    assert read(cell, Target.OPPORTUNITY, "amount") == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("a lot", PlanCode.NOT_A_NUMBER),
        ("1.234", PlanCode.AMBIGUOUS_NUMBER),
        ("1e400", PlanCode.OUT_OF_RANGE),
        ("99999999999999999999", PlanCode.OUT_OF_RANGE),
    ],
)
def test_an_amount_that_is_none_is_a_problem(cell: str, code: PlanCode) -> None:
    assert problem(cell, Target.OPPORTUNITY, "amount") is code


def test_the_column_settles_whether_a_point_or_a_comma_parts_decimals() -> None:
    assert read("1.234", Target.OPPORTUNITY, "amount", column_format_of("a", ["12.5", "1.234"])) == Decimal(
        "1.23"
    )
    assert read("1.234", Target.OPPORTUNITY, "amount", column_format_of("a", ["12,5", "1.234"])) == Decimal(
        1234
    )
    assert column_format_of("a", ["12.5", "12,5"]).decimal_comma is None


@pytest.mark.parametrize(
    ("header", "amount"),
    [
        ("金額(萬元)", 120_000),
        ("Amount (K)", 12_000),
        ("金額（百萬）", 12_000_000),
        ("金額(億)", 1_200_000_000),
        ("金額(元)", 12),
        ("Amount", 12),
    ],
)
def test_a_unit_in_the_header_multiplies_the_cells(header: str, amount: int) -> None:
    assert read("12", Target.OPPORTUNITY, "amount", column_format_of(header, ["12"])) == amount


def test_moments_keep_their_zone_or_take_that_of_the_person() -> None:
    read_moment = lambda cell: read(cell, Target.ACTIVITY, "occurred_at")  # noqa: E731
    assert read_moment("2026-11-23 09:30") == dt.datetime(2026, 11, 23, 9, 30, tzinfo=TAIPEI)
    assert read_moment("2026-11-23T01:30:00.000Z") == dt.datetime(2026, 11, 23, 1, 30, tzinfo=dt.UTC)
    assert read_moment("1700000000000") == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)
    assert read_moment("2026/11/23 下午 3:20") == dt.datetime(2026, 11, 23, 15, 20, tzinfo=TAIPEI)
    assert read_moment("2026/11/23 12:20 AM") == dt.datetime(2026, 11, 23, 0, 20, tzinfo=TAIPEI)
    assert read_moment("2026-11-23") == dt.datetime(2026, 11, 23, tzinfo=TAIPEI)
    assert problem("2026-11-23 25:99", Target.ACTIVITY, "occurred_at") is PlanCode.NOT_A_DATE


@pytest.mark.parametrize(
    ("target", "field", "cell", "value"),
    [
        (Target.ACCOUNT, "employees", "1,200人", 1_200),
        (Target.ACCOUNT, "founded_year", "1996", 1996),
        (Target.ACCOUNT, "founded_year", "1996/05/01", 1996),
        (Target.ACCOUNT, "founded_year", "民國85年", 1996),
        (Target.OPPORTUNITY, "probability", "35%", Decimal(35)),
        (Target.CONTACT_ROLE, "is_primary", "TRUE", True),
        (Target.CONTACT_ROLE, "is_primary", "否", False),
        (Target.PERSON, "email", "<ann@acme.example>", "ann@acme.example"),
        (Target.ACCOUNT, "currency", "新台幣", "TWD"),
        (Target.ACCOUNT, "currency", "usd", "USD"),
        (Target.ACCOUNT, "tax_id", "4541302", "04541302"),
        (Target.ACCOUNT, "tax_id", "０４５４１３０２", "04541302"),
        (Target.CONTACT_ROLE, "role", "economic buyer", "DECISION_MAKER"),
        (Target.TEAM, "function", "售前", "SOLUTION"),
        (Target.ACTIVITY, "kind", "電話", "CALL"),
        (Target.OPPORTUNITY, "stage", "Anything", "Anything"),
        (Target.ACCOUNT, "name", "  Acme  ", "Acme"),
    ],
)
def test_each_kind_of_field_reads_its_cells(target: Target, field: str, cell: str, value: Value) -> None:
    assert read(cell, target, field) == value


@pytest.mark.parametrize(
    ("target", "field", "cell", "code"),
    [
        (Target.ACCOUNT, "employees", "-5", PlanCode.OUT_OF_RANGE),
        (Target.ACCOUNT, "founded_year", "96", PlanCode.OUT_OF_RANGE),
        (Target.OPPORTUNITY, "probability", "135", PlanCode.OUT_OF_RANGE),
        (Target.CONTACT_ROLE, "is_primary", "maybe", PlanCode.NOT_YES_OR_NO),
        (Target.PERSON, "email", "ann at acme", PlanCode.NOT_AN_EMAIL),
        (Target.ACCOUNT, "currency", "doubloons", PlanCode.UNKNOWN_CURRENCY),
        (Target.ACCOUNT, "tax_id", "12345678", PlanCode.BAD_TAX_ID),
        (Target.CONTACT_ROLE, "role", "astronaut", PlanCode.UNKNOWN_VALUE),
        (Target.ACCOUNT, "name", "x" * 201, PlanCode.TEXT_TOO_LONG),
    ],
)
def test_each_kind_of_field_says_what_it_cannot_read(
    target: Target, field: str, cell: str, code: PlanCode
) -> None:
    assert problem(cell, target, field) is code
