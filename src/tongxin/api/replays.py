"""One POST, one effect: answer a repetition with the answer of the first."""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse

from tongxin.idempotency.actions import check_key, find_answer, hash_request, keep_answer

if TYPE_CHECKING:
    from tongxin.api.requests import ApiRequest
    from tongxin.api.routes import Route
    from tongxin.idempotency.models import IdempotentAnswer

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Content-Language", "ETag", "Location")


def once(
    request: "ApiRequest", route: "Route", run: Callable[[], HttpResponse], *, at: datetime
) -> HttpResponse:
    """Run a keyed POST once in 24 hours; the effect and its answer commit together or not at all.

    Only successes are kept: a refused request changed nothing and may be tried again under its key.

    Raises:
        Refusal: the key is malformed, in use at this moment, or belongs to another request.

    """
    key = request.headers.get(KEY_HEADER)
    if request.method != "POST" or key is None:
        return run()
    check_key(key)
    request_hash = hash_request("POST", request.get_full_path(), request.body)
    with transaction.atomic():
        kept = find_answer(user=request.user, key=key, request_hash=request_hash, at=at)
        if kept is not None:
            return _repeat(kept)
        response = run()
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
            return response
        keep_answer(
            user=request.user,
            key=key,
            request_hash=request_hash,
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            body=_without_secrets(response, route),
            at=at,
        )
    return response


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
