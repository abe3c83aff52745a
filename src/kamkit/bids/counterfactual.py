"""How often bids would have won, had each been a given part higher or lower."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from kamkit.bids.reasons import BidReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionBid:
    """One bid in one auction that the lowest price wins."""

    auction: str
    bidder: str
    amount: Annotated[Decimal, Says("Price, or price divided by the auction's reserve price", above=0)]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualQuestion:
    """Bids of past auctions, and the parts by which one's own bid is moved."""

    bids: tuple[AuctionBid, ...]
    rho: Annotated[tuple[Decimal, ...], Says("Changes of one's own bid: -0.05 is 5 per cent lower", above=-1)]
    cap: Annotated[
        Decimal | None,
        Says(
            "Nothing above this wins (1 for bids divided by the reserve price); null for no such limit",
            above=0,
        ),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        seen: set[tuple[str, str]] = set()
        for index, bid in enumerate(self.bids):
            if (bid.auction, bid.bidder) in seen:
                message = f"{bid.bidder} bids twice in auction {bid.auction}"
                raise InputError(ProblemCode.DUPLICATE, f"bids[{index}].bidder", message)
            seen.add((bid.auction, bid.bidder))


@dataclass(frozen=True, slots=True, kw_only=True)
class WinRate:
    """The share of bids that would have won at a change of `rho`, ties counted half; None without bids to judge by."""

    rho: Decimal
    rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualResult:
    """A rate for each change asked for, from `bids` bids of `auctions` auctions that had at least two bids."""

    rates: tuple[WinRate, ...]
    bids: int
    auctions: int
    reasons: tuple[Reason, ...]


def counterfactual_win_rate(question: CounterfactualQuestion) -> CounterfactualResult:
    """Return how often a bid times (1 + rho) is below the lowest other bid of its auction, ties counted half.

    Auctions with a single bid have no other bid and are left out. A `cap` stands beside the lowest other bid: the
    moved bid must be below both. Source: Chassang, Kawai, Nakabayashi, Ortner, "Robust Screens for Noncompetitive
    Bidding in Procurement Auctions", Econometrica 90 (2022), residual demand.
    """
    auctions = _by_auction(question.bids)
    pairs = [pair for bids in auctions.values() for pair in _against_lowest_other(bids, question.cap)]
    return CounterfactualResult(
        rates=tuple(WinRate(rho=rho, rate=_rate(pairs, rho)) for rho in question.rho),
        bids=len(pairs),
        auctions=len(auctions),
        reasons=tuple(_reasons(question, auctions, pairs)),
    )


def _by_auction(bids: Iterable[AuctionBid]) -> dict[str, list[Decimal]]:
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for bid in bids:
        amounts[bid.auction].append(bid.amount)
    return {auction: each for auction, each in amounts.items() if len(each) > 1}


def _against_lowest_other(bids: list[Decimal], cap: Decimal | None) -> list[tuple[Decimal, Decimal]]:
    lowest, second = sorted(bids)[:2]
    others = ((amount, second if amount == lowest else lowest) for amount in bids)
    return [(amount, other if cap is None else min(other, cap)) for amount, other in others]


def _rate(pairs: list[tuple[Decimal, Decimal]], rho: Decimal) -> Decimal | None:
    if not pairs:
        return None
    factor = 1 + rho
    wins = sum(amount * factor < other for amount, other in pairs)
    ties = sum(amount * factor == other for amount, other in pairs)
    return (wins + HALF * ties) / len(pairs)


def _reasons(
    question: CounterfactualQuestion,
    auctions: Mapping[str, list[Decimal]],
    pairs: list[tuple[Decimal, Decimal]],
) -> Iterable[Reason]:
    if not pairs:
        yield Reason(code=BidReason.NO_AUCTION_WITH_RIVALS, params=(("bids", len(question.bids)),))
        return
    alone = len({bid.auction for bid in question.bids}) - len(auctions)
    if alone:
        yield Reason(code=BidReason.AUCTIONS_WITHOUT_RIVAL, params=(("auctions", alone),))
