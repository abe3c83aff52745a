"""What an evaluation needs to know: the method, the criteria, the bids, and what the tender itself settles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.bids.exact import Rounding
from kamkit.bids.methods import Method, PriceFormula, TieStep
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode

Scores = Mapping[str, Decimal]


class Purchase(StrEnum):
    """What is bought; the mainland's rules differ by it."""

    GOODS = "GOODS"
    SERVICES = "SERVICES"
    WORKS = "WORKS"


class PassMarkOn(StrEnum):
    """Which score must reach the pass mark."""

    TOTAL = "TOTAL"
    TECHNICAL = "TECHNICAL"


class PassRule(StrEnum):
    """Whose score must reach the pass mark: the mean of the members, or that of more than half of them."""

    AVERAGE = "AVERAGE"
    MAJORITY = "MAJORITY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An item of the evaluation. With both numbers, a score counts `score / max * weight`; with one, as it stands."""

    id: Annotated[str, Says("Name of the item; `price` is the price unless bids carry scores for it")]
    weight: Annotated[
        Decimal | None,
        Says("Points or per cent of the item; money for AWARD_ON_VALUE; null: as max", at_least=0),
    ] = None
    max: Annotated[Decimal | None, Says("Highest score that can be given; null: as weight", above=0)] = None
    min: Annotated[Decimal | None, Says("Lowest score with which a bid stays in")] = None
    range: Annotated[
        tuple[Decimal, Decimal] | None,
        Says("Weight not fixed yet: from, to; then only spans are given", at_least=0),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.weight is None and self.max is None and self.range is None:
            raise InputError(ProblemCode.MISSING, "weight", "an item needs a weight or a highest score")
        if self.top == 0:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, "max", "an item without weight needs a highest score above 0"
            )
        if self.range is not None and (self.weight is not None or self.range[1] < self.range[0]):
            raise InputError(
                ProblemCode.CONFLICT, "range", "give a weight, or a range whose end is not below its start"
            )

    @property
    def top(self) -> Decimal:
        """The highest score."""
        if self.max is not None:
            return self.max
        return self.range[1] if self.range is not None else self.points

    @property
    def points(self) -> Decimal:
        """The weight."""
        return self.weight if self.weight is not None else self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What the evaluation adds to a price (or takes off, if negative): an amount, or per cent of the price."""

    amount: Annotated[Decimal | None, Says("In the currency of the price")] = None
    percent: Annotated[Decimal | None, Says("Per cent of the bid price: 7.5 adds 7.5%")] = None
    note: Annotated[str, Says("What for")] = ""

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.percent is None):
            raise InputError(ProblemCode.CONFLICT, "amount", "give either an amount or per cent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """An offer, with the scores of the committee as a whole or of its members one by one."""

    id: str
    price: Annotated[
        Decimal | None, Says("Bid price; null: not known, or envelope not opened", at_least=0)
    ] = None
    valid: Annotated[bool, Says("False: rejected before evaluation")] = True
    scores: Annotated[Scores | None, Says("Score by item")] = None
    members: Annotated[Mapping[str, Scores] | None, Says("Score by item, by member of the committee")] = None
    small: Annotated[bool, Says("A small firm, whose price is reduced by `deduction_small`")] = False
    deduction: Annotated[
        Decimal | None,
        Says("Reduction of this bid's price: 0.04, or 4 for per cent", at_least=0, at_most=100),
    ] = None
    adjustments: Annotated[tuple[Adjustment, ...], Says("What the evaluation adds to the price")] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.scores is not None and self.members is not None:
            raise InputError(ProblemCode.CONFLICT, "members", "give either scores or members")

    @property
    def sheets(self) -> Mapping[str, Scores]:
        """The scores by member; a committee that scores as one is one member without a name."""
        return self.members if self.members is not None else {"": self.scores or {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """Below a price, points grow otherwise: by `factor` of the formula's growth, or to a `bonus` reached at `stop`."""

    at: Annotated[Decimal, Says("Price below which the bend begins", above=0)]
    factor: Annotated[Decimal | None, Says("Part of the formula's growth that still counts", at_least=0)] = (
        None
    )
    bonus: Annotated[Decimal | None, Says("Points gained between `at` and `stop`, evenly")] = None
    stop: Annotated[Decimal | None, Says("A lower price counts as this one", at_least=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if (self.factor is None) == (self.bonus is None):
            raise InputError(ProblemCode.CONFLICT, "factor", "give either a factor or a bonus")
        if self.bonus is not None and self.stop is None:
            raise InputError(ProblemCode.MISSING, "stop", "a bonus needs the price at which it is reached")
        if self.stop is not None and self.stop >= self.at:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, "stop", f"must be below {self.at}, where the bend begins"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """From so many bids on, some prices stay out of the mean of the benchmark (they are scored all the same)."""

    from_bids: Annotated[int, Says("Number of bids from which this holds", at_least=1)]
    highest: Annotated[int, Says("So many of the highest", at_least=0)] = 0
    lowest: Annotated[int, Says("So many of the lowest", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.highest + self.lowest >= self.from_bids:
            raise InputError(ProblemCode.CONFLICT, "from_bids", "at least one price must stay in the mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRule:
    """How a base price is made of the bids, and what distance from it costs."""

    drop: Annotated[
        tuple[Dropped, ...], Says("Which prices stay out of the mean; the last that applies counts")
    ] = (
        Dropped(from_bids=6, highest=1),
        Dropped(from_bids=7, highest=1, lowest=1),
    )
    reduction: Annotated[Decimal, Says("The mean is reduced by this part: 0.05", at_least=0, at_most=1)] = (
        Decimal("0.05")
    )
    ceiling_share: Annotated[
        Decimal, Says("Share of the `ceiling` mixed with the mean: 0.4 is 40%", at_least=0, at_most=1)
    ] = Decimal(0)
    above: Annotated[Decimal, Says("Points of 100 lost for each per cent above the base", at_least=0)] = (
        Decimal("1.2")
    )
    below: Annotated[Decimal, Says("Points of 100 lost for each per cent below it", at_least=0)] = Decimal(
        "0.8"
    )

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbnormallyLow:
    """When a price must be explained; never a ground for exclusion by itself. Each rule that is given is asked."""

    points_below_mean: Annotated[
        Decimal | None, Says("Percentage points of discount on `base_price` beyond the mean discount")
    ] = None
    percent_below_mean: Annotated[Decimal | None, Says("Per cent below the mean price")] = None
    percent_of_base: Annotated[
        Decimal | None, Says("Per cent of `base_price` below which a price is low")
    ] = None
    base_price: Annotated[Decimal | None, Says("The buyer's own price before bidding", above=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.base_price is None and not self.points_below_mean is self.percent_of_base is None:
            raise InputError(ProblemCode.MISSING, "base_price", "this rule needs the buyer's own price")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A further evaluation of bids that were equal: their new scores."""

    scores: Annotated[Mapping[str, Scores], Says("Score by item, by bid")] = field(default_factory=dict)
    members: Annotated[Mapping[str, Mapping[str, Scores]], Says("Score by item, by member, by bid")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationParams:
    """What the rule book leaves to the tender."""

    pass_mark: Annotated[Decimal | None, Says("Score below which a bid is out", at_least=0)] = None
    pass_mark_on: Annotated[
        PassMarkOn | None, Says("Of the total or of quality; null: total for TW_*, quality for others")
    ] = None
    pass_rule: Annotated[PassRule, Says("Mean of the members, or more than half of them")] = PassRule.AVERAGE
    price_weight: Annotated[
        Decimal | None,
        Says(
            "Points of the price, or its share: 0.2, or 20 beside 100 points of quality; null: what is left of 100",
            at_least=0,
        ),
    ] = None
    price_formula: Annotated[
        PriceFormula | None, Says("How a price becomes points; null: the method's own")
    ] = None
    price_criterion: Annotated[
        str | None, Says("Id of the item that is the price; null: the one called price")
    ] = None
    total: Annotated[Decimal | None, Says("What the tender prints as the sum of all weights", above=0)] = None
    floor: Annotated[Decimal | None, Says("Price points are never less; null: they may be negative")] = None
    ceiling: Annotated[Decimal | None, Says("A bid above this price is out", above=0)] = None
    bend: Annotated[Bend | None, Says("How points grow below a price")] = None
    expected_price: Annotated[Decimal | None, Says("The buyer's expected price (DEVIATION)", above=0)] = None
    target_ratio: Annotated[Decimal | None, Says("Ratio to it that has no penalty (DEVIATION)", above=0)] = (
        None
    )
    penalty: Annotated[
        Decimal, Says("Points lost for each percentage point off it (DEVIATION)", at_least=0)
    ] = Decimal(1)
    worst_price: Annotated[
        Decimal | None, Says("Price with no points (LINEAR); null: the dearest bid", above=0)
    ] = None
    benchmark: Annotated[BenchmarkRule, Says("The base price (BENCHMARK)")] = BenchmarkRule()
    higher_price_wins: Annotated[bool, Says("COEFFICIENT: the figure is a revenue or a saving")] = False
    budget: Annotated[Decimal | None, Says("Fixed budget (WB_FBS)", above=0)] = None
    purchase: Annotated[Purchase | None, Says("What is bought: asks the bounds of the mainland's rules")] = (
        None
    )
    deduction_small: Annotated[
        Decimal | None,
        Says("Reduction of small firms' prices: 0.10, or 10 for per cent", at_least=0, at_most=100),
    ] = None
    abnormally_low: Annotated[AbnormallyLow | None, Says("When a price must be explained")] = None
    disqualified: Annotated[
        tuple[str, ...], Says("Bids put out after evaluation; the others are evaluated anew")
    ] = ()
    absent: Annotated[tuple[str, ...], Says("Members whose scores do not count")] = ()
    committee_size: Annotated[int | None, Says("Members appointed: more than half must attend", above=0)] = (
        None
    )
    evaluations_held: Annotated[
        int, Says("Comprehensive evaluations so far, this one included", at_least=1)
    ] = 1
    rounds: Annotated[tuple[Round, ...], Says("Further evaluations of bids that were equal, in order")] = ()
    rounding: Annotated[Rounding | None, Says("Null: nothing is rounded")] = None
    tie: Annotated[
        tuple[TieStep, ...] | None, Says("What decides between equal bids, in order; null: the rule book")
    ] = None
    drawn: Annotated[str | None, Says("The bid that the lot fell on, where lots were drawn")] = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A tender with its bids, to be evaluated by its own method."""

    method: Method
    criteria: Annotated[tuple[Criterion, ...], Says("The items; none for methods of price alone")] = ()
    bids: tuple[Bid, ...]
    params: EvaluationParams = EvaluationParams()

    def __post_init__(self) -> None:
        check_once(self.criteria, "criteria")
        check_once(self.bids, "bids")
        ids = {bid.id for bid in self.bids}
        named = [(f"params.disqualified[{place}]", id_) for place, id_ in enumerate(self.params.disqualified)]
        named += [("params.drawn", self.params.drawn)] if self.params.drawn is not None else []
        for path, id_ in named:
            if id_ not in ids:
                raise InputError(ProblemCode.UNKNOWN_REFERENCE, path, f"there is no bid {id_}")


def check_once(items: Iterable[Criterion | Bid], path: str) -> None:
    """Raise InputError (DUPLICATE) for the first id that is there twice."""
    seen: set[str] = set()
    for place, item in enumerate(items):
        if item.id in seen:
            raise InputError(ProblemCode.DUPLICATE, f"{path}[{place}].id", f"{item.id} is there twice")
        seen.add(item.id)
