"""How likely a price wins against rivals, from what they bid before, and which price earns most."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erf, exp, log, sqrt
from statistics import fmean, stdev
from typing import Annotated

import numpy as np

from kamkit.bids.reasons import BidReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason, ReasonValue, figure

POINTS = 101
"""Prices of a curve that names none."""
WIDTH = 0.9
"""Share of the resampled curves between `low` and `high`."""

Beat = Callable[[float], float]


class WinModel(StrEnum):
    """How the chances against single rivals become the chance against all."""

    FRIEDMAN = "FRIEDMAN"
    """Product of the chances: rivals bid independently (Friedman 1956)."""
    GATES = "GATES"
    """1 / (1 + sum of (1 - p) / p): Gates (1967), whose chances of all bidders add up to one."""


class Fit(StrEnum):
    """What is made of a rival's history."""

    LOGNORMAL = "LOGNORMAL"
    """A lognormal curve through its mean and spread."""
    EMPIRICAL = "EMPIRICAL"
    """The share of its bids above a price, ties half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalHistory:
    """What a rival bid before: its prices as ratios to a reference that the new tender has too."""

    id: str
    ratios: Annotated[
        tuple[float, ...],
        Says("Price / reference of past tenders, such as our cost or the reserve price", above=0),
    ]
    takes_part: Annotated[float, Says("Probability that it bids", at_least=0, at_most=1)] = 1.0

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class WinCurveQuestion:
    """Our cost, the reference of the rivals' ratios in this tender, and their histories."""

    cost: Annotated[float, Says("What the contract would cost us", above=0)]
    reference: Annotated[float | None, Says("What the ratios are relative to; null: our cost", above=0)] = (
        None
    )
    rivals: tuple[RivalHistory, ...] = ()
    unknown_rivals: Annotated[
        float, Says("Number of further rivals expected, who bid like the average", at_least=0)
    ] = 0.0
    model: WinModel = WinModel.GATES
    fit: Fit = Fit.EMPIRICAL
    prices: Annotated[
        tuple[float, ...], Says("Prices to judge; none: 101 across the rivals' range", above=0)
    ] = ()
    least_history: Annotated[
        int, Says("With fewer bids a rival is judged by the average of all", at_least=2)
    ] = 8
    resamples: Annotated[
        int, Says("Histories drawn anew for the range; 0: no range", at_least=0, at_most=2000)
    ] = 200
    seed: Annotated[int, Says("Of the drawing: the same seed gives the same answer", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)
        ids = [rival.id for rival in self.rivals]
        for place, id_ in enumerate(ids):
            if id_ in ids[:place]:
                raise InputError(ProblemCode.DUPLICATE, f"rivals[{place}].id", f"{id_} is there twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class WinPoint:
    """A price, the probability that it wins with its range, and the margin it earns on average."""

    price: float
    probability: float
    low: Annotated[float | None, Says("Lower end of the range that resampled histories give (90%)")]
    high: Annotated[float | None, Says("Its upper end")]
    expected_margin: Annotated[float, Says("(price - cost) * probability")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinCurve:
    """The curve, and its point of the highest expected margin; empty where history is too thin."""

    model: WinModel
    fit: Fit
    points: tuple[WinPoint, ...]
    best: Annotated[
        WinPoint | None, Says("Null if no price above cost earns anything, or history is too thin")
    ]
    histories: Annotated[int, Says("Past bids used")]
    reasons: tuple[Reason, ...]


def win_curve(question: WinCurveQuestion) -> WinCurve:
    """Return the probability of winning by price, with its range, and the price of the highest expected margin.

    A rival is beaten at a price with the probability that its own is above it. A rival with a short history is judged
    by all histories together (Friedman's average bidder), and with fewer bids than `least_history` in all there is no
    curve. Sources: L. Friedman, "A Competitive-Bidding Strategy", Operations Research 4 (1956); M. Gates, "Bidding
    Strategies and Probabilities", J. Construction Division ASCE 93 (1967).
    """
    pooled = [ratio for rival in question.rivals for ratio in rival.ratios]
    if len(pooled) < question.least_history:
        reason = _reason(BidReason.HISTORY_TOO_THIN, found=len(pooled), needed=question.least_history)
        return _nothing(question, len(pooled), reason)
    if not any(rival.takes_part for rival in question.rivals) and not question.unknown_rivals:
        return _nothing(question, len(pooled), _reason(BidReason.NO_RIVAL_EXPECTED))
    return _Curve(question, pooled).result()


def combined(model: WinModel, chances: Sequence[tuple[float, float]]) -> float:
    """Return the chance against all rivals, from pairs of (chance against one, number of such rivals).

    Gates' own example of chances 0.68, 0.75, 0.60 and 0.80 gives 0.3676.
    """
    if any(chance == 0 and count > 0 for chance, count in chances):
        return 0.0
    if model is WinModel.FRIEDMAN:
        return exp(sum(count * log(chance) for chance, count in chances if count))
    return 1 / (1 + sum(count * (1 - chance) / chance for chance, count in chances if count))


def beats(ratios: Sequence[float], fit: Fit) -> Beat:
    """Return the probability of beating a rival of these ratios, by our own ratio."""
    logs = [log(ratio) for ratio in ratios]
    spread = stdev(logs) if len(logs) > 1 else 0.0
    if fit is Fit.EMPIRICAL or spread == 0:
        return lambda ratio: fmean(
            1.0 if other > ratio else 0.5 if other == ratio else 0.0 for other in ratios
        )
    middle = fmean(logs)
    return lambda ratio: 0.5 * (1 - erf((log(ratio) - middle) / spread / sqrt(2)))


class _Curve:
    def __init__(self, question: WinCurveQuestion, pooled: list[float]) -> None:
        self.question, self.pooled = question, pooled
        self.reference = question.cost if question.reference is None else question.reference
        self.short = [rival for rival in question.rivals if len(rival.ratios) < question.least_history]

    def result(self) -> WinCurve:
        prices = self._prices()
        chances = self._chances([list(rival.ratios) for rival in self.question.rivals], prices)
        ranges = self._ranges(prices)
        points = [
            WinPoint(
                price=price,
                probability=chance,
                low=None if ranges is None else ranges[0][place],
                high=None if ranges is None else ranges[1][place],
                expected_margin=(price - self.question.cost) * chance,
            )
            for place, (price, chance) in enumerate(zip(prices, chances, strict=True))
        ]
        best = max(points, key=lambda point: point.expected_margin)
        return WinCurve(
            model=self.question.model,
            fit=self.question.fit,
            points=tuple(points),
            best=best if best.expected_margin > 0 else None,
            histories=len(self.pooled),
            reasons=tuple(self._reasons(best, prices)),
        )

    def _prices(self) -> list[float]:
        if self.question.prices:
            return sorted(self.question.prices)
        low, high = min(self.pooled) * 0.95, max(self.pooled) * 1.05
        return [(low + (high - low) * place / (POINTS - 1)) * self.reference for place in range(POINTS)]

    def _chances(self, histories: list[list[float]], prices: Sequence[float]) -> list[float]:
        pooled = [ratio for ratios in histories for ratio in ratios]
        average = beats(pooled, self.question.fit)
        least = self.question.least_history
        rivals = [
            (average if len(ratios) < least else beats(ratios, self.question.fit), rival.takes_part)
            for rival, ratios in zip(self.question.rivals, histories, strict=True)
        ]
        found = []
        for price in prices:
            ratio = price / self.reference
            single = [(1 - part + part * beat(ratio), 1.0) for beat, part in rivals]
            found.append(
                combined(self.question.model, [*single, (average(ratio), self.question.unknown_rivals)])
            )
        return found

    def _ranges(self, prices: Sequence[float]) -> tuple[list[float], list[float]] | None:
        if not self.question.resamples:
            return None
        rng = np.random.default_rng(self.question.seed)
        curves = []
        for _ in range(self.question.resamples):
            drawn = [
                rng.choice(np.array(rival.ratios), size=len(rival.ratios)).tolist() if rival.ratios else []
                for rival in self.question.rivals
            ]
            curves.append(self._chances(drawn, prices))
        tail = (1 - WIDTH) / 2
        low, high = np.quantile(np.array(curves), [tail, 1 - tail], axis=0)
        return low.tolist(), high.tolist()

    def _reasons(self, best: WinPoint, prices: Sequence[float]) -> Iterator[Reason]:
        for rival in self.short:
            yield _reason(BidReason.RIVAL_BY_AVERAGE, rival=rival.id, found=len(rival.ratios))
        if best.expected_margin <= 0:
            yield _reason(BidReason.NOTHING_TO_EARN, cost=figure(self.question.cost))
        elif best.price in {prices[0], prices[-1]}:
            yield _reason(BidReason.BEST_AT_THE_EDGE, price=figure(best.price))


def _nothing(question: WinCurveQuestion, found: int, reason: Reason) -> WinCurve:
    return WinCurve(
        model=question.model, fit=question.fit, points=(), best=None, histories=found, reasons=(reason,)
    )


def _reason(code: BidReason, **values: ReasonValue) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
