"""The API's description: kept beside the code, true of the answers, and usable by public tools."""

import importlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx2
import jsonschema_rs
import pytest
from clientele.http.httpx_backend import HttpxHTTPBackend
from django.core.handlers.wsgi import WSGIHandler
from tests.api.refresh import SNAPSHOT, description
from tests.factories import make_token, make_user

from tongxin.api.v1.build import api as described_api
from tongxin.common.clock import now


def operations():
    return [
        (method, details)
        for path in described_api.get_openapi_schema()["paths"].values()
        for method, details in path.items()
    ]


def test_the_kept_description_is_the_one_served(nobody):
    assert SNAPSHOT.read_text(encoding="utf-8") == description(), "run: python -m tests.api.refresh"
    served = nobody.get("/openapi.json")
    assert json.loads(served.content) == json.loads(description())


def test_it_is_openapi_3_1_and_every_operation_is_named_once():
    described = json.loads(description())
    assert described["openapi"] == "3.1.0"
    names = [details["operationId"] for _, details in operations()]
    assert len(names) == len(set(names))


def test_every_schema_is_a_valid_json_schema():
    for schema in json.loads(description())["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**schema, "$defs": {}})


def test_every_operation_tells_what_it_needs_and_how_it_refuses():
    for method, details in operations():
        name = details["operationId"]
        assert details["summary"], name
        assert "Needs scope" in details["description"], name
        assert {"400", "401", "403", "429", "503"} <= set(details["responses"]), name
        headers = {item["name"] for item in details["parameters"] if item["in"] == "header"}
        assert ("Idempotency-Key" in headers) is (method == "post"), name


@pytest.fixture
def made_client(tmp_path, monkeypatch):
    """Return the client and the schemas that a public generator makes from the description."""
    target = tmp_path / "made" / "tongxin_client"
    command = [Path(sys.executable).with_name("clientele"), "start-api", "-f", SNAPSHOT, "-o", target]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    parts = [
        importlib.import_module(f"made.tongxin_client.{name}") for name in ("client", "schemas", "config")
    ]
    yield parts
    for name in [name for name in sys.modules if name.partition(".")[0] == "made"]:
        del sys.modules[name]


def test_a_client_made_by_a_public_generator_works(kept_connection, made_client):
    client, schemas, config = made_client
    user, colleague = make_user(), make_user(display_name="林美玲")
    _, key = make_token(user, ("read", "write"), at=now())
    door = {
        "transport": httpx2.WSGITransport(app=WSGIHandler()),
        "base_url": "http://localhost",
        "headers": {"Authorization": f"Bearer {key}"},
    }
    client.client.configure(config=config.Config(http_backend=HttpxHTTPBackend(door)))

    assert client.me().uid == user.uid
    found = client.users(display_name_contains="美玲", sort="-display_name", limit=1)
    assert [item.uid for item in found.items] == [colleague.uid]
    sent = schemas.TokenIn(
        name="report", scopes=[schemas.Scope("read")], expires_at=(now() + timedelta(days=3)).isoformat()
    )
    token = client.make_token(data=sent)
    assert token.key.startswith("txn_")
    assert client.token(uid=token.uid).prefix == token.prefix
    assert client.token(uid="nothing").code == "TOKEN_MISSING"
