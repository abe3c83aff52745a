"""Read bids, always within the accounts an actor may see."""

from dataclasses import dataclass

from django.db.models import F, Model, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_accounts, visible_through
from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScenario, BidScore
from tongxin.crm.tenders.models import Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class BidSheet:
    """A bid with everything its evaluation needs."""

    bid: Bid
    criteria: tuple[BidCriterion, ...]
    rivals: tuple[BidRival, ...]
    scores: tuple[BidScore, ...]
    scenarios: tuple[BidScenario, ...]


def visible_bids(actor: Actor) -> QuerySet[Bid]:
    """Return the bids of accounts the actor may see, deleted ones included."""
    return Bid.objects.filter(visible_through(actor, "account"))


def bids_for(actor: Actor) -> QuerySet[Bid]:
    """Return the bids in use that the actor may see."""
    return visible_bids(actor).filter(deleted_at=None)


def of_bids(model: type[Model], actor: Actor) -> QuerySet[Model]:
    """Return what hangs under bids the actor may see; a part of a deleted bid is gone with it."""
    return model._default_manager.filter(visible_through(actor, "bid__account"), bid__deleted_at=None)


def get_bid_for(actor: Actor, uid: str) -> Bid:
    """Return one bid with its account and owner.

    Raises:
        Missing: `BID_MISSING`.

    """
    found = (
        bids_for(actor).select_related("account", "owner", "tender", "opportunity").filter(uid=uid).first()
    )
    if found is None:
        raise Missing("BID_MISSING", uid=uid)
    return found


def sheet_of(bid: Bid) -> BidSheet:
    """Return a bid with its criteria, rivals, scores and scenarios, each in the order of entry."""
    criteria = tuple(bid.criteria.filter(deleted_at=None).order_by(F("place").asc(nulls_last=True), "pk"))
    rivals = tuple(bid.rivals.filter(deleted_at=None).order_by("pk"))
    kept = {each.pk for each in criteria}
    in_subquery = {None, *(each.pk for each in rivals)}
    scores = tuple(
        score
        for score in bid.scores.order_by("pk")
        if score.criterion_id in kept and score.rival_id in in_subquery
    )
    scenarios = tuple(bid.scenarios.filter(deleted_at=None).select_related("criterion").order_by("pk"))
    return BidSheet(bid=bid, criteria=criteria, rivals=rivals, scores=scores, scenarios=scenarios)


def bid_of_tender(actor: Actor, tender: Tender, lot: str = "") -> Bid | None:
    """Return our bid for a tender, or for one lot of it; `None` where there is none the actor may see."""
    return bids_for(actor).filter(tender=tender, lot=lot).first()


def bids_of_tender(actor: Actor, tender: Tender) -> list[Bid]:
    """Return our bids for a tender, one a lot."""
    return list(bids_for(actor).filter(tender=tender).order_by("lot", "pk"))


def buyer_account_for(actor: Actor, tender: Tender) -> Account | None:
    """Return the account that a tender's buyer was matched with; `None` without one, or one the actor may not see."""
    known = tender.buyer.account_id if tender.buyer is not None else None
    return visible_accounts(actor).filter(pk=known).first() if known is not None else None
