"""Weights given as ranges: no ranking can be computed, but what each bid may reach can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kamkit.bids.exact import decimal, mean
from kamkit.bids.methods import Method, PriceFormula
from kamkit.bids.prices import evaluation_price, price_points
from kamkit.bids.reasons import BidReason
from kamkit.bids.tender import Bid, Criterion, Tender
from kamkit.bids.weights import price_item
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

ADDED_UP = frozenset({Method.TW_TOTAL_SCORE, Method.CN_COMPREHENSIVE, Method.WB_QCBS, Method.WEIGHTED})
"""Methods whose total is the sum of weighted parts."""
OWN_TOTAL = frozenset({PriceFormula.COEFFICIENT, PriceFormula.UTILITY_INDEX})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWeights:
    """The tender with one set of weights that its ranges allow, and the lowest and highest total of each bid."""

    closed: Tender
    spans: Mapping[str, tuple[Decimal, Decimal]]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of the total: its smallest and largest weight."""

    id: str
    low: Decimal
    high: Decimal


def open_weights(tender: Tender) -> OpenWeights | None:
    """Return what can be said while weights are ranges, None if every weight is fixed.

    Weights must be able to make one whole: the smallest at most, the largest at least that (eForms: a range per
    criterion). Raises InputError (CONFLICT) if they cannot, or if the total of the method is no sum of weighted parts.
    """
    if not any(item.range for item in tender.criteria):
        return None
    if tender.method not in ADDED_UP or tender.params.price_formula in OWN_TOTAL:
        message = f"a range of weights has no meaning for {tender.method}"
        raise InputError(ProblemCode.CONFLICT, "criteria", message)
    parts, price = _parts(tender), price_item(tender)
    whole = tender.params.total or (Decimal(1) if all(part.high <= 1 for part in parts) else Decimal(100))
    lows, highs = sum(part.low for part in parts), sum(part.high for part in parts)
    if not lows <= whole <= highs:
        message = f"the weights add up to {lows} at least and {highs} at most, so none of them make {whole}"
        raise InputError(ProblemCode.CONFLICT, "criteria", message)
    middle = sum((part.low + part.high) / 2 for part in parts)
    price_id = "" if price is None else price.id
    values = _values(tender, price_id)
    spans = {id_: _span(parts, each, whole, lows) for id_, each in values.items()}
    reason = Reason(code=BidReason.WEIGHTS_OPEN, params=(("middle", middle), ("whole", whole)))
    return OpenWeights(closed=_closed(tender, parts, whole, lows), spans=spans, reason=reason)


def _parts(tender: Tender) -> list[_Part]:
    parts = [_Part(id=item.id, low=_ends(item)[0], high=_ends(item)[1]) for item in tender.criteria]
    weight = tender.params.price_weight
    if weight and price_item(tender) is None:
        parts.append(_Part(id="", low=weight, high=weight))
    return parts


def _ends(item: Criterion) -> tuple[Decimal, Decimal]:
    return item.range if item.range is not None else (item.points, item.points)


def _values(tender: Tender, price_id: str) -> dict[str, dict[str, Fraction]]:
    """Return what part of each weight a bid gets, by bid and item."""
    prices = {bid.id: evaluation_price(bid, tender.params) for bid in tender.bids if bid.valid}
    known = {id_: price for id_, price in prices.items() if price is not None}
    points = price_points(known, Fraction(1), tender.method, tender.params).points
    found = {}
    for bid in tender.bids:
        if bid.valid:
            found[bid.id] = {**_qualities(tender, bid), price_id: points.get(bid.id) or Fraction(0)}
    return found


def _qualities(tender: Tender, bid: Bid) -> dict[str, Fraction]:
    sheets = [sheet for who, sheet in bid.sheets.items() if who not in tender.params.absent]
    return {
        item.id: mean(Fraction(sheet[item.id]) for sheet in sheets) / Fraction(item.top)
        for item in tender.criteria
        if all(item.id in sheet for sheet in sheets)
    }


def _span(
    parts: Sequence[_Part], values: Mapping[str, Fraction], whole: Decimal, lows: Decimal | int
) -> tuple[Decimal, Decimal]:
    """Return the lowest and highest total: what is left above the smallest weights goes where it counts least or most."""
    base = sum((Fraction(part.low) * values[part.id] for part in parts), Fraction(0))
    ends = []
    for most in (False, True):
        total, left = base, Fraction(whole) - Fraction(lows)
        for part in sorted(parts, key=lambda each: values[each.id], reverse=most):
            more = min(left, Fraction(part.high - part.low))
            total, left = total + more * values[part.id], left - more
        ends.append(decimal(total))
    return ends[0], ends[1]


def _closed(tender: Tender, parts: Sequence[_Part], whole: Decimal, lows: Decimal | int) -> Tender:
    left, weights = whole - lows, {}
    for part in parts:
        more = min(left, part.high - part.low)
        weights[part.id], left = part.low + more, left - more
    criteria = tuple(
        replace(item, weight=weights[item.id], max=item.top, range=None) for item in tender.criteria
    )
    params = replace(tender.params, pass_mark=None, total=whole)
    return replace(tender, criteria=criteria, params=params)
