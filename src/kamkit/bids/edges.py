"""Where the answer of one search turns, found from exact figures on both sides instead of by halving on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from math import floor

from kamkit.bids.exact import HALF, RoundingMode, decimal, mean
from kamkit.bids.leading import standing
from kamkit.bids.prices import price_points
from kamkit.bids.scoring import Scored, Scorer, Sums
from kamkit.bids.tender import Tender
from kamkit.bids.turning import PLACES
from kamkit.bids.weights import Scale

NEAR = Decimal("1e-8")
"""A bracket narrower than this part of its numbers is taken to have one turning point."""

Case = Callable[[Decimal], tuple[Tender, Scale]]
Figures = Mapping[str, Mapping[str, Fraction]]
"""What bids are compared by: kind of figure → bid → figure."""
Point = tuple[Fraction, Fraction]


class Edge:
    """Answers one search exactly, by the evaluation itself, and from then on by the edge that two evaluations show.

    The difference of two figures of bids is (a x + b) / (c x + d) in whatever one number x is moved, and so is what a
    figure lacks to be rounded otherwise: three exact evaluations give its root. The edge holds only if the evaluation holds on the one side of the root, does not on the
    other, and no number of 28 digits but the root itself lies between both.
    """

    def __init__(self, case: Case, exactly: Callable[[Tender, Scale], bool], sums: Sums) -> None:
        self.case, self.exactly, self.sums = case, exactly, sums
        self.yes: Decimal | None = None
        self.no: Decimal | None = None
        self.looked = (Decimal(0), Decimal(0))
        self.known: list[tuple[Decimal, Decimal, bool]] = []

    def told(self, tried: Decimal, *, holds: bool) -> None:
        """Keep the answer for a number, from wherever it is known."""
        if holds:
            self.yes = tried
        else:
            self.no = tried

    def holds(self, tried: Decimal) -> bool:
        """Return whether it holds for a number."""
        if self.yes is not None and self.no is not None and not _lies(tried, self.looked):
            self._look(self.yes, self.no)
        for one, other, holds in self.known:
            if _lies(tried, (one, other)):
                return holds
        return self._played(tried)

    def _played(self, tried: Decimal) -> bool:
        return self.exactly(*self.case(tried))

    def _look(self, yes: Decimal, no: Decimal) -> None:
        if abs(yes - no) > NEAR * max(abs(yes), abs(no)):
            return
        self.looked = (yes, no)
        for root in self._roots(yes, no):
            around = (root.next_minus(), root.next_plus())
            inner, outer = around if yes < no else around[::-1]
            if self._played(inner) and not self._played(outer):
                self.known = [(yes, inner, True), (outer, no, False)]
                return

    def _roots(self, yes: Decimal, no: Decimal) -> Iterator[Decimal]:
        """Yield numbers where it may turn, each once: roots of figures, then the plainest number of the bracket."""
        ends, tried = (yes, no), (yes, (yes + no) / 2, no)
        plays = [standing(*self.case(each), self.sums) for each in tried]
        seen: set[Decimal] = set()
        for crossing in chain(_crossings([_figures(*each) for each in plays]), _steps(plays)):
            root = _root(*zip(map(Fraction, tried), crossing, strict=True))
            if root is not None and root not in seen and _lies(root, ends):
                seen.add(root)
                yield root
        plain = (yes.quantize(Decimal(1).scaleb(-places)) for places in PLACES)
        yield from [each for each in plain if _lies(each, ends) and each not in seen][:1]


def _lies(tried: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return min(ends) <= tried <= max(ends)


def _figures(_: Scorer, entries: Mapping[str, Scored]) -> Figures:
    """Return what bids are compared by."""
    found: dict[str, dict[str, Fraction]] = {}
    for id_, entry in entries.items():
        kinds = {"price": Fraction(entry.bid.price or 0), "technical": entry.technical, "total": entry.total}
        members = {f"of {who}": score for who, score in entry.member_scores.items()}
        for kind, figure in (kinds | members).items():
            found.setdefault(kind, {})[id_] = figure or Fraction(0)
    return found


def _crossings(plays: Sequence[Figures]) -> Iterator[list[Fraction]]:
    """Yield the differences of figures of two bids whose order is another in the last of three plays than in the first."""
    for kind, figures in plays[0].items():
        shared = [id_ for id_ in figures if all(id_ in play.get(kind, {}) for play in plays)]
        for one, other in combinations(shared, 2):
            apart = [play[kind][one] - play[kind][other] for play in plays]
            if _sign(apart[0]) != _sign(apart[2]):
                yield apart


def _steps(plays: Sequence[tuple[Scorer, Mapping[str, Scored]]]) -> Iterator[list[Fraction]]:
    """Yield by how much figures of three plays are above the number at which they are rounded to another."""
    rounding = plays[0][0].tender.params.rounding
    if rounding is None:
        return
    scale = 10**rounding.places
    half = Fraction(0) if rounding.mode is RoundingMode.DOWN else HALF
    raw = [_unrounded(*play) for play in plays]
    for key in raw[0].keys() & raw[1].keys() & raw[2].keys():
        values = [play[key] for play in raw]
        before, after = (floor(value * scale + half) for value in (values[0], values[2]))
        if before != after:
            yield [value - (max(before, after) - half) / scale for value in values]


def _unrounded(scorer: Scorer, entries: Mapping[str, Scored]) -> dict[tuple[str, str], Fraction]:
    """Return what is rounded, before it is: by kind and bid."""
    priced = {
        id_: entry.evaluation_price for id_, entry in entries.items() if entry.evaluation_price is not None
    }
    tender = scorer.tender
    points = price_points(priced, scorer.scale.price_top, tender.method, tender.params).points
    found: dict[tuple[str, str], Fraction | None] = {("points", id_): each for id_, each in points.items()}
    for id_, entry in entries.items():
        found[("technical", id_)] = mean(scorer.member_sums(entry.bid).values())
        found[("score", id_)] = entry.score
        found[("weighted", id_)] = entry.weighted_price
        found[("price", id_)] = entry.evaluation_price
        found[("value", id_)] = (entry.evaluation_price or Fraction(0)) - entry.technical
    return {key: each for key, each in found.items() if each is not None}


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _root(first: Point, second: Point, third: Point) -> Decimal | None:
    """Return where (a x + b) / (c x + d) through three points is zero, to 28 digits; None if there is no such curve.

    By inverse differences: T. N. Thiele, "Interpolationsrechnung" (1909), of x as a function of y.
    """
    (x0, y0), (x1, y1), (x2, y2) = first, second, third
    if len({y0, y1, y2}) < 3:
        return None
    slope, chord = (y1 - y0) / (x1 - x0), (y2 - y0) / (x2 - x0)
    bend = (chord - slope) / (y2 - y1)
    bottom = slope - y1 * bend
    return None if bottom == 0 else decimal(x0 - y0 / bottom)
