"""Exact arithmetic of evaluations: fractions inside, rounding only where a tender says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Annotated

from kamkit.fields import Says, check_bounds

HALF = Fraction(1, 2)


class RoundingMode(StrEnum):
    """How a figure is cut to its places."""

    HALF_UP = "HALF_UP"
    """To the nearest, halves away from zero: the rounding of commerce, 四捨五入."""
    HALF_EVEN = "HALF_EVEN"
    """To the nearest, halves to the even digit."""
    DOWN = "DOWN"
    """Towards zero: further digits are cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """Where a tender rounds: its price score, its technical score and its totals."""

    mode: Annotated[RoundingMode, Says("How")] = RoundingMode.HALF_UP
    places: Annotated[int, Says("Decimals of scores and totals", at_least=0, at_most=12)] = 2
    ratio_places: Annotated[
        int | None,
        Says("Decimals of the ratio of prices inside the price formula; null: not rounded", at_least=0),
    ] = None
    item_places: Annotated[
        int | None,
        Says("Decimals of each weighted item before they are added; null: not rounded", at_least=0),
    ] = None
    score_places: Annotated[
        int | None, Says("Decimals of each raw score before it is weighted; null: not rounded", at_least=0)
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)


def rounded(value: Fraction, places: int | None, mode: RoundingMode) -> Fraction:
    """Return a fraction cut to its places, or as it is if places is None."""
    if places is None:
        return value
    scale = 10**places
    size = abs(value) * scale
    whole = floor(size)
    rest = size - whole
    up = rest > HALF or (rest == HALF and (mode is RoundingMode.HALF_UP or whole % 2 == 1))
    if mode is not RoundingMode.DOWN and up:
        whole += 1
    return Fraction(whole if value >= 0 else -whole, scale)


def decimal(value: Fraction, places: int | None = None) -> Decimal:
    """Return a fraction as Decimal, to 28 digits if it has no end; with `places`, with so many decimals."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return number if places is None else number.quantize(Decimal(1).scaleb(-places))


def maybe_decimal(value: Fraction | None, places: int | None = None) -> Decimal | None:
    """Return a fraction as Decimal, None as None."""
    return None if value is None else decimal(value, places)


def mean(values: Iterable[Fraction]) -> Fraction:
    """Return the arithmetic mean of at least one fraction."""
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed)
