"""How records look in JSON: only what the reader may see, and only what they asked for."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ninja import Schema
from pydantic import (
    ConfigDict,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from tongxin.common.dates.calendar import FIRST_YEAR, LAST_YEAR, is_within_calendar
from tongxin.common.errors import Denied

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from tongxin.api.requests import ApiRequest
    from tongxin.common.listing import ListSchema

T = TypeVar("T")
ALWAYS = frozenset({"uid", "version"})


def restricted_by(listing: "ListSchema") -> Mapping[str, str]:
    """Return the fields of a list that need a right of their own: field → right."""
    return {field.key: field.right for field in listing.fields if field.right}


class Representation(Schema):
    """One record as JSON.

    Fields in `restricted` (field → right) are left out for readers without the right, and fields that
    `fields=` does not name are left out for everybody; so only `uid` and `version` are promised.
    """

    restricted: ClassVar[Mapping[str, str]] = {}

    @model_serializer(mode="wrap")
    def _shown(self, handler: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        shown: dict[str, Any] = handler(self)
        request: ApiRequest | None = (info.context or {}).get("request")
        if request is None:
            return shown
        for name, right in self.restricted.items():
            if not request.actor.has(right):
                shown.pop(name, None)
        if request.only is not None and request.only[0] is type(self):
            kept = request.only[1] | ALWAYS
            return {name: value for name, value in shown.items() if name in kept}
        return shown

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        """Describe the fields themselves, and promise only those that are never left out."""
        described = handler(_without_serializer(core_schema))
        target = handler.resolve_ref_schema(described)
        target["required"] = sorted(ALWAYS & target.get("properties", {}).keys())
        return described


class Paged(Schema, Generic[T]):
    """One page of many; `next` is the cursor for `after`, `null` on the last page."""

    items: list[T]
    next: str | None = Field(description="Cursor of the next page, to be sent as `after`.")
    has_more: bool

    @staticmethod
    def resolve_next(page: Any) -> str | None:
        """Return the cursor, `None` in the place of an empty one."""
        following: str = page["next"] if isinstance(page, dict) else page.next
        return following or None


class Input(Schema):
    """What a caller sends; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def _within_the_calendar(cls, value: Any) -> Any:
        if isinstance(value, date) and not is_within_calendar(value):
            message = "outside the calendar"
            raise PydanticCustomError("moment_far", message, {"first": FIRST_YEAR, "last": LAST_YEAR})
        return value


def values_of(
    request: "ApiRequest", sent: Input, *, restricted: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the fields the caller sent, by name; those they left out stay as they are.

    Raises:
        Denied: `RIGHT_MISSING`, a restricted field was sent without its right.

    """
    values = {name: getattr(sent, name) for name in sent.model_fields_set}
    for name, right in (restricted or {}).items():
        if name in values and not request.actor.has(right):
            raise Denied("RIGHT_MISSING", field=name, right=right)
    return values


def optional(**constraints: Any) -> Any:
    """Declare a field of a change that may be left out but, unlike `| None`, not be emptied."""
    return Field(default=None, json_schema_extra=_forget_default, **constraints)


def _forget_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def _without_serializer(schema: "CoreSchema") -> "CoreSchema":
    plain: Any = {name: value for name, value in schema.items() if name != "serialization"}
    if isinstance(plain.get("schema"), dict):
        plain["schema"] = _without_serializer(plain["schema"])
    return plain  # type: ignore[no-any-return]
