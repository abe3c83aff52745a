"""How one request is made: by whom, to which address, with which body, and what it leaves in the database."""

import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from tests.factories import make_token
from tests.meta.records import FIELDS, VALUES, World

from tongxin.api.v1.build import api
from tongxin.common.access import Access
from tongxin.common.clock import now
from tongxin.common.models import Fact
from tongxin.config.access import Address
from tongxin.team.choices import Scope
from tongxin.team.models import ApiToken, User

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SAVEPOINT = re.compile(r'SAVEPOINT "?(\w+)')
TAKEN_BACK = re.compile(r'ROLLBACK TO SAVEPOINT "?(\w+)')
CHANGE = re.compile(r'\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
MULTIPART = "multipart/form-data; boundary=border"
A_FILE = (
    '--border\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
    "Content-Type: text/plain\r\n\r\nhello\r\n--border--\r\n"
)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
VARYING = re.compile(rb"[A-Za-z0-9]{64}")  # masked CSRF tokens


# Loading the middleware takes longer than most requests: all visitors share one.
_HANDLER = ClientHandler(enforce_csrf_checks=False)


class Visitor:
    """One of the five people, by token at the API and by session at the pages."""

    def __init__(self, name: str, user: User | None) -> None:
        self.name, self.user = name, user
        self.client = Client(raise_request_exception=False)
        self.client.handler = _HANDLER
        self.headers: dict[str, str] = {}
        if user is not None:
            self.client.force_login(user)
            token, key = make_token(
                user, (Scope.READ, Scope.WRITE, Scope.ADMIN)[: 3 if _is_admin(user) else 2], at=now()
            )
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
            self.headers = {"Authorization": f"Bearer {key}"}
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def send(self, method: str, path: str, body: Any, record: Fact | None) -> HttpResponse:
        """Send a request and undo what it wrote, so that the next finds the same world.

        The answer's `left` names the tables it would have changed, its `denials` the denials it noted.
        """
        headers = dict(self.headers if path.startswith("/api/") else {})
        if record is not None and method in {"PATCH", "DELETE"}:
            headers["If-Match"] = f'"{record.uid}-{getattr(record, "version", 1)}"'
        left = Left()
        with transaction.atomic(), connection.execute_wrapper(left):
            kind = MULTIPART if body.startswith("--") else "application/json"
            data = {} if method in SAFE else {"data": body, "content_type": kind}
            if not path.startswith("/api/"):
                data = {}
            response = self.client.generic(method, path, headers=headers, **data)
            if response.streaming:
                response = HttpResponse(
                    response.getvalue(), status=response.status_code, headers=response.headers
                )
            # Who signed out, or was given another cookie, is as before.
            self.client.cookies = SimpleCookie(self.cookies)
            response.left, response.denials = left.tables, left.denials
            transaction.set_rollback(True)
        return response


class Left:
    """Watch what a request leaves behind: rows it changed, unless it took the change back by itself."""

    def __init__(self) -> None:
        self._changed: list[tuple[str, str]] = []

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the tables whose rows have changed, with repetitions, in the order of the changes."""
        return tuple(name for kind, name in self._changed if kind == "row")

    @property
    def denials(self) -> int:
        """Return how many rows of the log say that somebody was denied."""
        return sum(kind == "denial" for kind, _ in self._changed)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        """Run a statement and note what it changed."""
        done = execute(sql, params, many, context)
        if point := SAVEPOINT.match(sql):
            self._changed.append(("point", point[1]))
        elif back := TAKEN_BACK.match(sql):
            points = [place for place, item in enumerate(self._changed) if item == ("point", back[1])]
            if points:
                del self._changed[points[-1] + 1 :]
        elif not sql.lstrip().upper().startswith("SELECT") and context["cursor"].rowcount:
            self._changed += [("row", name) for name in CHANGE.findall(sql)]
            if "audit_auditevent" in sql:
                self._changed += [("denial", str(given)) for given in params or () if given == "DENIED"]
        return done


def _is_admin(user: User) -> bool:
    return "ADMINISTRATOR" in user.roles


def path_of(address: Address, uids: Mapping[str, str]) -> str:
    """Return an address's path with uids in the place of its parameters."""
    values = {**VALUES, "field": FIELDS.get(address.name.rpartition(":")[2], VALUES["field"]), **uids}
    route = address.route.replace("^", "", 1) if address.route.startswith("^") else address.route

    def value(match: re.Match[str]) -> str:
        return values[match[1] or match[2]]

    return "/" + PARAMETER.sub(value, route).replace("^", "").replace("$", "").replace("\\Z", "")


def uids_of(access: Access, world: World) -> dict[str, str]:
    """Return parameter → uid of the owner's records."""
    return {parameter: world.record(kind).uid for parameter, kind in access.records.items()}


def body_for(address: Address, world: World) -> str:
    """Return the smallest JSON body that an operation's description allows, about the owner's records."""
    if not address.name.startswith("api:"):
        return "{}"
    described = _description()
    operation = next(
        (
            details
            for methods in described["paths"].values()
            for details in methods.values()
            if f"api:{details['operationId']}" == address.name
        ),
        {},
    )
    contents = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in contents:
        return A_FILE
    content = contents.get("application/json")
    if content is None:
        return "{}"
    return json.dumps(_sample(content["schema"], "", described, world))


def _description() -> Mapping[str, Any]:
    if "described" not in _kept:
        _kept["described"] = api.get_openapi_schema()
    return _kept["described"]


_kept: dict[str, Any] = {}


def _sample(schema: Mapping[str, Any], name: str, described: Mapping[str, Any], world: World) -> Any:
    match schema:
        case {"$ref": str(reference)}:
            target = described["components"]["schemas"][reference.rsplit("/", 1)[1]]
            sample = _sample(target, name, described, world)
        case {"anyOf": [first, *_]} | {"allOf": [first]}:
            sample = _sample(first, name, described, world)
        case {"enum": [first, *_]} | {"const": first}:
            sample = first
        case {"type": "object"}:
            properties = schema.get("properties", {})
            wanted = schema.get("required") or list(properties)[:1]
            sample = {key: _sample(properties[key], key, described, world) for key in wanted}
        case {"type": "array", "items": inner}:
            sample = [_sample(inner, name, described, world)]
        case {"type": "integer" | "number"}:
            sample = schema.get("minimum", 1)
        case {"type": "boolean"}:
            sample = True
        case _:
            sample = _text(schema, name, world)
    return sample


def _text(schema: Mapping[str, Any], name: str, world: World) -> str:
    formats = {"date": "2026-11-02", "date-time": "2027-01-02T09:00:00+08:00"}
    if schema.get("format") in formats:
        return formats[schema["format"]]
    kinds = {
        "deputy": world.mate.uid,
        "manager": world.owner.uid,
        "user": world.mate.uid,
        "owner": world.owner.uid,
    }
    if name in kinds:
        return kinds[name]
    if name.upper() in world.made:
        return world.record(name.upper()).uid
    return "sample"[: schema.get("maxLength", 6)]


def same(response: HttpResponse, uids: Iterable[str]) -> bytes:
    """Return what must be equal for a foreign and an invented record: the body without uid and CSRF token."""
    body = VARYING.sub(b"", response.content)
    for uid in uids:
        body = body.replace(uid.encode(), b"UID")
    return body


def methods_of_view(view: Callable[..., Any]) -> frozenset[str]:
    """Return the methods a view takes: those its decorator names, all where none does."""
    inner: Any = view
    while inner is not None:
        kept = inspect.getclosurevars(inner).nonlocals
        if "request_method_list" in kept:
            return frozenset(kept["request_method_list"])
        inner = getattr(inner, "__wrapped__", None)
    return WRITING | {"GET"}
