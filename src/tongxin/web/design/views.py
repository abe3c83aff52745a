"""The page that shows every component, for those who build pages and for administrators."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.web.design.pages import sample_page
from tongxin.web.edge.requests import PageRequest


def design_page(request: HttpRequest) -> HttpResponse:
    """Show every component with invented data.

    Raises:
        Http404: the server is not in debug mode and the user does not administer it.
    """
    if not settings.DEBUG and not cast("PageRequest", request).actor.has(Right.ADMINISTER):
        raise Http404
    return render(request, "design/page.html", {"page": sample_page(at=now())})
