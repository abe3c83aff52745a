"""The API's description: kept beside the code, true of the answers, and usable by public tools."""

import importlib
import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jsonschema_rs
import pytest
from clientele.http.httpx_backend import HttpxHTTPBackend
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from ninja import Schema
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


def schemas(base):
    for schema in base.__subclasses__():
        yield schema
        yield from schemas(schema)


def test_no_two_schemas_share_a_name():
    # The description keeps one schema a name: of two, one would describe answers that it does not fit.
    ours = {schema for schema in schemas(Schema) if schema.__module__.startswith("tongxin.")}
    named = Counter(schema.__name__ for schema in ours)
    assert not [name for name, times in named.items() if times > 1]


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


class Quiet(WSGIRequestHandler):
    """Serve without a line on the terminal for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def live_address(kept_connection):
    """Return the address of a server that answers over the network, in the test's own transaction."""
    connection.inc_thread_sharing()

    def serve(server: WSGIServer) -> None:
        connections[connection.alias] = kept
        server.serve_forever(poll_interval=0.01)

    kept = connections[connection.alias]
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as server:
        thread = Thread(target=serve, args=[server])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    connection.dec_thread_sharing()


def configure(made_client, live_address, user, **headers):
    """Give the made client its server, a token of the user, and headers."""
    client, _, config = made_client
    _, key = make_token(
        user, ("read", "write", "admin")[: 3 if "ADMINISTRATOR" in user.roles else 2], at=now()
    )
    sent = {"Authorization": f"Bearer {key}", **headers}
    backend = HttpxHTTPBackend({"base_url": live_address, "headers": sent})
    client.client.configure(config=config.Config(http_backend=backend))
    return client


def test_a_client_made_by_a_public_generator_works(live_address, made_client):
    _, schemas, _ = made_client
    user, colleague = make_user(), make_user(display_name="林美玲")
    client = configure(made_client, live_address, user)

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


def test_the_made_client_sets_the_product_up(live_address, made_client):
    _, schemas, _ = made_client
    admin = make_user(("ADMINISTRATOR",))
    client = configure(made_client, live_address, admin)

    process = client.make_process(data=schemas.ProcessIn(labels={"en": "Renewal"}))
    stage = schemas.StageIn(labels={"en": "Review"}, probability=60)
    assert client.make_stage(uid=process.uid, data=stage).code == "REVIEW"
    region = schemas.EntryIn(kind=schemas.DictionaryKind("REGION"), labels={"en": "East"})
    assert client.make_dictionary_entry(data=region).code == "EAST"
    rival = client.make_competitor(data=schemas.CompetitorIn(name="Rival"))
    # This generator asks for every field of a change.
    whole = {name: getattr(rival, name) for name in schemas.CompetitorChange.model_fields}
    change = schemas.CompetitorChange(**whole | {"website": "rival.example"})
    assert client.change_competitor(uid=rival.uid, data=change).code == "VERSION_MISSING"
    client = configure(made_client, live_address, admin, **{"If-Match": f'"{rival.uid}-1"'})
    changed = client.change_competitor(uid=rival.uid, data=change)
    assert (changed.website, changed.version) == ("rival.example", 2)
    assert client.change_competitor(uid=rival.uid, data=change).code == "STALE_VERSION"
