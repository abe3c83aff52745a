"""Who is first, without reasons: for questions that evaluate a tender many times."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kamkit.bids.exclusions import excluded
from kamkit.bids.methods import Method
from kamkit.bids.scoring import Scored, Scorer, Sums, better_of, ranks
from kamkit.bids.tender import Bid, Tender
from kamkit.bids.ties import settle
from kamkit.bids.weights import Scale, scale_of
from kamkit.problems import InputError, ProblemCode


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
    scorer = Scorer(tender, scale_of(tender) if scale is None else scale, sums)
    out = excluded(tender, scorer)
    entries = scorer.score([bid for bid in tender.bids if bid.id not in out])
    ranked = order(tender, entries)
    if len(ranked) < len(entries):
        return ()
    first = [id_ for id_, rank in ranked.items() if rank == 1]
    return tuple(first if len(first) < 2 else settle(tender, scorer, entries, first).left)


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
