"""What falls due for our bids, and when: the buyer's deadlines and our own, a bid a lot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tongxin.common.actor import Actor
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.desk_choices import DeadlineKind, PaperState
from tongxin.crm.bids.desk_models import BidBond, BidDemand, BidDocument, BidReview
from tongxin.crm.bids.desk_rules import BEFORE_DECISION
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import bids_for

if TYPE_CHECKING:
    from django.db.models import Model

MOST_DAYS = 366
ORDER = {code: place for place, code in enumerate(DeadlineKind.values)}
DAYS: "tuple[tuple[type[Model], str, DeadlineKind], ...]" = (
    (BidDocument, "due_on", DeadlineKind.DOCUMENT),
    (BidReview, "held_on", DeadlineKind.REVIEW),
    (BidDemand, "holds_until", DeadlineKind.DEMAND),
    (BidBond, "valid_until", DeadlineKind.BOND),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that falls due.

    Attributes:
        kind: what falls due.
        bid: the bid, with its account; one lot each.
        name: of the document, review, demand or bond; empty for the deadlines of the bid itself.
        day: in the buyer's time zone.
        moment: the exact moment; `None` for what has a day only.
        is_done: whether nothing is left to do about it.
    """

    kind: DeadlineKind
    bid: Bid
    name: str
    day: date
    moment: datetime | None
    is_done: bool


def check_days(since: date, until: date) -> None:
    """Accept days in their order, a year apart at the most.

    Raises:
        BidRefused: `DAYS_REVERSED` or `DAYS_TOO_MANY`.

    """
    if until < since:
        raise BidRefused("DAYS_REVERSED", field="until")
    if (until - since).days > MOST_DAYS:
        raise BidRefused("DAYS_TOO_MANY", field="until", most=MOST_DAYS)


def deadlines_for(actor: Actor, *, since: date, until: date) -> list[Deadline]:
    """Return what falls due from `since` to `until`, both included, on days in each buyer's zone, the first one first."""
    bids = {each.pk: each for each in bids_for(actor).select_related("account", "owner")}
    found = [*_moments(bids, since, until), *_days(bids, since, until)]
    return sorted(found, key=lambda each: (each.day, _at(each), ORDER[each.kind], each.bid.pk, each.name))


def _at(each: Deadline) -> datetime:
    """Return the moment by which days are ordered: what has none is due at its end."""
    return each.moment or datetime.combine(each.day, time.max, tzinfo=UTC)


def _moments(bids: dict[int, Bid], since: date, until: date) -> Iterator[Deadline]:
    for bid in bids.values():
        for kind, moment in (
            (DeadlineKind.OFFICIAL, bid.deadline_at),
            (DeadlineKind.INTERNAL, bid.internal_at),
        ):
            if moment is None:
                continue
            day = moment.astimezone(ZoneInfo(bid.time_zone)).date()
            if since <= day <= until:
                is_done = bid.stage not in BEFORE_DECISION
                yield Deadline(kind=kind, bid=bid, name="", day=day, moment=moment, is_done=is_done)


def _days(bids: dict[int, Bid], since: date, until: date) -> Iterator[Deadline]:
    for model, field, kind in DAYS:
        rows = model._default_manager.filter(
            bid__in=list(bids), deleted_at=None, **{f"{field}__range": (since, until)}
        )
        for row in rows:
            bid = bids[row.bid_id]  # type: ignore[attr-defined]
            yield Deadline(
                kind=kind,
                bid=bid,
                name=str(row),
                day=getattr(row, field),
                moment=None,
                is_done=_is_done(row, bid),
            )


def _is_done(row: "Model", bid: Bid) -> bool:
    if isinstance(row, BidDocument):
        return row.state == PaperState.DONE
    if isinstance(row, BidReview):
        return row.is_passed
    if isinstance(row, BidBond):
        return row.returned_on is not None
    return bid.stage == BidStage.CLOSED
