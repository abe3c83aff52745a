"""The highest price that still wins, by the method of the tender itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Annotated

from kamkit.bids.leading import bid_of, checked_scale, leaders, with_bid, with_price
from kamkit.bids.methods import Method, PriceFormula
from kamkit.bids.prices import formula_of
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Sums, check_scores
from kamkit.bids.tender import Bid, Scores, Tender
from kamkit.bids.turning import outside_of, turning_point
from kamkit.bids.weights import Scale
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason, ReasonValue

if TYPE_CHECKING:
    import numpy as np

CHANCES = (Decimal("0.95"), Decimal("0.9"), Decimal("0.8"), Decimal("0.5"), Decimal("0.2"))
SAMPLE_HALVINGS = 24
GRID = 400
"""Prices tried where winning prices need not begin at zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalGuess:
    """What is not known of a rival: a range of its price, and of its quality as a factor of the scores given."""

    id: str
    price_low: Annotated[Decimal, Says("Lowest price thought possible", above=0)]
    price_high: Annotated[Decimal, Says("Highest price thought possible", above=0)]
    price_likely: Annotated[Decimal | None, Says("Most likely price; null: all alike likely", above=0)] = None
    quality_low: Annotated[Decimal, Says("Scores may be this part of those given", at_least=0)] = Decimal(1)
    quality_high: Annotated[Decimal, Says("Scores may be this part of those given", at_least=0)] = Decimal(1)

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.price_high < self.price_low:
            raise InputError(ProblemCode.CONFLICT, "price_high", f"is below price_low, {self.price_low}")
        if self.quality_high < self.quality_low:
            raise InputError(
                ProblemCode.CONFLICT, "quality_high", f"is below quality_low, {self.quality_low}"
            )
        likely = self.price_likely
        if likely is not None and not self.price_low <= likely <= self.price_high:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, "price_likely", "must lie between price_low and price_high"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceToWinQuestion:
    """A tender, our bid in it, and what is unknown of the rivals; those not named bid as the tender has them."""

    tender: Tender
    bid: Annotated[str, Says("Id of our bid; its price may be null")]
    rivals: tuple[RivalGuess, ...] = ()
    unit: Annotated[Decimal, Says("Smallest step of a price", above=0)] = Decimal("0.01")
    samples: Annotated[
        int, Says("Drawn combinations of rivals' prices and scores", at_least=1, at_most=5000)
    ] = 200
    seed: Annotated[int, Says("Of the drawing: the same seed gives the same answer", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)
        bid_of(self.tender, self.bid, "bid")
        for place, rival in enumerate(self.rivals):
            bid_of(self.tender, rival.id, f"rivals[{place}].id")
            if rival.id == self.bid:
                raise InputError(ProblemCode.CONFLICT, f"rivals[{place}].id", "our own bid is no rival")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The highest price that wins with a probability; None if no price does."""

    probability: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceToWin:
    """What price wins. Where winning prices have a lower end too, `from_price` is it."""

    bid: str
    price: Annotated[Decimal | None, Says("Our price now")]
    wins_now: Annotated[bool | None, Says("Whether it wins against the rivals as the tender has them")]
    equal_price: Annotated[
        Decimal | None, Says("Price at which we draw level with the best rival as the tender has it")
    ]
    too_dear_by: Annotated[Decimal | None, Says("Our price above the equal price; below zero is room")]
    from_price: Annotated[Decimal | None, Says("Lowest winning price where a lower one loses")]
    wins_up_to: Annotated[
        Decimal | None, Says("Highest price, in whole units, that wins against the tender as it is")
    ]
    sure_up_to: Annotated[
        Decimal | None, Says("The same with every rival at its best; null if no price is sure")
    ]
    chances: Annotated[
        tuple[Chance, ...], Says("Highest price by probability of winning, where rivals are uncertain")
    ]
    reasons: tuple[Reason, ...]


def price_to_win(question: PriceToWinQuestion) -> PriceToWin:
    """Return the highest prices that win: at the rivals' bids, for sure, and by probability.

    Every price is judged by the evaluation itself, in exact figures, so floors, roundings, exclusions and the tender's
    tie rules count. For formulas of the lowest price, quotients, money and the utility index the answer agrees with the
    closed forms; where the base is a mean of the bids (BENCHMARK) the winning prices are an interval, as one's own
    price moves the base. `sure_up_to` takes rivals at their lowest price and best quality.
    """
    check_scores(question.tender)
    return _Search(question).result()


class _Search:
    def __init__(self, question: PriceToWinQuestion) -> None:
        self.question, self.tender = question, question.tender
        self.scale: Scale = checked_scale(self.tender)
        self.sums: Sums = {}
        self.own = bid_of(self.tender, question.bid, "bid")
        formula = formula_of(self.tender.method, self.tender.params)
        self.is_interval = formula is PriceFormula.BENCHMARK and self.scale.price_top > 0
        self.is_rising = formula is PriceFormula.COEFFICIENT and self.tender.params.higher_price_wins
        if self.is_rising or self.tender.method is Method.WB_QBS:
            message = "asks for the highest price that wins, which this method does not have"
            raise InputError(ProblemCode.CONFLICT, "tender.method", message)
        self.start = self._start()

    def result(self) -> PriceToWin:
        low, equal = self._range(self.tender)
        price, reasons = self.own.price, list(self._reasons(low, equal))
        return PriceToWin(
            bid=self.own.id,
            price=price,
            wins_now=None if price is None else self._wins(self.tender, price),
            equal_price=equal,
            too_dear_by=None if price is None or equal is None else price - equal,
            from_price=low if self.is_interval else None,
            wins_up_to=None if equal is None else self._whole_units(self.tender, equal),
            sure_up_to=self._sure(),
            chances=self._chances(),
            reasons=tuple(reasons),
        )

    def _start(self) -> Decimal:
        known = [bid.price for bid in self.tender.bids if bid.price]
        if not known:
            raise InputError(ProblemCode.MISSING, "tender.bids", "one bid at least needs a price above 0")
        return min(known)

    def _wins(self, tender: Tender, price: Decimal) -> bool:
        return leaders(with_price(tender, self.own, price), self.scale, self.sums) == (self.own.id,)

    def _is_level(self, tender: Tender, price: Decimal) -> bool:
        return self.own.id in leaders(with_price(tender, self.own, price), self.scale, self.sums)

    def _range(self, tender: Tender) -> tuple[Decimal | None, Decimal | None]:
        """Return the lowest and the highest price at which we are first, alone or not; None where there is none."""

        def holds(price: Decimal) -> bool:
            return self._is_level(tender, price)

        if self.is_interval:
            return self._interval(holds)
        inside = self._inside(holds)
        if inside is None:
            return None, None
        outside = outside_of(holds, max(inside, self.start))
        return inside, None if outside is None else turning_point(holds, inside, outside)

    def _inside(self, holds: Callable[[Decimal], bool]) -> Decimal | None:
        tried = self.start
        while tried >= self.question.unit:
            if holds(tried):
                return tried
            tried /= 2
        return self.question.unit if holds(self.question.unit) else None

    def _interval(self, holds: Callable[[Decimal], bool]) -> tuple[Decimal | None, Decimal | None]:
        prices = [bid.price for bid in self.tender.bids if bid.price]
        low, high = min(prices) / 2, max(prices) * Decimal("1.5")
        grid = [low + (high - low) * place / GRID for place in range(GRID + 1)]
        winning = [place for place, price in enumerate(grid) if holds(price)]
        if not winning:
            return None, None
        first, last = winning[0], winning[-1]
        lowest = grid[first] if first == 0 else turning_point(holds, grid[first], grid[first - 1])
        highest = grid[last] if last == GRID else turning_point(holds, grid[last], grid[last + 1])
        return lowest, highest

    def _whole_units(self, tender: Tender, price: Decimal) -> Decimal | None:
        unit = self.question.unit
        units = (price / unit).to_integral_value(rounding=ROUND_FLOOR)
        for whole in (units, units - 1):
            if whole > 0 and self._wins(tender, whole * unit):
                return whole * unit
        return None

    def _sure(self) -> Decimal | None:
        tender = self.tender
        for rival in self.question.rivals:
            tender = with_bid(tender, _guessed(tender, rival, rival.price_low, rival.quality_high))
        _, equal = self._range(tender)
        return None if equal is None else self._whole_units(tender, equal)

    def _chances(self) -> tuple[Chance, ...]:
        if not self.question.rivals:
            return ()
        import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

        rng = np.random.default_rng(self.question.seed)
        found = sorted((self._drawn(rng) for _ in range(self.question.samples)), reverse=True)
        return tuple(Chance(probability=each, price=self._at(found, each)) for each in CHANCES)

    def _drawn(self, rng: "np.random.Generator") -> Decimal:
        tender = self.tender
        for rival in self.question.rivals:
            low, high = float(rival.price_low), float(rival.price_high)
            likely = None if rival.price_likely is None else float(rival.price_likely)
            drawn = (
                low
                if low == high
                else rng.uniform(low, high)
                if likely is None
                else rng.triangular(low, likely, high)
            )
            quality = rng.uniform(float(rival.quality_low), float(rival.quality_high))
            tender = with_bid(
                tender, _guessed(tender, rival, Decimal(repr(float(drawn))), Decimal(repr(float(quality))))
            )

        def holds(price: Decimal) -> bool:
            return self._is_level(tender, price)

        if self.is_interval:
            return self._interval(holds)[1] or Decimal(0)
        inside = self._inside(holds)
        if inside is None:
            return Decimal(0)
        outside = outside_of(holds, max(inside, self.start))
        return (
            Decimal("Infinity") if outside is None else turning_point(holds, inside, outside, SAMPLE_HALVINGS)
        )

    def _at(self, prices: Sequence[Decimal], probability: Decimal) -> Decimal | None:
        """Return the highest price at which at least this part of the drawn cases is won."""
        needed = int((probability * len(prices)).to_integral_value(rounding="ROUND_CEILING"))
        price = prices[max(needed, 1) - 1]
        if not price or not price.is_finite():
            return None
        unit = self.question.unit
        return (price / unit).to_integral_value(rounding=ROUND_FLOOR) * unit

    def _reasons(self, low: Decimal | None, equal: Decimal | None) -> list[Reason]:
        reasons: list[Reason] = []
        if self.is_interval:
            reasons.append(_reason(BidReason.OWN_PRICE_MOVES_BASE))
        if low is None:
            reasons.append(_reason(BidReason.NO_PRICE_WINS))
        elif equal is None:
            reasons.append(_reason(BidReason.EVERY_PRICE_WINS))
        else:
            level = leaders(with_price(self.tender, self.own, equal), self.scale, self.sums)
            if len(level) > 1:
                others = ", ".join(id_ for id_ in level if id_ != self.own.id)
                reasons.append(_reason(BidReason.LEVEL_WITH, price=equal, bids=others))
        return reasons


def _guessed(tender: Tender, rival: RivalGuess, price: Decimal, quality: Decimal) -> Bid:
    bid = bid_of(tender, rival.id, "rivals")
    if quality == 1:
        return replace(bid, price=price)
    tops = {item.id: item.top for item in tender.criteria}

    def better(sheet: Scores) -> Scores:
        return {item: min(tops[item], score * quality) for item, score in sheet.items()}

    scores = None if bid.scores is None else better(bid.scores)
    members = None if bid.members is None else {who: better(sheet) for who, sheet in bid.members.items()}
    return replace(bid, price=price, scores=scores, members=members)


def _reason(code: BidReason, **values: ReasonValue) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
