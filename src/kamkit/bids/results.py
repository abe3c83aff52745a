"""What an evaluation gives."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.bids.methods import Better, Method
from kamkit.fields import Says
from kamkit.reasons import Reason


class Outcome(StrEnum):
    """How an evaluation ends."""

    AWARDED = "AWARDED"
    TIE = "TIE"
    """Bids are equal and no rule tells them apart."""
    DRAW = "DRAW"
    """Lots must be drawn."""
    EVALUATE_AGAIN = "EVALUATE_AGAIN"
    """The committee must evaluate the equal bids again."""
    RULE_NEEDED = "RULE_NEEDED"
    """A formula has no value for a bid."""
    WEIGHTS_OPEN = "WEIGHTS_OPEN"
    """Weights are still ranges."""
    NO_BID = "NO_BID"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedBid:
    """A bid in the order of the method; bids that are out come last, without rank and total."""

    id: str
    rank: Annotated[int | None, Says("Equal totals share a rank: 1, 1, 3")]
    total: Annotated[Decimal | None, Says("What is compared: points, a sum of ranks, a price or a quotient")]
    technical: Annotated[Decimal | None, Says("Technical score; the value in money for AWARD_ON_VALUE")]
    price_score: Annotated[Decimal | None, Says("Price score")]
    technical_part: Annotated[Decimal | None, Says("What the technical score adds to the total")]
    price_part: Annotated[Decimal | None, Says("What the price score adds to the total")]
    bid_price: Annotated[Decimal | None, Says("As bid")]
    evaluation_price: Annotated[Decimal | None, Says("As evaluated: reductions, additions, value taken off")]
    weighted_price: Annotated[
        Decimal | None, Says("Divided by a coefficient or by the score, where the method does")
    ]
    contract_price: Annotated[
        Decimal | None, Says("At which the contract would be made; null where it is negotiated")
    ]
    coefficient: Annotated[Decimal | None, Says("What the price is divided by")]
    ranks: Annotated[tuple[tuple[str, int], ...], Says("Rank by member, where members rank")]
    total_low: Annotated[Decimal | None, Says("Lowest total that ranges of weights allow")] = None
    total_high: Annotated[Decimal | None, Says("Highest total that ranges of weights allow")] = None
    eligible: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """The ranking, the award (None where no rule decides) and why."""

    method: Method
    rule: Annotated[str, Says("The rule book")]
    better: Annotated[Better, Says("Whether the higher or the lower total wins")]
    ranking: tuple[RankedBid, ...]
    ranking_before: Annotated[tuple[RankedBid, ...], Says("The same without any exclusion")]
    award: str | None
    outcome: Outcome
    ties: Annotated[tuple[str, ...], Says("Bids that are equal at the top and that no rule has told apart")]
    reference_price: Annotated[
        Decimal | None, Says("Lowest price, base price or other price that points are measured by")
    ]
    highest_possible: Annotated[
        Decimal | None, Says("The most points a bid could reach; null for prices and ranks")
    ]
    reasons: tuple[Reason, ...]
