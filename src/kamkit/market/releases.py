"""Read compiled OCDS releases leniently: what is missing or of a wrong type is not there.

Open Contracting Data Standard 1.1 with its bid statistics extension. Published data has gaps and slips; an indicator
leaves a contracting process out if it lacks what the indicator reads, it never stops for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

Node = Mapping[str, Any]

_EMPTY: Node = {}
_FINAL_BUT_EMPTY = ("cancelled", "unsuccessful")
_NOT_SUBMITTED = ("invited", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedBid:
    """A bid with its price; `tenderers` are the ids it names."""

    tenderers: tuple[str, ...]
    amount: float
    currency: str
    status: str


def child(node: Node, name: str) -> Node:
    """Return the object under `name`, empty if there is none."""
    value = node.get(name)
    return value if isinstance(value, Mapping) else _EMPTY


def children(node: Node, name: str) -> list[Node] | None:
    """Return the objects of the list under `name`, None if there is no list."""
    value = node.get(name)
    if not isinstance(value, list | tuple):
        return None
    return [item if isinstance(item, Mapping) else _EMPTY for item in value]


def text(node: Node, name: str) -> str | None:
    """Return the text under `name`, None if there is none."""
    value = node.get(name)
    return value if isinstance(value, str) else None


def number(node: Node, name: str) -> float | None:
    """Return the number under `name`, None if there is none."""
    value = node.get(name)
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def moment(written: str) -> datetime | None:
    """Return a date-time of RFC 3339, None if it is none or has no time zone."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None


def ids(node: Node, name: str) -> tuple[str, ...]:
    """Return the ids of the organisations in the list under `name`."""
    return tuple(found for item in children(node, name) or () if (found := text(item, "id")) is not None)


def only_id(node: Node, name: str) -> str | None:
    """Return the id of the organisation under `name` if the list names exactly one, else None."""
    listed = children(node, name)
    return text(listed[0], "id") if listed is not None and len(listed) == 1 else None


def bids(release: Node) -> list[Node] | None:
    """Return the bids of a release, None if it has no list of them."""
    return children(child(release, "bids"), "details")


def submitted_bids(release: Node) -> list[Node]:
    """Return the bids that were handed in: pending, valid or disqualified, not merely invited and not withdrawn."""
    return [
        bid
        for bid in bids(release) or ()
        if (status := text(bid, "status")) is not None and status not in _NOT_SUBMITTED
    ]


def active_awards(release: Node) -> list[Node]:
    """Return the awards in force."""
    return [award for award in children(release, "awards") or () if text(award, "status") == "active"]


def settled_awards(release: Node) -> list[Node] | None:
    """Return the awards in force once every award is final; None while one is pending or unknown, or bids are missing."""
    awards = children(release, "awards")
    if awards is None or bids(release) is None:
        return None
    active: list[Node] = []
    for award in awards:
        status = text(award, "status")
        if status == "active":
            active.append(award)
        elif status is not None and status not in _FINAL_BUT_EMPTY:
            return None
    return active


def sole_winner(release: Node) -> str | None:
    """Return the one supplier of the one award in force, None if there are several or none, or awards are pending."""
    awards = settled_awards(release)
    return only_id(awards[0], "suppliers") if awards is not None and len(awards) == 1 else None


def priced(listed: list[Node]) -> Iterator[PricedBid]:
    """Yield the bids that state an amount and a currency."""
    for bid in listed:
        value, status = child(bid, "value"), text(bid, "status")
        amount, currency = number(value, "amount"), text(value, "currency")
        if amount is not None and currency is not None and status is not None:
            yield PricedBid(tenderers=ids(bid, "tenderers"), amount=amount, currency=currency, status=status)
