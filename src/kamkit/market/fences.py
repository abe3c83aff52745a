"""Quartiles and the fences beyond which a value is an outlier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REACH = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """First and third quartile of some values, with Tukey's inner fences (Exploratory Data Analysis, 1977)."""

    q1: float
    q3: float

    @property
    def lower_fence(self) -> float:
        """First quartile less 1.5 times the distance of the quartiles."""
        return self.q1 - REACH * (self.q3 - self.q1)

    @property
    def upper_fence(self) -> float:
        """Third quartile and 1.5 times the distance of the quartiles."""
        return self.q3 + REACH * (self.q3 - self.q1)


def quartiles(values: Iterable[float]) -> Quartiles:
    """Return the quartiles of at least one value."""
    ordered = sorted(values)
    return Quartiles(q1=quantile(ordered, 0.25), q3=quantile(ordered, 0.75))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of at least one `ordered` value, by type 8 of Hyndman and Fan (The American Statistician 50, 1996).

    It is the one that does not depend on the distribution, and the one by which the published indicators are computed.
    """
    place = (len(ordered) + 1 / 3) * share + 1 / 3
    whole = int(place)
    if whole <= 0 or share == 0:
        return ordered[0]
    if whole >= len(ordered) or share == 1:
        return ordered[-1]
    below, above = ordered[whole - 1], ordered[whole]
    return below + (place - whole) * (above - below)
