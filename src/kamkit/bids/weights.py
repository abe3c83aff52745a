"""What each item and the price count in a total: weights as points, as per cent or as shares of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamkit.bids.exact import decimal
from kamkit.bids.methods import PRICE_ONLY, SCORES_PRICE, Method, PriceFormula
from kamkit.bids.reasons import BidReason
from kamkit.bids.tender import Criterion, Tender
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

PRICE_NAMES = frozenset({"price", "cost", "financial", "價格", "价格", "標價", "报价", "報價"})
WHOLES = (Decimal(1), Decimal(10), Decimal(100), Decimal(1000))
"""What weights of one whole add up to."""
HUNDRED = Decimal(100)
OF_THE_BANK = frozenset({Method.WB_QCBS, Method.WB_QBS, Method.WB_FBS, Method.WB_LCS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How raw scores become a total: `total = technical * technical_share + price score * price_share`.

    The technical score is the sum of `score * factor`; `technical_top` and `price_top` are the most that can be reached.
    """

    factors: Mapping[str, Fraction]
    technical_top: Fraction
    technical_share: Fraction
    price_top: Fraction
    price_share: Fraction
    heaviest: tuple[str, ...]
    reasons: tuple[Reason, ...]


def scored_items(tender: Tender) -> tuple[Criterion, ...]:
    """Return the items that the committee scores: all but a price that the formula scores."""
    price = price_item(tender)
    return tuple(item for item in tender.criteria if item is not price)


def price_item(tender: Tender) -> Criterion | None:
    """Return the item whose points come from the price formula, None if there is none.

    It is the one that the params name, or one called price; not if bids carry scores for it, as where a committee
    scores the price by judgement. Raises InputError (UNKNOWN_REFERENCE) if the params name no item.
    """
    named = tender.params.price_criterion
    if named is not None:
        found = [item for item in tender.criteria if item.id == named]
        if not found:
            raise InputError(
                ProblemCode.UNKNOWN_REFERENCE, "params.price_criterion", f"there is no item {named}"
            )
    else:
        found = [item for item in tender.criteria if item.id.lower() in PRICE_NAMES]
    judged = any(item.id in sheet for item in found for bid in tender.bids for sheet in bid.sheets.values())
    return None if judged or not found else found[0]


def scale_of(tender: Tender) -> Scale:
    """Return how the scores of a tender become totals.

    Raises InputError (CONFLICT, MISSING) when the weights do not make one whole, or the weight of the price is unknown.
    """
    items = scored_items(tender)
    price = _price_weight(tender, items)
    if tender.method in PRICE_ONLY:
        return _made(items, [Fraction(0)] * len(items), top=0)
    if tender.method is Method.AWARD_ON_VALUE or tender.params.price_formula is PriceFormula.COEFFICIENT:
        tops = [_in_full(item) for item in items]
        return _made(items, tops, top=sum(tops))
    if not items:
        return _made(items, [], top=0, price_top=Fraction(price or 0))
    return _of_items(tender, items, price or Decimal(0))


def _of_items(tender: Tender, items: Sequence[Criterion], price: Decimal) -> Scale:
    total = _total(items)
    _check_printed(tender, total, price)
    whole = _shared_whole([item.points for item in items], price, tender.params.total) if price else None
    notes = _notes(items, price, tender.params.total)
    if whole is not None:
        return _of_one_whole(tender, items, price, whole, notes)
    full, top = _full(tender, items, price)
    if not price:
        return _made(items, full, top=top, reasons=notes)
    share = _share(tender, total, price)
    if share is None:
        if not _are_points(items):
            _refuse(total + price)
        return _made(items, full, top=top, price_top=Fraction(price), reasons=notes)
    return _made(items, full, top=top, share=1 - share, price_top=top, price_share=share, reasons=notes)


def _of_one_whole(
    tender: Tender, items: Sequence[Criterion], price: Decimal, whole: Decimal, notes: tuple[Reason, ...]
) -> Scale:
    size = _common_top(items) if whole == 1 and not _are_points(items) else Fraction(1)
    parts = [Fraction(item.points) * size for item in items]
    top = sum(parts, Fraction(0))
    if tender.method not in OF_THE_BANK:
        return _made(items, parts, top=top, price_top=Fraction(price) * size, reasons=notes)
    if top == 0:
        raise InputError(
            ProblemCode.CONFLICT, "criteria", "no item of quality weighs anything, which this method needs"
        )
    # Its rule speaks of a technical and a financial score, both on the whole scale, and weights them afterwards.
    scale = Fraction(whole) * size
    full = [part * scale / top for part in parts]
    share = Fraction(price) / Fraction(whole)
    return _made(items, full, top=scale, share=1 - share, price_top=scale, price_share=share, reasons=notes)


def _full(tender: Tender, items: Sequence[Criterion], price: Decimal) -> tuple[list[Fraction], Fraction]:
    """Return what each item counts at its highest score, and their sum, where quality is a whole of its own."""
    points = [Fraction(item.points) for item in items]
    if _are_points(items):
        tops = [_in_full(item) for item in items]
        return tops, sum(tops, Fraction(0))
    whole = _whole([item.points for item in items], tender.params.total)
    if whole is None and (not price or price <= 1):
        _refuse(_total(items))
    if whole == 1:
        size = _common_top(items)
        return [each * size for each in points], sum(points, Fraction(0)) * size
    return points, sum(points, Fraction(0))


def _share(tender: Tender, total: Decimal, price: Decimal) -> Fraction | None:
    """Return the share of the price in a total where quality is a whole of its own, None if its points are added."""
    if price <= 1:
        return Fraction(price)
    if price >= HUNDRED:
        return Fraction(price) / Fraction(price + total) if tender.method is Method.WB_QCBS else None
    if tender.method is Method.WB_QCBS or total in {Decimal(1), HUNDRED}:
        return Fraction(price) / 100
    return None


def _price_weight(tender: Tender, items: Sequence[Criterion]) -> Decimal | None:
    item, given = price_item(tender), tender.params.price_weight
    if item is not None and given is not None and item.points != given:
        message = f"the item {item.id} weighs {item.points}, the params say {given}"
        raise InputError(ProblemCode.CONFLICT, "params.price_weight", message)
    found = given if given is not None else None if item is None else item.points
    judged = any(each.id.lower() in PRICE_NAMES for each in items)
    if found is not None or judged or tender.method not in SCORES_PRICE or _has_own_total(tender):
        return found
    total = _total(items)
    whole = Decimal(1) if items and not _are_points(items) and total < 1 else HUNDRED
    if total >= whole:
        message = f"must be given: the items add up to {total} already; 0 if the price is not scored"
        raise InputError(ProblemCode.MISSING, "params.price_weight", message)
    return whole - total


def _has_own_total(tender: Tender) -> bool:
    return tender.params.price_formula is PriceFormula.COEFFICIENT


def _check_printed(tender: Tender, total: Decimal, price: Decimal) -> None:
    printed = tender.params.total
    if printed is not None and not any(
        _near(each, printed, tender.criteria) for each in (total, total + price)
    ):
        message = f"the weights add up to {total + price}, the tender prints {printed}"
        raise InputError(ProblemCode.CONFLICT, "params.total", message)


def _refuse(total: Decimal) -> None:
    message = f"the weights add up to {total}, not to 100 (or 1); if that is meant, say so in params.total"
    raise InputError(ProblemCode.CONFLICT, "criteria", message)


def _shared_whole(weights: Sequence[Decimal], price: Decimal, printed: Decimal | None) -> Decimal | None:
    """Return what quality and price make together, None where quality is a whole of its own."""
    wholes = WHOLES if printed is None else (printed,)
    if sum(weights, price) in wholes:
        return sum(weights, price)
    return None if _whole(weights, printed) is not None else _whole([*weights, price], printed)


def _whole(weights: Sequence[Decimal], printed: Decimal | None) -> Decimal | None:
    total = sum(weights, Decimal(0))
    wholes = WHOLES if printed is None else (printed,)
    return next((whole for whole in wholes if abs(total - whole) <= tolerance(weights, whole)), None)


def _near(total: Decimal, whole: Decimal, items: Iterable[Criterion]) -> bool:
    return abs(total - whole) <= tolerance([item.points for item in items], whole)


def tolerance(weights: Sequence[Decimal], whole: Decimal) -> Decimal:
    """Return by how much a sum may miss its whole by rounding.

    One unit of the last printed decimal for each weight, no more than a hundredth of the whole; nothing where the
    weights are whole numbers, as those are not rounded.
    """
    finest = min((int(weight.normalize().as_tuple().exponent) for weight in weights), default=0)
    return min(len(weights) * Decimal(1).scaleb(finest), whole / 100) if finest < 0 else Decimal(0)


def _notes(items: Sequence[Criterion], price: Decimal, printed: Decimal | None) -> tuple[Reason, ...]:
    weights = [item.points for item in items]
    together, alone = _shared_whole(weights, price, printed) if price else None, _whole(weights, printed)
    total, whole = (
        (sum(weights, price), together) if together is not None else (sum(weights, Decimal(0)), alone)
    )
    if whole is None or total == whole:
        return ()
    return (Reason(code=BidReason.WEIGHTS_ROUNDED, params=(("total", total), ("whole", whole))),)


def _are_points(items: Sequence[Criterion]) -> bool:
    """Return whether scores count as they stand: no item has a weight beside a highest score, or all weigh one."""
    alone = all(item.weight is None or item.max is None or item.weight == item.max for item in items)
    return alone or all(item.weight == 1 for item in items)


def _in_full(item: Criterion) -> Fraction:
    return Fraction(item.top if item.weight == 1 and item.max is not None else item.points)


def _total(items: Iterable[Criterion]) -> Decimal:
    listed = list(items)
    if _are_points(listed):
        return sum((decimal(_in_full(item)) for item in listed), Decimal(0))
    return sum((item.points for item in listed), Decimal(0))


def _common_top(items: Sequence[Criterion]) -> Fraction:
    tops = {item.top for item in items}
    return Fraction(tops.pop()) if len(tops) == 1 else Fraction(100)


def _made(
    items: Sequence[Criterion],
    full: Sequence[Fraction],
    *,
    top: Fraction | int,
    share: Fraction = Fraction(1),
    price_top: Fraction = Fraction(0),
    price_share: Fraction = Fraction(1),
    reasons: tuple[Reason, ...] = (),
) -> Scale:
    most = max(full, default=Fraction(0))
    return Scale(
        factors={item.id: each / Fraction(item.top) for item, each in zip(items, full, strict=True)},
        technical_top=Fraction(top),
        technical_share=share,
        price_top=price_top,
        price_share=price_share,
        heaviest=tuple(item.id for item, each in zip(items, full, strict=True) if each == most),
        reasons=reasons,
    )
