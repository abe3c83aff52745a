"""Several suppliers placed on one page: by name, all or none, with what is wrong at its field."""

import pytest
from django.urls import reverse
from tests.deals import make_competitor
from tests.factories import make_account, make_member, make_user

from tongxin.crm.competition.models import Placement
from tongxin.crm.market.models import Competitor
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.4")]


@pytest.fixture
def user(client):
    user = make_user(username="kam")
    client.force_login(user)
    return user


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def place(client, account):
    url = reverse("web:account_placing", args=[account.uid])
    known = {"segment": "Metrology", "placed_on": "2026-01-05"}
    return lambda **more: client.post(url, {**known, **more})


def test_known_and_unknown_suppliers_are_placed_together(place, account):
    known = make_competitor("Keystone")
    answer = place(
        ring_0="APPROVED",
        name_1=" keystone ",
        ring_1="CORE",
        evidence_1="Vendor list",
        name_2="Advanta",
        ring_2="OUTSIDE",
        evidence_source="Purchasing",
    )
    assert answer["Location"] == reverse("web:account_competition", args=[account.uid])
    placed = {each.competitor and each.competitor.name: each for each in Placement.objects.all()}
    assert {name: each.ring for name, each in placed.items()} == {
        None: "APPROVED",
        "Keystone": "CORE",
        "Advanta": "OUTSIDE",
    }
    assert placed["Keystone"].competitor == known
    assert [name for name, each in placed.items() if each.has_evidence] == ["Keystone"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name_1": "Keystone"}, "Choose the ring of “Keystone”."),
        ({"ring_1": "CORE"}, "Enter the supplier that stands there."),
        ({}, "Place one supplier at least."),
        ({"name_1": "Northwind", "ring_1": "CORE", "ring_0": "CORE"}, "“Northwind” is the account itself"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_placed(place, sent, said):
    answer = place(**sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Placement.objects.exists()
    assert not Competitor.objects.exists()


def test_who_only_reads_places_nobody(place, client, account):
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, reader)
    client.force_login(reader)
    assert client.get(reverse("web:account_placing", args=[account.uid])).status_code == 403
    assert place(ring_0="CORE").status_code == 403
