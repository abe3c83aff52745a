"""The further parameters of a bid's award method: a JSON object with the names of the decision library."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidRefused

ABSENT = "absent"


def further_of(bid: Bid) -> Mapping[str, Any]:
    """Return the further parameters of a bid, numbers exact.

    Raises:
        BidRefused: `PARAMETERS_NOT_JSON`.

    """
    return _read(bid, parse_float=Decimal)


def absent_of(bid: Bid) -> tuple[str, ...]:
    """Return the members of the committee whose scores do not count; none where the parameters cannot be read."""
    try:
        found = further_of(bid).get(ABSENT)
    except BidRefused:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def with_absent(bid: Bid, members: Iterable[str]) -> str:
    """Return the parameters with other members absent, everything else as it was written.

    Raises:
        BidRefused: `PARAMETERS_NOT_JSON`.

    """
    # A broken figure becomes a text with the same digits, which the decision library takes for the same exact figure.
    found: dict[str, Any] = dict(_read(bid, parse_float=str))
    found.pop(ABSENT, None)
    absent = sorted(set(members))
    if absent:
        found[ABSENT] = absent
    return json.dumps(found, ensure_ascii=False) if found else ""


def _read(bid: Bid, *, parse_float: Any) -> Mapping[str, Any]:
    if not bid.parameters.strip():
        return {}
    try:
        found = json.loads(bid.parameters, parse_float=parse_float)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BidRefused("PARAMETERS_NOT_JSON", field="parameters")
    return found
