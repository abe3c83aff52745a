from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

import jsonschema
import pytest

from kamkit.fields import Says
from kamkit.reasons import Code
from kamkit.verbs import load, verbs
from kamkit.wire.schema import input_schema, output_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node."""

    price: Annotated[Decimal | None, Says("What it costs", above=0, at_most=9)] = None
    count: Annotated[int, Says("How many")]
    names: tuple[str, ...] = ()
    corner: tuple[int, int] = (1, 2)
    pairs: tuple[tuple[str, Decimal], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    code: Code | None = None
    word: Literal["a", "b"] = "a"
    child: "Node | None" = None


NUMBER = {"anyOf": [{"type": "number", "maximum": 9, "exclusiveMinimum": 0}, {"type": "string"}]}


def test_a_schema_says_bounds_defaults_and_notes() -> None:
    schema = input_schema(Node)
    node = schema["$defs"]["Node"]
    assert schema["$ref"] == "#/$defs/Node"
    assert (node["required"], node["additionalProperties"]) == (["count"], False)
    price = node["properties"]["price"]
    assert (price["description"], price["default"]) == ("What it costs", None)
    assert price["anyOf"][0]["anyOf"][0] == NUMBER["anyOf"][0]


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ({"count": 1}, True),
        ({"count": "1", "price": "2.5", "pairs": {"a": 1}, "corner": [1, 2], "extra": {"x": []}}, True),
        ({"count": 1, "child": {"count": 2, "word": "b"}, "names": ["a", 7]}, True),
        ({}, False),
        ({"count": 1, "prize": 2}, False),
        ({"count": 1, "price": 0}, False),
        ({"count": 1, "corner": [1]}, False),
        ({"count": 1, "word": "c"}, False),
    ],
)
def test_a_schema_takes_what_the_reader_takes(value: dict[str, Any], valid: bool) -> None:
    assert jsonschema.Draft202012Validator(input_schema(Node)).is_valid(value) is valid


def test_a_result_has_every_field_and_numbers_only_as_numbers() -> None:
    node = output_schema(Node)["$defs"]["Node"]
    assert node["required"] == list(node["properties"])
    assert node["properties"]["count"] == {"type": "integer", "description": "How many"}


@pytest.mark.parametrize("name", verbs())
def test_every_function_has_valid_schemas_and_notes(name: str) -> None:
    verb = load(name)
    for schema in (input_schema(verb.input_type), output_schema(verb.output_type)):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all(definition["description"] for definition in schema["$defs"].values())
