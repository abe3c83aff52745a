"""One click, one effect: a form that was drawn once is saved once, however often it is sent.

Every form carries Django's token, which is masked anew each time a page is drawn. Token, address and values together are
the key that the server spends: sent again, unchanged, by a double click, a retry or the back button, a form gets the answer
it got; changed, or drawn anew, it is another one. What ends without leaving the page (a refused form, a part of a page)
spends nothing.
"""

import hmac
import json
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tongxin.common.clock import now
from tongxin.common.errors import Conflict
from tongxin.idempotency import actions as keys
from tongxin.web.edge.middleware import refusal_page

Handler = Callable[[HttpRequest], HttpResponseBase]
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's field
KEPT_HEADERS = ("Location", "HX-Redirect", "HX-Trigger")
LEADING_ON = frozenset({302, 303})
LONGEST_WAIT = 10.0
LOOK_AGAIN = 0.1


class SpendOnceMiddleware:
    """Answer a form that was sent already with the answer of the first time."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or repeat what was answered."""
        if request.method != "POST" or not request.user.is_authenticated or TOKEN not in request.POST:
            return self.get_response(request)
        user, key = request.user, _key_of(request)
        end = time.monotonic() + LONGEST_WAIT
        while (kept := keys.begin(user=user, key=key, at=now())) is not None:
            if kept.status != keys.IN_WORK:
                return HttpResponse(kept.body, status=kept.status, headers=kept.headers)
            if time.monotonic() > end:
                return refusal_page(request, Conflict("FORM_IN_WORK"))
            time.sleep(LOOK_AGAIN)
        spent = False
        try:
            response = self.get_response(request)
            spent = _leads_on(response)
            if spent:
                headers = {name: response[name] for name in KEPT_HEADERS if name in response}
                keys.end(user=user, key=key, status=response.status_code, headers=headers, body="")
        finally:
            if not spent:
                keys.release(user=user, key=key)
        return response


def _leads_on(response: HttpResponseBase) -> bool:
    return response.status_code in LEADING_ON or "HX-Redirect" in response


def _key_of(request: HttpRequest) -> str:
    values = sorted(request.POST.lists())
    files = sorted((name, [(file.name, file.size) for file in sent]) for name, sent in request.FILES.lists())
    said = json.dumps([request.get_full_path(), values, files]).encode()
    return "form:" + hmac.digest(b"tongxin.form:" + settings.SECRET_KEY.encode(), said, "sha256").hex()
