"""Calls to accounts under a budget of time: CALLPLAN as a mixed-integer program.

L. M. Lodish, "CALLPLAN: An Interactive Salesman's Call Planning System", Management Science 18 (1971).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import Annotated

from kamkit.effort.reasons import EffortReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

HALF_MORE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Sales expected with so many calls."""

    calls: Annotated[float, Says("Calls in the period", at_least=0)]
    sales: Annotated[float, Says("Sales in the period", at_least=0)]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The questions of CALLPLAN: sales without calls, with those of now, with half as many more, and with any number."""

    calls_now: Annotated[float, Says("Calls now", above=0)]
    without: Annotated[float, Says("Sales without calls", at_least=0)]
    now: Annotated[float, Says("Sales with the calls of now", at_least=0)]
    half_more: Annotated[float, Says("Sales with half as many calls more", at_least=0)]
    saturation: Annotated[float, Says("Sales with any number of calls", at_least=0)]

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.without < self.now < self.half_more < self.saturation:
            said = "sales must rise: without calls, now, with half more, with any number"
            raise InputError(ProblemCode.CONFLICT, "now", said)

    def sales(self, calls: float) -> float:
        """Return r0 + (r1 - r0)·x^c / (d + x^c), through the two judged points (Little's ADBUDG, 1970)."""
        if calls == 0:
            return self.without
        span = self.saturation - self.without
        odds = [(judged - self.without) / (self.saturation - judged) for judged in (self.now, self.half_more)]
        power = log(odds[1] / odds[0]) / log(HALF_MORE)
        risen: float = odds[0] * (calls / self.calls_now) ** power
        return self.without + span * risen / (1 + risen)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAccount:
    """An account: the time a call takes with travel, how many calls it must and may get, and what calls bring.

    Give either `points`, between which sales are straight lines and after which they stay the same, or a `judgement`.
    """

    id: str
    hours_per_call: Annotated[float, Says("Hours of a call, travel included", above=0)]
    maximum: Annotated[int, Says("Calls it may get", at_least=0, at_most=1000)]
    minimum: Annotated[int, Says("Calls it must get", at_least=0)] = 0
    margin: Annotated[float, Says("Part of sales that is contribution", above=0)] = 1.0
    points: tuple[Point, ...] = ()
    judgement: Judgement | None = None
    calls_now: Annotated[int | None, Says("Calls it gets now", at_least=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if bool(self.points) == (self.judgement is not None):
            raise InputError(ProblemCode.CONFLICT, "points", "give either points or a judgement")
        if self.minimum > self.maximum:
            raise InputError(
                ProblemCode.CONFLICT, "minimum", f"{self.minimum} is above the maximum, {self.maximum}"
            )
        for index, (before, after) in enumerate(pairwise(self.points), start=1):
            if after.calls <= before.calls:
                said = f"must be above the {before.calls} of the point before"
                raise InputError(ProblemCode.CONFLICT, f"points[{index}].calls", said)

    def contribution(self, calls: int) -> float:
        """Return the contribution expected with so many calls."""
        sales = self.judgement.sales(calls) if self.judgement else _between(self.points, calls)
        return self.margin * sales


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortInput:
    """Accounts and the hours there are."""

    accounts: tuple[CallAccount, ...]
    hours: Annotated[float, Says("Hours there are", at_least=0)]

    def __post_init__(self) -> None:
        check_bounds(self)
        names = [account.id for account in self.accounts]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise InputError(ProblemCode.DUPLICATE, f"accounts[{index}].id", f"{name} is there twice")
        least = sum(account.minimum * account.hours_per_call for account in self.accounts)
        if least > self.hours + 1e-9:
            said = f"the calls that must be made take {least:g} hours; lower a minimum or give more"
            raise InputError(ProblemCode.CONFLICT, "hours", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlan:
    """What an account gets and brings; `last_call` and `next_call` are the contribution an hour of those calls brings."""

    id: str
    calls: int
    hours: float
    contribution: float
    last_call: float | None
    next_call: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortResult:
    """The plan, what it brings, and what one more hour would (the shadow price of time, 0 where time is left).

    `contribution_now` and `gain` compare it with the calls of now, where those are given for every account.
    """

    plans: tuple[CallPlan, ...]
    hours: float
    contribution: float
    value_of_an_hour: float
    contribution_now: float | None
    gain: float | None
    reasons: tuple[Reason, ...]


def allocate(question: EffortInput) -> EffortResult:
    """Return the calls to each account that bring the most contribution within the hours there are.

    Each whole number of calls to an account is a choice with a value and a time; exactly one is taken for each account
    (HiGHS, by scipy). So response curves need not be concave. What an hour is worth is the dual of the relaxed program.
    """
    calls = _solved(question)
    hours = sum(account.hours_per_call * each for account, each in zip(question.accounts, calls, strict=True))
    total = sum(account.contribution(each) for account, each in zip(question.accounts, calls, strict=True))
    now = [account.calls_now for account in question.accounts]
    before = None
    if now and None not in now:
        before = sum(account.contribution(account.calls_now or 0) for account in question.accounts)
    worth = _value_of_an_hour(question)
    spare = question.hours - hours
    return EffortResult(
        plans=tuple(_plan(account, each) for account, each in zip(question.accounts, calls, strict=True)),
        hours=round(hours, 6),
        contribution=round(total, 6),
        value_of_an_hour=worth,
        contribution_now=None if before is None else round(before, 6),
        gain=None if before is None else round(total - before, 6),
        reasons=_spare(spare) if worth == 0 and spare > 1e-9 else (),
    )


def _between(points: Sequence[Point], calls: float) -> float:
    """Return the sales on the straight lines between points, flat before the first and after the last."""
    if calls <= points[0].calls:
        return points[0].sales
    for before, after in pairwise(points):
        if calls <= after.calls:
            part = (calls - before.calls) / (after.calls - before.calls)
            return before.sales + part * (after.sales - before.sales)
    return points[-1].sales


def _choices(question: EffortInput) -> list[tuple[int, int, float, float]]:
    """Return (place of the account, calls, contribution, hours) of every choice."""
    return [
        (place, calls, account.contribution(calls), account.hours_per_call * calls)
        for place, account in enumerate(question.accounts)
        for calls in range(account.minimum, account.maximum + 1)
    ]


def _solved(question: EffortInput) -> list[int]:
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    choices = _choices(question)
    if not choices:
        return []
    columns = np.arange(len(choices))
    places = np.array([place for place, *_ in choices])
    one_each = csr_array((np.ones(len(choices)), (places, columns)))
    found = milp(
        c=-np.array([worth for _, _, worth, _ in choices]),
        integrality=np.ones(len(choices)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(one_each, lb=1, ub=1),
            LinearConstraint(np.array([[hours for *_, hours in choices]]), ub=question.hours + 1e-9),
        ],
        options={"mip_rel_gap": 1e-9},
    )
    taken = {choices[column][0]: choices[column][1] for column in columns if found.x[column] > 0.5}
    return [taken[place] for place in range(len(question.accounts))]


def _value_of_an_hour(question: EffortInput) -> float:
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import linprog  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    choices = _choices(question)
    if not choices:
        return 0.0
    places = np.array([place for place, *_ in choices])
    found = linprog(
        -np.array([worth for _, _, worth, _ in choices]),
        A_ub=np.array([[hours for *_, hours in choices]]),
        # A hair more than there is: the price of the next hour, not of the last, where they differ.
        b_ub=[question.hours + 1e-6],
        A_eq=csr_array((np.ones(len(choices)), (places, np.arange(len(choices))))),
        b_eq=np.ones(len(question.accounts)),
        bounds=(0, 1),
        method="highs",
    )
    return round(max(-float(found.ineqlin.marginals[0]), 0.0), 6) + 0.0


def _plan(account: CallAccount, calls: int) -> CallPlan:
    def an_hour(more: int) -> float | None:
        if not account.minimum <= more - 1 < more <= account.maximum:
            return None
        return round(
            (account.contribution(more) - account.contribution(more - 1)) / account.hours_per_call, 6
        )

    return CallPlan(
        id=account.id,
        calls=calls,
        hours=round(calls * account.hours_per_call, 6),
        contribution=round(account.contribution(calls), 6),
        last_call=an_hour(calls),
        next_call=an_hour(calls + 1),
        reasons=tuple(_reasons(account, calls)),
    )


def _reasons(account: CallAccount, calls: int) -> list[Reason]:
    reasons = []
    now = account.calls_now
    if now is not None and calls != now:
        code = EffortReason.MORE_CALLS if calls > now else EffortReason.FEWER_CALLS
        reasons.append(Reason(code=code, params=(("calls", calls), ("now", now))))
    if calls == account.maximum:
        reasons.append(Reason(code=EffortReason.AT_MAXIMUM, params=(("calls", calls),)))
    elif calls == account.minimum:
        reasons.append(Reason(code=EffortReason.AT_MINIMUM, params=(("calls", calls),)))
    return reasons


def _spare(hours: float) -> tuple[Reason, ...]:
    spare = Decimal(str(round(hours, 2)))
    return (Reason(code=EffortReason.TIME_TO_SPARE, params=(("hours", spare),)),)
