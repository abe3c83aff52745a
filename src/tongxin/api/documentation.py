"""The page on which the API can be read and tried, without any request to others."""

from typing import Any, cast

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

SETTINGS = {"layout": "BaseLayout", "deepLinking": True, "docExpansion": "none"}


class DocumentationPage(DocsBase):
    """Swagger UI from the package's own static files."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Return the page."""
        settings = SETTINGS | {"url": self.get_openapi_url(api, kwargs)}
        context = {"title": api.title, "settings": settings, "csrf": get_token(request)}

        # Swagger UI writes style attributes; scripts stay as strict as everywhere.
        @csp_replace({"style-src": [SELF, UNSAFE_INLINE]})
        def page(_: HttpRequest) -> HttpResponse:
            return HttpResponse(render_to_string("api/documentation.html", context))

        return cast("HttpResponse", page(request))
