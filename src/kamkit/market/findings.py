"""What an indicator finds: whom or what it flags, with its value and the reason."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kamkit.market.params import Indicator
from kamkit.market.reasons import MarketReason
from kamkit.reasons import Reason, ReasonValue


class Group(StrEnum):
    """What a flag hangs on; the values are the keys of Cardinal's output."""

    OCID = "OCID"
    BUYER = "Buyer"
    PROCURING_ENTITY = "ProcuringEntity"
    TENDERER = "Tenderer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One flag: `value` is what the method publishes (1 for yes, a ratio, a count), `reason` says it in numbers."""

    indicator: Indicator
    group: Group
    id: str
    value: float
    reason: Reason


_CODES = {
    Indicator.R003: MarketReason.SHORT_SUBMISSION_PERIOD,
    Indicator.R018: MarketReason.SINGLE_BID,
    Indicator.R024: MarketReason.PRICE_CLOSE_TO_WINNING_BID,
    Indicator.R025: MarketReason.EXCESSIVE_UNSUCCESSFUL_BIDS,
    Indicator.R028: MarketReason.IDENTICAL_BID_PRICES,
    Indicator.R030: MarketReason.LATE_BID_WON,
    Indicator.R035: MarketReason.ALL_EXCEPT_WINNER_DISQUALIFIED,
    Indicator.R036: MarketReason.LOWEST_BID_DISQUALIFIED,
    Indicator.R038: MarketReason.EXCESSIVE_DISQUALIFIED_BIDS,
    Indicator.R048: MarketReason.HETEROGENEOUS_SUPPLIER,
    Indicator.R058: MarketReason.HEAVILY_DISCOUNTED_BID,
}


def finding(indicator: Indicator, group: Group, on: str, value: float, **values: ReasonValue) -> Finding:
    """Return a flag with its reason."""
    reason = Reason(code=_CODES[indicator], params=tuple(values.items()))
    return Finding(indicator=indicator, group=group, id=on, value=value, reason=reason)


def shown(value: float) -> Decimal:
    """Return a ratio as a reason tells it: to four decimals."""
    return Decimal(str(round(value, 4)))
