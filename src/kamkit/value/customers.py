"""Customers who come and go without saying so: how often, how lately, how long observed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.reasons import ValueReason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]
else:
    Array = Places = Any

NEEDED = 10
"""With fewer customers nothing is fitted."""
NEEDED_REPEATING = 3
"""With fewer customers who came back nothing is fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A customer, or several alike: repeat purchases, when the last of them was, and how long they were observed.

    Times run from the first purchase, all in one unit; recency is 0 without a repeat purchase.
    """

    frequency: Annotated[int, Says("Repeat purchases after the first", at_least=0)]
    recency: Annotated[float, Says("From the first purchase to the last", at_least=0)]
    T: Annotated[float, Says("From the first purchase to the end of the observation", above=0)]
    count: Annotated[int, Says("So many customers alike", at_least=1)] = 1
    id: str | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.recency > self.T:
            said = f"the last purchase at {self.recency} lies after the end of the observation at {self.T}"
            raise InputError(ProblemCode.CONFLICT, "recency", said)
        if self.frequency == 0 and self.recency > 0:
            said = f"without a repeat purchase there is no last one at {self.recency}"
            raise InputError(ProblemCode.CONFLICT, "recency", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriesInput:
    """Customers, and for how long ahead purchases are expected (by default the longest observation, in whole periods)."""

    customers: tuple[History, ...]
    horizon: Annotated[float | None, Says("So long ahead, in the unit of the times", above=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def ahead(self) -> float:
        """How long ahead purchases are expected."""
        if self.horizon is not None:
            return self.horizon
        return float(ceil(max((customer.T for customer in self.customers), default=1.0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """How likely a customer is still one, and how many purchases are expected of them in the time ahead."""

    id: str | None
    p_alive: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Customers that are alike taken together: one row a kind, and which row each given customer is in."""

    frequency: Array
    recency: Array
    observed: Array
    share: Array
    """Part of all customers."""
    row: Places
    customers: float


def grouped(customers: Sequence[History]) -> Grouped:
    """Return customers as columns, equal ones in one row."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    table = np.array([(each.frequency, each.recency, each.T) for each in customers], dtype=np.float64)
    counts = np.array([each.count for each in customers], dtype=np.float64)
    rows, row = np.unique(table, axis=0, return_inverse=True)
    weights = np.bincount(row, weights=counts)
    return Grouped(
        frequency=rows[:, 0],
        recency=rows[:, 1],
        observed=rows[:, 2],
        share=weights / weights.sum(),
        row=row,
        customers=float(weights.sum()),
    )


def too_few(customers: Sequence[History]) -> tuple[Reason, ...]:
    """Return why a model cannot be fitted, empty if it can."""
    found = sum(each.count for each in customers)
    if found < NEEDED:
        values = (("found", found), ("needed", NEEDED))
        return (Reason(code=ValueReason.TOO_FEW_CUSTOMERS, params=values),)
    repeating = sum(each.count for each in customers if each.frequency > 0)
    if repeating < NEEDED_REPEATING:
        values = (("found", repeating), ("needed", NEEDED_REPEATING))
        return (Reason(code=ValueReason.TOO_FEW_REPEAT_BUYERS, params=values),)
    return ()


def answered(customers: Sequence[History], row: Places, p_alive: Array, expected: Array) -> tuple[Alive, ...]:
    """Return the answer for each given customer from the values of the rows."""
    alive, ahead = p_alive.round(6).tolist(), expected.round(6).tolist()
    return tuple(
        Alive(id=each.id, p_alive=alive[place], expected=ahead[place])
        for each, place in zip(customers, row.tolist(), strict=True)
    )
