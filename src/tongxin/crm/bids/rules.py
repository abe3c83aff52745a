"""What makes a bid, its criteria and its rivals acceptable."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tongxin.common.errors import Conflict, Refusal
from tongxin.crm.bids.choices import BidOutcome


class BidRefused(Refusal):
    """Say why a bid cannot be saved so."""


class BidConflict(Conflict):
    """Say why a bid's state forbids this."""


def check_bid_values(values: Mapping[str, Any]) -> None:
    """Accept an internal deadline that is not later than the buyer's, and a gross price whose VAT rate is known.

    Raises:
        BidRefused: `DEADLINES_REVERSED`, `VAT_RATE_MISSING`.

    """
    internal, official = values.get("internal_at"), values.get("deadline_at")
    if internal is not None and official is not None and internal > official:
        raise BidRefused("DEADLINES_REVERSED", field="internal_at")
    if values.get("vat_basis") == "GROSS" and values.get("vat_rate") is None:
        raise BidRefused("VAT_RATE_MISSING", field="vat_rate")


def check_criterion_values(values: Mapping[str, Any]) -> None:
    """Accept a range of weights whose end is not below its start, and a least score that is not above the highest.

    Raises:
        BidRefused: `RANGE_REVERSED`, `LEAST_ABOVE_HIGHEST`.

    """
    highest, least = values.get("highest"), values.get("least")
    low, high = values.get("weight_from"), values.get("weight_to")
    if low is not None and high is not None and high < low:
        raise BidRefused("RANGE_REVERSED", field="weight_to")
    if least is not None and highest is not None and least > highest:
        raise BidRefused("LEAST_ABOVE_HIGHEST", field="least")


def check_rival_values(values: Mapping[str, Any]) -> None:
    """Accept prices in the order low, likely, high, and a quality whose end is not below its start.

    Raises:
        BidRefused: `PRICES_REVERSED`, `RANGE_REVERSED`.

    """
    prices = [values.get(name) for name in ("price_low", "price_likely", "price_high")]
    known = [price for price in prices if price is not None]
    if known != sorted(known):
        raise BidRefused("PRICES_REVERSED", field="price_low")
    low, high = values.get("quality_low"), values.get("quality_high")
    if low is not None and high is not None and high < low:
        raise BidRefused("RANGE_REVERSED", field="quality_high")


def check_score(*, name: str, score: Decimal, top: Decimal | None, negative: bool = False) -> None:
    """Accept a score from nought to the criterion's highest.

    Raises:
        BidRefused: `SCORE_ABOVE_HIGHEST` or `SCORE_NEGATIVE`.

    """
    if score < 0 and not negative:
        raise BidRefused("SCORE_NEGATIVE", field="score", name=name)
    if top is not None and score > top:
        raise BidRefused("SCORE_ABOVE_HIGHEST", field="score", name=name, score=score, most=top)


def state_of_lots(outcomes: Iterable[str]) -> str:
    """Return how a tender stands by what is decided of its lots; lots that were called off do not count.

    `OPEN`, `PARTLY_AWARDED`, `AWARDED` or `CANCELLED`; an empty outcome is a lot that is not decided.
    """
    counted = [outcome for outcome in outcomes if outcome != BidOutcome.CANCELLED]
    decided = [outcome for outcome in counted if outcome]
    if not counted:
        return "CANCELLED"
    if not decided:
        return "OPEN"
    return "AWARDED" if len(decided) == len(counted) else "PARTLY_AWARDED"
