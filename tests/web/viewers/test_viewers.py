"""The page that says who reads what one writes."""

import pytest
import time_machine
from tests.deals import make_opportunity, make_person
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.team import actions as team
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def kam(client):
    director = make_user([Role.SALES_DIRECTOR], display_name="Director")
    user = make_user([Role.KAM], display_name="Kam", manager=director)
    deputy = make_user([Role.KAM], display_name="Deputy")
    team.add_absence(actor=make_actor(user), at=AT, user=user, deputy=deputy, from_date=TODAY, to_date=TODAY)
    make_user([Role.EXECUTIVE, Role.FINANCE_LEGAL], display_name="Executive")
    client.force_login(user)
    return make_actor(user)


def test_each_record_tells_who_sees_it_and_why(client, kam):
    account = make_account(kam.user, name="曜禾醫療")
    deal = make_opportunity(kam, account=account, name="CT renewal")
    person = make_person(account, "游靖堯")
    for path, name in (
        (f"/accounts/{account.uid}/", "曜禾醫療"),
        (f"/opportunities/{deal.uid}/", "CT renewal"),
        (f"/people/{person.uid}/", "游靖堯"),
    ):
        page = client.get(f"{path}viewers/").content.decode()
        for expected in (
            f"Who sees {name}", "4 colleagues see this page",
            "On the team", "Kam", "Key-account manager",
            "To whom the team reports", "Director", "Sales director",
            "Standing in today", "Deputy", "for Kam until",
            "By their role", "Executive, Finance and legal",
        ):  # fmt: skip
            assert expected in page, (path, expected)
    assert f"/accounts/{account.uid}/viewers/" in client.get(f"/accounts/{account.uid}/").content.decode()
    assert f"/people/{person.uid}/viewers/" in client.get(f"/people/{person.uid}/").content.decode()
    assert (
        f"/opportunities/{deal.uid}/viewers/"
        in client.get(f"/opportunities/{deal.uid}/people/").content.decode()
    )


def test_a_reason_nobody_has_is_not_shown(client):
    user = make_user([Role.KAM], display_name="Alone")
    client.force_login(user)
    account = make_account(user)
    page = client.get(f"/accounts/{account.uid}/viewers/", HTTP_HX_REQUEST="true").content.decode()
    assert "1 colleague sees this page" in page
    assert "Standing in today" not in page
    assert "<html" not in page
