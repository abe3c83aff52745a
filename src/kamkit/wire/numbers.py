"""JSON text without binary fractions: what was written 0.1 is read and written as 0.1."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kamkit.problems import InputError, ProblemCode


def loads(text: str) -> Any:
    """Return what a JSON text says, fractions as Decimal. Raises InputError (NOT_JSON)."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(ProblemCode.NOT_JSON, "", f"this is not JSON ({error.msg} at {place})") from error
    except RecursionError as error:
        raise InputError(ProblemCode.NOT_JSON, "", "this is nested too deeply") from error


def dumps(value: Any) -> str:
    """Return plain values as indented JSON text, every Decimal as a number with all its digits."""
    return "".join(_pieces(value, "\n"))


def _pieces(value: Any, line: str) -> Iterator[str]:
    inner = f"{line}  "
    if isinstance(value, Decimal):
        yield f"{value:f}"
    elif isinstance(value, dict) and value:
        start = "{"
        for key, item in value.items():
            yield f"{start}{inner}{_text(key)}: "
            yield from _pieces(item, inner)
            start = ","
        yield f"{line}}}"
    elif isinstance(value, list) and value:
        start = "["
        for item in value:
            yield f"{start}{inner}"
            yield from _pieces(item, inner)
            start = ","
        yield f"{line}]"
    else:
        yield _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _refuse(word: str) -> Any:
    raise InputError(ProblemCode.NOT_JSON, "", f"{word} is not a number of JSON")
