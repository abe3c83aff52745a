"""What stands above every page of a bid."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.common.clock import now
from tongxin.crm.bids.choices import BidOutcome, BidStage
from tongxin.crm.bids.declared.bids import BID
from tongxin.records import reading
from tongxin.web.bids.calendars import countdown
from tongxin.web.bids.pages import DeskHead
from tongxin.web.edge.requests import PageRequest
from tongxin.web.records.heads import head_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind, Link

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid

OUTCOMES: dict[str, Kind] = {"WON": "good", "LOST": "bad"}


def desk_head(request: PageRequest, bid: "Bid", here: str) -> DeskHead:
    """Return the head of a bid's page; `here` is the address's name of the tab that is shown."""
    reading.withhold(BID, request.actor, [bid])
    return DeskHead(
        record=head_of(BID, request, bid),
        tabs=tuple(
            Link(label=label, url=record_url(f"web:{name}", bid.uid), current=name == here)
            for name, label in _tabs()
        ),
        stage=str(BidOutcome(bid.outcome).label if bid.outcome else BidStage(bid.stage).label),
        shape=OUTCOMES.get(bid.outcome, "plain"),
        official=deadline_words(bid.deadline_at, bid.time_zone),
        internal=deadline_words(bid.internal_at, bid.time_zone),
    )


def deadline_words(moment: datetime | None, zone: str) -> str:
    """Return a deadline in the buyer's zone, in both calendars, with how far it is; empty without one."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(moment)s (%(roc)s, %(zone)s), %(distance)s") % {
        "moment": f"{days.dated(local.date())} {local:%H:%M}",
        "roc": days.roc_day(local.date()),
        "zone": zone,
        "distance": countdown(moment, at=now()),
    }


def _tabs() -> tuple[tuple[str, str], ...]:
    return (
        ("bid", pgettext("bid tab", "Overview")),
        ("bid_decision", pgettext("bid tab", "Bid / no bid")),
        ("bid_matrix", pgettext("bid tab", "Compliance matrix")),
        ("bid_simulator", pgettext("bid tab", "Award simulator")),
        ("bid_price", pgettext("bid tab", "Price and approval")),
        ("bid_submission", pgettext("bid tab", "Submission and result")),
    )
