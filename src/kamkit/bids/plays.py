"""Plays of a tender that differ in one number: sketched where that is beyond doubt, played exactly elsewhere."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from math import inf, nan
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kamkit.bids.edges import Case, Edge
from kamkit.bids.exclusions import is_below_an_item
from kamkit.bids.leading import leaders
from kamkit.bids.scoring import Scorer, Sums
from kamkit.bids.sketch import Numbers, Rows, Sketch, can_sketch, cut
from kamkit.bids.tender import Bid, Criterion, Tender
from kamkit.bids.turning import Asked
from kamkit.bids.weights import Scale

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The figures on which a search stands, in floating point, by bid; `members` by member of `names` and bid.

    `exact` says whether the sums of a bid's members are exact, `open` whether its technical score is still to be rounded,
    `spare` by what part its scores are above the minima of their items, without end where that is known.
    """

    names: tuple[str, ...]
    prices: list[float]
    technical: list[float]
    members: list[list[float]]
    exact: list[bool]
    open: list[bool]
    spare: list[float]

    def copied(self) -> Self:
        """Return the same figures, to be written into."""
        return replace(
            self,
            prices=[*self.prices],
            technical=[*self.technical],
            members=[[*each] for each in self.members],
            exact=[*self.exact],
            open=[*self.open],
            spare=[*self.spare],
        )

    def rescore(self, place: int, sums: Mapping[str, float], spare: float) -> None:
        """Write other sums of the members of a bid who attend."""
        given = list(sums.values())
        for who, row in zip(self.names, self.members, strict=True):
            row[place] = sums.get(who, 0.0)
        self.technical[place] = sum(given) / max(len(given), 1)
        self.open[place], self.exact[place], self.spare[place] = True, False, spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What is asked of each search: whether `bid` is first, alone or with others that nothing tells apart from it.

    `case` gives the tender and the scale of a search with its number put in; `sums` are those of its sheets.
    """

    bid: str
    alone: bool
    case: Callable[[int, Decimal], tuple[Tender, Scale]]
    sums: Sums = field(default_factory=dict)

    def exactly(self, tender: Tender, scale: Scale) -> bool:
        """Return the answer by the evaluation itself."""
        first = leaders(tender, scale, self.sums)
        return first == (self.bid,) if self.alone else self.bid in first


def ground_of(tender: Tender, scorer: Scorer) -> Ground:
    """Return the figures of a tender as it is."""
    sums = [scorer.member_sums(bid) for bid in tender.bids]
    names = tuple(dict.fromkeys(who for each in sums for who in each))
    return Ground(
        names=names,
        prices=[float("nan") if bid.price is None else float(bid.price) for bid in tender.bids],
        technical=[float(scorer.technical(bid)) for bid in tender.bids],
        members=[[float(each.get(who, 0)) for each in sums] for who in names],
        exact=[all(float(value) == value for value in each.values()) for each in sums],
        open=[False] * len(sums),
        spare=[-inf if is_below_an_item(tender, bid) else inf for bid in tender.bids],
    )


class Plays(ABC):
    """Answers many searches of one kind at once."""

    def __init__(self, tender: Tender, scale: Scale, asks: Asks) -> None:
        self.scale, self.asks = scale, asks
        self.column = [bid.id for bid in tender.bids].index(asks.bid)
        self.sketch = Sketch(tender, scale) if can_sketch(tender) else None
        self.edges: dict[int, Edge] = {}

    def hold(self, asked: Sequence[Asked]) -> list[bool]:
        """Return for each search and number whether the bid is first."""
        answers, sure = self._sketched(asked)
        for index, (place, tried) in enumerate(asked):
            edge = self._edge(place)
            if not sure[index]:
                answers[index] = edge.holds(tried)
            edge.told(tried, holds=answers[index])
        return answers

    def _edge(self, place: int) -> Edge:
        found = self.edges.get(place)
        if found is None:
            case: Case = partial(self.asks.case, place)
            found = self.edges[place] = Edge(case, self.asks.exactly, self.asks.sums)
        return found

    def _sketched(self, asked: Sequence[Asked]) -> tuple[list[bool], list[bool]]:
        if self.sketch is None:
            return [False] * len(asked), [False] * len(asked)
        places = np.array([place for place, _ in asked])
        numbers = np.array([float(tried) for _, tried in asked])
        first, sure = self.sketch.leaders(self._rows(places, numbers))
        found = first[:, self.column]
        if self.asks.alone:
            found = found & (first.sum(axis=1) == 1)
        return found.tolist(), sure.tolist()

    @abstractmethod
    def _rows(self, places: Places, numbers: Numbers) -> Rows:
        """Return the figures of some searches with their numbers put in."""


class PricePlays(Plays):
    """Searches that move the price of a bid each, on grounds that may differ in other prices and in scores."""

    def __init__(
        self,
        tender: Tender,
        scale: Scale,
        asks: Asks,
        grounds: Sequence[Ground],
        moved: Sequence[str],
    ) -> None:
        super().__init__(tender, scale, asks)
        self.columns = _columns(tender, moved)
        self.base = _stacked(tender, scale, grounds)

    def _rows(self, places: Places, numbers: Numbers) -> Rows:
        rows = _taken(self.base, places)
        rows.prices[np.arange(len(places)), self.columns[places]] = numbers
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedScore:
    """A score of a bid that a search moves."""

    bid: Bid
    item: Criterion
    absent: Sequence[str]

    @property
    def mean(self) -> Decimal:
        """The mean over all members."""
        sheets = self.bid.sheets.values()
        return sum((sheet[self.item.id] for sheet in sheets), Decimal(0)) / len(sheets)

    @property
    def scores(self) -> Mapping[str, Decimal]:
        """The scores of the members who attend."""
        return {who: sheet[self.item.id] for who, sheet in self.bid.sheets.items() if who not in self.absent}


class ScorePlays(Plays):
    """Searches that move a score of a bid each: that of every member by as much, within what the item allows."""

    def __init__(
        self, tender: Tender, scale: Scale, asks: Asks, ground: Ground, moved: Sequence[MovedScore]
    ) -> None:
        super().__init__(tender, scale, asks)
        self.rounding = tender.params.rounding
        self.columns = _columns(tender, [each.bid.id for each in moved])
        self.base = _stacked(tender, scale, [ground] * len(moved))
        shape, given = (len(moved), len(ground.names)), [each.scores for each in moved]
        self.scores = np.array([float(sheet.get(who, 0)) for sheet in given for who in ground.names]).reshape(
            shape
        )
        attending = np.array([who in sheet for sheet in given for who in ground.names]).reshape(shape)
        self.attending = attending
        self.factors = attending * np.array([[float(scale.factors[each.item.id])] for each in moved])
        self.counts = attending.sum(axis=1)
        self.means = np.array([float(each.mean) for each in moved])
        self.tops = np.array([[float(each.item.top)] for each in moved])
        least = [each.item.min for each in moved]
        self.least = np.array([nan if each is None else float(each) for each in least])
        below = [is_below_an_item(tender, each.bid, besides=each.item.id) for each in moved]
        self.others = np.where(below, -inf, inf)

    def _rows(self, places: Places, numbers: Numbers) -> Rows:
        rows, columns, every = _taken(self.base, places), self.columns[places], np.arange(len(places))
        scores, by = self.scores[places], (numbers - self.means[places])[:, None]
        moved = np.clip(scores + by, 0, self.tops[places])
        gained = (moved - scores) * self.factors[places]
        rows.members[every, :, columns] += gained
        technical = rows.members[every, :, columns].sum(axis=1) / self.counts[places]
        rows.technical[every, columns], sure = cut(technical, technical, self.rounding)
        rows.exact[every, columns] = False
        rows.spare[every, columns] = self._spare(places, moved)
        return replace(rows, sure=rows.sure & sure)

    def _spare(self, places: Places, moved: Numbers) -> Numbers:
        means, least = (moved * self.attending[places]).sum(axis=1) / self.counts[places], self.least[places]
        own = np.where(np.isnan(least), inf, (means - least) / (1 + np.abs(least)))
        found: Numbers = np.minimum(own, self.others[places])
        return found


class SharePlays(Plays):
    """Searches that move the share of the price in the whole."""

    def __init__(self, tender: Tender, scale: Scale, asks: Asks, ground: Ground, count: int) -> None:
        super().__init__(tender, scale, asks)
        self.base = _stacked(tender, scale, [ground] * count)
        self.quality = float(scale.technical_top * scale.technical_share)
        self.price = float(scale.price_top * scale.price_share)

    def _rows(self, places: Places, numbers: Numbers) -> Rows:
        rows, shares, whole = _taken(self.base, places), numbers[:, None], self.quality + self.price
        return replace(
            rows,
            technical_share=rows.technical_share * (1 - shares) * whole / self.quality,
            price_share=rows.price_share * shares * whole / self.price,
        )


def _columns(tender: Tender, bids: Sequence[str]) -> Places:
    ids = [bid.id for bid in tender.bids]
    return np.array([ids.index(each) for each in bids], dtype=np.intp)


def _stacked(tender: Tender, scale: Scale, grounds: Sequence[Ground]) -> Rows:
    count = len(grounds)
    technical = np.array([each.technical for each in grounds])
    still = np.array([each.open for each in grounds])
    rounded, sure = cut(technical, technical, tender.params.rounding)
    return Rows(
        prices=np.array([each.prices for each in grounds]),
        technical=np.where(still, rounded, technical),
        members=np.array([each.members for each in grounds]),
        technical_share=np.full((count, 1), float(scale.technical_share)),
        price_share=np.full((count, 1), float(scale.price_share)),
        sure=(sure | ~still).all(axis=1),
        exact=np.array([each.exact for each in grounds]),
        spare=np.array([each.spare for each in grounds]),
    )


def _taken(rows: Rows, places: Places) -> Rows:
    """Return copies of some rows, to be written into."""
    return Rows(
        prices=rows.prices[places],
        technical=rows.technical[places],
        members=rows.members[places],
        technical_share=rows.technical_share[places],
        price_share=rows.price_share[places],
        sure=rows.sure[places],
        exact=rows.exact[places],
        spare=rows.spare[places],
    )
