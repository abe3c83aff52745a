"""Read a bid's price sheet, what does not fit in it, and what the house goes by."""

from typing import Any

from tongxin.crm.bids.choices import VatBasis
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.sheet_models import BidPolicy, BidPriceLine
from tongxin.crm.bids.sums import SheetSum, decimals_of, sum_up


def sums_of_bid(bid: Bid) -> SheetSum:
    """Return the sums of a bid's price sheet, rounded as its currency is."""
    lines = BidPriceLine.objects.filter(bid=bid, deleted_at=None).order_by("pk")
    return sum_up(lines, decimals=decimals_of(bid.currency))


def sheet_problems(bid: Bid, found: SheetSum) -> list[tuple[str, dict[str, Any]]]:
    """Return what does not fit in a price sheet, as codes with values; nothing for a bid without one.

    `LINE_UNFINISHED`, `LINE_DIFFERS` (the written amount is not quantity times unit price), `SUM_DIFFERS` (our price is
    not the total).
    """
    problems: list[tuple[str, dict[str, Any]]] = [
        ("LINE_UNFINISHED", {"name": name}) for name in found.unfinished
    ]
    problems += [
        ("LINE_DIFFERS", {"name": each.line.name, "amount": each.amount, "written": each.line.written_amount})
        for each in found.wrong
    ]
    total = found.gross if bid.vat_basis == VatBasis.GROSS else found.net
    if found.lines and bid.own_price is not None and total != bid.own_price:
        problems.append(("SUM_DIFFERS", {"total": total, "price": bid.own_price}))
    return problems


def policy_in_use() -> BidPolicy | None:
    """Return what the house goes by: the last one made; `None` where everything is as usual."""
    return BidPolicy.objects.filter(deleted_at=None).order_by("-pk").first()
