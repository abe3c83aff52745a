"""What rivals asked in past tenders, as parts of the budget, and what that says of the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tongxin.analytics.bids.prices import compared
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.text.fold import fold
from tongxin.crm.bids.actions import GuessedPrice
from tongxin.crm.bids.desk_models import BidOpening
from tongxin.crm.bids.models import Bid, BidRival
from tongxin.crm.bids.selectors import bids_for

if TYPE_CHECKING:
    from kamkit.bids.counterfactual import CounterfactualResult
    from kamkit.bids.win_curve import WinCurve

CENT = Decimal("0.01")
PLACES = Decimal("0.0001")
CHANGES = tuple(Decimal(each) / 100 for each in (-10, -5, -2, -1, 0, 1, 2, 5))
MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOffer:
    """One bidder of one past opening.

    Attributes:
        bid: the tender's bid of ours.
        opening: the line of the opening.
        amount: its price in the currency of the bid.
        ratio: the price as a part of the budget; `None` where no budget was published.
        on: the day of the deadline, or of the entry.
    """

    bid: Bid
    opening: BidOpening
    amount: Decimal
    ratio: Decimal | None
    on: date


def past_offers(actor: Actor, *, besides: Bid | None = None) -> tuple[PastOffer, ...]:
    """Return what was read out at openings of tenders the actor may see, the latest first.

    A price whose currency has no rate on the day of its deadline is left out.
    """
    rows = (
        BidOpening.objects.filter(bid__in=bids_for(actor).values("pk"), deleted_at=None, opened_price__gt=0)
        .exclude(bid=None if besides is None else besides.pk)
        .select_related("competitor", "bid")
        .order_by("-pk")[:MOST]
    )
    found = [offer for row in rows if (offer := _offer(row.bid, row)) is not None]
    return tuple(sorted(found, key=lambda each: (each.on, each.opening.pk), reverse=True))


def _offer(bid: Bid, row: BidOpening) -> PastOffer | None:
    on = bid.deadline_day or row.created_at.date()
    try:
        amount = compared(
            row.opened_price or Decimal(0),
            row.currency or bid.currency,
            bid.vat_basis,
            bid=bid,
            name=row.name,
            on=on,
        ).amount
    except Refusal:
        return None
    ratio = (amount / bid.budget).quantize(PLACES) if bid.budget else None
    return PastOffer(bid=bid, opening=row, amount=amount, ratio=ratio, on=on)


def of_rival(offers: Iterable[PastOffer], rival: BidRival) -> tuple[PastOffer, ...]:
    """Return the past offers of a rival: those of its competitor, else those under its name."""
    name = fold(rival.name)
    return tuple(
        each
        for each in offers
        if not each.opening.is_ours
        and (
            each.opening.competitor_id == rival.competitor_id
            if rival.competitor_id is not None and each.opening.competitor_id is not None
            else fold(each.opening.name) == name
        )
    )


def guess_of(offers: Sequence[PastOffer], budget: Decimal | None) -> GuessedPrice | None:
    """Return lowest, middle and highest part of the budget that a rival asked before, of this budget; `None` without."""
    ratios = sorted(each.ratio for each in offers if each.ratio is not None)
    if not ratios or not budget:
        return None
    half = len(ratios) // 2
    middle = ratios[half] if len(ratios) % 2 else (ratios[half - 1] + ratios[half]) / 2
    low, likely, high = ((each * budget).quantize(CENT) for each in (ratios[0], middle, ratios[-1]))
    return GuessedPrice(low=low, likely=likely, high=high)


def guesses_for(actor: Actor, bid: Bid) -> dict[int, GuessedPrice]:
    """Return id of a rival of the bid → what it may ask, from what it asked before."""
    offers = past_offers(actor, besides=bid)
    found = {}
    for rival in bid.rivals.filter(deleted_at=None):
        guess = guess_of(of_rival(offers, rival), bid.budget)
        if guess is not None:
            found[rival.pk] = guess
    return found


def win_curve_for(bid: Bid, rivals: Sequence[BidRival], offers: Sequence[PastOffer]) -> "WinCurve | None":
    """Return how probably a price wins against these rivals, from their past prices; `None` without a budget.

    Our cost is taken where it is known; without it, expected margins mean nothing and are not to be shown.
    """
    from kamkit.bids.win_curve import RivalHistory, WinCurveQuestion, win_curve  # noqa: PLC0415 - heavy

    if not bid.budget or not rivals:
        return None
    histories: dict[str, list[float]] = {}
    for rival in rivals:
        kept = histories.setdefault(rival.name, [])
        kept += [float(each.ratio) for each in of_rival(offers, rival) if each.ratio]
    return win_curve(
        WinCurveQuestion(
            cost=float(bid.own_cost or bid.budget),
            reference=float(bid.budget),
            rivals=tuple(RivalHistory(id=name, ratios=tuple(ratios)) for name, ratios in histories.items()),
        )
    )


def counterfactual_of(offers: Sequence[PastOffer]) -> "CounterfactualResult":
    """Return how often bids of past openings would have been the lowest, had each been a part lower or higher."""
    from kamkit.bids.counterfactual import (  # noqa: PLC0415 - only where it is asked for
        AuctionBid,
        CounterfactualQuestion,
        counterfactual_win_rate,
    )

    kept: dict[tuple[str, str], AuctionBid] = {}
    for each in offers:
        key = (each.bid.uid, fold(each.opening.name))
        kept[key] = AuctionBid(auction=key[0], bidder=key[1], amount=each.amount)
    return counterfactual_win_rate(CounterfactualQuestion(bids=tuple(kept.values()), rho=CHANGES))
