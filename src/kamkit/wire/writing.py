"""The kit's typed results as plain values that JSON can hold."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from kamkit.fields import hints, json_name, noted
from kamkit.wire.kinds import is_pairs


def plain(value: Any) -> Any:
    """Return a value of the kit as dicts, lists, text, numbers (Decimal stays Decimal), true, false and None."""
    match value:
        case Enum():
            written = value.value
        case Fraction():
            written = Decimal(value.numerator) / Decimal(value.denominator)
        case float():
            written = Decimal(repr(value))
        case date():
            written = value.isoformat()
        case Mapping():
            written = {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            written = [plain(item) for item in value]
        case _:
            written = _object(value) if is_dataclass(value) else value
    return written


def _object(value: Any) -> dict[str, Any]:
    kinds = hints(type(value))
    return {
        json_name(item.name): _field(kinds[item.name], getattr(value, item.name)) for item in fields(value)
    }


def _field(hint: Any, value: Any) -> Any:
    kind, _ = noted(hint)
    return plain(dict(value)) if is_pairs(kind) else plain(value)
