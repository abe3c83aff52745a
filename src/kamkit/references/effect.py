"""Whether deals that had seen a reference were won more often than their like that had not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from statistics import NormalDist
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.references.reasons import ReferenceReason

NEEDED = 10
"""With fewer comparable deals on one side there is no figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reference that could be shown: its industry or region, and from which day on."""

    id: str
    on: date
    industry: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A decided deal.

    Whether it had seen a reference is said by `exposed`; if that is null, it had if a reference of its industry or region
    could be shown before `opened_on`. `match` names what comparable deals have in common, such as size or year.
    """

    id: str
    won: bool
    match: Mapping[str, str] = field(default_factory=dict)
    exposed: bool | None = None
    opened_on: date | None = None
    industry: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        if self.exposed is None and self.opened_on is None:
            raise InputError(ProblemCode.MISSING, "opened_on", "must be given where exposed is not")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectInput:
    """Decided deals, the references that could be shown, and the confidence of the interval."""

    deals: tuple[Deal, ...]
    references: tuple[Shown, ...] = ()
    confidence: Annotated[float, Says("Confidence of the interval", above=0, at_most=1)] = 0.95

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.confidence == 1:
            raise InputError(ProblemCode.OUT_OF_RANGE, "confidence", "must be below 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Comparable deals: how many were won of those with and of those without a reference."""

    match: Mapping[str, str]
    exposed: int
    exposed_won: int
    others: int
    others_won: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectResult:
    """The difference of win rates between deals with and without a reference, matched, with its interval.

    `crude` is the difference without matching. Everything is None where too little is comparable. `deals` are those that
    were compared.
    """

    difference: float | None
    low: float | None
    high: float | None
    crude: float | None
    deals: int
    strata: tuple[Stratum, ...]
    reasons: tuple[Reason, ...]


def effect(question: EffectInput) -> EffectResult:
    """Return how much more often deals with a reference were won, compared only with their like.

    Within strata of deals whose `match` is equal; the differences are weighted after N. Mantel and W. Haenszel (1959), the
    interval is that of T. Sato, "On the Variance Estimator for the Mantel-Haenszel Risk Difference", Biometrics 45
    (1989). It shows an association: who gets to see a reference is not drawn by lot.
    """
    seen = [(deal, _exposed(deal, question.references)) for deal in question.deals]
    strata = _strata(seen)
    used = [stratum for stratum in strata if stratum.exposed and stratum.others]
    compared = sum(stratum.exposed + stratum.others for stratum in used)
    reasons = _too_few(used, len(seen))
    difference = low = high = None
    if not reasons:
        difference, spread = _mantel_haenszel(used)
        reach = NormalDist().inv_cdf((1 + question.confidence) / 2) * spread
        low, high = round(difference - reach, 6), round(difference + reach, 6)
        reasons = [Reason(code=ReferenceReason.ASSOCIATION_ONLY)]
        if low <= 0 <= high:
            reasons.append(Reason(code=ReferenceReason.INTERVAL_HOLDS_ZERO))
    left = len(seen) - compared
    if left:
        reasons.append(Reason(code=ReferenceReason.DEALS_NOT_MATCHED, params=(("deals", left),)))
    return EffectResult(
        difference=None if difference is None else round(difference, 6),
        low=low,
        high=high,
        crude=_crude(seen),
        deals=compared,
        strata=tuple(strata),
        reasons=tuple(reasons),
    )


def _exposed(deal: Deal, references: Sequence[Shown]) -> bool:
    if deal.exposed is not None or deal.opened_on is None:
        return bool(deal.exposed)
    return any(
        shown.on < deal.opened_on
        and (
            (shown.industry is not None and shown.industry == deal.industry)
            or (shown.region is not None and shown.region == deal.region)
        )
        for shown in references
    )


def _strata(seen: Sequence[tuple[Deal, bool]]) -> list[Stratum]:
    groups: dict[tuple[tuple[str, str], ...], list[tuple[Deal, bool]]] = {}
    for deal, exposed in seen:
        groups.setdefault(tuple(sorted(deal.match.items())), []).append((deal, exposed))
    return [
        Stratum(
            match=dict(key),
            exposed=sum(exposed for _, exposed in members),
            exposed_won=sum(exposed and deal.won for deal, exposed in members),
            others=sum(not exposed for _, exposed in members),
            others_won=sum(not exposed and deal.won for deal, exposed in members),
        )
        for key, members in sorted(groups.items())
    ]


def _too_few(used: Sequence[Stratum], deals: int) -> list[Reason]:
    if not used:
        return [Reason(code=ReferenceReason.NO_MATCHED_DEALS, params=(("deals", deals),))]
    fewest = min(sum(stratum.exposed for stratum in used), sum(stratum.others for stratum in used))
    if fewest < NEEDED:
        values = (("found", fewest), ("needed", NEEDED))
        return [Reason(code=ReferenceReason.TOO_FEW_MATCHED, params=values)]
    return []


def _mantel_haenszel(strata: Sequence[Stratum]) -> tuple[float, float]:
    """Return the weighted difference and its standard error."""
    weight = difference = first = second = 0.0
    for each in strata:
        size = each.exposed + each.others
        won, other_won = each.exposed_won, each.others_won
        weight += each.exposed * each.others / size
        difference += (won * each.others - other_won * each.exposed) / size
        balance = each.exposed * each.others * (each.others - each.exposed) / 2
        first += (each.exposed**2 * other_won - each.others**2 * won + balance) / size**2
        second += (won * (each.others - other_won) + other_won * (each.exposed - won)) / (2 * size)
    rate = difference / weight
    variance = (rate * first + second) / weight**2
    return rate, sqrt(max(variance, 0.0))


def _crude(seen: Sequence[tuple[Deal, bool]]) -> float | None:
    with_one = [deal.won for deal, exposed in seen if exposed]
    without = [deal.won for deal, exposed in seen if not exposed]
    if not with_one or not without:
        return None
    return round(sum(with_one) / len(with_one) - sum(without) / len(without), 6)
