"""The highest price that still wins, by the method of the tender itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Annotated

from kamkit.bids.guesses import (
    Combination,
    RivalGuess,
    combinations_of,
    ground_with,
    guessed,
    with_drawn,
)
from kamkit.bids.leading import bid_of, checked_scale, leaders, with_bid, with_price
from kamkit.bids.methods import Method, PriceFormula
from kamkit.bids.prices import formula_of
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Scorer, Sums, check_scores
from kamkit.bids.tender import Tender
from kamkit.bids.turning import HALVINGS, Search, answered, holds_for, outside_of, turning_point
from kamkit.bids.weights import Scale
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason, ReasonValue

Range = tuple[Decimal | None, Decimal | None]
CHANCES = (Decimal("0.95"), Decimal("0.9"), Decimal("0.8"), Decimal("0.5"), Decimal("0.2"))
SAMPLE_HALVINGS = 24
GRID = 400
"""Prices tried where winning prices need not begin at zero."""


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


def equal_prices(question: PriceToWinQuestion, tenders: Sequence[Tender]) -> tuple[Decimal | None, ...]:
    """Return the `equal_price` of each of several tenders, which differ from that of the question in scores alone."""
    for tender in tenders:
        check_scores(tender)
    return tuple(equal for _, equal in _Search(question).ranges(tenders)) if tenders else ()


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
        rivals, best = self.question.rivals, self._with_rivals_at_their_best()
        drawn = combinations_of(rivals, self.question.samples, self.question.seed) if rivals else []
        ranges = self.ranges([self.tender, best] if rivals else [self.tender], drawn)
        low, equal = ranges[0]
        sure = ranges[1][1] if rivals else equal
        price = self.own.price
        return PriceToWin(
            bid=self.own.id,
            price=price,
            wins_now=None if price is None else self._wins(self.tender, price),
            equal_price=equal,
            too_dear_by=None if price is None or equal is None else price - equal,
            from_price=low if self.is_interval else None,
            wins_up_to=None if equal is None else self._whole_units(self.tender, equal),
            sure_up_to=None if sure is None else self._whole_units(best, sure),
            chances=self._chances(ranges[2:]),
            reasons=tuple(self._reasons(low, equal)),
        )

    def ranges(self, tenders: Sequence[Tender], drawn: Sequence[Combination] = ()) -> list[Range]:
        """Return the lowest and the highest price at which we are first, alone or not; None where there is none.

        First for tenders as they are, then for drawn combinations in this one, by fewer halvings.
        """
        from kamkit.bids.plays import Asks, PricePlays, ground_of  # noqa: PLC0415  (numpy: loaded when used)

        made: dict[int, Tender] = dict(enumerate(tenders))

        def case(place: int, tried: Decimal) -> tuple[Tender, Scale]:
            if place not in made:
                made[place] = with_drawn(self.tender, drawn[place - len(tenders)])
            return with_price(made[place], bid_of(made[place], self.own.id, "bid"), tried), self.scale

        scorer = Scorer(self.tender, self.scale, self.sums)
        grounds = [ground_of(tender, scorer) for tender in tenders]
        base = ground_of(self.tender, scorer)
        grounds += [ground_with(base, self.tender, self.scale, each) for each in drawn]
        asks = Asks(bid=self.own.id, alone=False, case=case, sums=self.sums)
        plays = PricePlays(self.tender, self.scale, asks, grounds, [self.own.id] * len(grounds))
        searches = [self._range(HALVINGS) for _ in tenders] + [self._range(SAMPLE_HALVINGS) for _ in drawn]
        return answered(searches, plays.hold)

    def _start(self) -> Decimal:
        known = [bid.price for bid in self.tender.bids if bid.price]
        if not known:
            raise InputError(ProblemCode.MISSING, "tender.bids", "one bid at least needs a price above 0")
        return min(known)

    def _wins(self, tender: Tender, price: Decimal) -> bool:
        own = bid_of(tender, self.own.id, "bid")
        return leaders(with_price(tender, own, price), self.scale, self.sums) == (own.id,)

    def _range(self, halvings: int) -> Search[Range]:
        if self.is_interval:
            return (yield from self._interval(with_lowest=halvings == HALVINGS))
        inside = yield from self._inside()
        if inside is None:
            return None, None
        outside = yield from outside_of(max(inside, self.start))
        if outside is None:
            return inside, None
        return inside, (yield from turning_point(inside, outside, halvings))

    def _inside(self) -> Search[Decimal | None]:
        tried, unit = self.start, self.question.unit
        while tried >= unit:
            if (yield from holds_for(tried)):
                return tried
            tried /= 2
        return unit if (yield from holds_for(unit)) else None

    def _interval(self, *, with_lowest: bool) -> Search[Range]:
        prices = [bid.price for bid in self.tender.bids if bid.price]
        low, high = min(prices) / 2, max(prices) * Decimal("1.5")
        grid = [low + (high - low) * place / GRID for place in range(GRID + 1)]
        answers = yield grid
        winning = [place for place, holds in enumerate(answers) if holds]
        if not winning:
            return None, None
        first, last = winning[0], winning[-1]
        lowest, highest = grid[first], grid[last]
        if with_lowest and first > 0:
            lowest = yield from turning_point(grid[first], grid[first - 1])
        if last < GRID:
            highest = yield from turning_point(grid[last], grid[last + 1])
        return lowest, highest

    def _whole_units(self, tender: Tender, price: Decimal) -> Decimal | None:
        unit = self.question.unit
        units = (price / unit).to_integral_value(rounding=ROUND_FLOOR)
        for whole in (units, units - 1):
            if whole > 0 and self._wins(tender, whole * unit):
                return whole * unit
        return None

    def _with_rivals_at_their_best(self) -> Tender:
        tender = self.tender
        for rival in self.question.rivals:
            tender = with_bid(tender, guessed(tender, rival.id, rival.price_low, rival.quality_high))
        return tender

    def _chances(self, ranges: Sequence[Range]) -> tuple[Chance, ...]:
        if not ranges:
            return ()
        # No winning price counts as none, no losing one as a price without end.
        found = sorted(
            (
                Decimal(0) if low is None else Decimal("Infinity") if high is None else high
                for low, high in ranges
            ),
            reverse=True,
        )
        return tuple(Chance(probability=each, price=self._at(found, each)) for each in CHANCES)

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


def _reason(code: BidReason, **values: ReasonValue) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
