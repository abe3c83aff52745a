"""Who is first in floating point, in many plays of a tender at once, and in which of them that is beyond doubt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kamkit.bids.exact import Rounding, RoundingMode
from kamkit.bids.exclusions import asks_total, is_out_at_any_price, needs_price
from kamkit.bids.methods import PRICE_ONLY, Better, Method, PriceFormula, TieStep
from kamkit.bids.prices import formula_of, share
from kamkit.bids.scoring import Scorer, better_of, scores_price
from kamkit.bids.tender import BenchmarkRule, Bid, EvaluationParams, PassRule, Tender
from kamkit.bids.weights import Scale

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

DOUBT = 1e-12
"""Figures nearer to each other than this part of their size are not told apart. A dozen operations on numbers of 53 bits
err by less than a hundredth of it; where a difference is divided by, `WIDE` sees to it that it is no small one."""
WIDE = 1e-2
TOLD = frozenset({TieStep.LOWEST_PRICE, TieStep.BETTER_TECHNICAL, TieStep.DRAW})
"""Steps between equal bids that a sketch takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Plays side by side. `prices` and `technical` are plays × bids, `members` plays × members × bids (ranks only).

    The shares are plays × 1, an unknown price is not a number; `sure` says of each play whether its figures are beyond
    doubt, `exact` of each of its bids whether the sums of its members are exact. `spare` is by what part the scores of a
    bid are above the minima of their items; without end where that is known exactly.
    """

    prices: Numbers
    technical: Numbers
    members: Numbers
    technical_share: Numbers
    price_share: Numbers
    sure: Flags
    exact: Flags
    spare: Numbers


def can_sketch(tender: Tender) -> bool:
    """Return whether plays of a tender can be sketched; the others are played exactly, one by one."""
    params, rounding = tender.params, tender.params.rounding
    inner = rounding is not None and (rounding.ratio_places, rounding.item_places, rounding.score_places) != (
        None, None, None,
    )  # fmt: skip
    by_majority = params.pass_mark is not None and params.pass_rule is PassRule.MAJORITY
    return not (inner or by_majority or params.bend is not None or not tender.bids)


class Sketch:
    """A tender whose plays differ in prices, in scores or in the share of the price."""

    def __init__(self, tender: Tender, scale: Scale) -> None:
        self.tender, self.scale, self.params = tender, scale, tender.params
        scorer = Scorer(tender, scale)
        self.scores_price = scores_price(tender, scale)
        self.needs_price = needs_price(tender, scorer)
        self.out = np.array([is_out_at_any_price(tender, bid) for bid in tender.bids])
        slopes = [_evaluated(bid, self.params) for bid in tender.bids]
        self.slope, self.added = (np.array(each, dtype=float) for each in zip(*slopes, strict=True))
        self.is_higher = better_of(tender) is Better.HIGHER
        steps = self.params.tie or ()
        by_price = (TieStep.LOWEST_PRICE,) if tender.method is Method.CN_COMPREHENSIVE else ()
        self.steps: tuple[TieStep, ...] = (*by_price, *steps)
        self.tells_ties = set(steps) <= TOLD and self.params.drawn is None

    def leaders(self, rows: Rows) -> tuple[Flags, Flags]:
        """Return who is first in each play (plays × bids), and in which plays that is beyond doubt."""
        with np.errstate(all="ignore"):
            return _Plays(self, rows).leaders()


def cut(values: Numbers, sizes: Numbers, rounding: Rounding | None) -> tuple[Numbers, Flags]:
    """Return figures as a tender rounds them, and for each whether no error of its size could round it otherwise."""
    if rounding is None:
        return values, np.ones(values.shape, dtype=bool)
    scale = 10.0**rounding.places
    size, is_down = values * scale, rounding.mode is RoundingMode.DOWN
    whole = np.trunc(size) if is_down else np.rint(size)
    edge = np.abs(size - np.rint(size)) if is_down else 0.5 - np.abs(size - whole)
    return whole / scale, edge > DOUBT * (1 + np.abs(sizes) * scale)


class _Plays:
    def __init__(self, sketch: Sketch, rows: Rows) -> None:
        self.sketch, self.rows, self.params = sketch, rows, sketch.params
        self.sure = rows.sure.copy()
        self.evaluated = rows.prices * sketch.slope + sketch.added
        # What is left of a price by additions that nearly eat it up is known too badly.
        self.sure &= ~(np.abs(self.evaluated) < WIDE * np.abs(sketch.added)).any(axis=1)
        self.points = np.zeros(rows.prices.shape)

    def leaders(self) -> tuple[Flags, Flags]:
        inside = self._inside()
        if self.sketch.scores_price:
            self._score(inside)
        total, size, is_exact = self._totals(inside)
        first = self._best(total if self.sketch.is_higher else -total, size, inside, is_exact=is_exact)
        self.sure &= ~(inside & ~np.isfinite(total)).any(axis=1)
        return self._settled(first), self.sure

    def _inside(self) -> Flags:
        params, rows = self.params, self.rows
        inside = ~self.sketch.out & ~(np.isnan(rows.prices) & self.sketch.needs_price) & (rows.spare >= 0)
        self.sure &= ~(np.abs(rows.spare) <= DOUBT).any(axis=1)
        budget = params.budget if self.sketch.tender.method is Method.WB_FBS else None
        for limit in (params.ceiling, budget):
            if limit is not None:
                inside = inside & ~self._above(rows.prices, float(limit))
        if params.pass_mark is None:
            return inside
        score = rows.technical
        if asks_total(self.sketch.tender):
            if self.sketch.scores_price:
                self._score(inside)
            score = rows.technical * rows.technical_share + self.points * rows.price_share
        self.sure &= (np.isfinite(score) | ~inside).all(axis=1)
        return inside & self._above(score, float(params.pass_mark))

    def _above(self, values: Numbers, limit: float) -> Flags:
        near = np.abs(values - limit) <= DOUBT * (1 + np.abs(values) + abs(limit))
        self.sure &= ~near.any(axis=1)
        return values > limit

    def _score(self, inside: Flags) -> None:
        top = float(self.sketch.scale.price_top)
        formula = formula_of(self.sketch.tender.method, self.params)
        prices = _Formula(self.evaluated, inside, top, self.params)
        points = prices.points(formula)
        self.sure &= prices.sure
        floor = self.params.floor
        if floor is not None or formula is PriceFormula.BENCHMARK:
            points = np.maximum(points, float(floor or 0))
        self.points, sure = cut(points, top + np.abs(points), self.params.rounding)
        self.sure &= (sure | ~inside).all(axis=1)

    def _totals(self, inside: Flags) -> tuple[Numbers, Numbers, bool]:
        """Return what is compared, of what size the figures behind it are, and whether equal ones are surely equal."""
        method, rows = self.sketch.tender.method, self.rows
        if method is Method.TW_RANK_SUM:
            return self._ranks(inside), np.zeros(rows.prices.shape), True
        total, size = self._compared(inside)
        rounded, sure = cut(total, size, self.params.rounding)
        self.sure &= (sure | ~inside).all(axis=1)
        return rounded, size, self.params.rounding is not None

    def _compared(self, inside: Flags) -> tuple[Numbers, Numbers]:
        method, rows, price = self.sketch.tender.method, self.rows, self.evaluated
        formula, technical = self.params.price_formula, rows.technical
        if formula is PriceFormula.COEFFICIENT and method is Method.WEIGHTED:
            coefficient = 1 + technical / float(1 - self.sketch.scale.technical_top)
            total = price * coefficient if self.params.higher_price_wins else price / coefficient
        elif formula is PriceFormula.UTILITY_INDEX:
            total = self._utility(inside)
        elif method is Method.TW_UNIT_PRICE:
            total = price / technical
        elif method in PRICE_ONLY or method is Method.WB_LCS:
            total = price
        elif method is Method.AWARD_ON_VALUE:
            return price - technical, np.abs(price) + np.abs(technical)
        elif method in {Method.WB_QBS, Method.WB_FBS}:
            total = technical
        else:
            # Parts without price points add nothing.
            quality, offer = technical * rows.technical_share, self.points * rows.price_share
            return quality + offer, np.abs(quality) + np.abs(offer)
        return total, np.abs(total)

    def _utility(self, inside: Flags) -> Numbers:
        scale, rows = self.sketch.scale, self.rows
        ratio = float(scale.technical_top / scale.price_top) * rows.technical_share / rows.price_share
        quality = rows.technical / float(scale.technical_top)
        best = np.where(inside, quality, -np.inf).max(axis=1, keepdims=True)
        low = np.where(inside, self.evaluated, np.inf).min(axis=1, keepdims=True)
        found: Numbers = (1 - (best - quality) * ratio) / self.evaluated * low
        return found

    def _ranks(self, inside: Flags) -> Numbers:
        """Return the sum of the ranks that the members give; ranks of figures too near to each other are in doubt."""
        rows = self.rows
        scores = (
            rows.members * rows.technical_share[:, :, None] + (self.points * rows.price_share)[:, None, :]
        )
        ranks = np.ones(scores.shape)
        for place in range(scores.shape[2]):
            apart = scores[:, :, [place]] - scores
            counts = inside[:, [place]]
            near = np.abs(apart) <= DOUBT * (1 + np.abs(scores))
            near[:, :, place] = False
            if not self.sketch.scores_price:
                near &= ~((apart == 0) & (rows.exact & rows.exact[:, [place]])[:, None, :])
            self.sure &= ~(near & (counts & inside)[:, None, :]).any(axis=(1, 2))
            ranks += (apart > 0) & counts[:, None, :]
        # A bid without price points has no place, which leaves the order open.
        found: Numbers = np.where(np.isfinite(self.points), ranks.sum(axis=1), np.nan)
        return found

    def _best(self, values: Numbers, size: Numbers, among: Flags, *, is_exact: bool) -> Flags:
        """Return whose value is the highest; a play with a near second is in doubt unless equal ones surely are."""
        best = np.where(among, values, -np.inf).max(axis=1, keepdims=True)
        self.sure &= np.isfinite(best[:, 0]) | ~among.any(axis=1)
        same: Flags = among & (values == best)
        if is_exact:
            return same
        near: Flags = among & (np.abs(values - best) <= DOUBT * (1 + size + np.abs(best)))
        self.sure &= near.sum(axis=1) < 2
        return near

    def _settled(self, first: Flags) -> Flags:
        """Return who is left of equal bids after the tender's steps."""
        tied = first.sum(axis=1) > 1
        if not tied.any():
            return first
        if not self.sketch.tells_ties:
            self.sure &= ~tied
            return first
        for step in self.sketch.steps:
            if step is TieStep.DRAW:
                break
            values = -self.rows.prices if step is TieStep.LOWEST_PRICE else self.rows.technical
            first = self._best(values, np.abs(values), first, is_exact=False)
        return first


class _Formula:
    """A formula with the prices it measures by, play by play."""

    def __init__(self, prices: Numbers, inside: Flags, top: float, params: EvaluationParams) -> None:
        self.prices, self.inside, self.top, self.params = prices, inside, top, params
        self.sure = np.ones(len(prices), dtype=bool)
        self.low = np.where(inside, prices, np.inf).min(axis=1, keepdims=True)
        self.high = np.where(inside, prices, -np.inf).max(axis=1, keepdims=True)

    def points(self, formula: PriceFormula) -> Numbers:
        formulas: Mapping[PriceFormula, Callable[[], Numbers]] = {
            PriceFormula.RELATIVE: lambda: self.top * (2 - self.prices / self.low),
            PriceFormula.LINEAR: self._linear,
            PriceFormula.CEILING: lambda: self.top * (1 - self.prices / _float(self.params.ceiling)),
            PriceFormula.DEVIATION: self._deviation,
            PriceFormula.BENCHMARK: self._benchmark,
        }
        usual = formulas.get(formula)
        return usual() if usual is not None else self.top * (self.low / self.prices)

    def _linear(self) -> Numbers:
        worst = self.high if self.params.worst_price is None else float(self.params.worst_price)
        width = worst - self.low
        self.sure &= (np.abs(width) > WIDE * np.abs(self.low))[:, 0]
        points: Numbers = self.top * ((worst - self.prices) / width)
        return points

    def _deviation(self) -> Numbers:
        off = np.abs(_float(self.params.target_ratio) - self.prices / _float(self.params.expected_price))
        points: Numbers = self.top - float(self.params.penalty) * off * 100
        return points

    def _benchmark(self) -> Numbers:
        rule = self.params.benchmark
        base = self._base(rule)
        cost = np.where(self.prices <= base, float(rule.below), float(rule.above))
        return self.top - self.top * cost * (np.abs(self.prices - base) / base)

    def _base(self, rule: BenchmarkRule) -> Numbers:
        listed = np.sort(np.where(self.inside, self.prices, np.inf), axis=1)
        counts = self.inside.sum(axis=1)
        base = np.full((len(listed), 1), np.nan)
        for count in np.unique(counts[counts > 0]):
            fitting = [drop for drop in rule.drop if count >= drop.from_bids]
            drop = max(fitting, key=lambda each: each.from_bids) if fitting else None
            kept = slice(drop.lowest, count - drop.highest) if drop is not None else slice(0, count)
            chosen = counts == count
            base[chosen] = listed[chosen, kept].mean(axis=1, keepdims=True)
        if rule.ceiling_share and self.params.ceiling is not None:
            mixed = float(rule.ceiling_share)
            base = mixed * float(self.params.ceiling) + (1 - mixed) * base
        reduced: Numbers = base * (1 - float(rule.reduction))
        return reduced


def _evaluated(bid: Bid, params: EvaluationParams) -> tuple[float, float]:
    """Return by what a price is multiplied and what is added to it when it is evaluated."""
    reduction = bid.deduction if bid.deduction is not None else params.deduction_small if bid.small else None
    slope = 1.0 if reduction is None else 1 - float(share(reduction))
    slope += sum(float(each.percent or 0) / 100 for each in bid.adjustments)
    return slope, sum(float(each.amount or 0) for each in bid.adjustments)


def _float(value: Decimal | None) -> float:
    """Return a number that the formula is sure to have."""
    return float(value or 0)
