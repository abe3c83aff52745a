"""Where an answer turns: the last number for which it still holds."""

from collections.abc import Callable
from decimal import Decimal

HALVINGS = 70
"""Enough for 20 digits."""
PLACES = range(9)
"""Decimals that an exact turning point may have."""


def turning_point(
    holds: Callable[[Decimal], bool], inside: Decimal, outside: Decimal, halvings: int = HALVINGS
) -> Decimal:
    """Return the last number from `inside` (where `holds` is true) towards `outside` (where it is not) that holds.

    By halving; a number with few decimals is preferred that the last halvings cannot tell from the end found.
    """
    kept, lost = inside, outside
    for _ in range(halvings):
        middle = (kept + lost) / 2
        if holds(middle):
            kept = middle
        else:
            lost = middle
    near = abs(lost - kept) * 4
    for places in PLACES:
        plain = kept.quantize(Decimal(1).scaleb(-places))
        if abs(plain - kept) <= near:
            return plain
    return kept


def outside_of(holds: Callable[[Decimal], bool], start: Decimal, doublings: int = 40) -> Decimal | None:
    """Return a number above `start` that does not hold, None if 2 to the power of `doublings` times it still does."""
    tried = start
    for _ in range(doublings):
        tried *= 2
        if not holds(tried):
            return tried
    return None
