import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.factories import PASSWORD, make_actor, make_user

from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.team import actions as team
from tongxin.team.models import FailedSignIn, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_before_sign_in(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lin() -> User:
    return make_user(username="lin", password=PASSWORD, language="en")


def sign_in(client, username="lin", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_the_page_asks_for_name_and_password_and_offers_the_languages(client):
    page = client.get("/sign-in/?next=/settings/")
    assert page.status_code == 200
    text = page.content.decode()
    for part in (
        'name="username"',
        'name="password"',
        "繁體中文",
        "简体中文",
        "English",
        'value="/settings/"',
    ):
        assert part in text
    assert "no-store" in page["Cache-Control"]


def test_the_page_runs_no_inline_script_or_style(client):
    page = client.get("/sign-in/")
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(rb"<script(?![^>]*src=)|style=|onclick=|onsubmit=", page.content)


def test_signing_in_starts_a_session_with_a_new_key_and_goes_on(client, lin):
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "before"
    session.save()
    before = session.session_key
    answer = sign_in(client, next="/settings/")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(lin.pk)
    assert AuditEvent.objects.filter(verb=Verb.SIGNED_IN, object_uid=lin.uid).count() == 1


def test_the_sign_in_name_may_be_typed_in_any_case(client, lin):
    assert sign_in(client, "LIN").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "https:///evil.example", ""]
)
def test_a_foreign_next_leads_home(client, lin, target):
    assert sign_in(client, next=target)["Location"] == "/"


def test_a_wrong_password_is_said_without_telling_which_names_exist(client, lin):
    known = sign_in(client, "lin", "wrong password 1")
    unknown = sign_in(client, "nobody", "wrong password 1")
    assert known.status_code == unknown.status_code == 422
    sentence = b"Sign-in name and password do not match."
    assert sentence in known.content
    assert sentence in unknown.content
    assert b"wrong password 1" not in known.content


def test_an_inactive_user_cannot_sign_in(client, lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert sign_in(client).status_code == 422


def test_an_empty_form_is_refused_with_its_fields_named(client):
    page = client.post("/sign-in/", {"username": "", "password": ""})
    assert page.status_code == 422
    assert page.content.count(b'class="err"') == 2


def test_guessing_is_slowed_with_429_and_retry_after(client, lin, settings):
    settings.SIGN_IN_ATTEMPTS = 3
    for _ in range(3):
        assert sign_in(client, password="wrong password 1").status_code == 422
    slowed = sign_in(client)
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == "900"
    assert "_auth_user_id" not in client.session
    FailedSignIn.objects.update(at=now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_who_is_signed_in_is_sent_on(client, lin):
    client.force_login(lin)
    assert client.get("/sign-in/?next=/settings/")["Location"] == "/settings/"


def test_signing_out_forgets_the_session_and_keeps_it_in_the_log(client, lin):
    sign_in(client)
    old_key = client.session.session_key
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session
    assert client.session.session_key != old_key
    assert AuditEvent.objects.filter(verb=Verb.SIGNED_OUT, object_uid=lin.uid).count() == 1


def test_signing_out_takes_a_post(client, lin):
    client.force_login(lin)
    assert client.get("/sign-out/").status_code == 405
    assert client.session["_auth_user_id"] == str(lin.pk)


def test_a_form_without_its_csrf_token_is_refused(lin):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_the_language_is_chosen_before_sign_in(client):
    answer = client.post("/language/", {"language": "zh-hans", "next": "/sign-in/?next=/settings/"})
    assert answer["Location"] == "/sign-in/?next=/settings/"
    cookie = answer.cookies["tongxin_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("zh-hans", True, "Lax")
    page = client.get("/sign-in/")
    assert page["Content-Language"] == "zh-hans"
    assert b'lang="zh-Hans' in page.content


def test_an_unknown_language_changes_nothing(client):
    assert "tongxin_language" not in client.post("/language/", {"language": "xx"}).cookies


def test_health_says_that_the_database_answers(client):
    assert client.get("/health/").json() == {"status": "ok"}


def test_health_says_503_when_the_database_does_not_answer(client, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("tongxin.web.signin.views.connection.cursor", broken)
    assert client.get("/health/").status_code == 503


class TestSessionsEnd:
    """What an administrator or the user changes ends the sessions of the user at their next request."""

    @pytest.fixture
    def signed_in(self, client, lin):
        client.force_login(lin)
        assert client.get("/sign-in/").status_code == 302
        return client

    def is_signed_out(self, client) -> bool:
        return client.get("/sign-in/").status_code == 200

    @pytest.mark.parametrize(
        "values", [{"is_active": False}, {"roles": ["READ_ONLY"]}, {"granted_rights": ["MARGIN"]}]
    )
    def test_by_deactivation_and_by_changed_rights(self, signed_in, lin, values):
        boss = make_actor(roles=["ADMINISTRATOR"])
        team.change_user(actor=boss, at=now(), user=User.objects.get(pk=lin.pk), values=values)
        assert self.is_signed_out(signed_in)

    def test_by_a_new_password(self, signed_in, lin):
        user = User.objects.get(pk=lin.pk)
        team.set_password(
            actor=make_actor(user), at=now(), user=user, password="another long one 9", current=PASSWORD
        )
        assert self.is_signed_out(signed_in)

    def test_by_signing_out_everywhere(self, signed_in, lin):
        boss = make_actor(roles=["ADMINISTRATOR"])
        team.end_sessions(actor=boss, at=now(), user=User.objects.get(pk=lin.pk))
        assert self.is_signed_out(signed_in)

    def test_but_not_by_a_change_of_name(self, signed_in, lin):
        boss = make_actor(roles=["ADMINISTRATOR"])
        team.change_user(
            actor=boss, at=now(), user=User.objects.get(pk=lin.pk), values={"display_name": "Lin"}
        )
        assert not self.is_signed_out(signed_in)


def test_anonymous_requests_are_sent_to_the_sign_in_page(client):
    assert client.get("/settings/")["Location"] == "/sign-in/?next=/settings/"


def test_anonymous_htmx_requests_are_told_to_go_there(client):
    answer = client.get("/settings/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")
