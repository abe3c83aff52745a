"""Today warns of evidence that expires, at one's own accounts and in time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.factories import make_account, make_user, with_every_right

from tongxin.common.clock import now
from tongxin.crm.ladder.records import PROOF
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]
DAY = date(2027, 1, 20)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user((Role.KAM,), username="kam", language="en")


@pytest.fixture
def warned(client, user):
    """Return a function that enters evidence valid for so many days more, and what Today then says."""
    account = make_account(user, name="Northwind")

    def ask(days, by=user):
        create_record(
            PROOF, actor=with_every_right(user), at=now(),
            values={
                "account": account, "fact": "ORDERS", "shown": "Contract", "source": "Ms Lin",
                "observed_on": DAY - timedelta(300), "valid_until": DAY + timedelta(days),
            },
        )  # fmt: skip
        client.force_login(by)
        return client.get(reverse("web:today")).context["page"].decaying

    return ask


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (31, []),
        (30, ["Opportunities won: evidence expires soon"]),
        (0, ["Opportunities won: evidence expires soon"]),
        (-1, ["Opportunities won: evidence expired"]),
        (-180, ["Opportunities won: evidence expired"]),
        (-181, []),
    ],
)
def test_it_warns_from_thirty_days_before_to_half_a_year_after(warned, days, said):
    assert [line.title for line in warned(days)] == said


def test_a_warning_names_the_account_and_offers_a_promise(warned):
    line = warned(-5)[0]
    assert (line.notes[0], line.is_late, line.sign) == ("Northwind", True, "bad")
    assert [act.label for act in line.acts] == ["Plan a promise"]


def test_others_are_not_warned(warned):
    assert warned(5, by=make_user((Role.KAM,), username="other")) == ()


def test_who_may_not_read_judgements_is_not_warned(warned, user):
    user.roles = [Role.TEAM_MEMBER]
    user.save(update_fields=["roles"])
    assert warned(5) == ()
