"""How the lots of a tender stand, each for itself, and what that makes of the tender."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongxin.common.actor import Actor
from tongxin.crm.bids.choices import BidOutcome, LotState
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import state_of_lots
from tongxin.crm.bids.selectors import bids_of_tender
from tongxin.crm.tenders.models import Tender
from tongxin.crm.tenders.selectors import facts_of

if TYPE_CHECKING:
    from tongxin.crm.tenders.facts import Facts, LotFact, Money

CALLED_OFF = frozenset({"cancelled", "withdrawn"})
BY_OUTCOME = {
    BidOutcome.WON: LotState.AWARDED,
    BidOutcome.LOST: LotState.AWARDED,
    BidOutcome.NOT_AWARDED: LotState.NOT_AWARDED,
    BidOutcome.CANCELLED: LotState.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot of a tender; `bid` is ours for it, `None` where there is none that the reader may see."""

    number: str
    title: str
    value: "Money | None"
    state: LotState
    bid: Bid | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """The lots of a tender in the order of the notice, and how the tender stands by them."""

    state: LotState
    lots: tuple[Lot, ...]


def lots_for(actor: Actor, tender: Tender) -> Lots | None:
    """Return how the lots of a tender stand; `None` where the notice has none.

    What the notice says counts before what came of our own bid: the first is published, the second typed.
    """
    facts = facts_of(tender)
    if not facts.lots:
        return None
    ours = {each.lot: each for each in bids_of_tender(actor, tender)}
    lots = tuple(
        Lot(
            number=each.id,
            title=each.title,
            value=each.value,
            state=_state(facts, each, ours.get(each.id)),
            bid=ours.get(each.id),
        )
        for each in facts.lots
    )
    return Lots(state=state_of_lots(each.state for each in lots), lots=lots)


def _state(facts: "Facts", lot: "LotFact", ours: Bid | None) -> LotState:
    if lot.status in CALLED_OFF:
        return LotState.CANCELLED
    if any(lot.id in award.lots for award in facts.awards if award.is_active):
        return LotState.AWARDED
    if lot.status == "unsuccessful":
        return LotState.NOT_AWARDED
    return BY_OUTCOME.get(BidOutcome(ours.outcome), LotState.OPEN) if ours and ours.outcome else LotState.OPEN
