"""Columns as the matrices that models are fitted to: words as switches, numbers as a line and steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kamkit.winning.columns import MISSING, Array, Column, Kind, Places

LEVELS = 30
"""So many words of a column are told apart; rarer ones count as none of them."""
RARE = 3
STEPS = 8
FAR = 1e6
REACH = 3.0
"""A number lies at most so many standard deviations from the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One column's place in the design, learnt from the decided deals; `source` is the input that it comes from."""

    source: str
    words: tuple[str, ...]
    cuts: Array | None
    centre: float
    scale: float

    @property
    def width(self) -> int:
        """How many columns of the matrix it takes."""
        return len(self.words) + (0 if self.cuts is None else len(self.cuts) + 3)


def spread(column: Column, opened: Array) -> list[Column]:
    """Return what is learnt from a column: from days the month, and how long before or after the opening they lie."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    if column.kind is not Kind.DAY or column.numbers is None:
        return [column]
    months = tuple(word if word == MISSING else word[5:7] for word in column.words)
    known = tuple(dict.fromkeys(months))
    places = np.array([known.index(month) for month in months], dtype=np.intp)
    month = Column(name=column.name, kind=Kind.WORD, words=known, codes=places[column.codes], numbers=None)
    lag = column.numbers - opened
    return [
        month,
        Column(name=column.name, kind=Kind.NUMBER, words=column.words, codes=column.codes, numbers=lag),
    ]


def part(column: Column) -> Part:
    """Return a column's place in the design, learnt without the outcomes."""
    import numpy as np  # noqa: PLC0415

    if column.numbers is None:
        counts = np.bincount(column.codes, minlength=len(column.words))
        often = [place for place in np.argsort(-counts, kind="stable")[:LEVELS] if counts[place] >= RARE]
        words = tuple(column.words[place] for place in often)
        return Part(source=column.name, words=words, cuts=None, centre=0.0, scale=1.0)
    known = column.numbers[~np.isnan(column.numbers)]
    if not len(known):
        known = np.zeros(1)
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, STEPS + 1)[1:-1]))
    deviation = float(known.std())
    return Part(source=column.name, words=(), cuts=cuts, centre=float(known.mean()), scale=deviation or 1.0)


def matrix(parts: Sequence[Part], columns: Sequence[Column], deals: int) -> Array:
    """Return the design of deals: for each part its switches, or a line and the step that the number is on."""
    import numpy as np  # noqa: PLC0415

    whole = np.zeros((deals, sum(each.width for each in parts)))
    start = 0
    rows = np.arange(deals)
    for each, column in zip(parts, columns, strict=True):
        if each.cuts is None:
            place = _among(each, column)
            inside = place < len(each.words)
            whole[rows[inside], start + place[inside]] = 1.0
        else:
            numbers = _numbers(column)
            missing = np.isnan(numbers)
            step = np.where(missing, len(each.cuts) + 1, np.searchsorted(each.cuts, numbers, side="left"))
            whole[rows, start + step] = 1.0
            line = np.clip((numbers - each.centre) / each.scale, -REACH, REACH)
            whole[:, start + each.width - 1] = np.where(missing, 0.0, line)
        start += each.width
    return whole


def trees(parts: Sequence[Part], columns: Sequence[Column]) -> Array:
    """Return deals as boosted trees take them: places of words, and numbers, of which the missing lie far below."""
    import numpy as np  # noqa: PLC0415

    # Trees know what is missing by themselves, but fail on a fold in which nothing else is.
    listed: list[Any] = [
        _among(each, column)
        if each.cuts is None
        else np.nan_to_num(_numbers(column), nan=each.centre - FAR * each.scale)
        for each, column in zip(parts, columns, strict=True)
    ]
    whole: Array = np.column_stack(listed).astype(float)
    return whole


def _among(each: Part, column: Column) -> Places:
    import numpy as np  # noqa: PLC0415

    places = {word: place for place, word in enumerate(each.words)}
    table = np.array([places.get(word, len(each.words)) for word in column.words], dtype=np.intp)
    found: Places = table[column.codes]
    return found


def _numbers(column: Column) -> Array:
    assert column.numbers is not None  # noqa: S101 - a part has cuts for these alone
    return column.numbers
