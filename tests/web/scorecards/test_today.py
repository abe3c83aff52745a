"""Today tells of scores to enter and of a grade that fell, at one's own accounts."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from tests.factories import make_account, make_user, with_every_right
from tests.scorecards import give, make_card

from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R2.4")]
Q3, Q4 = date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user((Role.KAM,), username="kam", language="en")


@pytest.fixture
def card(user):
    # Numbers of accounts and of colleagues differ.
    for _ in range(3):
        make_account(user)
    return make_card(make_account(user, name="Northwind"), with_every_right(user))


@pytest.fixture
def told(client):
    def ask(user):
        client.force_login(user)
        return client.get(reverse("web:today")).context["page"].cards

    return ask


def test_a_period_that_ended_asks_for_its_scores(card, user, told):
    (line,) = told(user)
    assert line.title == "2026 Q4 has ended and our scores are not entered yet"
    assert (line.notes, line.sign) == (("Northwind", "Vendor rating"), "watch")
    assert [act.url for act in line.acts] == [reverse("web:scorecard_scores_new", args=[card.uid])]
    give(card, Q4, 80, 60, 90)
    assert told(user) == ()


@pytest.mark.parametrize(("stated", "count"), [(date(2026, 10, 22), 1), (date(2026, 10, 21), 0)])
def test_a_grade_that_fell_is_told_for_ninety_days(card, user, told, stated, count):
    give(card, Q3, 90, 80, 90, stated_on=date(2026, 10, 1))
    give(card, Q4, 80, 60, 90, stated_on=stated)
    lines = told(user)
    assert [line.title for line in lines] == ["The grade fell from “A” to “B”"] * count
    assert all(line.is_late and line.sign == "bad" for line in lines)


def test_others_are_told_nothing(card, told):
    assert told(make_user((Role.KAM,), username="other")) == ()
