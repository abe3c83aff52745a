"""Find out who sends a request: a personal token, or the session of the pages."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from tongxin.common.actor import Actor
from tongxin.common.addresses import client_address
from tongxin.common.clock import today
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Channel
from tongxin.team.actions import note_token_use
from tongxin.team.selectors import find_token, get_actor

if TYPE_CHECKING:
    from tongxin.api.requests import ApiRequest
    from tongxin.team.models import ApiToken

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SCHEME = "bearer"


class NotIdentified(Refusal):
    """Say that nobody, or nobody known, sends the request."""

    status = 401


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        return HttpResponse(reason, status=403)


def identify(request: "ApiRequest", *, at: datetime) -> None:
    """Set the request's user, token and actor.

    Raises:
        NotIdentified: `NOT_IDENTIFIED` without credentials; `TOKEN_INVALID` when the token is unknown,
            revoked, past its end, or its owner no longer signs in.
        Denied: `CSRF_FAILED`, an unsafe request by session cookie without its CSRF token.

    """
    header = request.headers.get("Authorization")
    token = _token_of(header, at) if header is not None else None
    if token is None:
        _check_session(request)
    else:
        request.user = token.user
        note_token_use(token=token, at=at)
    request.token = token
    request.actor = _actor(request, token)


def _token_of(header: str, at: datetime) -> "ApiToken":
    scheme, _, key = header.partition(" ")
    token = find_token(key.strip(), at=at) if scheme.lower() == SCHEME else None
    if token is None:
        raise NotIdentified("TOKEN_INVALID")
    return token


def _check_session(request: "ApiRequest") -> None:
    if not request.user.is_authenticated:
        raise NotIdentified("NOT_IDENTIFIED")
    if request.method not in SAFE_METHODS and _csrf_fails(request):
        raise Denied("CSRF_FAILED")


def _csrf_fails(request: HttpRequest) -> bool:
    check = _CsrfCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _: HttpResponse(), (), {}) is not None


def _actor(request: "ApiRequest", token: "ApiToken | None") -> Actor:
    return get_actor(
        request.user,
        as_of=today(),
        channel=Channel.API,
        address=client_address(request.META),
        token=token,
    )


class KnownSender:
    """Name a way of identifying oneself in the API description; the gate has done the work before."""

    def __init__(self, **openapi_security_schema: str) -> None:
        self.openapi_security_schema = openapi_security_schema

    def __call__(self, request: HttpRequest) -> bool:
        """Say that the sender is known: the gate lets nobody else as far as this."""
        return hasattr(request, "actor")


class PersonalToken(KnownSender):
    """`Authorization: Bearer txn_…`."""


class PageSession(KnownSender):
    """The cookie of the pages."""
