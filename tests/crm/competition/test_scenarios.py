"""Complaints about other systems, as collected with their right outcome: quotes that ran out, paybacks that come twice or never."""

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.deals import make_competitor
from tests.factories import AT, make_account, make_user, with_every_right

from tongxin.analytics.competition.value import answer_of, cents
from tongxin.common.errors import Refusal
from tongxin.crm.competition.records import BUNDLE, CASE_LINE, CASE_QUOTE, PLACEMENT, VALUE_CASE
from tongxin.records.writing import create_record

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.data,
    pytest.mark.one_engine,
    pytest.mark.requirement("R1.2"),
]


@pytest.fixture
def actor():
    return with_every_right(make_user())


@pytest.fixture
def account(actor):
    return make_account(actor.user)


@pytest.fixture
def make_case(actor, account):
    values = {"account": account, "rate": Decimal(10), "currency": "TWD", "horizon": 10}
    return lambda name, **more: create_record(
        VALUE_CASE, actor=actor, at=AT, values={**values, "name": name, **more}
    )


def scenario(name: str) -> tuple[dict, dict]:
    """Return the inputs of a scenario, and its right outcome."""
    folder = Path(os.environ["TONGXIN_DATA"]) / "scenario_cases" / name
    right = re.search(r"```json\n(.*?)```", (folder / "RIGHT.md").read_text(encoding="utf-8"), re.S)
    assert right is not None
    return json.loads((folder / "case.json").read_text(encoding="utf-8"))["inputs"], json.loads(right[1])


def test_a19_payback_once_twice_and_never(actor, make_case):
    given, right = scenario("a19_value_case_payback")
    for each in given["cases"]:
        case = make_case(f"Case {each['id']}")
        for year, flow in enumerate(each["flows"]):
            line = {
                "case": case,
                "name": "Line",
                "kind": "COST" if flow < 0 else "SAVING",
                "first_year": year,
            }
            create_record(CASE_LINE, actor=actor, at=AT, values={**line, "amount": Decimal(abs(flow))})
        result = answer_of(actor, case, as_of=date(2026, 11, 25)).result
        wanted = right["payback"][str(each["id"])]
        wanted = [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]
        assert [float(years) for years in result.paybacks] == pytest.approx(wanted, abs=1e-4)
        assert result.roi_percent == right["roi_percent"][str(each["id"])]
        if each["id"] == 1:
            assert cents(result.npv) == Decimal(str(right["npv_1"]))


@pytest.mark.requirement("R1.4")
def test_a16_quotes_that_ran_out_and_suppliers_the_customer_minds(actor, account, make_case):
    given, right = scenario("a16_supplier_quotes_and_rings")
    today, case = date.fromisoformat(given["today"]), make_case("Case", price=Decimal(600_000))
    found = {}
    for quote in given["quotes"]:
        values = {
            "case": case,
            "title": quote["id"],
            "state": quote["state"],
            "quoted_on": date.fromisoformat(quote["quoted"]),
            "valid_until": date.fromisoformat(quote["valid_until"]),
            "quoted_price": Decimal(quote["price"]),
        }
        try:
            create_record(CASE_QUOTE, actor=actor, at=AT, values=values)
        except Refusal:
            found[quote["id"]] = "REFUSED"
    basis = answer_of(actor, case, as_of=today).basis
    found |= {line.quote.title: line.standing.value for line in basis.quotes}
    assert found == {name: right[name] for name in ("Q1", "Q2", "Q3", "Q4")}
    assert (basis.usable, basis.expired) == (1, Decimal(120_000))
    made = {name: make_competitor(name) for name in {each["s"] for each in given["suppliers"]}}
    refused = []
    for supplier in given["suppliers"]:
        rival = made[supplier["s"]]
        ring = {"INNER": "CORE", "OUTER": "OUTSIDE"}[supplier["ring"]]
        values = {"account": account, "competitor": rival, "segment": "Parts", "placed_on": today}
        try:
            values |= {"ring": ring, "standing": supplier["standing"]}
            create_record(PLACEMENT, actor=actor, at=AT, values=values)
        except Refusal as refusal:
            refused.append(refusal.code)
    assert refused == ["PLACEMENT_TWICE"]
    bundle = {"account": account, "name": "Line", "form": "CONSORTIUM", "includes_us": True}
    asked = create_record(BUNDLE, actor=actor, at=AT, values={**bundle, "partners": [made["S1"]]})
    assert [warning.code for warning in BUNDLE.warnings_of(asked)] == ["SUPPLIER_POOR"]
    with pytest.raises(Refusal, match="SUPPLIER_BARRED"):
        create_record(BUNDLE, actor=actor, at=AT, values={**bundle, "partners": [made["S2"]]})
