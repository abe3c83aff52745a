"""What ends the sessions of a user ends what programs do in their name; administrators see and revoke it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import make_actor, make_token, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.common.errors import Denied
from tongxin.team import actions as team
from tongxin.team.models import ApiToken, User

pytestmark = pytest.mark.django_db
OLD, NEW = "an old and long one 7", "a new and long one 7"


@pytest.fixture
def lin() -> User:
    return make_user(username="lin", password=OLD)


@pytest.fixture
def boss():
    return make_actor(roles=["ADMINISTRATOR"])


def reached_with(key: str) -> int:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code


def own_password(user, _boss) -> None:
    team.set_password(actor=make_actor(user), at=now(), user=user, password=NEW, current=OLD)


def reset(user, boss) -> None:
    team.set_password(actor=boss, at=now(), user=user, password=NEW)


def own_sign_out(user, _boss) -> None:
    team.end_sessions(actor=make_actor(user), at=now(), user=user)


def sign_out_of_another(user, boss) -> None:
    team.end_sessions(actor=boss, at=now(), user=user)


@pytest.mark.parametrize("end", [own_password, reset, own_sign_out, sign_out_of_another])
def test_a_token_ends_at_the_next_request(lin, boss, end):
    _, key = make_token(lin, ("read", "write"), at=now())
    _, other = make_token(make_user(), ("read",), at=now())
    assert reached_with(key) == 200
    end(lin, boss)
    assert reached_with(key) == 401
    assert reached_with(other) == 200
    assert AuditEvent.objects.order_by("-pk")[0].params["tokens_ended"] == 1


def test_a_token_does_not_come_to_life_again_with_its_user(lin, boss):
    _, key = make_token(lin, ("read",), at=now())
    for active in (False, True):
        lin.refresh_from_db()
        team.change_user(actor=boss, at=now(), user=lin, values={"is_active": active})
    assert reached_with(key) == 401


def test_tokens_that_are_over_stay_as_they_ended(lin):
    token, _ = make_token(lin, at=now() - timedelta(days=3), lasts=timedelta(days=1))
    own_sign_out(lin, None)
    assert ApiToken.objects.get(pk=token.pk).revoked_at is None
    assert "tokens_ended" not in AuditEvent.objects.order_by("-pk")[0].params


class TestAdministrators:
    def test_list_and_revoke_by_page(self, client, lin, boss):
        token, key = make_token(lin, ("read",), at=now())
        client.force_login(boss.user)
        page = reverse("web:user", args=[lin.uid])
        way = reverse("web:user_token_revocation", args=[lin.uid, token.uid])
        assert way in client.get(page).content.decode()
        assert client.post(way).status_code == 302
        assert reached_with(key) == 401
        assert way not in client.get(page).content.decode()

    def test_list_and_revoke_by_the_api(self, lin, boss):
        token, key = make_token(lin, ("read",), at=now())
        _, admin = make_token(boss.user, ("admin",), at=now())
        headers = {"Authorization": f"Bearer {admin}"}
        place = f"/api/v1/users/{lin.uid}/tokens"
        (listed,) = Client().get(place, headers=headers).json()["items"]
        assert (listed["uid"], "key" in listed) == (token.uid, False)
        assert Client().delete(f"{place}/{token.uid}", headers=headers).status_code == 204
        assert reached_with(key) == 401
        elsewhere = f"/api/v1/users/{boss.user.uid}/tokens/{token.uid}"
        assert Client().delete(elsewhere, headers=headers).status_code == 404

    def test_nobody_else_does(self, lin):
        token, key = make_token(lin, ("read",), at=now())
        with pytest.raises(Denied):
            team.revoke_token(actor=make_actor(), at=now(), token=token)
        _, mine = make_token(make_user(), ("read", "write"), at=now())
        place = f"/api/v1/users/{lin.uid}/tokens"
        assert Client().get(place, headers={"Authorization": f"Bearer {mine}"}).status_code == 403
        assert reached_with(key) == 200
