"""Which change of a price, a score or the weight of the price changes the award."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from kamkit.bids.exact import decimal
from kamkit.bids.leading import checked_scale, leaders, with_bid, with_price
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Sums, check_scores
from kamkit.bids.tender import Bid, Scores, Tender
from kamkit.bids.turning import outside_of, turning_point
from kamkit.bids.weights import Scale, scored_items
from kamkit.fields import Says
from kamkit.reasons import Reason


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
    def __init__(self, tender: Tender, scale: Scale, first: tuple[str, ...]) -> None:
        self.tender, self.scale, self.first = tender, scale, first
        self.sums: Sums = {}

    def changes(self) -> Iterator[Change]:
        for bid in self.tender.bids:
            if bid.valid:
                yield from self._of_price(bid)
                yield from self._of_scores(bid)
        yield from self._of_share()

    def _stays(self, tender: Tender, scale: Scale | None = None) -> bool:
        return leaders(tender, self.scale if scale is None else scale, self.sums) == self.first

    def _of_price(self, bid: Bid) -> Iterator[Change]:
        price = bid.price
        if not price:
            return

        def stays(tried: Decimal) -> bool:
            return self._stays(with_price(self.tender, bid, tried))

        if bid.id in self.first:
            end = outside_of(stays, price)
        else:
            end = next((price / 2**step for step in range(1, 21) if not stays(price / 2**step)), None)
        if end is not None:
            turn = turning_point(stays, price, end)
            beyond = leaders(with_price(self.tender, bid, end), self.scale, self.sums)
            yield _change(ChangeOf.PRICE, bid.id, None, price, turn, beyond)

    def _of_scores(self, bid: Bid) -> Iterator[Change]:
        for item in scored_items(self.tender):
            sheets = bid.sheets.values()
            if not all(item.id in sheet for sheet in sheets):
                continue
            now = sum((sheet[item.id] for sheet in sheets), Decimal(0)) / len(bid.sheets)
            end = Decimal(0) if bid.id in self.first else item.top

            def stays(
                tried: Decimal, item_id: str = item.id, top: Decimal = item.top, mean: Decimal = now
            ) -> bool:
                return self._stays(with_bid(self.tender, _moved(bid, item_id, tried - mean, top)))

            if now != end and not stays(end):
                turn = turning_point(stays, now, end)
                beyond = leaders(
                    with_bid(self.tender, _moved(bid, item.id, end - now, item.top)), self.scale, self.sums
                )
                yield _change(ChangeOf.SCORE, bid.id, item.id, now, turn, beyond)

    def _of_share(self) -> Iterator[Change]:
        quality = self.scale.technical_top * self.scale.technical_share
        price = self.scale.price_top * self.scale.price_share
        if not quality or not price:
            return
        now = decimal(price / (quality + price))
        for end in (Decimal(0), Decimal(1)):

            def stays(tried: Decimal) -> bool:
                return self._stays(self.tender, self._with_share(Fraction(tried)))

            if not stays(end):
                turn = turning_point(stays, now, end)
                beyond = leaders(self.tender, self._with_share(Fraction(end)))
                yield _change(ChangeOf.PRICE_SHARE, None, None, now, turn, beyond)

    def _with_share(self, share: Fraction) -> Scale:
        quality = self.scale.technical_top * self.scale.technical_share
        price = self.scale.price_top * self.scale.price_share
        whole = quality + price
        return replace(
            self.scale,
            technical_share=self.scale.technical_share * (1 - share) * whole / quality,
            price_share=self.scale.price_share * share * whole / price,
        )


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
