"""Let no HTML out of the API, whatever answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from tongxin.api.problems import MEDIA_TYPE, of_status

Handler = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/api/"
KEPT_HEADERS = ("Allow", "Retry-After")


class ProblemMiddleware:
    """Answer HEAD as GET without the body, and turn errors made outside the endpoints into problems."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
            response = _as_problem(request, response)
        if is_head and isinstance(response, HttpResponse):
            size = len(response.content)
            response.content = b""
            response["Content-Length"] = str(size)
        return response


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    kept = {name: response[name] for name in KEPT_HEADERS if name in response.headers}
    with translation.override(translation.get_language_from_request(request)):
        return of_status(response.status_code, kept).respond(request)
