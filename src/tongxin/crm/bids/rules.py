"""What makes a bid, its criteria and its rivals acceptable."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tongxin.common.errors import Conflict, Refusal
from tongxin.crm.bids.choices import LotState


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


def check_policy_values(values: Mapping[str, Any]) -> None:
    """Accept bands in their order, and weights of which one at least is above nought.

    Raises:
        BidRefused: `BANDS_REVERSED`, `POLICY_WEIGHTS_NOUGHT`.

    """
    go, no_go = values.get("go_from"), values.get("no_go_below")
    if go is not None and no_go is not None and no_go > go:
        raise BidRefused("BANDS_REVERSED", field="no_go_below")
    weights = [value for name, value in values.items() if name.endswith("_weight")]
    if weights and all(weight == 0 for weight in weights):
        raise BidRefused("POLICY_WEIGHTS_NOUGHT", field="coverage_weight")


def check_score(*, name: str, score: Decimal, top: Decimal | None, negative: bool = False) -> None:
    """Accept a score from nought to the criterion's highest.

    Raises:
        BidRefused: `SCORE_ABOVE_HIGHEST` or `SCORE_NEGATIVE`.

    """
    if score < 0 and not negative:
        raise BidRefused("SCORE_NEGATIVE", field="score", name=name)
    if top is not None and score > top:
        raise BidRefused("SCORE_ABOVE_HIGHEST", field="score", name=name, score=score, most=top)


def state_of_lots(states: Iterable[str]) -> LotState:
    """Return how a tender stands by its lots; lots that were called off do not count.

    `AWARDED` where every lot is, `PARTLY_AWARDED` where only some are, be the others open or without an award.
    """
    counted = {state for state in states if state != LotState.CANCELLED}
    if not counted:
        return LotState.CANCELLED
    if LotState.AWARDED in counted:
        return LotState.AWARDED if len(counted) == 1 else LotState.PARTLY_AWARDED
    return LotState.OPEN if LotState.OPEN in counted else LotState.NOT_AWARDED
