"""How early those who decide were met, how far the needs were shaped, and how often such deals were won."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from statistics import NormalDist
from typing import Annotated

from kamkit.early.reasons import EarlyReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

MUCH = 1 / 3


class Engagement(StrEnum):
    """When the first of those who decide was first met."""

    BEFORE_CHARTER = "BEFORE_CHARTER"
    BEFORE_TENDER = "BEFORE_TENDER"
    LATE = "LATE"
    UNKNOWN = "UNKNOWN"


class Shaping(StrEnum):
    """How much of what is required, as far as its origin is known, we brought in."""

    MUCH = "MUCH"
    """A third or more."""
    SOME = "SOME"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Somebody who decides, and the day they were first met; None if never."""

    id: str
    first_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyDeal:
    """A deal: won or not (None while it is open), the days of charter and tender, who decides, and the requirements.

    `requirements` are all of them, `known` those whose origin is known, `ours` those that we brought in.
    """

    id: str
    won: bool | None = None
    charter_on: date | None = None
    tender_on: date | None = None
    deciders: tuple[Decider, ...] = ()
    requirements: Annotated[int, Says("Requirements", at_least=0)] = 0
    known: Annotated[int, Says("Requirements of known origin", at_least=0)] = 0
    ours: Annotated[int, Says("Requirements that we brought in", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.ours <= self.known <= self.requirements:
            said = (
                f"{self.ours} of ours, {self.known} of known origin and {self.requirements} in all do not fit"
            )
            raise InputError(ProblemCode.CONFLICT, "requirements", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyInput:
    """Deals, how many decided ones a rate needs, and the confidence of intervals."""

    deals: tuple[EarlyDeal, ...]
    needed: Annotated[int, Says("Decided deals that a rate needs", at_least=1)] = 10
    confidence: Annotated[float, Says("Confidence of the intervals", above=0, at_most=1)] = 0.95

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.confidence == 1:
            raise InputError(ProblemCode.OUT_OF_RANGE, "confidence", "must be below 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Somebody who decides: days from the first contact to charter and tender, negative after them; None if not known."""

    id: str
    first_on: date | None
    before_charter: int | None
    before_tender: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLead:
    """One deal: the leads, the earliest on top, and the share of requirements that we shaped."""

    id: str
    leads: tuple[Lead, ...]
    engagement: Engagement
    shaped: float | None
    shaping: Shaping
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often decided deals of a kind were won; no rate and a reason where there are too few."""

    kind: str
    deals: int
    won: int
    rate: float | None
    low: float | None
    high: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more often the first kind was won than all other known ones; None where one side has too few."""

    kind: str
    difference: float | None
    low: float | None
    high: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyResult:
    """Each deal in the order given, win rates by engagement and by shaping, and what being early and shaping goes with."""

    deals: tuple[DealLead, ...]
    engagement: tuple[Rate, ...]
    shaping: tuple[Rate, ...]
    early: Difference
    shaped: Difference


def rates(question: EarlyInput) -> EarlyResult:
    """Return how early and how shaping we were, deal by deal, and the win rates beside it.

    Intervals of rates are Wilson's (1927), those of differences R. G. Newcombe's hybrid score (Statistics in Medicine 17,
    1998, method 10). A rate needs `needed` decided deals, a difference as many on each side. They show what goes together.
    """
    told = tuple(_deal(deal) for deal in question.deals)
    pairs = list(zip(question.deals, told, strict=True))
    by_engagement = [(each.engagement.value, deal.won) for deal, each in pairs if deal.won is not None]
    by_shaping = [(each.shaping.value, deal.won) for deal, each in pairs if deal.won is not None]
    return EarlyResult(
        deals=told,
        engagement=tuple(_rate(kind.value, by_engagement, question) for kind in Engagement),
        shaping=tuple(_rate(kind.value, by_shaping, question) for kind in Shaping),
        early=_difference(Engagement.BEFORE_CHARTER.value, by_engagement, question),
        shaped=_difference(Shaping.MUCH.value, by_shaping, question),
    )


def _deal(deal: EarlyDeal) -> DealLead:
    met = sorted(each.first_on for each in deal.deciders if each.first_on is not None)
    leads = sorted(
        deal.deciders, key=lambda each: (each.first_on is None, each.first_on or date.max, each.id)
    )
    shaped = deal.ours / deal.known if deal.known else None
    return DealLead(
        id=deal.id,
        leads=tuple(
            Lead(
                id=each.id,
                first_on=each.first_on,
                before_charter=_days(each.first_on, deal.charter_on),
                before_tender=_days(each.first_on, deal.tender_on),
            )
            for each in leads
        ),
        engagement=_engagement(deal, met[0] if met else None),
        shaped=None if shaped is None else round(shaped, 6),
        shaping=_shaping(shaped),
        reasons=tuple(_reasons(deal, len(met))),
    )


def _days(first: date | None, day: date | None) -> int | None:
    return None if first is None or day is None else (day - first).days


def _engagement(deal: EarlyDeal, first: date | None) -> Engagement:
    if not deal.deciders or (deal.charter_on is None and deal.tender_on is None):
        return Engagement.UNKNOWN
    if first is not None and deal.charter_on is not None and first < deal.charter_on:
        return Engagement.BEFORE_CHARTER
    if first is not None and deal.tender_on is not None and first < deal.tender_on:
        return Engagement.BEFORE_TENDER
    return Engagement.LATE


def _shaping(shaped: float | None) -> Shaping:
    if shaped is None:
        return Shaping.UNKNOWN
    if shaped >= MUCH:
        return Shaping.MUCH
    return Shaping.SOME if shaped > 0 else Shaping.NONE


def _reasons(deal: EarlyDeal, met: int) -> Iterable[Reason]:
    if not deal.deciders:
        yield Reason(code=EarlyReason.NOBODY_DECIDES)
    elif met < len(deal.deciders):
        values = (("people", len(deal.deciders) - met), ("all", len(deal.deciders)))
        yield Reason(code=EarlyReason.DECIDERS_NOT_MET, params=values)
    if deal.charter_on is None and deal.tender_on is None:
        yield Reason(code=EarlyReason.NO_DAY_TO_COMPARE)
    if deal.known < deal.requirements:
        values = (("count", deal.requirements - deal.known), ("all", deal.requirements))
        yield Reason(code=EarlyReason.ORIGINS_UNKNOWN, params=values)


def _rate(kind: str, decided: Sequence[tuple[str, bool | None]], question: EarlyInput) -> Rate:
    outcomes = [bool(won) for each, won in decided if each == kind]
    deals, won = len(outcomes), sum(outcomes)
    if deals < question.needed:
        few = _few(deals, question)
        return Rate(kind=kind, deals=deals, won=won, rate=None, low=None, high=None, reasons=few)
    low, high = _wilson(won, deals, question.confidence)
    return Rate(
        kind=kind,
        deals=deals,
        won=won,
        rate=round(won / deals, 6),
        low=round(low, 6),
        high=round(high, 6),
        reasons=(),
    )


def _difference(kind: str, decided: Sequence[tuple[str, bool | None]], question: EarlyInput) -> Difference:
    first = [bool(won) for each, won in decided if each == kind]
    others = [bool(won) for each, won in decided if each not in {kind, Engagement.UNKNOWN.value}]
    fewer = min(len(first), len(others))
    if fewer < question.needed:
        return Difference(kind=kind, difference=None, low=None, high=None, reasons=_few(fewer, question))
    one, other = sum(first) / len(first), sum(others) / len(others)
    low_1, high_1 = _wilson(sum(first), len(first), question.confidence)
    low_2, high_2 = _wilson(sum(others), len(others), question.confidence)
    difference = one - other
    low = difference - sqrt((one - low_1) ** 2 + (high_2 - other) ** 2)
    high = difference + sqrt((high_1 - one) ** 2 + (other - low_2) ** 2)
    reasons = [Reason(code=EarlyReason.EARLY_IS_NO_CAUSE)]
    if low <= 0 <= high:
        reasons.append(Reason(code=EarlyReason.EARLY_MAY_BE_CHANCE))
    return Difference(
        kind=kind,
        difference=round(difference, 6),
        low=round(low, 6),
        high=round(high, 6),
        reasons=tuple(reasons),
    )


def _few(found: int, question: EarlyInput) -> tuple[Reason, ...]:
    values = (("found", found), ("needed", question.needed))
    return (Reason(code=EarlyReason.EARLY_TOO_FEW, params=values),)


def _wilson(won: int, deals: int, confidence: float) -> tuple[float, float]:
    """Return the score interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927)."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = won / deals, z * z
    middle = (share + square / (2 * deals)) / (1 + square / deals)
    reach = z / (1 + square / deals) * sqrt(share * (1 - share) / deals + square / (4 * deals * deals))
    return max(0.0, middle - reach), min(1.0, middle + reach)
