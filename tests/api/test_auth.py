"""Who sends a request: tokens with scopes and an end, sessions with CSRF."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.api.conftest import ApiClient
from tests.factories import PASSWORD, make_token, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.team.models import ApiToken, User


def refused(answer, status: int, code: str) -> bool:
    return (answer.status_code, answer.json()["code"]) == (status, code)


def test_without_credentials_the_answer_names_the_way_in(nobody):
    answer = nobody.get("/me")
    assert refused(answer, 401, "NOT_IDENTIFIED")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Tongxin"'


@pytest.mark.parametrize("header", ["Bearer txn_wrong", "Bearer", "Basic dXNlcjpwYXNz", "txn_wrong", ""])
def test_what_is_no_token_is_refused_even_with_a_session(db, header):
    client = Client()
    client.force_login(make_user())
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert refused(answer, 401, "TOKEN_INVALID")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_token_past_its_end_is_refused(db):
    user = make_user()
    _, key = make_token(user, at=now() - timedelta(days=2), lasts=timedelta(days=1))
    assert refused(ApiClient(user, key).get("/me"), 401, "TOKEN_INVALID")


def test_a_deactivated_user_is_out_at_the_next_request(api):
    client = api()
    assert client.get("/me").status_code == 200
    User.objects.filter(pk=client.user.pk).update(is_active=False)
    assert refused(client.get("/me"), 401, "TOKEN_INVALID")


def test_rights_lost_are_lost_at_the_next_request(admin):
    assert admin.get("/audit-events").status_code == 200
    User.objects.filter(pk=admin.user.pk).update(roles=["KAM"])
    assert refused(admin.get("/audit-events"), 403, "RIGHT_MISSING")


@pytest.mark.parametrize(
    ("scopes", "reads", "writes", "administers"),
    [
        (("read",), 200, 403, 403),
        (("write",), 200, 201, 403),
        (("admin",), 200, 403, 201),
        (("write", "admin"), 200, 201, 201),
        ((), 403, 403, 403),
    ],
)
def test_scopes_reach_as_far_as_they_say(api, scopes, reads, writes, administers):
    client = api(roles=("ADMINISTRATOR",), scopes=scopes)
    assert client.get("/me").status_code == reads
    sent = {"username": "new", "display_name": "New", "roles": ["KAM"]}
    assert client.post("/users", sent).status_code == administers
    # Last: it ends the token itself.
    assert client.post(f"/users/{client.user.uid}/sign-outs").status_code == writes


def test_a_refused_scope_is_one_audit_row_and_nothing_else(api):
    client = api(scopes=("read",))
    assert refused(client.post(f"/users/{client.user.uid}/sign-outs"), 403, "SCOPE_MISSING")
    denied = AuditEvent.objects.get(verb="DENIED")
    assert denied.params["code"] == "SCOPE_MISSING"
    assert denied.object_label == client.user.uid
    assert (denied.user_id, denied.channel, denied.object_kind) == (client.user.pk, "API", "USER")
    assert User.objects.get(pk=client.user.pk).session_epoch == 0


@pytest.fixture
def signed_in(db):
    user = make_user(username="ann", password=PASSWORD)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_a_session_reads_without_and_writes_with_the_csrf_token(signed_in):
    assert signed_in.get("/api/v1/me").status_code == 200
    sent = {"content_type": "application/json", "data": "{}"}
    assert refused(signed_in.post("/api/v1/me/absences", **sent), 403, "CSRF_FAILED")
    token = "a" * 32
    signed_in.cookies["csrftoken"] = token
    answer = signed_in.post("/api/v1/me/absences", **sent, headers={"X-CSRFToken": token})
    assert refused(answer, 422, "VALUES_REFUSED")


def test_a_session_has_no_scopes_to_keep_to(signed_in):
    assert signed_in.get("/api/v1/me").json()["scopes"] == []


def test_use_of_a_token_is_noted_at_most_once_an_hour(api):
    client = api()
    client.get("/me")
    first = ApiToken.objects.get().last_used_at
    client.get("/me")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first


@pytest.mark.fault("F5")
def test_a_disk_too_full_to_note_the_use_of_a_token_does_not_stop_reading(api):
    client = api()

    def full(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full):
        assert client.get("/me").status_code == 200
    assert ApiToken.objects.get().last_used_at is None
