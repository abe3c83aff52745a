"""The account portfolio: attractiveness against relative strength."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.portfolio.reasons import PortfolioReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

PLACES = Decimal("0.000001")
TOLD = 2


class Axis(StrEnum):
    """What a factor says something about."""

    ATTRACTIVENESS = "ATTRACTIVENESS"
    """How good it would be to have the account's business."""
    STRENGTH = "STRENGTH"
    """How good a supplier is in the eyes of the account."""


class Quadrant(StrEnum):
    """Where an account stands, and with that what to do."""

    STRATEGIC = "STRATEGIC"
    """Attractive, and we are strong: invest together."""
    STAR = "STAR"
    """Attractive, and a rival is stronger: invest to catch up, or choose not to."""
    STATUS = "STATUS"
    """Less attractive, and we are strong: keep, with care for cost."""
    STREAMLINE = "STREAMLINE"
    """Less attractive, and a rival is stronger: serve at low cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor of one of the axes; weights of an axis may have any sum."""

    id: str
    axis: Axis
    weight: Annotated[Decimal, Says("Weight within its axis", above=0)]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account's scores by factor, and those of rivals for strength; a factor that is not named is not scored."""

    id: str
    scores: Mapping[str, Decimal]
    rivals: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    sales: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioInput:
    """Factors, accounts, and the scale of the scores."""

    factors: tuple[Factor, ...]
    accounts: tuple[Account, ...]
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(10)
    needed_share: Annotated[
        Decimal, Says("Part of the weight that must be scored", at_least=0, at_most=1)
    ] = Decimal("0.5")

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.highest <= self.lowest:
            raise InputError(ProblemCode.CONFLICT, "highest", f"must be above the lowest, {self.lowest}")
        known: dict[str, Axis] = {}
        for index, factor in enumerate(self.factors):
            if factor.id in known:
                raise InputError(ProblemCode.DUPLICATE, f"factors[{index}].id", f"{factor.id} is there twice")
            known[factor.id] = factor.axis
        for axis in Axis:
            if axis not in known.values():
                raise InputError(ProblemCode.MISSING, "factors", f"there is no factor of {axis.value}")
        for index, account in enumerate(self.accounts):
            self._check_scores(account.scores, known, f"accounts[{index}].scores")
            strengths = {name: axis for name, axis in known.items() if axis is Axis.STRENGTH}
            for rival, scores in account.rivals.items():
                self._check_scores(scores, strengths, f"accounts[{index}].rivals.{rival}")

    def _check_scores(self, scores: Mapping[str, Decimal], known: Mapping[str, Axis], path: str) -> None:
        for name, score in scores.items():
            if name not in known:
                said = f"there is no such factor; known are {', '.join(known)}"
                raise InputError(ProblemCode.UNKNOWN_REFERENCE, f"{path}.{name}", said)
            if not self.lowest <= score <= self.highest:
                said = f"must be from {self.lowest} to {self.highest}, not {score}"
                raise InputError(ProblemCode.OUT_OF_RANGE, f"{path}.{name}", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A weighted mean of scores, and the lowest and highest it can be once all factors are scored."""

    value: Decimal | None
    low: Decimal
    high: Decimal
    known_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where an account stands.

    `relative` is our strength less that of the best rival, None where no rival is scored. No quadrant is given if too
    little is scored.
    """

    id: str
    attractiveness: Scored
    strength: Scored
    best_rival: str | None
    rival_strength: Decimal | None
    relative: Decimal | None
    quadrant: Quadrant | None
    sales: Decimal | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The accounts, the most attractive first, those of unknown attractiveness last."""

    positions: tuple[Position, ...]


def position(question: PortfolioInput) -> Portfolio:
    """Return where accounts stand: the weighted mean of each axis, and ours against the best rival's.

    An account is attractive from the middle of the scale on; we are strong if we are at least as strong as the best
    rival, or, without one, from the middle of the scale on.
    """
    positions = [_position(account, question) for account in question.accounts]
    known = [each for each in positions if each.attractiveness.value is not None]
    unknown = [each for each in positions if each.attractiveness.value is None]
    known.sort(key=lambda each: (-(each.attractiveness.value or 0), each.id))
    return Portfolio(positions=(*known, *sorted(unknown, key=lambda each: each.id)))


def _position(account: Account, question: PortfolioInput) -> Position:
    attraction = _scored(account.scores, Axis.ATTRACTIVENESS, question)
    strength = _scored(account.scores, Axis.STRENGTH, question)
    rivals = {
        name: found.value
        for name, scores in account.rivals.items()
        if (found := _scored(scores, Axis.STRENGTH, question)).value is not None
    }
    best = min(rivals, key=lambda name: (-(rivals[name] or 0), name), default=None)
    against = None if best is None else rivals[best]
    middle = (question.lowest + question.highest) / 2
    quadrant = None
    if attraction.value is not None and strength.value is not None:
        quadrant = _quadrant(
            attraction.value >= middle, strength.value >= (middle if against is None else against)
        )
    relative = None if strength.value is None or against is None else strength.value - against
    return Position(
        id=account.id,
        attractiveness=attraction,
        strength=strength,
        best_rival=best,
        rival_strength=against,
        relative=relative,
        quadrant=quadrant,
        sales=account.sales,
        reasons=(
            *_missing(account, attraction, strength, question),
            *_rival_reason(best, against),
            *_between(quadrant, attraction, strength, against, middle),
            *_drivers(account.scores, question, middle),
        ),
    )


def _scored(scores: Mapping[str, Decimal], axis: Axis, question: PortfolioInput) -> Scored:
    factors = [factor for factor in question.factors if factor.axis is axis]
    whole = sum(factor.weight for factor in factors)
    known = sum(factor.weight for factor in factors if factor.id in scores)
    points = sum((factor.weight * scores[factor.id] for factor in factors if factor.id in scores), Decimal(0))
    share = Decimal(known) / whole
    return Scored(
        value=_shown(points / known) if known and share >= question.needed_share else None,
        low=_shown((points + (whole - known) * question.lowest) / whole),
        high=_shown((points + (whole - known) * question.highest) / whole),
        known_share=_shown(share),
    )


def _quadrant(attractive: bool, strong: bool) -> Quadrant:  # noqa: FBT001  (two of a kind, read together)
    if attractive:
        return Quadrant.STRATEGIC if strong else Quadrant.STAR
    return Quadrant.STATUS if strong else Quadrant.STREAMLINE


def _missing(
    account: Account, attraction: Scored, strength: Scored, question: PortfolioInput
) -> list[Reason]:
    reasons = [
        Reason(
            code=PortfolioReason.TOO_LITTLE_SCORED,
            params=(("share", _percent(found.known_share)), ("needed", _percent(question.needed_share))),
        )
        for found in (attraction, strength)
        if found.value is None
    ]
    return reasons + [
        Reason(code=PortfolioReason.FACTOR_NOT_SCORED, params=(("factor", factor.id),))
        for factor in question.factors
        if factor.id not in account.scores
    ]


def _rival_reason(best: str | None, against: Decimal | None) -> tuple[Reason, ...]:
    if best is None or against is None:
        return (Reason(code=PortfolioReason.NO_RIVAL_KNOWN),)
    return (Reason(code=PortfolioReason.BEST_RIVAL, params=(("rival", best), ("strength", _told(against)))),)


def _between(
    quadrant: Quadrant | None, attraction: Scored, strength: Scored, against: Decimal | None, middle: Decimal
) -> tuple[Reason, ...]:
    bar = middle if against is None else against
    ends = {
        _quadrant(attractive >= middle, strong >= bar)
        for attractive in (attraction.low, attraction.high)
        for strong in (strength.low, strength.high)
    }
    if quadrant is None or len(ends) == 1:
        return ()
    return (Reason(code=PortfolioReason.BETWEEN_QUADRANTS),)


def _drivers(scores: Mapping[str, Decimal], question: PortfolioInput, middle: Decimal) -> list[Reason]:
    """Name the factors that move the account most from the middle, on either axis."""
    reasons: list[Reason] = []
    for axis in Axis:
        factors: Sequence[Factor] = [factor for factor in question.factors if factor.axis is axis]
        whole = sum(factor.weight for factor in factors)
        moved = [
            (factor.weight * (scores[factor.id] - middle) / whole, factor.id)
            for factor in factors
            if factor.id in scores
        ]
        for pull, name in sorted(moved, key=lambda entry: (-abs(entry[0]), entry[1]))[:TOLD]:
            if pull:
                code = PortfolioReason.FACTOR_LIFTS if pull > 0 else PortfolioReason.FACTOR_LOWERS
                reasons.append(Reason(code=code, params=(("factor", name),), weight=_told(pull)))
    return reasons


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)


def _told(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


def _shown(value: Decimal) -> Decimal:
    return value.quantize(PLACES, rounding=ROUND_HALF_EVEN)
