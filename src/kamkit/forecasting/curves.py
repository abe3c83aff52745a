"""Deals as tables for a simulation: in which month they close, and what a close in a month brings in each quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kamkit.forecasting.money import Array, ForecastDeal, Slice
from kamkit.periods import Quarter

AMOUNT_STEPS = 1024
"""Amounts are drawn from so many equal parts."""
SHORTEST = 30
"""A window that lies behind is moved to the day of the forecast and is at least so many days long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The quarters of a forecast and their months; the last place of either is what lies beyond."""

    quarters: tuple[Quarter, ...]
    starts: tuple[date, ...]
    """First days of the months, and the first day beyond."""

    @property
    def months(self) -> int:
        """How many months lie within it."""
        return len(self.starts) - 1


def horizon(quarters: tuple[Quarter, ...]) -> Horizon:
    """Return the months of whole quarters."""
    first = quarters[0].period.start
    count = first.year * 12 + first.month - 1
    days = [date((count + step) // 12, (count + step) % 12 + 1, 1) for step in range(3 * len(quarters) + 1)]
    return Horizon(quarters=quarters, starts=tuple(days))


def windows(deals: Sequence[ForecastDeal], as_of: date) -> tuple[Array, list[ForecastDeal]]:
    """Return first, likeliest and last day of each close as ordinals, and the deals whose days lie behind."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    today, found, moved = as_of.toordinal(), [], []
    for deal in deals:
        first, last = (day.toordinal() for day in deal.window)
        if last < today:
            moved.append(deal)
            found.append((today, today, today + max(last - first, SHORTEST)))
        else:
            found.append((first, deal.close_on.toordinal(), last))
    return np.array(found, dtype=float).reshape(len(deals), 3), moved


def close_months(days: Array, span: Horizon, as_of: date) -> Array:
    """Return for each deal the chance to close in each month and beyond, given that it is won and not yet closed."""
    import numpy as np  # noqa: PLC0415

    today = float(as_of.toordinal())
    edges = np.array([max(day.toordinal(), today) for day in span.starts], dtype=float)
    edges[0] = today
    below = triangle(edges[None, :], days[:, :1], days[:, 1:2], days[:, 2:] + 1)
    left = np.maximum(1 - below[:, :1], 1e-12)
    parts = np.diff(np.concatenate([below, np.ones((len(days), 1))], axis=1), axis=1) / left
    whole: Array = parts / parts.sum(axis=1, keepdims=True)
    return whole


def triangle(value: Array, low: Array, mode: Array, high: Array) -> Array:
    """Return the part of a triangular distribution below a value; low and high must differ."""
    import numpy as np  # noqa: PLC0415

    reach = high - low
    up = np.clip(value - low, 0, mode - low) ** 2 / (reach * np.maximum(mode - low, 1e-9))
    down = np.clip(high - value, 0, high - mode) ** 2 / (reach * np.maximum(high - mode, 1e-9))
    found: Array = np.where(value <= mode, up, 1 - down)
    return found


def amounts(low: float, mode: float, high: float) -> Any:
    """Return the amounts in the middle of equal parts of a triangular distribution."""
    return _unit(round((mode - low) / (high - low), 6)) * (high - low) + low


@lru_cache(maxsize=256)
def _unit(turn: float) -> Any:
    """Return the same between 0 and 1, likeliest at `turn`: deals often have it alike."""
    import numpy as np  # noqa: PLC0415

    part = (np.arange(AMOUNT_STEPS) + 0.5) / AMOUNT_STEPS
    found = np.where(part < turn, np.sqrt(part * turn), 1 - np.sqrt((1 - part) * (1 - turn)))
    return found.astype(np.float32)


def recognised(schedule: tuple[Slice, ...], span: Horizon) -> Array:
    """Return the part of an amount that falls into each quarter and beyond, by the month of the close (rows)."""
    import numpy as np  # noqa: PLC0415

    months = span.months
    table = np.zeros((months + 1, len(span.quarters) + 1))
    table[months, -1] = 1.0
    for each in schedule or (Slice(share=1.0),):
        for close in range(months):
            for step in range(each.months):
                month = close + each.after_months + step
                table[close, min(month, months) // 3] += each.share / each.months
    return table


def by_quarter(months: Array) -> Array:
    """Return monthly rows summed to quarters; the number of rows is a multiple of three."""
    found: Array = months.reshape(len(months) // 3, 3, -1).sum(axis=1)
    return found
