"""JSON Schema (2020-12) of the kit's inputs and results, derived from their types and notes."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import Any, get_args

from kamkit.fields import Says, hints, json_name, noted
from kamkit.wire.kinds import Shape, shape_of, value_type
from kamkit.wire.writing import plain

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FRACTION_TEXT = r"^[+-]?\d*\.?\d+([eE][+-]?\d+)?(\s*/\s*\d*\.?\d+)?$"
NUMBER_TEXT = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"

Schema = dict[str, Any]


def input_schema(kind: type) -> Schema:
    """Return the schema of what `wire.reading.read` takes for a type: numbers may be text there."""
    return _Describer(reads=True).whole(kind)


def output_schema(kind: type) -> Schema:
    """Return the schema of what `wire.writing.plain` makes of a value of a type."""
    return _Describer(reads=False).whole(kind)


class _Describer:
    def __init__(self, *, reads: bool) -> None:
        self.reads = reads
        self.definitions: dict[str, Schema] = {}

    def whole(self, kind: type) -> Schema:
        return {"$schema": DIALECT, **self.field(kind), "$defs": self.definitions}

    def field(self, hint: Any) -> Schema:
        kind, says = noted(hint)
        described = self.describe(kind, says)
        return {**described, "description": says.text} if says else described

    def describe(self, kind: Any, says: Says | None) -> Schema:
        schema: Schema = getattr(self, DESCRIBERS[shape_of(kind)])(kind, says)
        return schema

    def anything(self, _kind: Any, _says: Says | None) -> Schema:
        return {}

    def one_of_types(self, kind: Any, says: Says | None) -> Schema:
        return {"anyOf": [self.describe(each, says) for each in get_args(kind)]}

    def one_of_values(self, kind: Any, _says: Says | None) -> Schema:
        return {"enum": list(get_args(kind))}

    def listing(self, kind: Any, says: Says | None) -> Schema:
        return {"type": "array", "items": self.describe(get_args(kind)[0], says)}

    def row(self, kind: Any, says: Says | None) -> Schema:
        items = [self.describe(each, says) for each in get_args(kind)]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}

    def mapping(self, kind: Any, says: Says | None) -> Schema:
        return {"type": "object", "additionalProperties": self.describe(value_type(kind), says)}

    def enum(self, kind: Any, _says: Says | None) -> Schema:
        values = [entry.value for entry in kind]
        return {"type": "string", "enum": values} if values else {"type": "string"}

    def object(self, kind: Any, _says: Says | None) -> Schema:
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}
            self.definitions[kind.__name__] = self._definition(kind)
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def plain(self, kind: Any, says: Says | None) -> Schema:
        if kind in {int, float, Decimal}:
            number = {"type": "integer" if kind is int else "number"} | _bounds(says)
            return {"anyOf": [number, {"type": "string", "pattern": NUMBER_TEXT}]} if self.reads else number
        if kind is Fraction:
            written = {"type": "string", "pattern": FRACTION_TEXT}
            return {"anyOf": [{"type": "number"} | _bounds(says), written]}
        if kind is str and self.reads:
            return {"type": ["string", "integer"]}
        return dict(PLAIN[kind])

    def _definition(self, kind: Any) -> Schema:
        types = hints(kind)
        properties, required = {}, []
        for item in fields(kind):
            name, described, default = json_name(item.name), self.field(types[item.name]), _default(item)
            if default is MISSING or not self.reads:
                required.append(name)
            else:
                described = described | {"default": plain(default)}
            properties[name] = described
        return {
            "type": "object",
            "description": (kind.__doc__ or "").strip(),
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


DESCRIBERS = {
    Shape.ANYTHING: "anything",
    Shape.ONE_OF_TYPES: "one_of_types",
    Shape.ONE_OF_VALUES: "one_of_values",
    Shape.LIST: "listing",
    Shape.ROW: "row",
    Shape.MAPPING: "mapping",
    Shape.OBJECT: "object",
    Shape.ENUM: "enum",
    Shape.PLAIN: "plain",
}


def _default(item: "Field[Any]") -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _bounds(says: Says | None) -> Schema:
    if says is None:
        return {}
    bounds = {"minimum": says.at_least, "maximum": says.at_most, "exclusiveMinimum": says.above}
    return {name: bound for name, bound in bounds.items() if bound is not None}


PLAIN: Mapping[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
