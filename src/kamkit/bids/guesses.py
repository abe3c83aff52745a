"""What is not known of rivals: ranges, and combinations drawn from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf
from statistics import fmean
from typing import TYPE_CHECKING, Annotated

from kamkit.bids.leading import bid_of, with_bid
from kamkit.bids.tender import Bid, Scores, Tender
from kamkit.bids.weights import Scale, scored_items
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode

if TYPE_CHECKING:
    import numpy as np

    from kamkit.bids.plays import Ground


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
class Draw:
    """A price of a rival, and the part of its scores that it gets."""

    price: float
    quality: float


Combination = Mapping[str, Draw]
"""One draw for each uncertain rival, by its id."""


def combinations_of(rivals: Sequence[RivalGuess], samples: int, seed: int) -> list[Combination]:
    """Return drawn combinations: prices triangular where one is likely, else even, qualities even."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    rng = np.random.default_rng(seed)
    return [{rival.id: _drawn(rival, rng) for rival in rivals} for _ in range(samples)]


def _drawn(rival: RivalGuess, rng: "np.random.Generator") -> Draw:
    low, high = float(rival.price_low), float(rival.price_high)
    if low == high:
        price = low
    elif rival.price_likely is None:
        price = rng.uniform(low, high)
    else:
        price = rng.triangular(low, float(rival.price_likely), high)
    return Draw(price=price, quality=rng.uniform(float(rival.quality_low), float(rival.quality_high)))


def with_drawn(tender: Tender, combination: Combination) -> Tender:
    """Return the tender with drawn prices and scores of the rivals."""
    for id_, draw in combination.items():
        price, quality = Decimal(repr(float(draw.price))), Decimal(repr(float(draw.quality)))
        tender = with_bid(tender, guessed(tender, id_, price, quality))
    return tender


def ground_with(ground: "Ground", tender: Tender, scale: Scale, combination: Combination) -> "Ground":
    """Return the figures of a tender with drawn prices and scores of the rivals, from those of the tender as it is."""
    found = ground.copied()
    tops = {item.id: float(item.top) for item in tender.criteria}
    for place, bid in enumerate(tender.bids):
        draw = combination.get(bid.id)
        if draw is None:
            continue
        found.prices[place] = draw.price
        if draw.quality != 1:
            sheets = {
                who: {item: min(tops[item], float(score) * draw.quality) for item, score in sheet.items()}
                for who, sheet in bid.sheets.items()
                if who not in tender.params.absent
            }
            sums = {
                who: sum(
                    sheet[item] * float(factor) for item, factor in scale.factors.items() if item in sheet
                )
                for who, sheet in sheets.items()
            }
            found.rescore(place, sums, _spare(tender, list(sheets.values())))
    return found


def _spare(tender: Tender, sheets: Sequence[Mapping[str, float]]) -> float:
    """Return by what part the scores are above the minima of their items; without end where there is none."""
    parts = []
    for item in scored_items(tender):
        given = [sheet[item.id] for sheet in sheets if item.id in sheet]
        if item.min is not None and given:
            parts.append((fmean(given) - float(item.min)) / (1 + abs(float(item.min))))
    return min(parts, default=inf)


def guessed(tender: Tender, rival: str, price: Decimal, quality: Decimal) -> Bid:
    """Return the bid of a rival with a price, and with its scores times `quality`, no higher than an item allows."""
    bid = bid_of(tender, rival, "rivals")
    if quality == 1:
        return replace(bid, price=price)
    tops = {item.id: item.top for item in tender.criteria}

    def better(sheet: Scores) -> Scores:
        return {item: min(tops[item], score * quality) for item, score in sheet.items()}

    scores = None if bid.scores is None else better(bid.scores)
    members = None if bid.members is None else {who: better(sheet) for who, sheet in bid.members.items()}
    return replace(bid, price=price, scores=scores, members=members)
