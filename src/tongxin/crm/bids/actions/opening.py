"""Keep what was read out at the opening, and take rivals' prices from what they asked before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.declared.bids import BID, RIVAL
from tongxin.crm.bids.declared.papers import OPENING
from tongxin.crm.bids.desk_models import BidOpening
from tongxin.crm.bids.models import Bid, BidRival
from tongxin.crm.bids.opening_rules import check_can_open, check_opening
from tongxin.crm.market.models import Competitor
from tongxin.records.checks import check_may_write
from tongxin.records.writing import change_record, create_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One bidder as read out; `price` is in the bid's currency."""

    name: str
    price: Decimal | None = None
    rank: int | None = None
    is_ours: bool = False
    has_won: bool = False


@transaction.atomic
def open_bid(*, actor: Actor, at: datetime, bid: Bid, opened: Sequence[Opened]) -> list[BidOpening]:
    """Keep every bidder with its price; those of whom we know a competitor are led to it. The bid moves to its opening.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidConflict, BidRefused: see `check_can_open` and `check_opening`.

    """
    held = Bid.objects.select_for_update().select_related("account").get(pk=bid.pk)
    check_may_write(BID, actor, held, held.account)
    check_can_open(held)
    present = BidOpening.objects.filter(bid=held, deleted_at=None)
    check_opening([(each.name, each.is_ours) for each in opened], [each.name for each in present])
    known = _competitors(held)
    rows = [
        {
            "bid": held,
            "name": each.name.strip(),
            "opened_price": each.price,
            "currency": held.currency,
            "rank": each.rank,
            "is_ours": each.is_ours,
            "has_won": each.has_won,
            "competitor": None if each.is_ours else known.get(fold(each.name)),
        }
        for each in opened
    ]
    made: list[BidOpening] = create_records(OPENING, actor=actor, at=at, rows=rows)
    changes = save_changes(held, {"stage": BidStage.OPENED}, at=at)
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=held, account_uid=held.account.uid,
        changes=changes,
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedPrice:
    """What a rival may ask, from what it asked before."""

    low: Decimal
    likely: Decimal
    high: Decimal


@transaction.atomic
def take_past_prices(
    *, actor: Actor, at: datetime, bid: Bid, guesses: Mapping[int, GuessedPrice]
) -> list[BidRival]:
    """Write prices from history to rivals for whom nobody has judged any; return those that got one.

    Args:
        actor: who.
        at: when.
        bid: of the rivals.
        guesses: id of a rival → what it may ask, in the currency and on the VAT basis of the bid.

    Raises:
        Denied: the actor may not edit, or not see prices.
        Conflict: the account is not in use.

    """
    check_may_write(BID, actor, bid, bid.account)
    actor.must_have(Right.PRICE_FLOOR)
    taken = []
    for rival in bid.rivals.filter(deleted_at=None, price_likely=None, price_low=None, price_high=None):
        guess = guesses.get(rival.pk)
        if guess is None:
            continue
        values = {
            "price_low": guess.low,
            "price_likely": guess.likely,
            "price_high": guess.high,
            "currency": bid.currency,
            "vat_basis": bid.vat_basis,
        }
        taken.append(change_record(RIVAL, actor=actor, at=at, record=rival, values=values))
    return taken


def _competitors(bid: Bid) -> dict[str, Competitor]:
    """Return folded name → competitor: every one by its name, and those our rivals' lines name."""
    found = {fold(each.name): each for each in Competitor.objects.all()}
    known = bid.rivals.filter(deleted_at=None).exclude(competitor=None).select_related("competitor")
    return found | {fold(each.name): each.competitor for each in known if each.competitor}
