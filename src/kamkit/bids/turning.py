"""Where an answer turns: the last number for which it still holds, found by searches that ask and are answered in step."""

from collections.abc import Callable, Generator, Sequence
from decimal import Decimal
from typing import TypeVar

HALVINGS = 70
"""Enough for 20 digits."""
PLACES = range(9)
"""Decimals that an exact turning point may have."""

Found = TypeVar("Found")
Search = Generator[Sequence[Decimal], Sequence[bool], Found]
"""Asks whether something holds for numbers, is told so for each, and returns what it found."""
Asked = tuple[int, Decimal]
"""Which search asks, and its number."""


def answered(
    searches: Sequence[Search[Found]], hold: Callable[[Sequence[Asked]], Sequence[bool]]
) -> list[Found]:
    """Return what searches find that step side by side, so that `hold` is asked for many numbers at once."""
    found: dict[int, Found] = {}
    asks: dict[int, Sequence[Decimal]] = {}

    def step(place: int, answers: Sequence[bool] | None) -> None:
        try:
            asks[place] = searches[place].send(answers)  # type: ignore[arg-type]  # None starts it
        except StopIteration as end:
            found[place] = end.value
            asks.pop(place, None)

    for place in range(len(searches)):
        step(place, None)
    while asks:
        told = iter(hold([(place, tried) for place, wanted in asks.items() for tried in wanted]))
        for place, wanted in list(asks.items()):
            step(place, [next(told) for _ in wanted])
    return [found[place] for place in range(len(searches))]


def holds_for(tried: Decimal) -> Search[bool]:
    """Return whether it holds for one number."""
    (answer,) = yield (tried,)
    return answer


def turning_point(inside: Decimal, outside: Decimal, halvings: int = HALVINGS) -> Search[Decimal]:
    """Return the last number from `inside` (where it holds) towards `outside` (where it does not) that holds.

    By halving; a number with few decimals is preferred that the last halvings cannot tell from the end found.
    """
    kept, lost = inside, outside
    for _ in range(halvings):
        middle = (kept + lost) / 2
        if (yield from holds_for(middle)):
            kept = middle
        else:
            lost = middle
    near = abs(lost - kept) * 4
    for places in PLACES:
        plain = kept.quantize(Decimal(1).scaleb(-places))
        if abs(plain - kept) <= near:
            return plain
    return kept


def outside_of(start: Decimal, doublings: int = 40) -> Search[Decimal | None]:
    """Return a number above `start` that does not hold, None if 2 to the power of `doublings` times it still does."""
    tried = start
    for _ in range(doublings):
        tried *= 2
        if not (yield from holds_for(tried)):
            return tried
    return None
