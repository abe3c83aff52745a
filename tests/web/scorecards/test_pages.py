"""The customer's scorecards of an account as people and programs read and fill them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from tests.deals import make_competitor
from tests.factories import make_account, make_member, make_token, make_user, with_every_right
from tests.scorecards import give, make_card

from tongxin.crm.scorecards.models import ScorecardAction, ScorecardSheet
from tongxin.crm.scorecards.selectors import criteria_of
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R2.4")]
Q3, Q4 = date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user(username="kam", language="en")


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def card(user, account):
    return make_card(account, with_every_right(user))


@pytest.fixture
def page(client, user, account):
    client.force_login(user)
    url = reverse("web:account_scorecard", args=[account.uid])

    def read():
        return client.get(url).content.decode()

    return read


def test_the_page_tells_totals_gaps_the_way_up_and_what_threatens(card, page):
    rival = make_competitor("Contoso")
    give(card, Q3, 90, 80, 90)
    give(card, Q3, 85, 80, 90, competitor=rival)
    give(card, Q4, 80, 60, 90, printed_total=Decimal(75), printed_grade="B")
    give(card, Q4, 95, 90, 80, competitor=rival)
    found = page()
    for text in (
        "2026 Q4: 76 points, grade “B”; 9 points below “A”",
        "The grade fell from “A” to “B”",
        "The way to “A” with the least effort",
        "On-time delivery: from 60 to 90",
        "What threatens “B”",
        "15 behind the best",
        ">Contoso</span>",
        "−1 against our total",
        "50% · 0 to 100 · at least 60",
        "On-time delivery loses 12 points",
    ):
        assert text in found, text
    assert f'id="trend-{card.uid}-table"' in found


def test_a_card_without_criteria_scores_or_a_whole_says_what_is_missing(user, account, page):
    actor = with_every_right(user)
    make_card(account, actor, criteria=(), name="Bare", period="HALF")
    make_card(account, actor, criteria=(("Credit", "CREDIT", 40, None, 3),), name="Part", period="YEAR")
    found = page()
    assert "Enter the criteria first" in found
    assert "The weights sum to 40%, not 100%" in found
    assert "2026, second half has ended and our scores are not entered yet" in found
    assert "Enter scores" not in found


def test_missed_minimum_unknown_scores_and_best_grades_have_their_words(user, account, page):
    actor = with_every_right(user)
    card = make_card(account, actor, name="Monthly", period="MONTH")
    give(card, date(2026, 11, 1), 50, 100, 100)
    assert "2026-11: 75 points, grade “C”; a minimum is missed" in page()
    give(card, Q4, 60, 100, None)
    found = page()
    assert "Quality is at its minimum: any fall costs the grade" in found
    assert "Below the minimum" not in found
    half = make_card(account, actor, name="Half", period="HALF", grades=(("A", 90, "PREFERRED"),))
    give(half, date(2026, 2, 1), 80, 80, 80)
    give(half, Q4, None, 80, None)
    found = page()
    assert "2026, second half: too little is scored for a total" in found
    year = make_card(account, actor, name="Year", period="YEAR", grades=(("A", 90, "PREFERRED"),))
    give(year, Q4, 80, 80, 80)
    assert "2026: 80 points, no grade reached; 10 points below “A”" in page()


def test_scores_are_entered_on_one_page_and_changed_there(client, card, page):
    quality, delivery, price = criteria_of(card)
    url = reverse("web:scorecard_scores_new", args=[card.uid])
    assert "0 to 100; weight 50%. Empty is unknown." in (page() and client.get(url).content.decode())
    sent = {
        "period_day": "2026-12-31", "source": "Letter", "said_by": "Ms Lin", "stated_on": "2027-01-10",
        f"score_{quality.uid}": "80", f"score_{delivery.uid}": "0", f"score_{price.uid}": "",
    }  # fmt: skip
    assert client.post(url, {**sent, f"score_{quality.uid}": "101"}).status_code == 422
    answer = client.post(url, sent)
    assert answer["Location"] == reverse("web:account_scorecard", args=[card.account.uid])
    sheet = ScorecardSheet.objects.get()
    assert {each.criterion: each.score for each in sheet.scores.all()} == {quality: 80, delivery: 0}
    again = client.post(url, sent)
    assert "entered already" in again.content.decode()
    form = reverse("web:scorecard_scores", args=[sheet.uid])
    assert 'value="80.00"' in client.get(form).content.decode()
    changed = {**sent, "version": str(sheet.version), "base": "{}", f"score_{price.uid}": "70"}
    assert client.post(form, changed).status_code == 302
    assert sheet.scores.count() == 3


def test_a_gap_becomes_a_promise_listed_under_its_criterion(client, user, card, page):
    give(card, Q4, 80, 60, 90)
    delivery = criteria_of(card)[1]
    url = reverse("web:promise_new") + f"?account={card.account.uid}&criterion={delivery.uid}"
    assert f"criterion={delivery.uid}" in page()
    client.post(url, {"text": "Buffer stock", "side": "OURS", "due_on": "2027-02-01", "owner": user.uid})
    assert ScorecardAction.objects.get().promise.text == "Buffer stock"
    found = page()
    assert "Buffer stock" in found
    assert user.display_name in found


def test_a_new_edition_is_made_from_the_page(client, card, page):
    page()
    answer = client.post(reverse("web:scorecard_editions", args=[card.uid]))
    assert answer.status_code == 302
    assert "edition 2" in page()


def test_who_may_only_read_sees_it_and_enters_nothing(client, card, account):
    give(card, Q4, 80, 60, 90)
    reader = make_user((Role.READ_ONLY,), username="reader", language="en")
    make_member(account, reader)
    client.force_login(reader)
    found = client.get(reverse("web:account_scorecard", args=[account.uid])).content.decode()
    assert "grade “B”" in found
    assert "Enter scores" not in found
    assert client.get(reverse("web:scorecard_scores_new", args=[card.uid])).status_code == 403


def test_programs_read_standings_and_write_scores_and_editions(client, user, card, account):
    rival = make_competitor("Contoso")
    sheet = give(card, Q4, 80, 60, 90)
    give(card, Q4, 95, 90, 80, competitor=rival)
    _token, key = make_token(user, at=sheet.created_at)
    headers = {"Authorization": f"Bearer {key}"}
    quality, delivery, _price = criteria_of(card)
    sent = {"scores": [{"criterion": quality.uid, "score": "70"}, {"criterion": delivery.uid}]}
    answer = client.post(
        f"/api/v1/scorecard-sheets/{sheet.uid}/scores", sent, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["uid"]) == (201, sheet.uid)
    (told,) = client.get(f"/api/v1/accounts/{account.uid}/scorecards", headers=headers).json()
    assert (told["card"], told["next_grade"], told["overdue"]) == (card.uid, "A", None)
    assert told["ours"][0]["scores"].keys() == {criterion.uid for criterion in criteria_of(card)} - {
        delivery.uid
    }
    assert told["rivals"][0]["supplier"] == rival.uid
    assert [gap["best_of"] for gap in told["gaps"]] == [rival.uid] * 3
    made = client.post(f"/api/v1/scorecards/{card.uid}/editions", headers=headers)
    assert (made.status_code, made.json()["edition"]) == (201, 2)
