"""The account plan as people and programs read it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from tests.deals import make_opportunity
from tests.factories import make_account, make_actor, make_token, make_user

from tongxin.common.clock import now
from tongxin.crm.accountplans.records import ACCOUNT_PLAN, OBJECTIVE, READING, RESOURCE, RISK
from tongxin.crm.ladder.records import PROOF
from tongxin.crm.opportunities.actions import close_won
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.1")]
DAY = date(2027, 7, 2)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-07-02T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user(username="kam", language="en")


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def told(user):
    """Return a function that writes a record."""
    actor = make_actor(user, as_of=DAY)
    return lambda definition, **values: create_record(definition, actor=actor, at=now(), values=values)


@pytest.fixture
def plan(told, account, user):
    plan = told(
        ACCOUNT_PLAN, account=account, title="Plan 2027", owner=user, first_on=date(2027, 1, 1),
        last_on=date(2027, 12, 31), situation="They build a second plant", note="Their buyer leaves",
    )  # fmt: skip
    wanted = (("WON", 10_000_000, ""), ("BY_HAND", 10, "days"), ("LEVEL", 3, ""), ("SHARE", 40, ""))
    for measure, target, unit in wanted:
        made = told(
            OBJECTIVE, plan=plan, text=f"Reach {measure}", measure=measure, target=Decimal(target), unit=unit,
            due_on=date(2027, 12, 31), owner=user, strategies="First way\n\nSecond way",
            baseline=Decimal(30) if measure == "BY_HAND" else None, is_shared=measure != "LEVEL",
        )  # fmt: skip
        if measure == "BY_HAND":
            told(READING, objective=made, value=Decimal("12.5"), observed_on=DAY, source="Their report")
    told(RISK, plan=plan, text="Budget is frozen", likelihood="LOW", impact="HIGH", answer="Lease")
    told(RESOURCE, plan=plan, text="One more engineer", granted_by=user)
    return plan


def win(user, account, amount, name):
    actor = make_actor(user, as_of=DAY)
    deal = make_opportunity(actor, account=account, amount=amount, currency="TWD", name=name)
    close_won(actor=actor, at=now(), opportunity=deal, closed_on=DAY)


def test_the_page_tells_progress_with_its_why_beside_what_the_records_say(client, user, account, told, plan):
    client.force_login(user)
    for place in range(4):
        win(user, account, Decimal(500_000) if place else None, f"Line {place}")
    for shown in ("Minutes", "Letter"):
        told(
            PROOF, account=account, fact="CONTACTS", shown=shown, source="Ms Lin",
            observed_on=date(2027, 1, 20),
        )  # fmt: skip
    page = client.get(reverse("web:account_plan_now", args=[account.uid])).content.decode()
    for text in (
        "0 of 4 objectives reached, 1 behind; 1 without a value",
        "NT$1.5M of NT$10M",
        "1 won opportunity has no amount",
        "expected by now: NT$5M",
        "Line 3",
        "12.5 days of 10 days",
        "before: 30 days",
        "Their report",
        "Vendor of Partner",
        "nothing says it yet",
        "Second way",
        "They build a second plant",
        "Budget is frozen",
        "One more engineer",
        "What the records say today",
        "no rival in the core or preferred ring",
        "Evidence that expires",
    ):
        assert text in page, text
    alone = client.get(reverse("web:account_plan", args=[plan.uid])).content.decode()
    assert "NT$1.5M of NT$10M" in alone


def test_an_account_without_a_plan_invites_to_write_one(client, user, account):
    client.force_login(user)
    page = client.get(reverse("web:account_plan_now", args=[account.uid])).content.decode()
    assert "There is no account plan yet" in page
    assert f"account={account.uid}" in page


def test_programs_get_every_objective_with_its_evidence(client, user, account, plan):
    _token, key = make_token(user, at=now())
    head = {"headers": {"Authorization": f"Bearer {key}"}}
    win(user, account, Decimal(1_000_000), "Line 4")
    found = client.get(f"/api/v1/accounts/{account.uid}/plan", **head).json()["plan"]
    assert found == client.get(f"/api/v1/account-plans/{plan.uid}/standing", **head).json()
    won = next(each for each in found["objectives"] if each["measure"] == "WON")
    assert (won["percent"], won["state"], won["evidence"][0]["text"]) == (10, "BEHIND", "Line 4")
    other = make_account(user, name="Southwind")
    assert client.get(f"/api/v1/accounts/{other.uid}/plan", **head).json() == {"plan": None}
