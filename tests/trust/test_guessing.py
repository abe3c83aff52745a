"""Guessing is slow, and nobody's guessing keeps out somebody who is known."""

import pytest
from django.test import Client
from tests.factories import AT, PASSWORD, make_token, make_user

from tongxin.common.clock import now
from tongxin.common.errors import TooMany
from tongxin.team import actions as team
from tongxin.team import guessing
from tongxin.team.models import FailedSignIn

pytestmark = pytest.mark.django_db
OFFICE = "203.0.113.7"


@pytest.fixture(autouse=True)
def uncounted():
    guessing.forget_guesses()
    yield
    guessing.forget_guesses()


@pytest.fixture
def lin():
    return make_user(username="lin", password=PASSWORD)


def fail(username: str, device: str = "", address: str = OFFICE) -> None:
    with pytest.raises(team.SignInFailed):
        team.sign_in(username=username, password="wrong", address=address, at=AT, device=device)


def guesses(names: str, count: int, settings) -> None:
    under = guessing.address_block(OFFICE)
    FailedSignIn.objects.bulk_create(
        FailedSignIn(at=AT, name_key=guessing.name_key(names.format(number)), address_block=under)
        for number in range(count)
    )


class TestAKnownDevice:
    def test_signs_in_while_its_office_is_slowed(self, lin, settings):
        guesses("invented {}", settings.SIGN_IN_ATTEMPTS * 10, settings)
        guesses("lin", settings.SIGN_IN_ATTEMPTS, settings)
        with pytest.raises(TooMany):
            team.sign_in(username="lin", password=PASSWORD, address=OFFICE, at=AT)
        device = guessing.device_of(guessing.mark_device("lin"), "lin")
        assert team.sign_in(username="LIN", password=PASSWORD, address=OFFICE, at=AT, device=device) == lin

    def test_is_slowed_by_its_own_failures_alone(self, lin, settings):
        settings.SIGN_IN_ATTEMPTS = 3
        for _ in range(3):
            fail("lin", device="mine")
        with pytest.raises(TooMany):
            team.sign_in(username="lin", password=PASSWORD, address=OFFICE, at=AT, device="mine")
        assert team.sign_in(username="lin", password=PASSWORD, address=OFFICE, at=AT, device="other") == lin
        assert team.sign_in(username="lin", password=PASSWORD, address=OFFICE, at=AT) == lin

    def test_is_what_signed_in_with_this_browser_before(self, lin, client):
        assert guessing.device_of("", "lin") == ""
        client.post("/sign-in/", {"username": "lin", "password": PASSWORD})
        cookie = client.cookies["tongxin_device"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/sign-in/")
        assert guessing.device_of(cookie.value, "Lin")
        assert guessing.device_of(cookie.value, "chen") == ""
        assert guessing.device_of(cookie.value + "x", "lin") == ""
        client.post("/sign-out/")
        client.post("/sign-in/", {"username": "lin", "password": PASSWORD})
        assert client.cookies["tongxin_device"].value == cookie.value

    def test_counts_for_its_user_at_the_page_too(self, lin, client, settings):
        settings.SIGN_IN_ATTEMPTS = 3
        client.post("/sign-in/", {"username": "lin", "password": PASSWORD})
        client.post("/sign-out/")
        stranger = Client()
        for _ in range(4):
            stranger.post("/sign-in/", {"username": "lin", "password": "wrong"})
        assert stranger.post("/sign-in/", {"username": "lin", "password": PASSWORD}).status_code == 429
        assert client.post("/sign-in/", {"username": "lin", "password": PASSWORD}).status_code == 302


class TestTheCurrentPassword:
    def test_is_not_guessed_with_a_stolen_token(self, lin, settings):
        settings.SIGN_IN_ATTEMPTS = 3
        _, key = make_token(lin, ("read", "write"), at=now())

        def guess(current: str):
            sent = {"current": current, "password": "a new and long one 7"}
            return Client().post(
                "/api/v1/me/password",
                sent,
                content_type="application/json",
                headers={"Authorization": f"Bearer {key}"},
            )

        assert [guess("wrong").status_code for _ in range(5)] == [422, 422, 422, 429, 429]
        refused = guess(PASSWORD)
        assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (
            429,
            "PASSWORD_SLOWED",
            "900",
        )
        lin.refresh_from_db()
        assert lin.check_password(PASSWORD)

    def test_is_not_guessed_with_a_stolen_session(self, lin, client, settings):
        settings.SIGN_IN_ATTEMPTS = 3
        client.force_login(lin)
        sent = {"current": "wrong", "password": "a new and long one 7"}
        found = [client.post("/settings/password/", sent).status_code for _ in range(4)]
        assert found == [422, 422, 422, 429]
