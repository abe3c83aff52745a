"""What was bought, each amount once: call-offs, ceilings, contracts that repeat an award, tenders that came to nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tongxin.crm.tenders.facts import read_facts

pytestmark = pytest.mark.requirement("R1.3")


def award(number: str, amount: int | None = 100, **more: Any) -> dict[str, Any]:
    value = {"amount": amount, "currency": "EUR"} if amount is not None else {}
    return {
        "id": number,
        "status": "active",
        "value": value,
        "suppliers": [{"name": f"Firm {number}"}],
        **more,
    }


def contract(number: str, of: str, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "awardID": of,
        "status": "active",
        "value": {"amount": amount, "currency": "EUR"},
        **more,
    }


def price(compiled: dict[str, Any], *, is_framework: bool = False) -> dict[str, Decimal]:
    return read_facts({"ocid": "x", **compiled}, is_framework=is_framework).price


FRAMEWORK = {"techniques": {"hasFrameworkAgreement": True}}


def test_a_contract_repeats_its_award() -> None:
    assert price({"awards": [award("a")], "contracts": [contract("c", "a", 100)]}) == {"EUR": 100}


def test_an_award_without_an_amount_takes_that_of_its_contracts_in_force() -> None:
    contracts = [contract("c", "a", 70), contract("d", "a", 20), contract("e", "a", 9, status="cancelled")]
    assert price({"awards": [award("a", None)], "contracts": contracts}) == {"EUR": 90}


def test_contracts_count_where_no_award_was_published() -> None:
    assert price({"contracts": [contract("c", "a", 70)]}) == {"EUR": 70}


def test_a_contract_of_an_award_that_is_not_in_force_does_not_count() -> None:
    compiled = {"awards": [award("a", None, status="cancelled")], "contracts": [contract("c", "a", 70)]}
    assert price(compiled) == {}


def test_awards_that_repeat_the_amount_of_their_one_contract_count_once() -> None:
    shared = contract("c", "a", 100, awardIDs=["a", "b"])
    assert price({"awards": [award("a"), award("b")], "contracts": [shared]}) == {"EUR": 100}


def test_the_award_of_a_framework_is_a_ceiling_and_its_call_offs_count() -> None:
    compiled = {
        "tender": FRAMEWORK,
        "awards": [award("a", 1_000)],
        "contracts": [contract("framework", "a", 1_000), contract("c", "a", 70), contract("d", "a", 30)],
    }
    assert price(compiled) == {"EUR": 100}
    assert price({"tender": FRAMEWORK, "awards": [award("a", 1_000)]}) == {}


def test_a_process_that_others_call_their_framework_is_one() -> None:
    assert price({"awards": [award("a", 1_000)]}, is_framework=True) == {}


def test_a_call_off_from_a_framework_is_a_purchase_whatever_its_title() -> None:
    related = [{"id": "1", "relationship": ["framework"], "identifier": "f"}]
    compiled = {"tender": {"title": "Framework agreement, lot 3"}, "relatedProcesses": related}
    assert price({**compiled, "awards": [award("a")]}) == {"EUR": 100}
    assert price({"tender": compiled["tender"], "awards": [award("a")]}) == {}


@pytest.mark.parametrize("status", ["cancelled", "withdrawn", "unsuccessful"])
def test_a_tender_that_came_to_nothing_bought_nothing(status: str) -> None:
    facts = read_facts({"ocid": "x", "tender": {"status": status}, "awards": [award("a")]})
    assert (facts.price, [one.status for one in facts.awards]) == ({}, ["cancelled"])


def test_payments_are_no_price() -> None:
    paid = {"transactions": [{"id": "t", "value": {"amount": 55, "currency": "EUR"}}]}
    assert price({"awards": [award("a")], "contracts": [contract("c", "a", 100, implementation=paid)]}) == {
        "EUR": 100
    }
