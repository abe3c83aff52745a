"""Which change of a price, a score or the weight of the price changes the award."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from kamkit.bids.exact import decimal
from kamkit.bids.leading import checked_scale, leaders, with_bid, with_price
from kamkit.bids.methods import PriceFormula
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Scorer, Sums, check_scores
from kamkit.bids.tender import Bid, Scores, Tender
from kamkit.bids.turning import Search, answered, holds_for, outside_of, turning_point
from kamkit.bids.weights import Scale, scored_items
from kamkit.fields import Says
from kamkit.reasons import Reason

if TYPE_CHECKING:
    from kamkit.bids.plays import Asks, Ground

Turn = tuple[Decimal, Decimal] | None
"""A number beyond the turn, and the turn; None where nothing turns."""


class ChangeOf(StrEnum):
    """What is changed, everything else staying as it is."""

    PRICE = "PRICE"
    SCORE = "SCORE"
    PRICE_SHARE = "PRICE_SHARE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of one figure that changes who is first."""

    of: ChangeOf
    bid: Annotated[str | None, Says("Whose price or score; null for the share of the price")]
    criterion: Annotated[str | None, Says("Which score")]
    now: Annotated[Decimal, Says("The figure as it is; a score of members is their mean")]
    turns_at: Annotated[Decimal, Says("Where the first changes: beyond it, or at it by a tie")]
    change: Annotated[Decimal, Says("turns_at less now")]
    first: Annotated[tuple[str, ...], Says("Who is first just beyond")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Every single change that changes the award, the smallest relative change first."""

    first: Annotated[tuple[str, ...], Says("Who is first now")]
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]


def sensitivity(tender: Tender) -> Sensitivity:
    """Return which single change of a price, of a score or of the share of the price changes who is first.

    Each figure is moved by itself: prices of the first upwards and of the others downwards, scores the other way, within
    what an item allows. Every step is judged by the evaluation itself. Figures whose change cannot turn the award are not
    in the list. Where several are first already, nothing can be turned, and the reason says so.
    """
    check_scores(tender)
    scale = checked_scale(tender)
    first = leaders(tender, scale)
    if len(first) != 1:
        return Sensitivity(first=first, changes=(), reasons=(Reason(code=BidReason.NO_SINGLE_FIRST),))
    search = _Turns(tender, scale, first)
    changes = sorted(search.changes(), key=_relative)
    reasons = () if changes else (Reason(code=BidReason.NOTHING_TURNS),)
    return Sensitivity(first=first, changes=tuple(changes), reasons=reasons)


def _relative(change: Change) -> Decimal:
    return abs(change.change) / change.now if change.now else abs(change.change)


class _Turns:
    """Searches of three kinds, each kind answered side by side."""

    def __init__(self, tender: Tender, scale: Scale, first: tuple[str, ...]) -> None:
        self.tender, self.scale, self.first = tender, scale, first
        self.sums: Sums = {}
        self.bids = [bid for bid in tender.bids if bid.valid]

    def changes(self) -> Iterator[Change]:
        by_price, by_score = self._of_prices(), self._of_scores()
        for bid in self.bids:
            yield from (each for each in by_price if each.bid == bid.id)
            yield from (each for each in by_score if each.bid == bid.id)
        yield from self._of_share()

    def _asks(self, case: Callable[[int, Decimal], tuple[Tender, Scale]]) -> "Asks":
        from kamkit.bids.plays import Asks  # noqa: PLC0415  (numpy: loaded when used)

        return Asks(bid=self.first[0], alone=True, case=case, sums=self.sums)

    def _ground(self) -> "Ground":
        from kamkit.bids.plays import ground_of  # noqa: PLC0415

        return ground_of(self.tender, Scorer(self.tender, self.scale, self.sums))

    def _of_prices(self) -> list[Change]:
        from kamkit.bids.plays import PricePlays  # noqa: PLC0415

        priced = [(bid, bid.price) for bid in self.bids if bid.price]
        if not priced:
            return []

        def case(place: int, tried: Decimal) -> tuple[Tender, Scale]:
            return with_price(self.tender, priced[place][0], tried), self.scale

        moved = [bid.id for bid, _ in priced]
        plays = PricePlays(self.tender, self.scale, self._asks(case), [self._ground()] * len(priced), moved)
        searches = [_upwards(price) if bid.id in self.first else _downwards(price) for bid, price in priced]
        return [
            _change(ChangeOf.PRICE, bid.id, None, price, turn[1], leaders(*case(place, turn[0]), self.sums))
            for place, ((bid, price), turn) in enumerate(
                zip(priced, answered(searches, plays.hold), strict=True)
            )
            if turn is not None
        ]

    def _of_scores(self) -> list[Change]:
        from kamkit.bids.plays import MovedScore, ScorePlays  # noqa: PLC0415

        scored = [
            MovedScore(bid=bid, item=item, absent=self.tender.params.absent)
            for bid in self.bids
            for item in scored_items(self.tender)
            if all(item.id in sheet for sheet in bid.sheets.values())
        ]
        if not scored:
            return []

        def case(place: int, tried: Decimal) -> tuple[Tender, Scale]:
            each = scored[place]
            moved = _moved(each.bid, each.item.id, tried - each.mean, each.item.top)
            return with_bid(self.tender, moved), self.scale

        plays = ScorePlays(self.tender, self.scale, self._asks(case), self._ground(), scored)
        ends = [Decimal(0) if each.bid.id in self.first else each.item.top for each in scored]
        searches = [_between(each.mean, end) for each, end in zip(scored, ends, strict=True)]
        return [
            _change(
                ChangeOf.SCORE, each.bid.id, each.item.id, each.mean, turn[1],
                leaders(*case(place, turn[0]), self.sums),
            )
            for place, (each, turn) in enumerate(zip(scored, answered(searches, plays.hold), strict=True))
            if turn is not None
        ]  # fmt: skip

    def _of_share(self) -> list[Change]:
        from kamkit.bids.plays import SharePlays  # noqa: PLC0415

        quality = self.scale.technical_top * self.scale.technical_share
        price = self.scale.price_top * self.scale.price_share
        if not quality or not price:
            return []

        def case(_: int, tried: Decimal) -> tuple[Tender, Scale]:
            return self.tender, self._with_share(Fraction(tried))

        now = decimal(price / (quality + price))
        # Without a weight of the price the utility index has no value.
        ends = (1,) if self.tender.params.price_formula is PriceFormula.UTILITY_INDEX else (0, 1)
        searches = [_between(now, Decimal(end)) for end in ends]
        plays = SharePlays(self.tender, self.scale, self._asks(case), self._ground(), len(searches))
        return [
            _change(ChangeOf.PRICE_SHARE, None, None, now, turn[1], leaders(*case(0, turn[0])))
            for turn in answered(searches, plays.hold)
            if turn is not None
        ]

    def _with_share(self, share: Fraction) -> Scale:
        quality = self.scale.technical_top * self.scale.technical_share
        price = self.scale.price_top * self.scale.price_share
        whole = quality + price
        return replace(
            self.scale,
            technical_share=self.scale.technical_share * (1 - share) * whole / quality,
            price_share=self.scale.price_share * share * whole / price,
        )


def _upwards(price: Decimal) -> Search[Turn]:
    end = yield from outside_of(price)
    return None if end is None else (end, (yield from turning_point(price, end)))


def _downwards(price: Decimal) -> Search[Turn]:
    for step in range(1, 21):
        end = price / 2**step
        if not (yield from holds_for(end)):
            return end, (yield from turning_point(price, end))
    return None


def _between(now: Decimal, end: Decimal) -> Search[Turn]:
    if now == end or (yield from holds_for(end)):
        return None
    return end, (yield from turning_point(now, end))


def _moved(bid: Bid, item: str, by: Decimal, top: Decimal) -> Bid:
    def moved(sheet: Scores) -> Scores:
        return {**sheet, item: max(Decimal(0), min(top, sheet[item] + by))}

    if bid.members is not None:
        return replace(bid, members={who: moved(sheet) for who, sheet in bid.members.items()})
    return replace(bid, scores=moved(bid.scores or {}))


def _change(
    of: ChangeOf, bid: str | None, criterion: str | None, now: Decimal, turn: Decimal, first: tuple[str, ...]
) -> Change:
    return Change(of=of, bid=bid, criterion=criterion, now=now, turns_at=turn, change=turn - now, first=first)
