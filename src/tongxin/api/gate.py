"""What every request passes before and after its endpoint, in this order.

Who is it (401) · how often (429) · may this token do it (403) · can the body be read (413, 415, 400), all of it, before any transaction ·
was it answered before (Idempotency-Key) · the endpoint · version headers · one audit row for a denial.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.db import Error as DatabaseError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from ninja.operation import Operation

from tongxin.api import rates, replays
from tongxin.api.auth import SAFE_METHODS, NotIdentified, identify
from tongxin.api.bodies import check_body, check_query, read_body
from tongxin.api.etags import split_tags
from tongxin.api.problems import answer
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import Route, route_of
from tongxin.audit.actions import record_denial
from tongxin.audit.choices import Kind
from tongxin.common.access import Door
from tongxin.common.addresses import client_address
from tongxin.common.clock import now
from tongxin.common.errors import Denied, Refusal
from tongxin.common.failures import failure_of
from tongxin.common.rights import Right
from tongxin.team.choices import Scope

Run = Callable[..., HttpResponseBase]
SCOPES_THAT_READ = frozenset({Scope.READ, Scope.WRITE, Scope.ADMIN})
SCOPES_THAT_WRITE = frozenset({Scope.WRITE})
LONGEST_AUDITED_UID = 40


def guard(run: Run) -> Run:
    """Put the gate before an operation; refuses at start-up an endpoint that declares no access."""
    operation = cast("Operation", run.__self__)  # type: ignore[attr-defined]
    route = route_of(operation)

    @wraps(run)
    def guarded(request: ApiRequest, **params: Any) -> HttpResponse:
        at = now()
        _prepare(request)
        with ExitStack() as stack:
            response = _pass(request, route, run, params, at, stack)
            if request.refusal is not None:
                _keep_denial(request, route, params, at)
            return _finished(response)

    return guarded


def _prepare(request: ApiRequest) -> None:
    request.only, request.etag, request.location, request.refusal = None, "", "", None


def _pass(
    request: ApiRequest, route: Route, run: Run, params: dict[str, Any], at: datetime, stack: ExitStack
) -> HttpResponse:
    headers: dict[str, str] = {}
    try:
        headers = _admit(request, route, at, stack)
        request.ahead = route.ahead(request) if route.ahead is not None else None
        response = replays.once(request, route, lambda: _run(request, run, params), at=at)
    except Refusal as refusal:
        response = answer(request, refusal)
    except (DatabaseError, OSError) as error:
        if failure_of(error) is None:
            raise
        response = answer(request, error)
    for name, value in headers.items():
        response[name] = value
    return response


def _admit(request: ApiRequest, route: Route, at: datetime, stack: ExitStack) -> dict[str, str]:
    stack.enter_context(translation.override(_language(request)))
    try:
        identify(request, at=at)
    except NotIdentified:
        rates.spend(f"address:{client_address(request.META)}")
        raise
    stack.enter_context(translation.override(_language(request)))
    stack.enter_context(timezone.override(request.user.time_zone))
    allowance = rates.spend(request.actor.token_uid or f"user:{request.user.pk}")
    _check_scope(request, route)
    check_query(request)
    check_body(request, route)
    read_body(request, route)
    if route.listing is not None:
        _read_list_query(request, route)
    return allowance.headers()


def _language(request: ApiRequest) -> str:
    user = getattr(request, "user", None)
    asked = request.headers.get("Accept-Language", "").strip()
    if user is not None and user.is_authenticated and asked in {"", "*"}:
        return str(user.language)
    return translation.get_language_from_request(request)


def _check_scope(request: ApiRequest, route: Route) -> None:
    right = route.access.right if route.access.door is Door.RIGHT else None
    if request.token is not None:
        held = request.actor.scopes
        needed = Scope.READ if request.method in SAFE_METHODS else Scope.WRITE
        enough = SCOPES_THAT_READ if needed is Scope.READ else SCOPES_THAT_WRITE
        if right is Right.ADMINISTER:
            needed, enough = Scope.ADMIN, frozenset({Scope.ADMIN})
        if not held & enough:
            raise Denied("SCOPE_MISSING", scope=needed.value)
    if right is not None:
        request.actor.must_have(right)


def _read_list_query(request: ApiRequest, route: Route) -> None:
    listing = route.listing
    assert listing is not None  # noqa: S101 - the caller asked
    if route.is_list:
        request.query = listing.parse(dict(request.GET.lists()), actor=request.actor)
        chosen = request.query.fields
    else:
        chosen = listing.parse({"fields": request.GET.getlist("fields")}, actor=request.actor).fields
    if chosen and route.shape is not None:
        request.only = (route.shape, frozenset(chosen))


def _run(request: ApiRequest, run: Run, params: dict[str, Any]) -> HttpResponse:
    response = cast("HttpResponse", run(request, **params))
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return response
    if request.location:
        response["Location"] = request.location
    if request.etag:
        response["ETag"] = request.etag
        sent = request.headers.get("If-None-Match", "")
        if request.method == "GET" and split_tags(sent) & {request.etag, "*"}:
            return _not_modified(request)
    if response.status_code == HTTPStatus.NO_CONTENT:
        del response["Content-Type"]
    return response


def _not_modified(request: ApiRequest) -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": request.etag})
    del response["Content-Type"]
    return response


def _keep_denial(request: ApiRequest, route: Route, params: dict[str, Any], at: datetime) -> None:
    refusal = cast("Refusal", request.refusal)
    named = next(iter(route.access.records.items()), None)
    record_denial(
        actor=getattr(request, "actor", None),
        at=at,
        kind=Kind(named[1]) if named and named[1] in Kind.values else Kind.SITE,
        uid=str(params.get(named[0], ""))[:LONGEST_AUDITED_UID] if named else request.path,
        code=refusal.code,
        address=client_address(request.META),
    )


def _finished(response: HttpResponse) -> HttpResponse:
    # Whoever keeps an answer asks again before using it, and no shared cache keeps any.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response["Content-Language"] = translation.get_language() or ""
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    return response
