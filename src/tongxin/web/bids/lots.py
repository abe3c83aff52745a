"""The lots of the tender on the page of a bid."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tongxin.common.actor import Actor
from tongxin.crm.bids.choices import BidOutcome, BidStage, LotState
from tongxin.crm.bids.lots import Lot, lots_for
from tongxin.web.bids.pages import LotRow, LotsPart
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid

SHAPES: Mapping[LotState, Kind] = {LotState.OPEN: "unknown", LotState.NOT_AWARDED: "watch"}


def lots_part(actor: Actor, bid: "Bid") -> LotsPart | None:
    """Return the lots of a bid's tender; `None` where it has none."""
    found = lots_for(actor, bid.tender) if bid.tender is not None else None
    if found is None:
        return None
    return LotsPart(state=str(found.state.label), rows=tuple(_row(each, bid) for each in found.lots))


def _told(bid: "Bid") -> str:
    return str(BidOutcome(bid.outcome).label if bid.outcome else BidStage(bid.stage).label)


def _row(lot: Lot, here: "Bid") -> LotRow:
    ours = lot.bid
    return LotRow(
        number=lot.number,
        title=lot.title,
        value=lot.value.amount if lot.value else None,
        currency=lot.value.currency if lot.value else "",
        state=str(lot.state.label),
        shape=SHAPES.get(lot.state, "plain"),
        bid=_told(ours) if ours is not None else "",
        url=record_url("web:bid", ours.uid) if ours is not None else "",
        is_here=ours is not None and ours.pk == here.pk,
    )
