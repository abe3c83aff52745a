"""Where the answer of one search turns, found from exact figures on both sides instead of by halving on."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from kamkit.bids.exact import decimal
from kamkit.bids.leading import standing
from kamkit.bids.scoring import Sums
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

    The difference of two figures of bids is (a x + b) / (c x + d) in whatever one number x is moved: three exact
    evaluations give its root. The edge holds only if the evaluation holds on the one side of the root, does not on the
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
        ends, middle = (yes, no), (yes + no) / 2
        known = {tried: _figures(*self.case(tried), self.sums) for tried in (yes, middle, no)}
        seen: set[Decimal] = set()
        for kind, one, other in _turned(known[yes], known[middle], known[no]):
            first, second, third = (
                (Fraction(tried), figures[kind][one] - figures[kind][other])
                for tried, figures in known.items()
            )
            root = _root(first, second, third)
            if root is not None and root not in seen and _lies(root, ends):
                seen.add(root)
                yield root
        plain = (yes.quantize(Decimal(1).scaleb(-places)) for places in PLACES)
        yield from [each for each in plain if _lies(each, ends) and each not in seen][:1]


def _lies(tried: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return min(ends) <= tried <= max(ends)


def _figures(tender: Tender, scale: Scale, sums: Sums) -> Figures:
    _, entries = standing(tender, scale, sums)
    found: dict[str, dict[str, Fraction]] = {}
    for id_, entry in entries.items():
        kinds = {"price": Fraction(entry.bid.price or 0), "technical": entry.technical, "total": entry.total}
        members = {f"of {who}": score for who, score in entry.member_scores.items()}
        for kind, figure in (kinds | members).items():
            found.setdefault(kind, {})[id_] = figure or Fraction(0)
    return found


def _turned(before: Figures, between: Figures, after: Figures) -> Iterator[tuple[str, str, str]]:
    """Yield the kinds of figures and the pairs of bids whose order is another after than before."""
    for kind, figures in before.items():
        others, known = after.get(kind, {}), between.get(kind, {})
        for one, other in combinations([id_ for id_ in figures if id_ in others and id_ in known], 2):
            if _sign(figures[one] - figures[other]) != _sign(others[one] - others[other]):
                yield kind, one, other


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
