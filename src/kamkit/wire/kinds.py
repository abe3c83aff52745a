"""What the types of fields are in JSON."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum, auto
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin


class Shape(Enum):
    """How a type looks in JSON."""

    ANYTHING = auto()
    ONE_OF_TYPES = auto()
    ONE_OF_VALUES = auto()
    LIST = auto()
    ROW = auto()
    """A list of fixed length, each place of its own type."""
    MAPPING = auto()
    """An object with free names: a Mapping, or a tuple of (name, value) pairs."""
    OBJECT = auto()
    """A dataclass."""
    ENUM = auto()
    PLAIN = auto()


OF_ORIGIN = {Union: Shape.ONE_OF_TYPES, UnionType: Shape.ONE_OF_TYPES, Literal: Shape.ONE_OF_VALUES}


def shape_of(kind: Any) -> Shape:
    """Return the shape of a type without its note."""
    origin = get_origin(kind)
    if kind is Any:
        return Shape.ANYTHING
    if origin in OF_ORIGIN:
        return OF_ORIGIN[origin]
    if origin is tuple and not is_pairs(kind):
        return Shape.LIST if get_args(kind)[-1] is Ellipsis else Shape.ROW
    if origin is not None:
        return Shape.MAPPING
    return Shape.OBJECT if is_dataclass(kind) else Shape.ENUM if issubclass(kind, Enum) else Shape.PLAIN


def is_pairs(kind: Any) -> bool:
    """Return whether a type is a tuple of (name, value) pairs, which JSON writes as an object."""
    arguments = get_args(kind)
    if (
        get_origin(kind) is not tuple
        or arguments[-1] is not Ellipsis
        or get_origin(arguments[0]) is not tuple
    ):
        return False
    names_and_values = get_args(arguments[0])
    return len(names_and_values) == 2 and names_and_values[0] is str


def value_type(kind: Any) -> Any:
    """Return the type of the values of a MAPPING."""
    return get_args(get_args(kind)[0])[1] if is_pairs(kind) else get_args(kind)[1]


def as_mapping(kind: Any, entries: Mapping[str, Any]) -> Any:
    """Return entries as the MAPPING `kind` keeps them."""
    return tuple(entries.items()) if is_pairs(kind) else dict(entries)
