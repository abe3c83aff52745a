"""What happens to every page request: preferences, sign-in, and refusals turned into pages."""

import zoneinfo
from collections.abc import Callable
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from tongxin.audit.actions import record_denial
from tongxin.audit.choices import Kind
from tongxin.common.addresses import client_address
from tongxin.common.clock import now, today
from tongxin.common.errors import Denied, Missing, Refusal, TooMany
from tongxin.team.selectors import get_actor
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.wording.sentences import sentence

Handler = Callable[[HttpRequest], HttpResponseBase]
LANGUAGE_COOKIE = "tongxin_language"
# Under `/shared/` a signed link stands in the place of a sign-in; its pages show what the link allows and nothing else.
OPEN_PREFIXES = ("/sign-in/", "/static/", "/api/", "/health/", "/language/", "/shared/")
# Whoever is signed in sees these in the usual frame; nobody needs to be.
PUBLIC_PREFIX = "/problems/"


class PreferencesMiddleware:
    """Use the language and time zone of the signed-in user, or the cookie's before sign-in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in the user's language and time zone."""
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, user.time_zone
        else:
            language, zone = request.COOKIES.get(LANGUAGE_COOKIE, ""), ""
        if not translation.check_for_language(language) or not language:
            language = translation.get_language_from_request(request)
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignInRequiredMiddleware:
    """Give every request its actor; send who is not signed in to the sign-in page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request as its actor, or send them to sign in."""
        if request.path.startswith(OPEN_PREFIXES):
            return self.get_response(request)
        if not request.user.is_authenticated and request.path.startswith(PUBLIC_PREFIX):
            return self.get_response(request)
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401, headers={"HX-Redirect": "/sign-in/"})
            return redirect_to_login(request.get_full_path(), login_url="/sign-in/")
        cast("PageRequest", request).actor = get_actor(
            request.user, as_of=today(), address=client_address(request.META)
        )
        response = self.get_response(request)
        # What one person may see must not stay in a shared cache.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class OnwardMiddleware:
    """Let the browser itself go on from a form above the page; a script that follows would use up the next page's notes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a redirect of the form above the page becomes one that htmx hands to the browser."""
        response = self.get_response(request)
        is_of_sheet = wants_fragment(request) and request.headers.get("HX-Target") == "sheet-body"
        if is_of_sheet and request.method == "POST" and response.status_code in {302, 303}:
            return HttpResponse(headers={"HX-Redirect": response["Location"]})
        return response


class RefusalMiddleware:
    """Turn refusals that no form caught into pages, and keep denials in the audit log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; `process_exception` does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal with its page; leave every other error to Django."""
        if not isinstance(error, Refusal):
            return None
        if isinstance(error, Denied | Missing):
            record_denial(
                actor=getattr(request, "actor", None),
                at=now(),
                kind=Kind.SITE,
                uid=request.path[:200],
                code=error.code,
                address=client_address(request.META),
            )
        return refusal_page(request, error)


def refusal_page(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Draw the page of a refusal."""
    response = render(
        request,
        f"errors/{error.status}.html" if error.status in {403, 404, 409, 429} else "errors/422.html",
        {"sentence": sentence(error), "code": error.code},
        status=error.status,
    )
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response
