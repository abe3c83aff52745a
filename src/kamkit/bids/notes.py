"""What must be said about an evaluation beside its figures."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from kamkit.bids.exact import decimal, mean
from kamkit.bids.methods import Method
from kamkit.bids.prices import PricePoints, share
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Scored, scores_price
from kamkit.bids.tender import AbnormallyLow, Purchase, Tender
from kamkit.bids.weights import PRICE_NAMES, Scale
from kamkit.reasons import Reason, ReasonValue

PRICE_WEIGHTS: Mapping[Purchase, tuple[int, int]] = {Purchase.GOODS: (30, 100), Purchase.SERVICES: (10, 100)}
"""财政部令第87号 §55: per cent that the price counts at least."""
PRICE_WEIGHTS_OF_TAIWAN = (20, 50)
"""最有利標評選辦法 §16, §17: per cent that a scored price counts."""
DEDUCTIONS: Mapping[Purchase, tuple[int, int]] = {
    Purchase.GOODS: (6, 20),
    Purchase.SERVICES: (6, 20),
    Purchase.WORKS: (3, 5),
}
"""财库〔2020〕46号 §9: 6-10%, works 3-5%; 财库〔2022〕19号: 10-20% for goods and services."""


def notes(tender: Tender, scale: Scale) -> Iterator[Reason]:
    """Yield what the rule book says about the tender itself."""
    yield from scale.reasons
    yield from _price_weight(tender, scale)
    yield from _deduction(tender)
    yield from _members(tender)


def about(entry: Scored, scale: Scale, points: PricePoints) -> Iterator[Reason]:
    """Yield what stands behind the figures of a bid that is in."""
    if scale.factors and scale.technical_top:
        top = decimal(scale.technical_top)
        yield _reason(BidReason.TECHNICAL_POINTS, points=decimal(entry.technical), most=top)
    price = entry.evaluation_price
    if entry.bid.price is not None and price is not None and price != entry.bid.price:
        yield _reason(BidReason.PRICE_EVALUATED, price=entry.bid.price, evaluated=decimal(price))
    if entry.price_score is not None and price is not None and points.reference is not None:
        yield _reason(
            BidReason.PRICE_POINTS,
            points=decimal(entry.price_score),
            most=decimal(scale.price_top),
            price=decimal(price),
            reference=decimal(points.reference),
        )
    if entry.ranks:
        given = entry.ranks.values()
        firsts = sum(rank == 1 for rank in given)
        yield _reason(BidReason.RANKS_OF_MEMBERS, sum=sum(given), members=len(given), firsts=firsts)
    if entry.total is None:
        yield _reason(BidReason.FORMULA_WITHOUT_VALUE, price=decimal(price or Fraction(0)))


def abnormally_low(tender: Tender, entries: Mapping[str, Scored]) -> dict[str, Reason]:
    """Return the reason of every bid whose price must be explained, by id."""
    rule = tender.params.abnormally_low
    prices = {id_: Fraction(entry.bid.price) for id_, entry in entries.items() if entry.bid.price is not None}
    if rule is None or not prices:
        return {}
    threshold = max(_thresholds(rule, list(prices.values())), default=Fraction(0))
    return {
        id_: _reason(BidReason.ABNORMALLY_LOW, price=decimal(price), threshold=decimal(threshold))
        for id_, price in prices.items()
        if price < threshold
    }


def overall_judgement(tender: Tender, scale: Scale, entries: Mapping[str, Scored]) -> bool:
    """Return whether the committee must still weigh the price beside the score: 最有利標評選辦法 §12(2), §15(2)."""
    if tender.method not in {Method.TW_TOTAL_SCORE, Method.TW_RANK_SUM} or scores_price(tender, scale):
        return False
    judged = any(item.id.lower() in PRICE_NAMES for item in tender.criteria)
    prices = {id_: Fraction(entry.bid.price) for id_, entry in entries.items() if entry.bid.price is not None}
    return not judged and len(set(prices.values())) > 1


def _thresholds(rule: AbnormallyLow, prices: Sequence[Fraction]) -> Iterator[Fraction]:
    base, average = Fraction(rule.base_price or 0), mean(prices)
    if rule.points_below_mean is not None:
        discount = 1 - average / base
        yield base * (1 - discount - Fraction(rule.points_below_mean) / 100)
    if rule.percent_below_mean is not None:
        yield average * (1 - Fraction(rule.percent_below_mean) / 100)
    if rule.percent_of_base is not None:
        yield base * Fraction(rule.percent_of_base) / 100


def _price_weight(tender: Tender, scale: Scale) -> Iterator[Reason]:
    bounds = _bounds(tender)
    price = scale.price_top * scale.price_share
    whole = price + scale.technical_top * scale.technical_share
    if bounds is not None and price and not bounds[0] <= price / whole * 100 <= bounds[1]:
        weight = decimal(price / whole * 100)
        yield _reason(BidReason.PRICE_WEIGHT_OUTSIDE_RULE, weight=weight, least=bounds[0], most=bounds[1])


def _bounds(tender: Tender) -> tuple[int, int] | None:
    if tender.method in {Method.TW_TOTAL_SCORE, Method.TW_RANK_SUM}:
        return PRICE_WEIGHTS_OF_TAIWAN
    if tender.method is Method.CN_COMPREHENSIVE and tender.params.purchase is not None:
        return PRICE_WEIGHTS.get(tender.params.purchase)
    return None


def _deduction(tender: Tender) -> Iterator[Reason]:
    params = tender.params
    if params.purchase is None or not params.deduction_small:
        return
    least, most = DEDUCTIONS[params.purchase]
    deduction = share(params.deduction_small) * 100
    if not least <= deduction <= most:
        yield _reason(BidReason.DEDUCTION_OUTSIDE_RULE, deduction=decimal(deduction), least=least, most=most)


def _members(tender: Tender) -> Iterator[Reason]:
    appointed = tender.params.committee_size
    present = {who for bid in tender.bids for who in bid.members or ()} - set(tender.params.absent)
    if appointed is not None and 2 * len(present) <= appointed:
        yield _reason(BidReason.TOO_FEW_MEMBERS, present=len(present), appointed=appointed)


def _reason(code: BidReason, **values: ReasonValue) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
