"""Sign in, sign out, choose a language before sign-in, and say whether the server is well."""

import shutil
from typing import cast

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.common.addresses import client_address
from tongxin.common.clock import now
from tongxin.team import actions as team
from tongxin.team.choices import Language
from tongxin.team.guessing import device_of, mark_device
from tongxin.web.edge.forms import add_refusal
from tongxin.web.edge.middleware import LANGUAGE_COOKIE
from tongxin.web.edge.requests import PageRequest, posted, safe_next
from tongxin.web.signin.forms import SignInForm

DEVICE_COOKIE = "tongxin_device"
BACKEND = "tongxin.team.backends.ActiveUserBackend"
ONE_YEAR = 365 * 24 * 3600
LEAST_ROOM = 16 * 1024 * 1024


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a session with a new key starts when they fit."""
    target = safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = SignInForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = team.sign_in(
                    username=form.cleaned_data["username"],
                    password=form.cleaned_data["password"],
                    address=client_address(request.META),
                    at=now(),
                    device=device_of(request.COOKIES.get(DEVICE_COOKIE, ""), form.cleaned_data["username"]),
                )
            except team.SignInFailed as refusal:
                add_refusal(form, refusal)
            else:
                login(request, user, backend=BACKEND)
                return _remember_device(request, HttpResponseRedirect(target), user.username)
    return render(request, "registration/sign_in.html", {"form": form, "next": target}, status=status)


def _remember_device(request: HttpRequest, response: HttpResponse, username: str) -> HttpResponse:
    """Let the browser show next time that this user has signed in with it: others' failures cannot lock it out."""
    if not device_of(request.COOKIES.get(DEVICE_COOKIE, ""), username):
        response.set_cookie(
            DEVICE_COOKIE,
            mark_device(username),
            max_age=ONE_YEAR,
            path=settings.LOGIN_PAGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and forget everything in it."""
    actor = cast("PageRequest", request).actor
    team.sign_out(actor=actor, at=now())
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_PAGE)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for the pages before sign-in."""
    response = HttpResponseRedirect(safe_next(request, default=settings.LOGIN_PAGE))
    language = request.POST.get("language", "")
    if language in Language.values:
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say whether the server and its database answer, for supervisors and load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    if shutil.disk_usage(settings.HOME).free < LEAST_ROOM:
        # Still 200: reading goes on, and who takes the server out of service would end that too.
        return JsonResponse({"status": "ok", "writing": "disk full"})
    return JsonResponse({"status": "ok"})
