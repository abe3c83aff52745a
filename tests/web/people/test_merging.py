"""Merging two people and undoing it, by page and by API alike."""

import pytest
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.crm.stakeholders.actions import create_person
from tongxin.crm.stakeholders.models import Person, PersonMerge
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    user = make_user([Role.SALES_DIRECTOR], language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def pair(director):
    account = make_account(director.user, name="Elm")
    return [
        create_person(actor=director, at=AT, full_name="An Lee", account=account, email=f"an{n}@elm.example")
        for n in range(2)
    ]


def text(answer):
    return answer.content.decode()


@pytest.mark.requirement("R9.7")
def test_two_people_are_compared_merged_and_taken_apart_by_page(client, pair):
    first, second = pair
    address = f"/people/{first.uid}/merge/"
    assert f"?other={second.uid}" in text(client.get(address))
    assert second.uid in text(client.get(f"{address}?q=lee"))
    both = text(client.get(f"{address}?other={second.uid}"))
    assert "an1@elm.example" in both
    done = client.post(address, {"other": second.uid, "take.email": "other"})
    assert done["Location"] == f"/people/{first.uid}/"
    assert Person.objects.get(pk=first.pk).email == "an1@elm.example"
    assert client.get(f"/people/{second.uid}/").status_code == 404
    merge = PersonMerge.objects.get()
    assert f"/merges/{merge.uid}/undoing/" in text(client.get(address))
    back = client.post(f"/people/{first.uid}/merges/{merge.uid}/undoing/")
    assert back["Location"] == f"/people/{second.uid}/"
    assert Person.objects.get(pk=first.pk).email == "an0@elm.example"


def test_a_person_is_not_merged_with_themselves(client, pair):
    first, _ = pair
    answer = client.post(f"/people/{first.uid}/merge/", {"other": first.uid})
    assert answer.status_code == 409
    assert "cannot be merged with themselves" in text(answer)
