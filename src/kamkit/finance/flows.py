"""Cash flows of whole years: present value, rates of return and the moments at which they pay back, in decimals."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

DIGITS = 50
LOWEST, HIGHEST = -0.99, 100.0
GRID = 2000
ZERO, ONE = Decimal(0), Decimal(1)


def factors(rate: Decimal, years: int) -> tuple[Decimal, ...]:
    """Return the discount factors of the years 0 (not discounted) to `years`."""
    with localcontext(prec=DIGITS):
        return tuple(ONE / (ONE + rate) ** year for year in range(years + 1))


def present_value(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """Return the net present value: the sum of flows, that of year t divided by (1 + rate)^t."""
    with localcontext(prec=DIGITS):
        return sum((flow * by for flow, by in zip(flows, factors(rate, len(flows) - 1), strict=True)), ZERO)


def paybacks(flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return every moment, in years, at which the sum of flows rises from below zero to zero or above.

    Within a year money is taken to come evenly, so the moment is interpolated.
    """
    with localcontext(prec=DIGITS):
        sums = list(accumulate(flows))
        return tuple(
            Decimal(year - 1) + -before / (after - before)
            for year, (before, after) in enumerate(pairwise(sums), start=1)
            if before < 0 <= after
        )


def rates_of_return(flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the discount rates between -99% and 10,000% at which the present value is zero, the lowest first.

    Changes of sign on a grid that is dense near zero, then bisected to 30 digits.
    """
    if not any(flows):
        return ()
    ratio = ((1 + HIGHEST) / (1 + LOWEST)) ** (1 / GRID)
    grid = [Decimal(str((1 + LOWEST) * ratio**place - 1)) for place in range(GRID + 1)]
    with localcontext(prec=DIGITS):
        values = [_polynomial(flows, rate) for rate in grid]
        return tuple(
            _bisected(flows, low, high)
            for (low, before), (high, after) in pairwise(zip(grid, values, strict=True))
            if before == 0 or ((before < 0) != (after < 0) and after != 0)
        )


def _polynomial(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """Return the future value at the end of the last year: of the same sign as the present value, and cheap."""
    value = ZERO
    for flow in flows:
        value = value * (ONE + rate) + flow
    return value


def _bisected(flows: Sequence[Decimal], low: Decimal, high: Decimal) -> Decimal:
    rising = _polynomial(flows, high) > 0
    for _ in range(110):
        middle = (low + high) / 2
        if (_polynomial(flows, middle) > 0) is rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2
