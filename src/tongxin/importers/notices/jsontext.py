"""JSON as text, both ways, with every digit of its numbers."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

_LONGEST_PLAIN_INTEGER = 18


class JsonProblem(ValueError):  # noqa: N818  (a text that is no JSON, to be put to the reader)
    """A text that is no JSON: what is wrong and where."""

    def __init__(self, detail: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(detail)
        self.detail = detail
        self.line = line
        self.column = column


def parse_json(text: str) -> Any:
    """Return the value of a JSON text; numbers with a fraction or beyond 18 digits as `Decimal`.

    Raises:
        JsonProblem: the text is not JSON by RFC 8259 (NaN, leading zeros and control characters included).

    """
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        raise JsonProblem(error.msg, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise JsonProblem("nested too deeply") from error


def decode_at(text: str, place: int) -> tuple[Any, int]:
    """Return the JSON value that begins at a place of a text, and where it ends.

    Raises:
        json.JSONDecodeError: there is none, or the text ends within it.
        JsonProblem: NaN or Infinity.

    """
    try:
        return _decoder.raw_decode(text, place)
    except RecursionError as error:
        raise JsonProblem("nested too deeply") from error


def dump_json(value: Any) -> str:
    """Return a value as compact JSON text; a `Decimal` keeps its digits as a number."""
    return orjson.dumps(value, default=_number_text).decode()


def digest(value: Any) -> str:
    """Return a short hash of a value that does not depend on the order of keys."""
    text = orjson.dumps(value, default=_number_text, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _LONGEST_PLAIN_INTEGER else Decimal(text)


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")  # an exponent beyond any number: later told as out of range


def _no_constant(text: str) -> Any:
    raise JsonProblem(f"{text} is no JSON number")


def _number_text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value)) if value.is_finite() else None
    raise TypeError(type(value).__name__)


_decoder = json.JSONDecoder(parse_float=_fraction, parse_int=_integer, parse_constant=_no_constant)
_decode = _decoder.decode
