"""The account plan as people and programs read it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from tests.deals import make_opportunity
from tests.factories import make_account, make_actor, make_member, make_token, make_user

from tongxin.common.clock import now
from tongxin.crm.accountplans.records import ACCOUNT_PLAN, ACTION, OBJECTIVE, READING, RESOURCE, REVIEW, RISK
from tongxin.crm.ladder.records import PROOF
from tongxin.crm.opportunities.actions import close_won
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

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


def test_actions_are_promises_and_reviews_keep_the_figures_of_their_day(client, user, account, told, plan):
    client.force_login(user)
    objective = plan.objectives.get(measure="BY_HAND")
    told(ACTION, objective=objective, text="Move spare parts on site", owner=user, due_on=date(2027, 9, 1))
    told(
        REVIEW, plan=plan, decided="Spare parts first", held_on=date(2027, 7, 1), attended="Ms Lin",
    )  # fmt: skip
    page = client.get(reverse("web:account_plan", args=[plan.uid])).content.decode()
    for text in ("Move spare parts on site", "Spare parts first", "Plan an action", "Hold a review"):
        assert text in page, text
    assert "+3 points" not in page
    told(REVIEW, plan=plan, decided="Go on", held_on=DAY)
    told(READING, objective=objective, value=Decimal(12), observed_on=DAY, source="Their report")
    page = client.get(reverse("web:account_plan", args=[plan.uid])).content.decode()
    assert "+3 points since the review of" in page


def _text_of(answer):
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_document_for_the_customer_holds_only_what_is_marked_for_them(client, user, account, told, plan):
    client.force_login(user)
    objective = plan.objectives.get(measure="BY_HAND")
    for text, is_shared in (("Move spare parts on site", True), ("Ask who decides", False)):
        told(ACTION, objective=objective, text=text, owner=user, is_shared=is_shared)
    told(RISK, plan=plan, text="Ramp is blocked", likelihood="LOW", impact="LOW", is_shared=True)
    told(REVIEW, plan=plan, decided="Spare parts first", held_on=DAY)
    address = reverse("web:account_plan_docx", args=[plan.uid])
    theirs = _text_of(client.get(address))
    ours = _text_of(client.get(f"{address}?inside=1"))
    for text in ("Reach BY_HAND", "12.5 days of 10 days", "Move spare parts on site", "Ramp is blocked"):
        assert text in theirs, text
        assert text in ours, text
    for text in (
        "Reach LEVEL", "Ask who decides", "Budget is frozen", "One more engineer", "They build a second plant",
        "Their buyer leaves", "First way", "Spare parts first", "Their report",
    ):  # fmt: skip
        assert text not in theirs, text
        assert text in ours, text
    assert client.get(reverse("web:account_plan_pdf", args=[plan.uid])).content.startswith(b"%PDF")


def test_a_document_without_anything_for_the_customer_says_so(client, user, told, account):
    client.force_login(user)
    plan = told(
        ACCOUNT_PLAN, account=account, title="Empty", owner=user, first_on=DAY, last_on=date(2027, 12, 31)
    )
    address = reverse("web:account_plan_docx", args=[plan.uid])
    assert "No objective is marked as shown to the customer." in _text_of(client.get(address))
    assert "No objective is set yet" in _text_of(client.get(f"{address}?inside=1"))


def test_who_may_not_take_data_out_gets_no_document(client, account, plan):
    mate = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, mate)
    client.force_login(mate)
    assert client.get(reverse("web:account_plan_pdf", args=[plan.uid])).status_code == 403
    assert "review.pdf" not in client.get(reverse("web:account_plan", args=[plan.uid])).content.decode()


def test_what_a_review_kept_of_judgements_stays_with_who_may_read_them(client, user, account, told, plan):
    told(REVIEW, plan=plan, decided="Go on", held_on=DAY)
    level = plan.objectives.get(measure="LEVEL").uid
    mate = make_user((Role.TEAM_MEMBER,), username="mate")
    make_member(account, mate)
    kept = {}
    for reader in (user, mate):
        _token, key = make_token(reader, at=now())
        answer = client.get(
            f"/api/v1/account-plans/{plan.uid}/standing", headers={"Authorization": f"Bearer {key}"}
        )
        kept[reader.username] = answer.json()["reviews"][0]["figures"]
    assert level in kept["kam"]
    assert level not in kept["mate"]


def test_today_names_objectives_that_fall_behind_to_who_answers_for_them(client, user, account, plan):
    client.force_login(user)
    page = client.get(reverse("web:today")).content.decode()
    assert "Account plans: objectives behind" in page
    assert "Reach WON" in page
    assert "Reach SHARE" not in page
    other = make_user(username="other", language="en")
    make_member(account, other)
    client.force_login(other)
    assert "Reach WON" not in client.get(reverse("web:today")).content.decode()
