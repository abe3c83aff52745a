"""What a page view may rely on in its request."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from tongxin.common.actor import Actor

if TYPE_CHECKING:
    from tongxin.team.models import User


class PageRequest(HttpRequest):
    """A request of a signed-in user, with the actor the middleware made."""

    user: "User"
    actor: Actor


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page; history restores and boosted links get the whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, even when that is nothing; `None` when it is only being opened."""
    return request.POST if request.method == "POST" else None


def safe_next(request: HttpRequest, *, default: str = "/") -> str:
    """Return where the request asks to go on to, when that is a page of this server; else the default."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return default


def came_from(request: HttpRequest, *, default: str = "/") -> str:
    """Return the page that a form above it goes back to: `next`, else where htmx says it was opened, else the default."""
    asked = safe_next(request, default="")
    opened_on = urlsplit(request.headers.get("HX-Current-URL", ""))
    if asked or opened_on.netloc != request.get_host():
        return asked or default
    page = f"{opened_on.path}?{opened_on.query}" if opened_on.query else opened_on.path
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else default
