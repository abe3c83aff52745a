"""Which requests can be read at all, and how their JSON is read."""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn, cast

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError
from ninja.errors import HttpError
from ninja.parser import Parser

from tongxin.common.errors import Refusal

if TYPE_CHECKING:
    from tongxin.api.requests import ApiRequest
    from tongxin.api.routes import Route

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
MULTIPART = "multipart/form-data"


class TooLarge(Refusal):
    """Say that the body has more bytes than this endpoint reads."""

    status = 413


class TypeUnknown(Refusal):
    """Say that the body's content type is none that this endpoint reads."""

    status = 415


class Malformed(Refusal):
    """Say that the request is not even well-formed."""

    status = 400


class StrictParser(Parser):
    """Read JSON as RFC 8259 has it, and refuse text that no database keeps."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body's object.

        Raises:
            HttpError: 400, it is not JSON, or holds NaN, a NUL or half a surrogate pair.

        """
        try:
            data = json.loads(request.body, parse_constant=_refuse_constant)
            check_text(data)
        except (ValueError, RecursionError) as error:
            raise HttpError(HTTPStatus.BAD_REQUEST, "") from error
        return cast("dict[str, Any]", data)


def check_text(data: Any) -> None:
    """Accept text that every database keeps, at any depth of a JSON value.

    Raises:
        ValueError: there is a NUL or half a surrogate pair in it.

    """
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\x00" in value:
                raise ValueError(value)
            value.encode()
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def check_query(request: "ApiRequest") -> None:
    """Accept an address that is text throughout.

    Raises:
        Malformed: `REQUEST_MALFORMED`, there is a NUL in the path or the query.

    """
    parts = [request.path, *request.GET]
    for values in request.GET.lists():
        parts.extend(values[1])
    if any("\x00" in part for part in parts):
        raise Malformed("REQUEST_MALFORMED")


def check_body(request: "ApiRequest", route: "Route") -> None:
    """Accept a body that the endpoint can read.

    Raises:
        TooLarge: `REQUEST_TOO_LARGE`.
        TypeUnknown: `CONTENT_TYPE_UNKNOWN`.

    """
    size = _length(request)
    largest = settings.MAX_UPLOAD_BYTES if route.takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if size > (route.most_bytes or largest):
        raise TooLarge("REQUEST_TOO_LARGE")
    if size == 0 or not route.takes_body:
        return
    known = {MULTIPART} if route.takes_files else {JSON, MERGE_PATCH} if request.method == "PATCH" else {JSON}
    if request.content_type not in known:
        raise TypeUnknown("CONTENT_TYPE_UNKNOWN")


def read_body(request: "ApiRequest", route: "Route") -> None:
    """Read what is sent to its end; the sender decides how long that takes, so no transaction may be open.

    Raises:
        Malformed: `REQUEST_MALFORMED`, the sender stopped in the midst of it.

    """
    if not route.takes_body:
        return
    try:
        if route.takes_files:
            request.FILES  # noqa: B018 - parses the form and its files
        else:
            request.body  # noqa: B018 - reads and keeps it
    except UnreadablePostError as error:
        raise Malformed("REQUEST_MALFORMED") from error


def _length(request: "ApiRequest") -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
