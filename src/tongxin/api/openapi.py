"""The description of the API: what django-ninja knows from the types, and what the frame adds to every endpoint."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from tongxin.api.auth import SAFE_METHODS
from tongxin.api.problems import MEDIA_TYPE
from tongxin.api.replays import KEY_HEADER
from tongxin.api.routes import Route, route_of
from tongxin.common.access import Door
from tongxin.common.listing import DEFAULT_LIMIT, LARGEST_LIMIT, OPERATORS, Kind, ListField, ListSchema
from tongxin.common.rights import Right
from tongxin.idempotency.actions import LONGEST_KEY

JsonSchema = dict[str, Any]
ALWAYS_POSSIBLE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
MEANINGS = {
    Kind.TEXT: "Text.",
    Kind.CODE: "One code or uid, or several separated by commas.",
    Kind.NUMBER: "A number.",
    Kind.DAY: "A day, `2026-11-30`.",
    Kind.MOMENT: "A moment with its time zone, `2026-11-30T09:00:00+08:00`.",
    Kind.FLAG: "`true` or `false`.",
}
COMPARISONS = {
    "eq": "Equal to.",
    "not": "None of.",
    "contains": "Contains, whatever the case.",
    "gte": "At least.",
    "lte": "At most.",
    "empty": "`true`: without a value; `false`: with one.",
}


class FieldProblem(Schema):
    """What is wrong with one field of the request."""

    field: str
    code: str
    detail: str


class Problem(Schema):
    """Why a request was refused (RFC 9457); `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[FieldProblem] | None = None


class DescribedApi(NinjaAPI):
    """An API whose description says what the frame does."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, with the frame's parameters and answers on every operation; made once."""
        if self._described is None:
            self._described = self._describe(path_prefix, path_params)
        return self._described

    def _describe(self, path_prefix: str | None, path_params: dict[str, Any] | None) -> OpenAPISchema:
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        for path in described["paths"].values():
            for details in path.values():
                details["responses"] = {
                    str(status): answer for status, answer in details["responses"].items()
                }
        for operation in self.operations():
            _complete(_details(described, self.get_openapi_operation_id(operation)), operation)
        return described

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the endpoint's own name: it is unique, and reads well in generated clients."""
        return operation.view_func.__name__

    def operations(self) -> Iterable[Operation]:
        """Yield every operation."""
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                yield from view.operations


def _details(described: Mapping[str, Any], operation_id: str) -> JsonSchema:
    return next(
        details
        for path in described["paths"].values()
        for details in path.values()
        if details["operationId"] == operation_id
    )


def _complete(details: JsonSchema, operation: Operation) -> None:
    route, method = route_of(operation), operation.methods[0]
    details["parameters"] += list(_parameters(route, method))
    success = next(answer for status, answer in details["responses"].items() if status.startswith("2"))
    success["headers"] = _answer_headers(route, method)
    if method == "GET" and not route.is_list:
        details["responses"]["304"] = {"description": "Not changed since the version in If-None-Match."}
    for status in _problems(route, method, has_uid="{" in operation.path):
        details["responses"][str(status.value)] = {
            "description": status.phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    scope = _scope(route, method)
    details["security"] = [{"PersonalToken": [scope]}, {"PageSession": []}]
    more = details.get("description", "").removeprefix(f"{details['summary']}.").strip()
    details["description"] = f"{more}\n\n{_access_text(route, scope)}".strip()


def _scope(route: Route, method: str) -> str:
    if route.access.right is Right.ADMINISTER:
        return "admin"
    return "read" if method in SAFE_METHODS else "write"


def _access_text(route: Route, scope: str) -> str:
    right = f", right `{route.access.right.value}`" if route.access.right else ""
    hidden = (
        " Records you may not see do not exist for you (404)." if route.access.door is Door.RECORD else ""
    )
    return f"Needs scope `{scope}`{right}.{hidden}"


def _problems(route: Route, method: str, *, has_uid: bool) -> Iterable[HTTPStatus]:
    yield from ALWAYS_POSSIBLE
    if has_uid:
        yield HTTPStatus.NOT_FOUND
    if method not in SAFE_METHODS:
        yield from (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    elif route.takes_query:
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if route.versioned:
        yield from (HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)


def _answer_headers(route: Route, method: str) -> JsonSchema:
    headers = {"RateLimit": "What is left of this minute.", "RateLimit-Policy": "Requests a minute."}
    if not route.is_list and method != "DELETE":
        headers["ETag"] = "Version of the record, for If-Match; absent where a record has none."
    if method == "POST":
        headers["Location"] = "Address of what was made, where it has one."
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}


def _parameters(route: Route, method: str) -> Iterable[JsonSchema]:
    if method == "POST":
        yield _header(
            KEY_HEADER,
            f"Any text of up to {LONGEST_KEY} visible characters, new for each effect wanted. A repetition within "
            "24 hours gets the first answer again and does nothing.",
            maxLength=LONGEST_KEY,
            pattern="^[!-~]+$",
        )
    if route.versioned:
        yield _header("If-Match", "The ETag of the version this change starts from.", required=True)
    if route.listing is not None and route.is_list:
        yield from _list_parameters(route.listing)
    elif route.listing is not None:
        yield _fields_parameter(route.listing)


def _header(name: str, description: str, *, required: bool = False, **limits: Any) -> JsonSchema:
    schema = {"type": "string", **limits}
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}


def _list_parameters(listing: ListSchema) -> Iterable[JsonSchema]:
    sortable = ", ".join(f"`{field.key}`" for field in listing.fields if field.sort)
    yield _query(
        "sort", f"Up to three of {sortable}, separated by commas, `-` before a field for descending."
    )
    yield _fields_parameter(listing)
    limits = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT}
    yield _query("limit", "How many at the most.") | {"schema": limits}
    yield _query("after", "Cursor: `next` of the page before.")
    for field in listing.fields:
        if field.filterable:
            yield from _filters(field)


def _fields_parameter(listing: ListSchema) -> JsonSchema:
    known = ", ".join(f"`{field.key}`" for field in listing.fields)
    return _query("fields", f"Only these fields, separated by commas: {known}.")


def _filters(field: ListField) -> Iterable[JsonSchema]:
    right = f" Needs the right `{field.right}`." if field.right else ""
    for operator in OPERATORS[field.kind]:
        name = field.key if operator == "eq" else f"{field.key}.{operator}"
        meaning = "" if operator == "empty" else f" {MEANINGS[field.kind]}"
        yield _query(name, f"{COMPARISONS[operator]}{meaning}{right}")


def _query(name: str, description: str) -> JsonSchema:
    return {
        "in": "query",
        "name": name,
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }
