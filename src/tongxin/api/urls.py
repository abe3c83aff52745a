"""Addresses of the API."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from tongxin.api.v1.build import api


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer every unknown address under the API; the middleware makes a problem of it."""
    raise Http404(request.path)


urlpatterns = [
    path("v1/", api.urls),
    re_path(r"^", nothing_here, name="api_nothing"),
]
