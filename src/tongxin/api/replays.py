"""One POST, one effect: answer a repetition with the answer of the first."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from tongxin.api.auth import SAFE_METHODS
from tongxin.idempotency.actions import check_key, find_answer, hash_request, keep_answer

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tongxin.api.requests import ApiRequest
    from tongxin.api.routes import Route
    from tongxin.idempotency.models import IdempotentAnswer

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Content-Language", "ETag", "Location")


def once(
    request: "ApiRequest", route: "Route", run: Callable[[], HttpResponse], *, at: datetime
) -> HttpResponse:
    """Run a request that writes as one transaction, and a keyed POST once in 24 hours.

    Whatever is refused is undone as a whole, even where an endpoint calls several actions. The effect of a keyed POST
    and its answer commit together or not at all; only successes are kept, so a refused request may be mended. A route that
    is alone has no transaction around it: what it does twice is as if done once, so its answer may be kept after it.

    Raises:
        Refusal: the key is malformed, in use at this moment, or belongs to another request.

    """
    if request.method in SAFE_METHODS:
        return run()
    key = request.headers.get(KEY_HEADER) if request.method == "POST" else None
    if route.is_alone:
        return run() if key is None else _alone_under(key, request, route, run, at)
    with transaction.atomic():
        response = run() if key is None else _once_under(key, request, route, run, at)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
    return response


def _once_under(
    key: str, request: "ApiRequest", route: "Route", run: Callable[[], HttpResponse], at: datetime
) -> HttpResponse:
    asked = _asked(key, request, route, at)
    kept = find_answer(**asked)
    if kept is not None:
        return _repeat(kept)
    response = run()
    if response.status_code < HTTPStatus.BAD_REQUEST:
        keep_answer(**asked, **_told(response, route))
    return response


def _alone_under(
    key: str, request: "ApiRequest", route: "Route", run: Callable[[], HttpResponse], at: datetime
) -> HttpResponse:
    asked = _asked(key, request, route, at)
    with transaction.atomic():
        kept = find_answer(**asked)
    if kept is not None:
        return _repeat(kept)
    response = run()
    if response.status_code < HTTPStatus.BAD_REQUEST:
        # Of two that came at once one keeps its answer.
        with suppress(IntegrityError), transaction.atomic():
            keep_answer(**asked, **_told(response, route))
    return response


def _asked(key: str, request: "ApiRequest", route: "Route", at: datetime) -> dict[str, Any]:
    check_key(key)
    request_hash = hash_request("POST", request.get_full_path(), _content(request, route))
    return {"user": request.user, "key": key, "request_hash": request_hash, "at": at}


def _told(response: HttpResponse, route: "Route") -> dict[str, Any]:
    return {
        "status": response.status_code,
        "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
        "body": _without_secrets(response, route),
    }


def _content(request: "ApiRequest", route: "Route") -> bytes:
    """Return what was sent; files without the borders that a client draws anew each time, and unread into memory."""
    if not route.takes_files:
        return request.body
    values = [(name, text) for name, texts in sorted(request.POST.lists()) for text in texts]
    files = [
        (name, file.name, _digest(file)) for name, sent in sorted(request.FILES.lists()) for file in sent
    ]
    return json.dumps([values, files]).encode()


def _digest(file: "UploadedFile[Any]") -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _repeat(kept: "IdempotentAnswer") -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    response[REPLAYED_HEADER] = "true"
    return response


def _without_secrets(response: HttpResponse, route: "Route") -> str:
    text = response.content.decode()
    if not route.secrets:
        return text
    content = json.loads(text)
    return json.dumps({name: None if name in route.secrets else value for name, value in content.items()})
