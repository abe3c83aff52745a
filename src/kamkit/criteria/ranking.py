"""Alternatives in order by several criteria."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

import numpy as np

from kamkit.criteria.reasons import CriteriaReason
from kamkit.criteria.weighing import Matrix, check_table, names_of
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason, figure

Numbers = np.ndarray[Any, np.dtype[np.float64]]
EQUAL = 1e-12
"""Scores that differ by less are equal."""
STEPS = 50
"""So many weights are tried on each side before the limit is narrowed down."""
HALVINGS = 40
CLOSE = 0.05
"""A change of a weight by less than this makes the first a close one."""


class RankMethod(StrEnum):
    """How several criteria become one score."""

    TOPSIS = "TOPSIS"
    SAW = "SAW"
    WPM = "WPM"
    VIKOR = "VIKOR"


class Direction(StrEnum):
    """Whether more or less of a criterion is better."""

    MAX = "MAX"
    MIN = "MIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankQuestion:
    """A table of alternatives (rows) by criteria (columns), with weights and directions of the criteria."""

    method: RankMethod
    matrix: Annotated[Matrix, Says("A row for each alternative, a number for each criterion")]
    weights: Annotated[tuple[Fraction, ...], Says("By criterion; brought to a sum of one", at_least=0)]
    directions: Annotated[
        tuple[Direction, ...], Says("By criterion: MAX more is better, MIN less; none: all MAX")
    ] = ()
    alternatives: Annotated[tuple[str, ...], Says("Names of the rows; none: 1, 2, 3 …")] = ()
    criteria: Annotated[tuple[str, ...], Says("Names of the columns; none: 1, 2, 3 …")] = ()
    v: Annotated[
        Fraction, Says("VIKOR: weight of the group's use against the worst regret", at_least=0, at_most=1)
    ] = Fraction(1, 2)

    with_stability: Annotated[bool, Says("Whether to look for the weights at which the first changes")] = True

    def __post_init__(self) -> None:
        check_bounds(self)
        check_table(self.matrix)
        size = len(self.matrix[0])
        for name, given in (("weights", self.weights), ("directions", self.directions)):
            if len(given) != size and (given or name == "weights"):
                raise InputError(ProblemCode.CONFLICT, name, f"has {len(given)} entries for {size} criteria")
        if not any(self.weights):
            raise InputError(ProblemCode.OUT_OF_RANGE, "weights", "one weight at least must be above 0")
        names_of(self.alternatives, len(self.matrix), "alternatives")
        names_of(self.criteria, size)
        if self.method in {RankMethod.SAW, RankMethod.WPM}:
            self._check_positive()

    def _check_positive(self) -> None:
        for place, row in enumerate(self.matrix):
            for column, entry in enumerate(row):
                least = self.method is RankMethod.WPM or self.direction(column) is Direction.MIN
                if entry < 0 or (entry == 0 and least):
                    message = f"{self.method} divides by it or raises it to a power: must be above 0"
                    raise InputError(ProblemCode.OUT_OF_RANGE, f"matrix[{place}][{column}]", message)

    def direction(self, column: int) -> Direction:
        """Return the direction of a criterion."""
        return self.directions[column] if self.directions else Direction.MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedAlternative:
    """An alternative with its rank; equal scores share one: 1, 1, 3."""

    id: str
    rank: int | None
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLimits:
    """Between which weights of one criterion (the others keeping their proportions) the first stays first."""

    criterion: str
    weight: float
    least: Annotated[float, Says("0 if it stays first without this criterion")]
    most: Annotated[float, Says("1 if it stays first with this criterion alone")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Scores in the order of the alternatives, the ranking, and how stable its first is."""

    method: RankMethod
    better: Annotated[str, Says("HIGHER or LOWER scores are better")]
    alternatives: tuple[str, ...]
    scores: tuple[float | None, ...]
    ranking: tuple[RankedAlternative, ...]
    stability: tuple[WeightLimits, ...]
    reasons: tuple[Reason, ...]


def rank(question: RankQuestion) -> Ranking:
    """Return the scores, the ranking and its stability.

    TOPSIS (Hwang, Yoon 1981): vector normalisation, closeness to the ideal. SAW: x / max, min / x, weighted sum.
    WPM: the same ratios, weighted product. VIKOR (Opricovic 1998): Q, the lower the better, with the two conditions of
    an acceptable advantage and stability. Where all alternatives are alike there is no score. Equal scores share a rank.
    """
    return _Ranking(question).result()


class _Ranking:
    def __init__(self, question: RankQuestion) -> None:
        self.question = question
        self.matrix: Numbers = np.array([[float(entry) for entry in row] for row in question.matrix])
        weights = np.array([float(weight) for weight in question.weights])
        self.weights: Numbers = weights / weights.sum()
        count = self.matrix.shape[1]
        self.is_cost = np.array([question.direction(column) is Direction.MIN for column in range(count)])
        self.criteria = names_of(question.criteria, count)
        self.alternatives = names_of(question.alternatives, len(question.matrix), "alternatives")
        methods: Mapping[RankMethod, Callable[[Numbers], Numbers]] = {
            RankMethod.TOPSIS: self.topsis,
            RankMethod.SAW: lambda weights: self._ratios() @ weights,
            RankMethod.WPM: lambda weights: np.prod(self._ratios() ** weights, axis=1),
            RankMethod.VIKOR: lambda weights: self._vikor(weights)[0],
        }
        self.scores_with = methods[question.method]
        self.lower = question.method is RankMethod.VIKOR

    def result(self) -> Ranking:
        alike = bool((self.matrix == self.matrix[0]).all())
        scores = self.scores_with(self.weights) if not alike else None
        listed: list[float | None] = [None] * len(self.alternatives)
        if scores is not None:
            listed = [float(score) for score in scores]
        limits = self._limits(scores) if scores is not None and self.question.with_stability else ()
        return Ranking(
            method=self.question.method,
            better="LOWER" if self.lower else "HIGHER",
            alternatives=self.alternatives,
            scores=tuple(listed),
            ranking=self._ranked(listed),
            stability=limits,
            reasons=tuple(self._reasons(scores, limits)),
        )

    def topsis(self, weights: Numbers) -> Numbers:
        norms = np.sqrt((self.matrix**2).sum(axis=0))
        weighted = self.matrix / np.where(norms == 0, 1, norms) * weights
        highest, lowest = weighted.max(axis=0), weighted.min(axis=0)
        ideal, worst = np.where(self.is_cost, lowest, highest), np.where(self.is_cost, highest, lowest)
        near = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
        far = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
        total = near + far
        # Without any distance, as where only criteria without weight differ, all are as good as each other.
        return np.where(total == 0, 0.5, far / np.where(total == 0, 1, total))

    def _ratios(self) -> Numbers:
        highest, lowest = self.matrix.max(axis=0), self.matrix.min(axis=0)
        benefit = self.matrix / np.where(highest == 0, 1, highest)
        return np.where(self.is_cost, lowest / np.where(self.is_cost, self.matrix, 1), benefit)

    def _vikor(self, weights: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        highest, lowest = self.matrix.max(axis=0), self.matrix.min(axis=0)
        best, worst = np.where(self.is_cost, lowest, highest), np.where(self.is_cost, highest, lowest)
        spread = np.where(best == worst, 1, best - worst)
        regrets = weights * (best - self.matrix) / spread
        group, single = regrets.sum(axis=1), regrets.max(axis=1)
        v = float(self.question.v)
        return v * _unit(group) + (1 - v) * _unit(single), group, single

    def _ranked(self, scores: list[float | None]) -> tuple[RankedAlternative, ...]:
        sign = 1 if self.lower else -1
        known = sorted(sign * score for score in scores if score is not None)
        ranked = [
            RankedAlternative(
                id=name,
                rank=None if score is None else 1 + bisect_left(known, sign * score - EQUAL),
                score=score,
            )
            for name, score in zip(self.alternatives, scores, strict=True)
        ]
        return tuple(sorted(ranked, key=lambda each: each.rank or 0))

    def _firsts(self, scores: Numbers) -> set[int]:
        best = scores.min() if self.lower else scores.max()
        return {int(place) for place in np.flatnonzero(np.abs(scores - best) <= EQUAL)}

    def _limits(self, scores: Numbers) -> tuple[WeightLimits, ...]:
        firsts = self._firsts(scores)
        return tuple(
            WeightLimits(
                criterion=name,
                weight=float(self.weights[place]),
                least=self._limit(place, firsts, 0.0),
                most=self._limit(place, firsts, 1.0),
            )
            for place, name in enumerate(self.criteria)
        )

    def _limit(self, place: int, firsts: set[int], end: float) -> float:
        """Return how far a weight goes towards `end` with the same first."""
        start = kept = float(self.weights[place])
        for step in range(1, STEPS + 1):
            tried = start + (end - start) * step / STEPS
            if not self._stays(place, tried, firsts):
                return self._narrowed(place, firsts, kept, tried)
            kept = tried
        return end

    def _narrowed(self, place: int, firsts: set[int], kept: float, lost: float) -> float:
        for _ in range(HALVINGS):
            middle = (kept + lost) / 2
            if self._stays(place, middle, firsts):
                kept = middle
            else:
                lost = middle
        return kept

    def _stays(self, place: int, weight: float, firsts: set[int]) -> bool:
        rest = 1 - self.weights[place]
        weights = self.weights * ((1 - weight) / rest) if rest > 0 else np.zeros_like(self.weights)
        weights[place] = weight
        return bool(self._firsts(self.scores_with(weights)) & firsts)

    def _reasons(self, scores: Numbers | None, limits: tuple[WeightLimits, ...]) -> list[Reason]:
        if scores is None:
            values = (("alternatives", len(self.alternatives)),)
            return [Reason(code=CriteriaReason.DATA_TELLS_NOTHING, params=values)]
        alike = (self.matrix == self.matrix[0]).all(axis=0)
        reasons = [
            Reason(code=CriteriaReason.CRITERION_TELLS_NOTHING, params=(("criterion", name),))
            for name, same in zip(self.criteria, alike, strict=True)
            if same
        ]
        reasons += [reason for each in limits if (reason := _close(each)) is not None]
        if self.lower:
            reasons += self._compromise(scores)
        return reasons

    def _compromise(self, scores: Numbers) -> list[Reason]:
        """Return the reason that several stand together: Opricovic, Tzeng (2004), conditions C1 and C2."""
        _, group, single = self._vikor(self.weights)
        order = np.argsort(scores, kind="stable")
        first, second = int(order[0]), int(order[1])
        advantage = 1 / (len(scores) - 1)
        has_advantage = scores[second] - scores[first] >= advantage
        is_stable = group[first] <= group.min() or single[first] <= single.min()
        if has_advantage and is_stable:
            return []
        near = (
            [second]
            if has_advantage
            else [int(each) for each in order[1:] if scores[each] - scores[first] < advantage]
        )
        names = ", ".join(self.alternatives[place] for place in (first, *near))
        return [Reason(code=CriteriaReason.COMPROMISE, params=(("alternatives", names),))]


def _unit(values: Numbers) -> Numbers:
    lowest, highest = values.min(), values.max()
    return (values - lowest) / (highest - lowest) if highest > lowest else np.zeros_like(values)


def _close(limits: WeightLimits) -> Reason | None:
    near = [end for end in (limits.least, limits.most) if 0 < end < 1 and abs(end - limits.weight) < CLOSE]
    if not near:
        return None
    limit = min(near, key=lambda end: abs(end - limits.weight))
    values = (
        ("criterion", limits.criterion),
        ("weight", figure(limits.weight)),
        ("limit", figure(limit)),
    )
    return Reason(code=CriteriaReason.FIRST_BY_LITTLE, params=values)
