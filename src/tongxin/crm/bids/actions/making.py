"""Make a bid of a notice, with what the notice says."""

import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.models import Bid, BidCriterion
from tongxin.crm.bids.notices import AwardTerms, award_terms, lot_deadline, lot_of
from tongxin.crm.bids.rules import BidConflict
from tongxin.crm.tenders.facts.read import money_of
from tongxin.crm.tenders.models import Tender
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tongxin.crm.tenders.facts.model import Money

LARGEST = Decimal(10) ** 16


@transaction.atomic
def bid_for_tender(*, actor: Actor, at: datetime, tender: Tender, account: Account, lot: str = "") -> Bid:
    """Make our bid for a tender of the register: title, deadline, estimate, award method and criteria are taken over.

    Args:
        actor: who; they own the bid.
        at: when.
        tender: of the register.
        account: the customer that buys.
        lot: the lot's number; empty for the tender as a whole.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidConflict: `BID_THERE` or `BID_DELETED`: there is one already.

    """
    actor.must_have(Right.EDIT)
    present = Bid.objects.filter(tender=tender, lot=lot).first()
    if present is not None:
        raise BidConflict("BID_THERE" if present.deleted_at is None else "BID_DELETED", name=str(present))
    compiled = json.loads(tender.compiled, parse_float=Decimal)
    terms = award_terms(compiled, lot=lot)
    values: Mapping[str, Any] = {
        "account": account,
        "name": tender.title.strip() or tender.ocid,
        "lot": lot,
        "owner": actor.user,
        "source": tender.case_number,
        "deadline_at": lot_deadline(compiled, lot) or tender.deadline_at,
        "time_zone": _zone(tender),
        "method": terms.method.value,
        **_estimate(tender, money_of(lot_of(compiled, lot).get("value"))),
    }
    bid: Bid = create_record(BID, actor=actor, at=at, values=values)
    save_changes(bid, {"tender": tender}, at=at)
    _take_criteria(bid, terms, at)
    return bid


def _take_criteria(bid: Bid, terms: AwardTerms, at: datetime) -> None:
    BidCriterion.objects.bulk_create(
        BidCriterion(
            bid=bid, name=each.name, place=place, is_price=each.is_price, weight=each.weight,
            highest=None if each.weight is not None else Decimal(100), created_at=at, updated_at=at,
        )
        for place, each in enumerate(terms.criteria, start=1)
    )  # fmt: skip


def _estimate(tender: Tender, of_lot: "Money | None") -> "Mapping[str, Any]":
    amount, currency = tender.estimate, tender.estimate_currency
    if of_lot is not None and of_lot.currency:
        amount, currency = of_lot.amount, of_lot.currency
    if amount is None or not currency or amount >= LARGEST:
        return {"currency": currency or settings.REPORTING_CURRENCY}
    return {"budget": amount, "currency": currency}


def _zone(tender: Tender) -> str:
    """Return a time zone with the offset in which the buyer gave the deadline; ours where it was the same."""
    hours, minutes = divmod(tender.deadline_offset, 60)
    if tender.deadline_at is None or minutes or hours == 8:
        return str(settings.TIME_ZONE)
    return "Etc/GMT" if hours == 0 else f"Etc/GMT{-hours:+d}"
