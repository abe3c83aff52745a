"""A scorecard: total, grade, and the cheapest way to the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.scorecards.reasons import ScorecardReason

PLACES = Decimal("0.000001")
TOLD = 3


class RoundingMode(StrEnum):
    """How a last digit is found."""

    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"
    DOWN = "DOWN"


_MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.DOWN: ROUND_DOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """Places to which each weighted component, and the total, is rounded; None is not at all."""

    mode: RoundingMode = RoundingMode.HALF_UP
    component_places: Annotated[int | None, Says("Places of each component", at_least=0, at_most=10)] = None
    total_places: Annotated[int | None, Says("Places of the total", at_least=0, at_most=10)] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    def component(self, value: Decimal) -> Decimal:
        """Return a component as the scorecard counts it."""
        return self._rounded(value, self.component_places)

    def total(self, value: Decimal) -> Decimal:
        """Return a total as the scorecard counts it."""
        return self._rounded(value, self.total_places)

    def _rounded(self, value: Decimal, places: int | None) -> Decimal:
        return (
            value
            if places is None
            else value.quantize(Decimal(1).scaleb(-places), rounding=_MODES[self.mode])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion with its weight and scale.

    Below `minimum` it is a gate that fails. `cost` is what one more point of the score costs us, None if we cannot change
    it; `step` are the points that can be gained at once.
    """

    id: str
    weight: Annotated[Decimal, Says("Weight; weights may have any sum", above=0)]
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(100)
    minimum: Decimal | None = None
    cost: Annotated[Decimal | None, Says("Cost of one more point", at_least=0)] = Decimal(1)
    step: Annotated[Decimal | None, Says("Points gained at once", above=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.highest <= self.lowest:
            raise InputError(ProblemCode.CONFLICT, "highest", f"must be above the lowest, {self.lowest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade and the total from which on it is given."""

    name: str
    from_: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardInput:
    """Criteria, scores by criterion (none or null: not scored), grades, rounding, and the scale of the total.

    Without `bottom` and `top` the total has the scale of the criteria if they share one, else 0 to 100.
    """

    criteria: tuple[Criterion, ...]
    scores: Mapping[str, Decimal | None]
    grades: tuple[Grade, ...] = ()
    rounding: Rounding = field(default_factory=Rounding)
    bottom: Decimal | None = None
    top: Decimal | None = None
    needed_share: Annotated[
        Decimal, Says("Part of the weight that must be scored", at_least=0, at_most=1)
    ] = Decimal("0.5")

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.criteria:
            raise InputError(ProblemCode.MISSING, "criteria", "must hold at least one criterion")
        names = [criterion.id for criterion in self.criteria]
        _check_once(names, "criteria", "id")
        _check_once([grade.name for grade in self.grades], "grades", "name")
        by_name = {criterion.id: criterion for criterion in self.criteria}
        for name, score in self.scores.items():
            if name not in by_name:
                said = f"there is no such criterion; known are {', '.join(names)}"
                raise InputError(ProblemCode.UNKNOWN_REFERENCE, f"scores.{name}", said)
            criterion = by_name[name]
            if score is not None and not criterion.lowest <= score <= criterion.highest:
                said = f"must be from {criterion.lowest} to {criterion.highest}, not {score}"
                raise InputError(ProblemCode.OUT_OF_RANGE, f"scores.{name}", said)
        if self.scale[1] <= self.scale[0]:
            raise InputError(ProblemCode.CONFLICT, "top", f"must be above the bottom, {self.scale[0]}")

    @property
    def scale(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest total."""
        shared = {(criterion.lowest, criterion.highest) for criterion in self.criteria}
        bottom, top = shared.pop() if len(shared) == 1 else (Decimal(0), Decimal(100))
        return (bottom if self.bottom is None else self.bottom, top if self.top is None else self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What a criterion gives to the total, and at most could; None where it is not scored."""

    criterion: str
    score: Decimal | None
    points: Decimal | None
    most: Decimal
    gate_failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """A criterion to be raised from a score to another, at a cost."""

    criterion: str
    from_: Decimal
    to: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NextGrade:
    """The next better grade: how many points of the total are missing, and the cheapest way there (empty: there is none)."""

    name: str
    gap: Decimal
    improvements: tuple[Improvement, ...]
    cost: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardResult:
    """Total and grade, and what they can be once all is scored.

    The total is over what is scored; None if that is too little. With a failed gate the grade is the lowest.
    """

    total: Decimal | None
    low: Decimal
    high: Decimal
    grade: str | None
    components: tuple[Component, ...]
    next_grade: NextGrade | None
    reasons: tuple[Reason, ...]


def score(question: ScorecardInput) -> ScorecardResult:
    """Return total, components and grade of a scorecard, and the cheapest way to the next grade.

    Each score is put on the scale of the total and weighted; components and total are rounded as the scorecard says. The
    cheapest way is the least cost of points that lift the total to the grade and every failed gate to its minimum.
    """
    whole = sum(criterion.weight for criterion in question.criteria)
    components = tuple(_component(criterion, question, Decimal(whole)) for criterion in question.criteria)
    known = [criterion for criterion in question.criteria if question.scores.get(criterion.id) is not None]
    share = sum((criterion.weight for criterion in known), Decimal(0)) / whole
    points = sum((each.points for each in components if each.points is not None), Decimal(0))
    low, high = _bounds(question, points, 1 - share)
    total = None
    if known and share >= question.needed_share:
        total = question.rounding.total(points / share)
    failed = [each for each in components if each.gate_failed]
    grades = sorted(question.grades, key=lambda grade: grade.from_)
    grade = None if total is None else _grade(grades, total, failed=bool(failed))
    following = _next(question, grades, grade, total)
    return ScorecardResult(
        total=None if total is None else _shown(total),
        low=low,
        high=high,
        grade=grade.name if grade else None,
        components=components,
        next_grade=following,
        reasons=tuple(_reasons(question, components, share, grade, following, total)),
    )


def _check_once(names: Sequence[str], path: str, name: str) -> None:
    for index, given in enumerate(names):
        if given in names[:index]:
            raise InputError(ProblemCode.DUPLICATE, f"{path}[{index}].{name}", f"{given} is there twice")


def _slope(criterion: Criterion, question: ScorecardInput, whole: Decimal) -> Decimal:
    """Return how far one more point of a criterion lifts the total."""
    bottom, top = question.scale
    return criterion.weight / whole * (top - bottom) / (criterion.highest - criterion.lowest)


def _component(criterion: Criterion, question: ScorecardInput, whole: Decimal) -> Component:
    bottom, top = question.scale
    given = question.scores.get(criterion.id)
    points = None
    if given is not None:
        base = criterion.weight / whole * bottom
        points = question.rounding.component(
            base + (given - criterion.lowest) * _slope(criterion, question, whole)
        )
    return Component(
        criterion=criterion.id,
        score=given,
        points=None if points is None else _shown(points),
        most=_shown(criterion.weight / whole * top),
        gate_failed=given is not None and criterion.minimum is not None and given < criterion.minimum,
    )


def _bounds(question: ScorecardInput, points: Decimal, unknown: Decimal) -> tuple[Decimal, Decimal]:
    bottom, top = question.scale
    return (
        _shown(question.rounding.total(points + unknown * bottom)),
        _shown(question.rounding.total(points + unknown * top)),
    )


def _grade(grades: Sequence[Grade], total: Decimal, *, failed: bool) -> Grade | None:
    reached = [grade for grade in grades if grade.from_ <= total]
    if failed:
        return grades[0] if grades else None
    return reached[-1] if reached else None


def _next(
    question: ScorecardInput, grades: Sequence[Grade], grade: Grade | None, total: Decimal | None
) -> NextGrade | None:
    better = [each for each in grades if grade is None or each.from_ > grade.from_]
    if total is None or not better:
        return None
    aim = better[0]
    way = _cheapest(question, max(aim.from_ - total, Decimal(0)))
    return NextGrade(
        name=aim.name,
        gap=_shown(max(aim.from_ - total, Decimal(0))),
        improvements=way or (),
        cost=None if way is None else sum((each.cost for each in way), Decimal(0)),
    )


def _cheapest(question: ScorecardInput, gap: Decimal) -> tuple[Improvement, ...] | None:
    """Return the cheapest points that close the gap and lift failed gates, None if there are not enough."""
    scored = [criterion for criterion in question.criteria if question.scores.get(criterion.id) is not None]
    moving = [criterion for criterion in scored if criterion.cost is not None]
    now = {criterion.id: question.scores[criterion.id] or Decimal(0) for criterion in scored}
    stuck = [each for each in scored if each not in moving and now[each.id] < _floor(each)]
    if stuck or not moving:
        return None
    whole = sum((criterion.weight for criterion in scored), Decimal(0))
    steps = _steps(moving, now, [_slope(criterion, question, whole) for criterion in moving], gap)
    if steps is None:
        return None
    return tuple(
        _improvement(criterion, now[criterion.id], Decimal(str(round(number, 6))) * (criterion.step or 1))
        for criterion, number in zip(moving, steps, strict=True)
        if number > 1e-6
    )


def _steps(
    moving: Sequence[Criterion], now: Mapping[str, Decimal], slopes: Sequence[Decimal], gap: Decimal
) -> list[float] | None:
    """Return how many steps to raise each criterion, whole ones where it has a step, else points; None if none do.

    A mixed-integer program, solved by HiGHS.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    units = np.array([float(each.step or 1) for each in moving])
    whole = np.array([each.step is not None for each in moving])
    lower = np.array([float(max(_floor(each) - now[each.id], Decimal(0))) for each in moving]) / units
    upper = np.array([float(each.highest - now[each.id]) for each in moving]) / units
    found = milp(
        c=np.array([float(each.cost or 0) for each in moving]) * units,
        constraints=LinearConstraint(
            np.array([float(slope) for slope in slopes])[None, :] * units, lb=float(gap) - 1e-9
        ),
        bounds=Bounds(
            np.where(whole, np.ceil(lower - 1e-9), lower), np.where(whole, np.floor(upper + 1e-9), upper)
        ),
        integrality=whole.astype(int),
    )
    return [float(number) for number in found.x] if found.success else None


def _floor(criterion: Criterion) -> Decimal:
    return criterion.lowest if criterion.minimum is None else criterion.minimum


def _improvement(criterion: Criterion, now: Decimal, gain: Decimal) -> Improvement:
    return Improvement(
        criterion=criterion.id, from_=now, to=_shown(now + gain), cost=_shown(gain * (criterion.cost or 0))
    )


def _reasons(
    question: ScorecardInput,
    components: Sequence[Component],
    share: Decimal,
    grade: Grade | None,
    following: NextGrade | None,
    total: Decimal | None,
) -> list[Reason]:
    reasons = [_gate_reason(question, each) for each in components if each.gate_failed]
    if total is None:
        values = (("share", _percent(share)), ("needed", _percent(question.needed_share)))
        reasons.append(Reason(code=ScorecardReason.SCORED_TOO_LITTLE, params=values))
    reasons += _grade_reasons(grade, following)
    reasons += [
        Reason(code=ScorecardReason.CRITERION_NOT_SCORED, params=(("criterion", each.criterion),))
        for each in components
        if each.points is None
    ]
    lost = sorted(
        ((each.most - each.points, each.criterion) for each in components if each.points is not None),
        key=lambda entry: (-entry[0], entry[1]),
    )
    return reasons + [
        Reason(
            code=ScorecardReason.LOSES_POINTS,
            params=(("criterion", name), ("points", _told(points))),
            weight=-_told(points),
        )
        for points, name in lost[:TOLD]
        if points > 0
    ]


def _gate_reason(question: ScorecardInput, component: Component) -> Reason:
    minimum = next(_floor(each) for each in question.criteria if each.id == component.criterion)
    values = (
        ("criterion", component.criterion),
        ("score", component.score or Decimal(0)),
        ("minimum", minimum),
    )
    return Reason(code=ScorecardReason.GATE_FAILED, params=values)


def _grade_reasons(grade: Grade | None, following: NextGrade | None) -> list[Reason]:
    if following is None:
        return [Reason(code=ScorecardReason.BEST_GRADE, params=(("grade", grade.name),))] if grade else []
    if following.cost is None:
        return [Reason(code=ScorecardReason.NEXT_GRADE_OUT_OF_REACH, params=(("grade", following.name),))]
    values = (("grade", following.name), ("gap", _told(following.gap)))
    return [Reason(code=ScorecardReason.NEXT_GRADE_NEAR, params=values)]


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)


def _told(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


def _shown(value: Decimal) -> Decimal:
    return value.quantize(PLACES, rounding=ROUND_HALF_EVEN)
