"""Which bids stay in: what the tender and the rule book put out, each with its reason."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from kamkit.bids.exact import decimal, mean
from kamkit.bids.methods import NEEDS_PRICE, PASS_ON_TOTAL, Method
from kamkit.bids.reasons import BidReason
from kamkit.bids.scoring import Scored, Scorer, scores_price
from kamkit.bids.tender import Bid, PassMarkOn, PassRule, Tender
from kamkit.bids.weights import scored_items
from kamkit.reasons import Reason, ReasonValue


def excluded(tender: Tender, scorer: Scorer) -> dict[str, Reason]:
    """Return why bids are out, by id. A pass mark of the whole score is asked of the bids that are otherwise in."""
    found: dict[str, Reason] = {}
    for bid in tender.bids:
        reason = next(_by_itself(tender, scorer, bid), None)
        if reason is not None:
            found[bid.id] = reason
    if tender.params.pass_mark is not None:
        rest = [bid for bid in tender.bids if bid.id not in found]
        found |= _below_pass_mark(tender, scorer.score(rest), tender.params.pass_mark)
    return {bid.id: found[bid.id] for bid in tender.bids if bid.id in found}


def needs_price(tender: Tender, scorer: Scorer) -> bool:
    """Return whether a bid without a price cannot be judged."""
    return tender.method in NEEDS_PRICE or scores_price(tender, scorer.scale)


def _by_itself(tender: Tender, scorer: Scorer, bid: Bid) -> Iterator[Reason]:
    params = tender.params
    if not bid.valid:
        yield _reason(BidReason.REJECTED_BEFORE)
    if bid.id in params.disqualified:
        yield _reason(BidReason.DISQUALIFIED)
    if bid.price is not None and params.ceiling is not None and bid.price > params.ceiling:
        yield _reason(BidReason.ABOVE_CEILING, price=bid.price, ceiling=params.ceiling)
    yield from _below_items(tender, bid)
    # The envelope of a bid below the technical pass mark stays shut: its price is not asked for.
    is_below = (
        params.pass_mark is not None and not asks_total(tender) and scorer.technical(bid) < params.pass_mark
    )
    if bid.price is None and not is_below and needs_price(tender, scorer):
        yield _reason(BidReason.PRICE_UNKNOWN)
    fixed = tender.method is Method.WB_FBS and params.budget is not None
    if fixed and not is_below and bid.price is not None and bid.price > (params.budget or 0):
        yield _reason(BidReason.ABOVE_BUDGET, price=bid.price, budget=params.budget or Decimal(0))


def is_out_at_any_price(tender: Tender, bid: Bid) -> bool:
    """Return whether a bid is out for what is neither its price nor its scores."""
    return not bid.valid or bid.id in tender.params.disqualified


def is_below_an_item(tender: Tender, bid: Bid, *, besides: str = "") -> bool:
    """Return whether a bid is below the lowest score with which it stays in, on an item that is not `besides`."""
    return any(_below_items(tender, bid, besides))


def asks_total(tender: Tender) -> bool:
    """Return whether the pass mark is asked of the whole score."""
    asked = tender.params.pass_mark_on
    return tender.method in PASS_ON_TOTAL if asked is None else asked is PassMarkOn.TOTAL


def _below_items(tender: Tender, bid: Bid, besides: str = "") -> Iterable[Reason]:
    sheets = [sheet for who, sheet in bid.sheets.items() if who not in tender.params.absent]
    for item in scored_items(tender):
        if item.min is None or item.id == besides:
            continue
        given = [Fraction(sheet[item.id]) for sheet in sheets if item.id in sheet]
        if given and mean(given) < item.min:
            score = decimal(mean(given))
            yield _reason(BidReason.BELOW_ITEM_MINIMUM, item=item.id, score=score, least=item.min)


def _below_pass_mark(tender: Tender, entries: Mapping[str, Scored], mark: Decimal) -> dict[str, Reason]:
    found = {}
    for id_, entry in entries.items():
        reason = _failed(tender, entry, mark)
        if reason is not None:
            found[id_] = reason
    return found


def _failed(tender: Tender, entry: Scored, mark: Decimal) -> Reason | None:
    if tender.params.pass_rule is PassRule.MAJORITY:
        passed = sum(score >= mark for score in entry.member_scores.values())
        members = len(entry.member_scores)
        if 2 * passed > members:
            return None
        return _reason(BidReason.PASSED_BY_TOO_FEW, passed=passed, members=members, mark=mark)
    score = entry.score if asks_total(tender) else entry.technical
    return _reason(BidReason.BELOW_THE_MARK, score=decimal(score), mark=mark) if score < mark else None


def _reason(code: BidReason, **values: ReasonValue) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
