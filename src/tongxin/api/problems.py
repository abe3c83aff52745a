"""Every answer that is not a success, as problem+json (RFC 9457), made in this one place."""

import json
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from tongxin.api.etags import etag_of
from tongxin.api.rates import RateExceeded
from tongxin.common.errors import Denied, Missing, Refusal, StaleVersion
from tongxin.common.failures import failure_of
from tongxin.wording.problems import RETRY_AFTER, STATUS_OF_FAILURE, slug_of
from tongxin.wording.sentences import sentence
from tongxin.wording.titles import title_of
from tongxin.wording.validation import what_is_wrong

if TYPE_CHECKING:
    from tongxin.api.requests import ApiRequest

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
CODE_OF_STATUS = {
    HTTPStatus.BAD_REQUEST: "REQUEST_MALFORMED",
    HTTPStatus.UNAUTHORIZED: "NOT_IDENTIFIED",
    HTTPStatus.FORBIDDEN: "FORBIDDEN",
    HTTPStatus.NOT_FOUND: "NOTHING_HERE",
    HTTPStatus.METHOD_NOT_ALLOWED: "METHOD_NOT_ALLOWED",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "REQUEST_TOO_LARGE",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "CONTENT_TYPE_UNKNOWN",
    HTTPStatus.UNPROCESSABLE_ENTITY: "VALUES_REFUSED",
    HTTPStatus.INTERNAL_SERVER_ERROR: "SERVER_FAILED",
    HTTPStatus.SERVICE_UNAVAILABLE: "SERVER_BUSY",
    HTTPStatus.INSUFFICIENT_STORAGE: "DISK_FULL",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem before it is written out."""

    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def respond(self, request: HttpRequest) -> HttpResponse:
        """Return the answer."""
        content: dict[str, Any] = {
            "type": f"/problems/{slug_of(self.code)}",
            "title": title_of(self.status),
            "status": self.status,
            "detail": self.detail,
            "instance": request.path,
            "code": self.code,
        }
        if self.errors:
            content["errors"] = self.errors
        text = json.dumps(content, ensure_ascii=False)
        return HttpResponse(text, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem for an error, and leave a refusal on the request for the audit log."""
    if isinstance(error, Denied | Missing):
        cast("ApiRequest", request).refusal = error
    return problem_of(error).respond(request)


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is; unforeseen ones go to the log and tell nothing."""
    match error:
        case Refusal():
            return _refused(error)
        case ValidationError():
            return _invalid(error)
        case HttpError():
            return of_status(error.status_code)
        case Http404():
            return of_status(HTTPStatus.NOT_FOUND)
    failure = failure_of(error)
    if failure is not None:
        logger.warning("Nothing was written: %s", error)
        return of_status(STATUS_OF_FAILURE[failure], {"Retry-After": str(RETRY_AFTER[failure])})
    logger.error("An endpoint failed", exc_info=error)
    return of_status(HTTPStatus.INTERNAL_SERVER_ERROR)


def of_status(status: int, headers: dict[str, str] | None = None) -> Problem:
    """Return the problem that a bare status stands for."""
    known = HTTPStatus(status) if status in CODE_OF_STATUS else HTTPStatus.BAD_REQUEST
    code = CODE_OF_STATUS[known]
    return Problem(status=status, code=code, detail=sentence(Refusal(code)), headers=headers or {})


def _refused(error: Refusal) -> Problem:
    detail = sentence(error)
    errors = [{"field": error.field, "code": error.code, "detail": detail}] if error.field else []
    return Problem(
        status=HTTPStatus.PRECONDITION_FAILED if isinstance(error, StaleVersion) else error.status,
        code=error.code,
        detail=detail,
        errors=errors,
        headers=_headers_of(error),
    )


def _headers_of(error: Refusal) -> dict[str, str]:
    headers: dict[str, str] = {}
    if isinstance(error, StaleVersion):
        headers["ETag"] = etag_of(error.record)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="Tongxin"'
        if error.code == "TOKEN_INVALID":
            headers["WWW-Authenticate"] += ', error="invalid_token"'
    if "retry_after" in error.params:
        headers["Retry-After"] = str(error.params["retry_after"])
    if isinstance(error, RateExceeded):
        headers |= error.allowance.headers()
    return headers


def _invalid(error: ValidationError) -> Problem:
    errors = [
        {
            "field": ".".join(str(part) for part in _place(item["loc"])),
            "code": str(item["type"]).upper(),
            "detail": what_is_wrong(item["type"], item.get("ctx", {})),
        }
        for item in error.errors
    ]
    plain = of_status(HTTPStatus.UNPROCESSABLE_ENTITY)
    return Problem(status=plain.status, code=plain.code, detail=plain.detail, errors=errors)


def _place(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    # ("body", "payload", "name", …): the part of the request and the endpoint's argument say nothing to a caller.
    return location[2:] if location[0] == "body" and len(location) > 2 else location[1:]
