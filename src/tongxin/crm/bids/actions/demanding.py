"""Take over into a bid what its buyer always demands of suppliers."""

from datetime import datetime

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.common.text.fold import fold
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.declared.papers import DEMAND
from tongxin.crm.bids.desk_models import BidDemand
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.qualification_models import BuyerDemand
from tongxin.records.checks import check_may_write
from tongxin.records.writing import create_records


@transaction.atomic
def take_buyer_demands(*, actor: Actor, at: datetime, bid: Bid) -> list[BidDemand]:
    """Make a demand of the bid for each of its buyer's that the bid does not have yet; return those that were made.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.

    """
    check_may_write(BID, actor, bid, bid.account)
    present = {fold(each.name) for each in BidDemand.objects.filter(bid=bid, deleted_at=None)}
    standing = BuyerDemand.objects.filter(account=bid.account, deleted_at=None).order_by("pk")
    rows = [
        {
            "bid": bid,
            "name": each.name,
            "is_optional": each.is_optional,
            "qualification": each.qualification,
            "note": each.assessor,
        }
        for each in standing.select_related("qualification")
        if fold(each.name) not in present
    ]
    made: list[BidDemand] = create_records(DEMAND, actor=actor, at=at, rows=rows)
    return made
