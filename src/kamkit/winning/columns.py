"""Inputs of deals as columns: numbers, days or words, with what is missing told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from kamkit.problems import InputError, ProblemCode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]
else:
    Array = Places = Flags = Any

MISSING = ""


class Kind(Enum):
    """What the values of a column are."""

    NUMBER = auto()
    DAY = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An input of all deals: `codes` are places in `words`, of which the empty one is what is missing.

    `numbers` holds the numbers, or days as ordinals, not a number where there is none; None for words.
    """

    name: str
    kind: Kind
    words: tuple[str, ...]
    codes: Places
    numbers: Array | None


def columns(rows: Sequence[Mapping[str, Any]], path: str) -> list[Column]:
    """Return the inputs of `rows` as columns by name. Raises InputError for values of another kind than an input may have."""
    names = sorted({name for row in rows for name in row})
    return [
        _column(name, [_word(row.get(name), name, path, place) for place, row in enumerate(rows)])
        for name in names
    ]


def like(column: Column, rows: Sequence[Mapping[str, Any]], path: str) -> Column:
    """Return the same input of other deals, read as it was in `column`."""
    words = [_word(row.get(column.name), column.name, path, place) for place, row in enumerate(rows)]
    return _made(column.name, column.kind, words)


def _word(value: Any, name: str, path: str, place: int) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int | float | Decimal):
        return str(value) if value == value else MISSING  # noqa: PLR0124 - not a number is not itself
    said = f"must be text, a number, true, false or null, not {value!r:.40}"
    raise InputError(ProblemCode.WRONG_TYPE, f"{path}[{place}].inputs.{name}", said)


def _column(name: str, words: Sequence[str]) -> Column:
    return _made(name, _kind(set(words) - {MISSING}), words)


def _kind(words: Iterable[str]) -> Kind:
    known = list(words)
    if known and all(_number(word) is not None for word in known):
        return Kind.NUMBER
    if known and all(_ordinal(word) is not None for word in known):
        return Kind.DAY
    return Kind.WORD


def _made(name: str, kind: Kind, words: Sequence[str]) -> Column:
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    known = tuple(dict.fromkeys(words))
    places = {word: place for place, word in enumerate(known)}
    codes = np.array([places[word] for word in words], dtype=np.intp)
    numbers: Array | None = None
    if kind is not Kind.WORD:
        read = _number if kind is Kind.NUMBER else _ordinal
        found = [read(word) for word in known]
        numbers = np.array([np.nan if value is None else value for value in found], dtype=float)[codes]
    return Column(name=name, kind=kind, words=known, codes=codes, numbers=numbers)


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None


def _ordinal(word: str) -> float | None:
    try:
        return float(date.fromisoformat(word[:10]).toordinal()) if len(word) >= 10 else None
    except ValueError:
        return None
