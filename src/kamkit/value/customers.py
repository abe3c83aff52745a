"""Customers who come and go without saying so: how often, how lately, how long observed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil
from operator import attrgetter
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

_KEY, _COUNT = attrgetter("frequency", "recency", "T"), attrgetter("count")
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
    """Customers that are alike taken together: one row a kind, and which row each given customer is in.

    `times` are the different frequencies and `time` the place of each row's among them: functions of the frequency alone
    are computed for these few.
    """

    frequency: Array
    recency: Array
    observed: Array
    share: Array
    """Part of all customers."""
    row: Places
    customers: float
    times: Array
    time: Places

    def mean(self, values: Array) -> float:
        """Return the mean over all customers of values of the rows; summed here, as threads of BLAS cost more than this."""
        return float((self.share * values).sum())


def grouped(customers: Sequence[History]) -> Grouped:
    """Return customers as columns, equal ones in one row."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    keys = [*map(_KEY, customers)]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    row = np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=len(keys))
    table = np.fromiter(chain.from_iterable(places), dtype=np.float64, count=3 * len(places)).reshape(-1, 3)
    weights = np.bincount(row, weights=np.fromiter(map(_COUNT, customers), dtype=np.float64, count=len(keys)))
    times, time = np.unique(table[:, 0], return_inverse=True)
    return Grouped(
        frequency=table[:, 0],
        recency=table[:, 1],
        observed=table[:, 2],
        share=weights / weights.sum(),
        row=row,
        customers=float(weights.sum()),
        times=times,
        time=time,
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
    """Return the answer for each given customer from the values of the rows; those without id share it with their like."""
    alive, ahead = p_alive.round(6).tolist(), expected.round(6).tolist()
    shared = [Alive(id=None, p_alive=one, expected=other) for one, other in zip(alive, ahead, strict=True)]
    return tuple(
        shared[place] if each.id is None else Alive(id=each.id, p_alive=alive[place], expected=ahead[place])
        for each, place in zip(customers, row.tolist(), strict=True)
    )
