"""The scores of bids: of the committee, of the price, and what the method compares."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kamkit.bids.exact import RoundingMode, mean, rounded
from kamkit.bids.methods import LOWER_WINS, PRICE_ONLY, SCORES_PRICE, Better, Method, PriceFormula
from kamkit.bids.prices import PricePoints, evaluation_price, price_points
from kamkit.bids.tender import Bid, Scores, Tender
from kamkit.bids.weights import Scale, scored_items
from kamkit.problems import InputError, ProblemCode

Sheets = Mapping[str, Scores]
Sums = dict[int, tuple[Scores, Fraction | None]]
"""The sum of a sheet by its identity, for questions that evaluate the same sheets many times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The figures of one bid among those it was evaluated with; `total` is None where the method gives no value."""

    bid: Bid
    sheets: Sheets
    technical: Fraction
    price_score: Fraction | None
    technical_part: Fraction
    price_part: Fraction | None
    evaluation_price: Fraction | None
    weighted_price: Fraction | None
    coefficient: Fraction | None
    member_scores: Mapping[str, Fraction]
    ranks: Mapping[str, int]
    total: Fraction | None

    @property
    def score(self) -> Fraction:
        """All points together."""
        return self.technical_part + (self.price_part or 0)


def better_of(tender: Tender) -> Better:
    """Return whether the higher or the lower total wins."""
    if tender.params.price_formula is PriceFormula.COEFFICIENT and tender.method is Method.WEIGHTED:
        return Better.HIGHER if tender.params.higher_price_wins else Better.LOWER
    return Better.LOWER if tender.method in LOWER_WINS else Better.HIGHER


def scores_price(tender: Tender, scale: Scale) -> bool:
    """Return whether the price becomes points by a formula."""
    return tender.method in SCORES_PRICE or scale.price_top > 0


class Scorer:
    """Scores sets of bids of one tender; `sums` may be shared by scorers of the same factors and rounding."""

    def __init__(self, tender: Tender, scale: Scale, sums: Sums | None = None) -> None:
        self.tender, self.scale = tender, scale
        self.sums: Sums = {} if sums is None else sums
        rounding = tender.params.rounding
        self.mode = RoundingMode.HALF_UP if rounding is None else rounding.mode
        self.places = None if rounding is None else rounding.places
        self.item_places = None if rounding is None else rounding.item_places
        self.score_places = None if rounding is None else rounding.score_places

    def score(self, bids: Sequence[Bid], sheets: Mapping[str, Sheets] | None = None) -> dict[str, Scored]:
        """Return the figures of bids evaluated together, by id; other `sheets` stand for a further evaluation."""
        used = {bid.id: self._attending((sheets or {}).get(bid.id, bid.sheets)) for bid in bids}
        points = self._points(bids)
        entries = {bid.id: self._entry(bid, used[bid.id], points.points.get(bid.id)) for bid in bids}
        if self.tender.method is Method.TW_RANK_SUM:
            return _with_ranks(entries)
        if self.tender.params.price_formula is PriceFormula.UTILITY_INDEX:
            return self._with_utility(entries)
        return entries

    def points(self, bids: Sequence[Bid]) -> PricePoints:
        """Return the price points of bids evaluated together, rounded as the tender says."""
        return self._points(bids)

    def technical(self, bid: Bid) -> Fraction:
        """Return the technical score of a bid by the members who attended."""
        return self._technical(self._attending(bid.sheets))

    def member_sums(self, bid: Bid) -> dict[str, Fraction]:
        """Return the weighted scores of each member who attended."""
        return {who: self._of_member(sheet) for who, sheet in self._attending(bid.sheets).items()}

    def rounded(self, value: Fraction) -> Fraction:
        """Return a score or total as the tender rounds it."""
        return rounded(value, self.places, self.mode)

    def _points(self, bids: Sequence[Bid]) -> PricePoints:
        params = self.tender.params
        priced = {bid.id: evaluation_price(bid, params) for bid in bids}
        known = {id_: price for id_, price in priced.items() if price is not None}
        if not scores_price(self.tender, self.scale):
            return PricePoints(points={}, reference=min(known.values(), default=None))
        found = price_points(known, self.scale.price_top, self.tender.method, params)
        points = {id_: None if value is None else self.rounded(value) for id_, value in found.points.items()}
        return PricePoints(points=points, reference=found.reference)

    def _attending(self, sheets: Sheets) -> Sheets:
        return {member: sheet for member, sheet in sheets.items() if member not in self.tender.params.absent}

    def _technical(self, sheets: Sheets) -> Fraction:
        return (
            self.rounded(mean(self._of_member(sheet) for sheet in sheets.values())) if sheets else Fraction(0)
        )

    def _of_member(self, sheet: Scores) -> Fraction:
        # The sheet is kept beside its sum, so that no other can take its identity.
        _, total = self.sums.setdefault(id(sheet), (sheet, None))
        if total is None:
            total = sum((self._item(item, sheet) for item in self.scale.factors), Fraction(0))
            self.sums[id(sheet)] = (sheet, total)
        return total

    def _item(self, item: str, sheet: Scores) -> Fraction:
        raw = rounded(Fraction(sheet[item]), self.score_places, self.mode) if item in sheet else Fraction(0)
        return rounded(raw * self.scale.factors[item], self.item_places, self.mode)

    def _entry(self, bid: Bid, sheets: Sheets, price_score: Fraction | None) -> Scored:
        scale, price = self.scale, evaluation_price(bid, self.tender.params)
        technical = self._technical(sheets)
        technical_part = technical * scale.technical_share
        price_part = None if price_score is None else price_score * scale.price_share
        added = price_part or Fraction(0)
        members = {
            who: self._of_member(sheet) * scale.technical_share + added for who, sheet in sheets.items()
        }
        total, weighted, coefficient = self._compared(technical, technical_part, price_part, price)
        return Scored(
            bid=bid,
            sheets=sheets,
            technical=technical,
            price_score=price_score,
            technical_part=technical_part,
            price_part=price_part,
            evaluation_price=price,
            weighted_price=weighted,
            coefficient=coefficient,
            member_scores=members,
            ranks={},
            total=None if total is None else self.rounded(total),
        )

    def _compared(
        self,
        technical: Fraction,
        technical_part: Fraction,
        price_part: Fraction | None,
        price: Fraction | None,
    ) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """Return the total, the weighted price and its divisor."""
        method = self.tender.method
        if method is Method.WEIGHTED and self.tender.params.price_formula is PriceFormula.COEFFICIENT:
            return self._by_coefficient(technical, price)
        if method is Method.TW_UNIT_PRICE:
            quotient = None if price is None or technical == 0 else price / technical
            return quotient, quotient, technical
        total: Fraction | None = technical_part
        if method in PRICE_ONLY or method is Method.WB_LCS:
            total = price
        elif method is Method.AWARD_ON_VALUE:
            total = None if price is None else price - technical
        elif method in {Method.WB_QBS, Method.WB_FBS}:
            total = technical
        elif scores_price(self.tender, self.scale):
            total = None if price_part is None else technical_part + price_part
        return total, None, None

    def _by_coefficient(
        self, chosen: Fraction, price: Fraction | None
    ) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        rest = 1 - self.scale.technical_top
        coefficient = 1 + chosen / rest
        amount = price or Fraction(0)
        weighted = amount * coefficient if self.tender.params.higher_price_wins else amount / coefficient
        return weighted, weighted, coefficient

    def _with_utility(self, entries: dict[str, Scored]) -> dict[str, Scored]:
        scale = self.scale
        priced = [entry for entry in entries.values() if entry.evaluation_price is not None]
        if not priced:
            return entries
        low = min(entry.evaluation_price for entry in priced if entry.evaluation_price is not None)
        best = max(entry.technical for entry in priced) / scale.technical_top
        ratio = scale.technical_top * scale.technical_share / (scale.price_top * scale.price_share)
        found = {}
        for id_, entry in entries.items():
            price, quality = entry.evaluation_price, entry.technical / scale.technical_top
            total = None if not price else self.rounded((1 - (best - quality) * ratio) / price * low)
            found[id_] = replace(entry, total=total)
        return found


def check_scores(tender: Tender) -> None:
    """Raise InputError for the first score that is missing, unknown, too high or too low.

    A bid that was rejected before may lack scores. Every member scores every bid.
    """
    items = {item.id: item for item in scored_items(tender)}
    tops = {item.id: item.top for item in tender.criteria}
    attended = {who for bid in tender.bids for who in bid.sheets if bid.valid} - set(tender.params.absent)
    for place, bid in enumerate(tender.bids):
        for who, sheet in bid.sheets.items():
            path = f"bids[{place}].scores" if bid.members is None else f"bids[{place}].members.{who}"
            check_sheet(sheet, tops, path, negative=tender.method is Method.AWARD_ON_VALUE)
            if bid.valid and tender.method not in PRICE_ONLY and who not in tender.params.absent:
                _check_whole(sheet, items, path)
        if bid.valid and items and not set(bid.sheets) - set(tender.params.absent):
            raise InputError(ProblemCode.CONFLICT, "params.absent", f"nobody is left who scored {bid.id}")
        missing = sorted(attended - set(bid.sheets))
        if bid.valid and missing and tender.method not in PRICE_ONLY:
            message = (
                f"{missing[0]} has scored other bids, not this one; name absent members in params.absent"
            )
            raise InputError(ProblemCode.MISSING, f"bids[{place}].members.{missing[0]}", message)


def check_sheet(sheet: Scores, tops: Mapping[str, Decimal], path: str, *, negative: bool) -> None:
    """Raise InputError for the first score of an unknown item, or out of its range."""
    for item, score in sheet.items():
        if item not in tops:
            message = f"there is no item {item}; known are {', '.join(tops)}"
            raise InputError(ProblemCode.UNKNOWN_REFERENCE, f"{path}.{item}", message)
        if score > tops[item] or (score < 0 and not negative):
            raise InputError(
                ProblemCode.OUT_OF_RANGE, f"{path}.{item}", f"must be 0 to {tops[item]}, not {score}"
            )


def is_whole(bid: Bid, tender: Tender) -> bool:
    """Return whether a bid has every score that the method asks for."""
    needed = {item.id for item in scored_items(tender)} if tender.method not in PRICE_ONLY else set()
    return all(needed <= set(sheet) for sheet in bid.sheets.values())


def ranks(values: Mapping[str, Fraction], better: Better) -> dict[str, int]:
    """Return competition ranks: equal values share the better rank, the next one skips."""
    sign = 1 if better is Better.LOWER else -1
    ordered = sorted(sign * value for value in values.values())
    return {id_: ordered.index(sign * value) + 1 for id_, value in values.items()}


def _check_whole(sheet: Scores, items: Collection[str], path: str) -> None:
    for item in items:
        if item not in sheet:
            raise InputError(ProblemCode.MISSING, f"{path}.{item}", "must be given")


def _with_ranks(entries: dict[str, Scored]) -> dict[str, Scored]:
    members = {who for entry in entries.values() for who in entry.member_scores}
    of_member = {
        who: ranks({id_: entry.member_scores[who] for id_, entry in entries.items()}, Better.HIGHER)
        for who in members
    }
    found = {}
    for id_, entry in entries.items():
        given = {who: of_member[who][id_] for who in entry.member_scores}
        found[id_] = replace(
            entry, ranks=given, total=Fraction(sum(given.values())) if entry.total is not None else None
        )
    return found
