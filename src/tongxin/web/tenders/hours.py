"""Deadlines as the buyer gave them: in the buyer's own hour, western and 民國."""

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tongxin.web.shell.days import dated, roc_day

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import Tender


def local_deadline(tender: "Tender") -> datetime | None:
    """Return until when bids are taken, in the buyer's zone; `None` where no deadline was published."""
    if tender.deadline_at is None:
        return None
    return tender.deadline_at.astimezone(timezone(timedelta(minutes=tender.deadline_offset)))


def zone_of(local: datetime) -> str:
    """Return how far the buyer's hour is from that of Greenwich."""
    return f"UTC{local:%z}" if local.utcoffset() else "UTC"


def deadline_text(tender: "Tender") -> str:
    """Return the deadline in one line, in both calendars; empty where none was published."""
    local = local_deadline(tender)
    return f"{dated(local.date())} {local:%H:%M} {zone_of(local)} · {roc_day(local.date())}" if local else ""
