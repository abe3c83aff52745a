"""Whether a notice is what a watch list waits for. Pure, so that a register of any size is asked in memory, batch by batch."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from tongxin.common.text.fold import fold

# Of older notices nobody wants to hear when a file of past years is brought in, unless bids are still taken.
NEWS = timedelta(days=30)
_ALTERNATIVES = re.compile("[,;，、；]")


class Buys(Protocol):
    """The buyer of a notice."""

    name: str
    account_id: int | None
    region: str


class Noticed(Protocol):
    """What of a tender is compared; `words` are folded."""

    words: str
    category: str
    region: str
    estimate: Decimal | None
    estimate_currency: str
    noticed_at: datetime
    deadline_at: datetime | None

    @property
    def buyer(self) -> Buys | None:
        """Return who buys."""


class Watched(Protocol):
    """What a watch list asks for; an empty criterion asks for nothing."""

    words: str
    buyer: str
    category: str
    region: str
    estimate_from: Decimal | None
    currency: str
    customers_only: bool


def is_news(tender: Noticed, *, at: datetime) -> bool:
    """Say whether a notice is recent, or bids are still taken."""
    return tender.noticed_at >= at - NEWS or (tender.deadline_at is not None and tender.deadline_at >= at)


def meets(watch: Watched, tender: Noticed, *, customers: Collection[int]) -> bool:
    """Say whether a notice meets every criterion of a watch list.

    Args:
        watch: the watch list.
        tender: what the notice says; an estimate that is unknown or in another currency keeps nothing out.
        customers: ids of the accounts that the watch list's owner may see.

    """
    buyer = tender.buyer
    if watch.customers_only and (buyer is None or buyer.account_id not in customers):
        return False
    return (
        holds(watch.words, tender.words)
        and holds(watch.buyer, fold(buyer.name) if buyer else "")
        and holds(watch.category, fold(tender.category))
        and holds(watch.region, fold(f"{tender.region} {buyer.region if buyer else ''}"))
        and not _is_too_small(watch, tender)
    )


def holds(wanted: str, folded: str) -> bool:
    """Say whether a folded text holds every word of one of the alternatives; where nothing is wanted, any text does."""
    alternatives = [words for part in _ALTERNATIVES.split(wanted) if (words := fold(part).split())]
    return not alternatives or any(all(word in folded for word in words) for words in alternatives)


def _is_too_small(watch: Watched, tender: Noticed) -> bool:
    if watch.estimate_from is None or tender.estimate is None or tender.estimate_currency != watch.currency:
        return False
    return tender.estimate < watch.estimate_from
