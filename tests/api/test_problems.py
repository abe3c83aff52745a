"""Whatever goes wrong is told as problem+json, in the language asked for, and tells nothing it should not."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from tongxin.api.v1 import me as me_endpoints
from tongxin.audit.models import AuditEvent


def problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    content = json.loads(answer.content)
    assert content["code"] == code
    assert content["type"] == "/problems/" + code.lower().replace("_", "-")
    assert content["status"] == status
    assert content["title"]
    assert content["detail"]
    return content


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/", "/api/v1//me"]
)
def test_an_unknown_address_is_a_problem(nobody, path):
    assert problem(nobody.get(path), 404, "NOTHING_HERE")["instance"] == path


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_an_unknown_method_is_a_problem_that_names_the_known_ones(api, method):
    answer = api().send(method, "/me")
    problem(answer, 405, "METHOD_NOT_ALLOWED")
    assert set(answer["Allow"].split(", ")) == {"GET", "PATCH"}


def test_a_foreign_host_is_a_problem(db):
    problem(Client().get("/api/v1/me", headers={"Host": "evil.example"}), 400, "REQUEST_MALFORMED")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        '{"theme": NaN}',
        '{"theme": "\\u0000"}',
        '{"theme": "\\ud800"}',
        '{"\\u0000": 1}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_malformed_body_is_a_problem(api, body):
    client = api()
    answer = client.client.generic(
        "PATCH", "/api/v1/me", body.encode("latin-1"), content_type="application/json",
        headers={**client.headers, "If-Match": client.get("/me")["ETag"]},
    )  # fmt: skip
    if body:
        problem(answer, 400, "REQUEST_MALFORMED")
    else:
        problem(answer, 422, "VALUES_REFUSED")


def test_a_nul_in_the_address_is_a_problem(api):
    client = api()
    problem(client.get("/users/a%00b"), 400, "REQUEST_MALFORMED")
    problem(client.get("/users?display_name=a%00b"), 400, "REQUEST_MALFORMED")
    problem(client.get("/users?a%00b=c"), 400, "REQUEST_MALFORMED")


def test_an_unknown_content_type_is_a_problem(api):
    client = api()
    answer = client.client.post(
        "/api/v1/me/absences", "a=b", content_type="text/plain", headers=client.headers
    )
    problem(answer, 415, "CONTENT_TYPE_UNKNOWN")


def test_a_merge_patch_is_read_too(api):
    client = api()
    answer = client.client.patch(
        "/api/v1/me", '{"theme": "dark"}', content_type="application/merge-patch+json",
        headers={**client.headers, "If-Match": client.get("/me")["ETag"]},
    )  # fmt: skip
    assert answer.json()["theme"] == "dark"


def test_too_large_a_body_is_a_problem(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(api().post("/me/absences", {"reason": "x" * 100}), 413, "REQUEST_TOO_LARGE")


def test_wrong_values_are_told_field_by_field(api):
    sent = {"deputy": 7, "from_date": "2026-13-01", "reason": "x" * 201, "colour": "red"}
    content = problem(api().post("/me/absences", sent, Accept_Language="en"), 422, "VALUES_REFUSED")
    assert {(item["field"], item["code"]) for item in content["errors"]} == {
        ("deputy", "STRING_TYPE"),
        ("from_date", "DATE_FROM_DATETIME_PARSING"),
        ("to_date", "MISSING"),
        ("reason", "STRING_TOO_LONG"),
        ("colour", "EXTRA_FORBIDDEN"),
    }
    assert {item["detail"] for item in content["errors"] if item["field"] == "reason"} == {
        "This is too long: 200 characters at the most."
    }


def test_a_refusal_of_an_action_names_its_field(api):
    client = api()
    sent = {"deputy": client.user.uid, "from_date": "2026-11-02", "to_date": "2026-11-02"}
    content = problem(client.post("/me/absences", sent, Accept_Language="en"), 422, "DEPUTY_IS_SELF")
    assert content["errors"] == [{"field": "deputy", "code": "DEPUTY_IS_SELF", "detail": content["detail"]}]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-TW,zh;q=0.9,en;q=0.5", "zh-hant"), ("zh-CN", "zh-hans"), ("en-GB", "en"), ("", "en"), ("*", "en")],
)
def test_the_language_is_the_one_asked_for_else_the_users(api, accepted, language):
    answer = api().get("/nothing-of-mine/..%2f", Accept_Language=accepted)
    assert answer.status_code == 404
    answer = api().get("/users/nobody", Accept_Language=accepted)
    problem(answer, 404, "USER_MISSING")
    assert answer["Content-Language"] == language


def test_an_unforeseen_error_tells_nothing(api, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(me_endpoints, "list_tokens", fail)
    answer = api().get("/me/tokens")
    problem(answer, 500, "SERVER_FAILED")
    assert b"secret" not in answer.content
    assert "secret of the house" in caplog.text


def test_a_busy_database_is_a_problem_that_says_when_to_come_back(api, monkeypatch):
    def fail(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(me_endpoints, "list_tokens", fail)
    answer = api().get("/me/tokens")
    problem(answer, 503, "SERVER_BUSY")
    assert answer["Retry-After"] == "2"


def test_a_missing_record_is_one_audit_row(api):
    client = api()
    problem(client.get("/me/tokens/zzzzzzzzzzzzzz"), 404, "TOKEN_MISSING")
    denied = AuditEvent.objects.get(verb="DENIED")
    assert (denied.object_kind, denied.object_label) == ("TOKEN", "zzzzzzzzzzzzzz")


def test_head_answers_as_get_without_the_body(api):
    client = api()
    head, get = client.send("HEAD", "/me"), client.get("/me")
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == str(len(get.content))
    assert head["ETag"] == get["ETag"]


def test_answers_stay_out_of_shared_caches(api):
    answer = api().get("/me")
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
