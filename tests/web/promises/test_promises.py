"""Promises are made, listed, changed, dropped and reopened on their pages."""

import pytest
import time_machine
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction
from tongxin.crm.relationships.models import Promise
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


def text(response):
    return response.content.decode()


def test_a_promise_is_made_about_a_person(client, kam, account):
    person = create_person(actor=kam, at=AT, full_name="游靖堯", account=account)
    url = f"/promises/new/?person={person.uid}&next=/people/{person.uid}/"
    assert client.get(url).status_code == 200
    posted = {
        "text": "x" * 60,
        "side": "OURS",
        "due_on": "2026-11-09",
        "owner": kam.user.uid,
        "next": "/people/",
    }
    answer = client.post(url, posted)
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    assert Promise.objects.get().person == person


def test_without_any_account_the_form_says_what_is_missing(client, kam):
    posted = {"text": "x", "side": "OURS", "owner": kam.user.uid}
    answer = client.post("/promises/new/", posted)
    assert answer.status_code == 422
    assert "to which account" in text(answer)
    assert client.post("/promises/new/", {}).status_code == 422


def test_a_promise_is_changed_handed_on_and_a_stale_form_merges(client, kam, account):
    mate = make_user(display_name="Mate")
    kept = add_promise(actor=kam, at=AT, account=account, promise=NewPromise(text="report"))
    url = f"/promises/{kept.uid}/"
    posted = {
        "text": "report 2",
        "side": "OURS",
        "owner": mate.uid,
        "due_on": "",
        "version": "1",
        "base": "{}",
    }
    assert client.post(url, posted).status_code == 302
    assert Promise.objects.get().owner == mate
    assert client.post(url, {**posted, "text": "mine"}).status_code == 409
    assert client.post(url, {**posted, "text": ""}).status_code == 422
    assert "Mate" in text(client.get(url))


def test_a_settled_promise_shows_how_to_reopen_it(client, kam, account):
    visit = log_interaction(actor=kam, at=AT, text="v", account=account, promises=[NewPromise(text="report")])
    kept = Promise.objects.get()
    url = f"/promises/{kept.uid}/"
    assert f"/interactions/{visit.uid}/" in text(client.get(url))
    answer = client.post(f"{url}settlement/", {"state": "DROPPED", "next": url})
    assert answer["Location"] == url
    page = text(client.get(url))
    assert "Reopen the promise" in page
    assert 'id="promise-form"' not in page
    assert client.post(f"{url}settlement/").status_code == 409


def test_the_list_has_its_views(client, kam, account):
    assert "No promise is recorded yet" in text(client.get("/promises/"))
    add_promise(actor=kam, at=AT, account=account, promise=NewPromise(text="report", due_on=TODAY))
    page = text(client.get("/promises/?owner=me&state=OPEN"))
    assert "report" in page
    assert "Nothing meets these filters" in text(client.get("/promises/?state=KEPT"))
    add_promise(actor=kam, at=AT, account=account, promise=NewPromise(text="second", due_on=TODAY))
    more = text(client.get("/promises/?limit=1")).split('id="more-link" href="')[1].split('"')[0]
    assert "second" in text(client.get(more.replace("&amp;", "&"), HTTP_HX_REQUEST="true"))
