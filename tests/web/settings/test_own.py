"""What everybody sets for themselves."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.factories import PASSWORD, make_actor, make_token, make_user

from tongxin.common.clock import now, today
from tongxin.team.models import Absence, ApiToken, User
from tongxin.team.selectors import find_token

pytestmark = pytest.mark.django_db
PROFILE = "/settings/profile/"


@pytest.fixture
def lin(client) -> User:
    user = make_user(username="lin", password=PASSWORD)
    client.force_login(user)
    return user


class TestPreferences:
    def test_one_is_set_from_the_menu_and_leads_back(self, client, lin):
        answer = client.post("/settings/preferences/", {"theme": "dark", "next": "/settings/users/"})
        assert answer["Location"] == "/settings/users/"
        lin.refresh_from_db()
        assert (lin.theme, lin.language, lin.shortcuts) == ("dark", "en", True)

    def test_all_are_set_from_the_form_and_said_in_the_language_chosen(self, client, lin):
        whole = {
            "whole": "1",
            "language": "zh-hant",
            "theme": "light",
            "calendar": "ROC",
            "units": "WAN",
            "time_zone": "Asia/Tokyo",
        }
        answer = client.post("/settings/preferences/", whole)
        assert answer["Location"] == PROFILE
        lin.refresh_from_db()
        kept = (lin.language, lin.theme, lin.calendar, lin.units, lin.time_zone, lin.shortcuts)
        assert kept == ("zh-hant", "light", "ROC", "WAN", "Asia/Tokyo", False)
        with translation.override("zh-hant"):
            said = translation.gettext("Your preferences were saved.")
        assert said in client.get(PROFILE).content.decode()

    def test_what_is_no_value_is_refused_at_its_field(self, client, lin):
        page = client.post("/settings/preferences/", {"time_zone": "Mars/North"})
        assert page.status_code == 422
        assert b"id_time_zone-error" in page.content
        lin.refresh_from_db()
        assert lin.time_zone == "Asia/Taipei"

    def test_reading_the_address_leads_to_the_page(self, client, lin):
        assert client.get("/settings/preferences/")["Location"] == PROFILE


class TestPassword:
    def test_changing_it_keeps_this_session_and_ends_the_others(self, client, lin):
        from django.test import Client

        other = Client()
        other.force_login(lin)
        answer = client.post("/settings/password/", {"current": PASSWORD, "password": "another long one 9"})
        assert answer["Location"] == PROFILE
        assert client.get(PROFILE).status_code == 200
        assert other.get(PROFILE).status_code == 302

    @pytest.mark.parametrize(
        ("current", "password", "field"),
        [("wrong", "another long one 9", "current"), (PASSWORD, "short", "password"), ("", "", "current")],
    )
    def test_mistakes_stand_at_their_field(self, client, lin, current, password, field):
        page = client.post("/settings/password/", {"current": current, "password": password})
        assert page.status_code == 422
        assert f"id_{field}-error" in page.content.decode()
        assert User.objects.get(pk=lin.pk).check_password(PASSWORD)


class TestAbsence:
    def post(self, client, deputy, days=3, **more):
        values = {
            "absence-deputy": deputy,
            "absence-from_date": today().isoformat(),
            "absence-to_date": (today() + timedelta(days=days)).isoformat(),
            "absence-reason": "Trip",
        }
        return client.post("/settings/absences/", values | more)

    def test_is_added_with_a_deputy_and_taken_back(self, client, lin):
        deputy = make_user(display_name="Chou")
        assert self.post(client, deputy.uid).status_code == 302
        absence = Absence.objects.get()
        assert (absence.user, absence.deputy, absence.reason) == (lin, deputy, "Trip")
        assert b"Chou" in client.get(PROFILE).content
        answer = client.post(f"/settings/absences/{absence.uid}/removal/")
        assert answer["Location"] == f"{PROFILE}#absences"
        assert not Absence.objects.exists()

    def test_mistakes_stand_at_their_field(self, client, lin):
        page = self.post(client, make_user().uid, days=-1)
        assert page.status_code == 422
        assert b"id_absence-to_date-error" in page.content

    def test_one_is_not_ones_own_deputy(self, client, lin):
        assert self.post(client, lin.uid).status_code == 422

    def test_others_absences_are_missing(self, client, lin):
        user = make_user()
        client.force_login(user)
        self.post(client, lin.uid)
        client.force_login(lin)
        uid = Absence.objects.get().uid
        assert client.post(f"/settings/absences/{uid}/removal/").status_code == 404
        assert Absence.objects.exists()


class TestTokens:
    def post(self, client, days=30, scope="read", name="Report"):
        expires = (today() + timedelta(days=days)).isoformat()
        values = {"token-name": name, "token-scope": scope, "token-expires_on": expires}
        return client.post("/settings/tokens/", values)

    def test_the_key_is_shown_once(self, client, lin):
        page = self.post(client)
        assert page.status_code == 201
        token = ApiToken.objects.get()
        key = page.content.decode().split('id="token-key"')[1].split('value="')[1].split('"')[0]
        assert find_token(key, at=now()) == token
        assert "no-store" in page["Cache-Control"]
        assert key.encode() not in client.get(PROFILE).content

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"days": -1}, "expires_on"),
            ({"days": 500}, "expires_on"),
            ({"scope": "admin"}, "scope"),
            ({"name": ""}, "name"),
        ],
    )
    def test_mistakes_stand_at_their_field(self, client, lin, values, field):
        page = self.post(client, **values)
        assert page.status_code == 422
        assert f"id_token-{field}-error" in page.content.decode()
        assert not ApiToken.objects.exists()

    def test_administrators_may_have_one_that_administers(self, client):
        client.force_login(make_user(["ADMINISTRATOR"]))
        assert self.post(client, scope="admin").status_code == 201

    def test_is_revoked_and_stays_in_the_list(self, client, lin):
        token, key = make_token(lin, at=now())
        make_token(lin, at=now() - timedelta(days=100), lasts=timedelta(days=1))
        assert client.post(f"/settings/tokens/{token.uid}/revocation/").status_code == 302
        assert find_token(key, at=now()) is None
        text = client.get(PROFILE).content.decode()
        assert "Revoked" in text
        assert "Ended" in text

    def test_others_tokens_are_missing(self, client, lin):
        token, key = make_token(make_user(), at=now())
        assert client.post(f"/settings/tokens/{token.uid}/revocation/").status_code == 404
        assert find_token(key, at=now()) == token


def test_an_administrator_takes_anybodys_absence_back(client, lin):
    from tongxin.team.actions import add_absence

    absence = add_absence(
        actor=make_actor(lin), at=now(), user=lin, deputy=make_user(), from_date=today(), to_date=today()
    )
    client.force_login(make_user(["ADMINISTRATOR"]))
    answer = client.post(
        f"/settings/absences/{absence.uid}/removal/", {"next": f"/settings/users/{lin.uid}/"}
    )
    assert answer["Location"] == f"/settings/users/{lin.uid}/"
    assert not Absence.objects.exists()
