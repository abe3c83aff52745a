"""From prices to points: the formulas that tenders use, with their floors and bends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamkit.bids.exact import RoundingMode, mean, rounded
from kamkit.bids.methods import Method, PriceFormula
from kamkit.bids.tender import BenchmarkRule, Bid, EvaluationParams
from kamkit.problems import InputError, ProblemCode

Prices = Mapping[str, Fraction]

NEEDED: Mapping[PriceFormula, tuple[str, ...]] = {
    PriceFormula.CEILING: ("ceiling",),
    PriceFormula.DEVIATION: ("expected_price", "target_ratio"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoints:
    """Points by bid (None where the formula has no value), and the price that they are measured by."""

    points: Mapping[str, Fraction | None]
    reference: Fraction | None


def evaluation_price(bid: Bid, params: EvaluationParams) -> Fraction | None:
    """Return the price that is evaluated: reduced for a small firm, with the evaluation's additions; None unknown."""
    if bid.price is None:
        return None
    price = Fraction(bid.price)
    reduction = bid.deduction if bid.deduction is not None else params.deduction_small if bid.small else None
    result = price * (1 - share(reduction or Decimal(0)))
    for added in bid.adjustments:
        result += (
            Fraction(added.amount) if added.amount is not None else price * Fraction(added.percent or 0) / 100
        )
    return result


def share(value: Decimal) -> Fraction:
    """Return a share that was given as such (0.1) or as per cent (10)."""
    return Fraction(value) if value <= 1 else Fraction(value) / 100


def formula_of(method: Method, params: EvaluationParams) -> PriceFormula:
    """Return the price formula of a method. Raises InputError (MISSING) if a param that it needs is not there."""
    usual = PriceFormula.BENCHMARK if method is Method.CN_BENCHMARK else PriceFormula.PROPORTIONAL
    formula = params.price_formula or usual
    for name in NEEDED.get(formula, ()):
        if getattr(params, name) is None:
            raise InputError(ProblemCode.MISSING, f"params.{name}", f"the formula {formula} needs it")
    return formula


def benchmark(prices: Prices, rule: BenchmarkRule, ceiling: Decimal | None) -> Fraction:
    """Return the base price of a set of prices: a trimmed mean, perhaps mixed with the ceiling, and reduced."""
    listed = sorted(prices.values())
    fitting = [drop for drop in rule.drop if len(listed) >= drop.from_bids]
    if fitting:
        drop = max(fitting, key=lambda each: each.from_bids)
        listed = listed[drop.lowest : len(listed) - drop.highest]
    base = mean(listed)
    if rule.ceiling_share and ceiling is not None:
        mixed = Fraction(rule.ceiling_share)
        base = mixed * Fraction(ceiling) + (1 - mixed) * base
    return base * (1 - Fraction(rule.reduction))


def price_points(prices: Prices, top: Fraction, method: Method, params: EvaluationParams) -> PricePoints:
    """Return the points of each price, of `top` at the most or by the formula more; unrounded but for inner ratios.

    The prices are those of all bids still in: every formula but CEILING and DEVIATION measures by them.
    """
    if not prices:
        return PricePoints(points={}, reference=None)
    rule = _Rule(prices, top, method, params)
    return PricePoints(
        points={id_: rule.bent(price) for id_, price in prices.items()}, reference=rule.reference
    )


class _Rule:
    """A formula with its numbers, ready for any price."""

    def __init__(self, prices: Prices, top: Fraction, method: Method, params: EvaluationParams) -> None:
        self.params, self.top = params, top
        self.low, self.high = min(prices.values()), max(prices.values())
        rounding = params.rounding
        self.ratio_places = None if rounding is None else rounding.ratio_places
        self.mode = RoundingMode.HALF_UP if rounding is None else rounding.mode
        formula = formula_of(method, params)
        self.base = (
            benchmark(prices, params.benchmark, params.ceiling) if formula is PriceFormula.BENCHMARK else None
        )
        self.reference = self._reference(formula)
        formulas: Mapping[PriceFormula, Callable[[Fraction], Fraction | None]] = {
            PriceFormula.PROPORTIONAL: self._proportional,
            PriceFormula.RELATIVE: self._relative,
            PriceFormula.LINEAR: self._linear,
            PriceFormula.CEILING: self._ceiling,
            PriceFormula.DEVIATION: self._deviation,
            PriceFormula.BENCHMARK: self._benchmark,
            PriceFormula.UTILITY_INDEX: self._proportional,
            PriceFormula.COEFFICIENT: self._proportional,
        }
        self.formula = formulas[formula]
        floor = params.floor
        self.floor = Fraction(0) if floor is None and formula is PriceFormula.BENCHMARK else floor

    def bent(self, price: Fraction) -> Fraction | None:
        """Return the points of a price, by the bend below it and not under the floor."""
        points = self._with_bend(price)
        return points if points is None or self.floor is None else max(points, Fraction(self.floor))

    def _with_bend(self, price: Fraction) -> Fraction | None:
        bend = self.params.bend
        if bend is None or price >= bend.at:
            return self.formula(price)
        at = Fraction(bend.at)
        counted = price if bend.stop is None else max(price, Fraction(bend.stop))
        straight, beyond = self.formula(at), self.formula(counted)
        if straight is None or beyond is None:
            return None
        if bend.factor is not None:
            return straight + Fraction(bend.factor) * (beyond - straight)
        return straight + Fraction(bend.bonus or 0) * (at - counted) / (at - Fraction(bend.stop or 0))

    def _ratio(self, one: Fraction, other: Fraction) -> Fraction | None:
        return None if other == 0 else rounded(one / other, self.ratio_places, self.mode)

    def _proportional(self, price: Fraction) -> Fraction | None:
        ratio = self._ratio(self.low, price)
        return None if ratio is None else self.top * ratio

    def _relative(self, price: Fraction) -> Fraction | None:
        ratio = self._ratio(price, self.low)
        return None if ratio is None else self.top * (2 - ratio)

    def _linear(self, price: Fraction) -> Fraction | None:
        worst = self.high if self.params.worst_price is None else Fraction(self.params.worst_price)
        if worst == self.low:
            return self.top
        ratio = self._ratio(worst - price, worst - self.low)
        return None if ratio is None else self.top * ratio

    def _ceiling(self, price: Fraction) -> Fraction | None:
        ratio = self._ratio(price, Fraction(self.params.ceiling or 0))
        return None if ratio is None else self.top * (1 - ratio)

    def _deviation(self, price: Fraction) -> Fraction | None:
        ratio = self._ratio(price, Fraction(self.params.expected_price or 0))
        off = None if ratio is None else abs(Fraction(self.params.target_ratio or 0) - ratio)
        return None if off is None else self.top - Fraction(self.params.penalty) * off * 100

    def _benchmark(self, price: Fraction) -> Fraction | None:
        base = self.base or Fraction(0)
        ratio = self._ratio(abs(price - base), base)
        rule = self.params.benchmark
        cost = Fraction(rule.below if price <= base else rule.above)
        return None if ratio is None else self.top - self.top * cost * ratio

    def _reference(self, formula: PriceFormula) -> Fraction | None:
        given = {
            PriceFormula.CEILING: self.params.ceiling,
            PriceFormula.DEVIATION: self.params.expected_price,
        }
        if formula in given:
            return Fraction(given[formula] or 0)
        return self.low if self.base is None else self.base
