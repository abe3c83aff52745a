"""Who is first, without reasons: for questions that evaluate a tender many times."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kamkit.bids.exclusions import excluded
from kamkit.bids.methods import Method, PriceFormula
from kamkit.bids.prices import formula_of
from kamkit.bids.scoring import Scored, Scorer, Sums, better_of, ranks
from kamkit.bids.tender import Bid, Tender
from kamkit.bids.ties import settle
from kamkit.bids.weights import Scale, scale_of
from kamkit.problems import InputError, ProblemCode


def checked_scale(tender: Tender) -> Scale:
    """Return how scores become totals, after asking whether the price formula fits method and weights.

    Raises InputError (CONFLICT, MISSING, OUT_OF_RANGE).
    """
    if any(item.range is not None for item in tender.criteria):
        raise InputError(
            ProblemCode.CONFLICT, "criteria", "weights are ranges still: only an evaluation gives their spans"
        )
    formula, scale = formula_of(tender.method, tender.params), scale_of(tender)
    if (
        formula in {PriceFormula.COEFFICIENT, PriceFormula.UTILITY_INDEX}
        and tender.method is not Method.WEIGHTED
    ):
        raise InputError(ProblemCode.CONFLICT, "params.price_formula", f"{formula} is a formula of WEIGHTED")
    if formula is PriceFormula.COEFFICIENT and scale.technical_top >= 1:
        message = "the highest scores of all items must add up to less than 1"
        raise InputError(ProblemCode.OUT_OF_RANGE, "criteria", message)
    if formula is PriceFormula.UTILITY_INDEX and not (scale.technical_top and scale.price_top):
        message = "the utility index needs a weight of quality and one of the price"
        raise InputError(ProblemCode.MISSING, "params.price_weight", message)
    return scale


def order(tender: Tender, entries: Mapping[str, Scored]) -> dict[str, int]:
    """Return the rank of every bid that has a total."""
    totals = {id_: entry.total for id_, entry in entries.items() if entry.total is not None}
    found = ranks(totals, better_of(tender))
    if tender.method is not Method.CN_COMPREHENSIVE:
        return found
    # 财政部令第87号 §57: equal scores stand in the order of the prices bid.
    keys = {id_: (rank, entries[id_].bid.price or 0) for id_, rank in found.items()}
    ordered = sorted(keys.values())
    return {id_: ordered.index(key) + 1 for id_, key in keys.items()}


def leaders(tender: Tender, scale: Scale | None = None, sums: Sums | None = None) -> tuple[str, ...]:
    """Return who is first: one bid, several equal ones that no step of the tender tells apart, or none.

    A bid without value (a zero price) makes that nobody is first. `sums` keeps what does not change between calls.
    """
    scorer, entries = standing(tender, checked_scale(tender) if scale is None else scale, sums)
    ranked = order(tender, entries)
    if len(ranked) < len(entries):
        return ()
    first = [id_ for id_, rank in ranked.items() if rank == 1]
    return tuple(first if len(first) < 2 else settle(tender, scorer, entries, first).left)


def standing(tender: Tender, scale: Scale, sums: Sums | None = None) -> tuple[Scorer, dict[str, Scored]]:
    """Return the figures of the bids that are in, and what scored them."""
    scorer = Scorer(tender, scale, sums)
    out = excluded(tender, scorer)
    return scorer, scorer.score([bid for bid in tender.bids if bid.id not in out])


def bid_of(tender: Tender, id_: str, path: str) -> Bid:
    """Return a bid of the tender. Raises InputError (UNKNOWN_REFERENCE) naming `path`."""
    for bid in tender.bids:
        if bid.id == id_:
            return bid
    raise InputError(ProblemCode.UNKNOWN_REFERENCE, path, f"there is no bid {id_}")


def with_bid(tender: Tender, changed: Bid) -> Tender:
    """Return the tender with one bid put in the place of its namesake."""
    return replace(tender, bids=tuple(changed if bid.id == changed.id else bid for bid in tender.bids))


def with_price(tender: Tender, bid: Bid, price: Decimal) -> Tender:
    """Return the tender with another price of one bid."""
    return with_bid(tender, replace(bid, price=price))
