"""A form that was drawn once is saved once, however often it is sent."""

import re

import pytest
from tests.factories import make_account, make_user

from tongxin.common.clock import now
from tongxin.crm.relationships.models import Promise
from tongxin.idempotency import actions as keys
from tongxin.idempotency.models import IdempotentAnswer
from tongxin.web.edge import spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam(client):
    user = make_user(language="en")
    client.force_login(user)
    client.owner, client.account = user.uid, make_account(user, name="曜禾").uid
    return user


def drawn(client, path: str = "/promises/new/") -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(path).content.decode()).group(1)


def send(client, token: str, text: str = "Send the offer", **more: str):
    sent = {
        "csrfmiddlewaretoken": token,
        "text": text,
        "side": "OURS",
        "due_on": "2030-01-04",
        "owner": client.owner,
    }
    return client.post(f"/promises/new/?account={client.account}", sent | more)


@pytest.mark.fault("F21")
def test_a_form_sent_again_gets_the_first_answer_and_makes_nothing(client, kam):
    token = drawn(client)
    first, again = send(client, token), send(client, token)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Promise.objects.count() == 1


def test_a_form_drawn_anew_or_changed_is_another_one(client, kam):
    token = drawn(client)
    send(client, token)
    send(client, token, text="Send the price list")
    send(client, drawn(client))
    assert Promise.objects.count() == 3


def test_a_refused_form_may_be_mended_or_sent_again(client, kam):
    token = drawn(client)
    assert [send(client, token, due_on="never").status_code for _ in range(2)] == [422, 422]
    assert not IdempotentAnswer.objects.exists()
    assert send(client, token).status_code == 302


def test_a_failure_spends_nothing(client, kam, monkeypatch):
    token = drawn(client)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("tongxin.web.promises.views.say_next", lambda *_, **__: 1 / 0)
        assert send(client, token).status_code == 500
    assert not IdempotentAnswer.objects.exists()


def test_a_form_whose_saving_was_killed_is_not_saved_by_chance_again(client, kam, monkeypatch):
    monkeypatch.setattr(spending, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(spending, "_key_of", lambda _request: "form:x")
    token = drawn(client)
    keys.begin(user=kam, key="form:x", at=now())
    answer = send(client, token)
    assert answer.status_code == 409
    assert "was sent already" in answer.content.decode()
    assert not Promise.objects.exists()


def test_what_one_user_sent_is_no_answer_for_another(client, kam):
    token = drawn(client)
    send(client, token)
    client.force_login(make_user(["ADMINISTRATOR", "KAM"], language="en"))
    send(client, token)
    assert Promise.objects.count() == 2


def test_what_the_form_held_is_not_kept(client, kam):
    send(client, drawn(client), text="A secret of ours")
    kept = IdempotentAnswer.objects.get()
    assert (kept.body, "secret" in f"{kept.key}{kept.headers}") == ("", False)
