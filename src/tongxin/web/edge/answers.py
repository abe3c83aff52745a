"""Where a page goes on to after an action."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from tongxin.web.edge.requests import safe_next, wants_fragment


def go_on(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on; htmx is told to load the page itself, so that notes for the next page are not lost."""
    if wants_fragment(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def page_before(request: HttpRequest, *, default: str) -> str:
    """Return where the request asks to go on to, else the page of ours it came from, else the default."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path != request.path
    before = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    if is_ours and url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return safe_next(request, default=before)
    return safe_next(request, default=default)
