"""The page that shows every component, for those who build pages and for administrators."""

from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.web.design.pages import sample_page, sample_property
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.toasts import say_now


def design_page(request: HttpRequest) -> HttpResponse:
    """Show every component with invented data; a POST only says that it arrived.

    Raises:
        Denied: the server is not in debug mode and the user does not administer it.
    """
    _check_may_see(request)
    if request.method == "POST":
        return say_now(HttpResponse(status=204), _("Tried out, nothing was changed"))
    return render(request, "design/page.html", {"page": sample_page(at=now())})


def design_value(request: HttpRequest) -> HttpResponse:
    """Give the form of the sample value; show what was typed, without keeping it.

    Raises:
        Denied: as for the page.
    """
    _check_may_see(request)
    if request.method != "POST":
        return render(request, "design/value.html", {"page": sample_page(at=now())})
    item = replace(sample_property(), value=request.POST.get("value", ""))
    return render(request, "components/property.html", {"item": item})


def _check_may_see(request: HttpRequest) -> None:
    if not settings.DEBUG:
        cast("PageRequest", request).actor.must_have(Right.ADMINISTER)
