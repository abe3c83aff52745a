"""A client that speaks JSON as one user, and nothing counted from other tests."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from tests.factories import make_token, make_user

from tongxin.api import rates
from tongxin.common.clock import now
from tongxin.team.choices import Role, Scope
from tongxin.team.models import User

# Loading the middleware takes longer than most requests: all clients share one.
_HANDLER = ClientHandler(enforce_csrf_checks=False)


class ApiClient:
    """Send requests with one personal token."""

    def __init__(self, user: User | None, key: str = "") -> None:
        self.user = user
        self.client = Client(raise_request_exception=False)
        self.client.handler = _HANDLER
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def send(
        self,
        method: str,
        path: str,
        data: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> HttpResponse:
        body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        return self.client.generic(
            method, address, headers={**self.headers, **(headers or {})}, **body, **more
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, headers=_named(headers))

    def post(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, data, headers=_named(headers))

    def patch(self, path: str, data: Any, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, data, headers=_named(headers))

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, headers=_named(headers))


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """Let no test use up another's minute."""
    rates.forget_all()
    yield
    rates.forget_all()


@pytest.fixture
def api(db: None) -> Callable[..., ApiClient]:
    """Return a function that makes a client for a user, or for a new user with the given roles."""

    def make(
        user: User | None = None,
        *,
        roles: tuple[str, ...] = (Role.KAM,),
        scopes: tuple[str, ...] = (Scope.READ, Scope.WRITE),
    ) -> ApiClient:
        user = user or make_user(roles)
        _, key = make_token(user, scopes, at=now() - timedelta(minutes=1))
        return ApiClient(user, key)

    return make


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Let whole WSGI requests run inside the test's transaction: they would close its connection, as it is in use."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def admin(api: Callable[..., ApiClient]) -> ApiClient:
    return api(roles=(Role.ADMINISTRATOR,), scopes=(Scope.READ, Scope.WRITE, Scope.ADMIN))


@pytest.fixture
def nobody(db: None) -> ApiClient:
    return ApiClient(None)
