"""Who carries weight: a ranking by typed, directed ties that says which type of tie carried it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import correlation, fmean
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.influence.network import Person, Tie, TieKind, check_network, strongest
from kamkit.influence.reasons import InfluenceReason
from kamkit.reasons import Reason

SIGNIFICANT = 0.01
"""Ties spread as unequally by chance with less than this probability tell people apart."""

Scores = Mapping[str, float]
Pairs = Mapping[tuple[str, str], float]


class Evidence(StrEnum):
    """How far a type of tie can be trusted to show who carries weight."""

    STRONG = "STRONG"
    """It shows power, and its ties are spread more unequally than chance would."""
    WEAK = "WEAK"
    """It does not show power, or its ties hardly tell people apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieWeights:
    """How much each type of tie says about power; friendship is asked only where nothing else is known."""

    advice: Annotated[float, Says("Being asked for advice", at_least=0)] = 1.0
    reports_to: Annotated[float, Says("Having people below one, at any depth", at_least=0)] = 1.0
    influence: Annotated[float, Says("Influencing others", at_least=0)] = 1.0
    dotted_line: Annotated[float, Says("Being reported to in a matrix", at_least=0)] = 0.5
    friendship: Annotated[float, Says("Being called a friend", at_least=0)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingInput:
    """People and the ties between them: "a names b for advice" is a tie from a to b of kind ADVICE."""

    people: tuple[Person, ...]
    ties: tuple[Tie, ...] = ()
    weights: TieWeights = field(default_factory=TieWeights)

    def __post_init__(self) -> None:
        check_network(self.people, self.ties)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPerson:
    """A person's place: equal scores share a rank (1, 1, 3); `score` is between 0 and 1."""

    id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TieReport:
    """What one type of tie contributed.

    `share` is its part of the differences between the scores (the parts sum to 1); `correlation` is Spearman's between
    its own order and the ranking's (None where it has no order); `chance` is the probability that its ties were spread
    as unequally if everybody had chosen at random.
    """

    kind: TieKind
    ties: int
    weight: float
    share: float
    correlation: float | None
    chance: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Who carries weight, most first; `carried_by` is the type of tie that made most of the differences.

    Without ties that tell people apart there is no ranking, and a reason says so.
    """

    ranking: tuple[RankedPerson, ...]
    carried_by: TieKind | None
    evidence: Evidence | None
    agreement: tuple[TieReport, ...]
    reasons: tuple[Reason, ...]


_SHOW_POWER = frozenset({TieKind.ADVICE, TieKind.REPORTS_TO, TieKind.INFLUENCE, TieKind.DOTTED_LINE})
_KINDS = (TieKind.ADVICE, TieKind.REPORTS_TO, TieKind.INFLUENCE, TieKind.DOTTED_LINE, TieKind.FRIENDSHIP)
_OF_A_PERSON = {
    TieKind.ADVICE: InfluenceReason.ASKED_FOR_ADVICE,
    TieKind.REPORTS_TO: InfluenceReason.PEOPLE_BELOW,
    TieKind.INFLUENCE: InfluenceReason.INFLUENCES_OTHERS,
    TieKind.DOTTED_LINE: InfluenceReason.REPORTED_TO_IN_MATRIX,
    TieKind.FRIENDSHIP: InfluenceReason.CALLED_A_FRIEND,
}
_OF_THE_RANKING = {
    TieKind.ADVICE: InfluenceReason.CARRIED_BY_ADVICE,
    TieKind.REPORTS_TO: InfluenceReason.CARRIED_BY_REPORTING_LINES,
    TieKind.INFLUENCE: InfluenceReason.CARRIED_BY_INFLUENCE,
    TieKind.DOTTED_LINE: InfluenceReason.CARRIED_BY_DOTTED_LINES,
    TieKind.FRIENDSHIP: InfluenceReason.CARRIED_BY_FRIENDSHIP,
}


def rank(question: RankingInput) -> Ranking:
    """Return the people in the order of the weight they carry, each with the ties that give it.

    Being asked for advice, having people below one in the solid lines and influencing others show power; being called
    a friend does not (Krackhardt, "Assessing the political landscape", Administrative Science Quarterly 35, 1990). Of
    each type a person's score is their sum of ties in relation to the person with most (degree centrality: Freeman,
    Social Networks 1, 1978); the score is the weighted mean over the types that occur. Vacant seats are left out.
    """
    people = sorted(person.id for person in question.people if not person.vacant)
    given = {kind: _towards(question.ties, people, kind) for kind in _KINDS}
    gains = {kind: _gains(kind, pairs, people) for kind, pairs in given.items() if pairs}
    weights = _weights(list(gains), question.weights)
    score = {name: sum(weight * gains[kind][name] for kind, weight in weights.items()) for name in people}
    if len(set(score.values())) < 2:
        nothing = Reason(
            code=InfluenceReason.NO_TELLING_TIES,
            params=(("people", len(people)), ("ties", len(question.ties))),
        )
        return Ranking(ranking=(), carried_by=None, evidence=None, agreement=(), reasons=(nothing,))
    reports = tuple(_report(kind, given[kind], gains[kind], weights.get(kind, 0.0), score) for kind in gains)
    carrier = max(reports, key=lambda report: report.share)
    return Ranking(
        ranking=_ranked(given, gains, weights, score),
        carried_by=carrier.kind,
        evidence=carrier.evidence,
        agreement=reports,
        reasons=_verdict(carrier),
    )


def _towards(ties: Sequence[Tie], people: Sequence[str], kind: TieKind) -> Pairs:
    """Return the ties of a kind as (giver, receiver of weight): whoever influences receives it from the influenced."""
    pairs = strongest(ties, kind, frozenset(people))
    if kind is TieKind.INFLUENCE:
        return {(to, from_): strength for (from_, to), strength in pairs.items()}
    return pairs


def _gains(kind: TieKind, pairs: Pairs, people: Sequence[str]) -> Scores:
    sums = dict.fromkeys(people, 0.0)
    if kind is TieKind.REPORTS_TO:
        import networkx as nx  # noqa: PLC0415  (heavy: loaded when used)

        lines = nx.DiGraph(list(pairs))
        sums |= {name: float(len(nx.ancestors(lines, name))) for name in lines}
    else:
        for (_, receiver), strength in pairs.items():
            sums[receiver] += strength
    most = max(sums.values())
    return {name: value / most for name, value in sums.items()}


def _weights(kinds: list[TieKind], given: TieWeights) -> dict[TieKind, float]:
    """Return the weights as shares of 1; friendship alone is better than nothing, and is called weak."""
    named = {
        TieKind.ADVICE: given.advice,
        TieKind.REPORTS_TO: given.reports_to,
        TieKind.INFLUENCE: given.influence,
        TieKind.DOTTED_LINE: given.dotted_line,
        TieKind.FRIENDSHIP: given.friendship,
    }
    used = {kind: named[kind] for kind in kinds if named[kind] > 0} or dict.fromkeys(kinds, 1.0)
    total = sum(used.values())
    return {kind: weight / total for kind, weight in used.items()}


def _report(kind: TieKind, pairs: Pairs, gains: Scores, weight: float, score: Scores) -> TieReport:
    names = list(score)
    chance = _chance(pairs, names)
    telling = kind in _SHOW_POWER and chance < SIGNIFICANT
    return TieReport(
        kind=kind,
        ties=len(pairs),
        weight=round(weight, 6),
        share=round(weight * _covariance(gains, score) / _covariance(score, score), 6) + 0.0,
        correlation=_spearman([gains[name] for name in names], [score[name] for name in names]),
        chance=chance,
        evidence=Evidence.STRONG if telling else Evidence.WEAK,
    )


def _covariance(one: Scores, other: Scores) -> float:
    mean_one, mean_other = fmean(one.values()), fmean(other.values())
    return fmean((one[name] - mean_one) * (other[name] - mean_other) for name in other)


def _chance(pairs: Pairs, people: Sequence[str]) -> float:
    """Return how likely ties spread at least as unequally if each giver had chosen as many receivers at random.

    The index of dispersion of the numbers received, each against its own mean and variance, by the chi-square
    distribution with one degree of freedom less than people.
    """
    from scipy.special import chdtrc  # noqa: PLC0415  (heavy: loaded when used)

    given, received = dict.fromkeys(people, 0), dict.fromkeys(people, 0)
    for giver, receiver in pairs:
        given[giver] += 1
        received[receiver] += 1
    odds = {name: number / (len(people) - 1) for name, number in given.items()}
    means, spreads = sum(odds.values()), sum(odd * (1 - odd) for odd in odds.values())
    statistic = 0.0
    for name in people:
        spread = spreads - odds[name] * (1 - odds[name])
        if spread > 0:
            statistic += (received[name] - means + odds[name]) ** 2 / spread
    return round(float(chdtrc(len(people) - 1, statistic)), 6)


def _spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(set(one)) < 2:
        return None
    return round(correlation(_places(one), _places(other)), 4)


def _places(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: ordered.index(value) for value in set(values)}
    return [first[value] + (ordered.count(value) - 1) / 2 for value in values]


def _ranked(
    given: Mapping[TieKind, Pairs],
    gains: Mapping[TieKind, Scores],
    weights: Mapping[TieKind, float],
    score: Scores,
) -> tuple[RankedPerson, ...]:
    ordered = sorted(score, key=lambda name: (-score[name], name))
    values = sorted(score.values(), reverse=True)
    entries = []
    for name in ordered:
        reasons = [
            _reason(kind, name, given[kind], weight * gains[kind][name])
            for kind, weight in weights.items()
            if gains[kind][name] > 0
        ]
        entries.append(
            RankedPerson(
                id=name,
                rank=values.index(score[name]) + 1,
                score=round(score[name], 6),
                reasons=tuple(sorted(reasons, key=lambda reason: -reason.weight)),
            )
        )
    return tuple(entries)


def _reason(kind: TieKind, name: str, pairs: Pairs, gain: float) -> Reason:
    people = sum(1 for _, receiver in pairs if receiver == name)
    return Reason(code=_OF_A_PERSON[kind], params=(("people", people),), weight=Decimal(str(round(gain, 4))))


def _verdict(carrier: TieReport) -> tuple[Reason, ...]:
    share = Decimal(str(round(carrier.share * 100)))
    reasons = [Reason(code=_OF_THE_RANKING[carrier.kind], params=(("share", share), ("ties", carrier.ties)))]
    if carrier.kind in _SHOW_POWER and carrier.evidence is Evidence.WEAK:
        chance = Decimal(str(round(carrier.chance * 100, 1)))
        reasons.append(Reason(code=InfluenceReason.TIES_HARDLY_DIFFER, params=(("chance", chance),)))
    return tuple(reasons)
