"""Account health: a tree of measures whose every point leads to a record, and in which old facts count less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.health.reasons import HealthReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

FULL = 100.0
TOLD = 3


class HealthBand(StrEnum):
    """What a score is called."""

    GOOD = "GOOD"
    FAIR = "FAIR"
    POOR = "POOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is measured, 0 to 100, and how many days ago; `source` names the record it comes from.

    Without `half_life` its age does not matter; after so many days it counts half.
    """

    id: str
    weight: Annotated[float, Says("Weight among those of the same group", above=0)] = 1.0
    value: Annotated[float | None, Says("0 worst to 100 best, null if unknown", at_least=0, at_most=100)] = (
        None
    )
    days: Annotated[float, Says("Days since it was measured", at_least=0)] = 0.0
    half_life: Annotated[float | None, Says("Days after which it counts half", above=0)] = None
    group: str | None = None
    source: str = ""

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def freshness(self) -> float:
        """How much of its weight still counts, 0 to 1."""
        if self.value is None:
            return 0.0
        return 1.0 if self.half_life is None else 0.5 ** (self.days / self.half_life)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Measures, or other groups, that count together with one weight."""

    id: str
    weight: Annotated[float, Says("Weight among those of the same group", above=0)] = 1.0
    group: str | None = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthInput:
    """Measures, the groups they form, the bands, and the score of last time if there is one."""

    measures: tuple[Measure, ...]
    groups: tuple[Group, ...] = ()
    good_from: Annotated[float, Says("From this score on GOOD", at_least=0, at_most=100)] = 70.0
    fair_from: Annotated[float, Says("From this score on FAIR", at_least=0, at_most=100)] = 40.0
    needed_share: Annotated[
        float, Says("Part of the weight that must be known and fresh", at_least=0, at_most=1)
    ] = 0.4
    previous: Annotated[float | None, Says("Score of last time", at_least=0, at_most=100)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        parents = {group.id: group.group for group in self.groups}
        seen: set[str] = set()
        listed: tuple[tuple[str, tuple[Measure | Group, ...]], ...] = (
            ("groups", self.groups),
            ("measures", self.measures),
        )
        for path, nodes in listed:
            for index, node in enumerate(nodes):
                if node.id in seen:
                    raise InputError(
                        ProblemCode.DUPLICATE, f"{path}[{index}].id", f"{node.id} is there twice"
                    )
                seen.add(node.id)
                if node.group is not None and node.group not in parents:
                    said = f"there is no group {node.group}"
                    raise InputError(ProblemCode.UNKNOWN_REFERENCE, f"{path}[{index}].group", said)
        for index, group in enumerate(self.groups):
            self._check_circle(group.id, parents, index)
        if self.good_from < self.fair_from:
            raise InputError(ProblemCode.CONFLICT, "good_from", "must not be below fair_from")

    def _check_circle(self, start: str, parents: Mapping[str, str | None], index: int) -> None:
        chain, above = [start], parents[start]
        while above is not None and above not in chain:
            chain.append(above)
            above = parents[above]
        if above == start:
            said = f"groups go round in a circle: {' → '.join([*chain, start])}"
            raise InputError(ProblemCode.CONFLICT, f"groups[{index}].group", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNode:
    """A measure or a group: its own score, what it gives to the whole, and which nodes it is made of.

    `points` of all measures add up to the whole score; `lost` are the points it would give more if it were at 100.
    `low` and `high` are the bounds once everything unknown or stale in it is known.
    """

    id: str
    group: str | None
    score: float | None
    low: float
    high: float
    freshness: float
    points: float
    lost: float
    source: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthResult:
    """The score of the account with its band and bounds; None if too little is known and fresh."""

    score: float | None
    band: HealthBand | None
    low: float
    high: float
    known_share: float
    change: float | None
    nodes: tuple[HealthNode, ...]
    reasons: tuple[Reason, ...]


def score(question: HealthInput) -> HealthResult:
    """Return the health of an account: the weighted mean of its measures, group by group.

    A measure counts with its weight times its freshness, ½^(days / half-life); so does a group, with the mean freshness
    of what it holds. What is unknown or stale is not a bad mark: it makes the bounds wider, and below the needed share
    there is no score.
    """
    tree = _Tree(question)
    whole = tree.node(None)
    value = whole.score if whole.freshness >= question.needed_share - 1e-9 else None
    change = None if value is None or question.previous is None else round(value - question.previous, 6)
    nodes = tuple(tree.shown(node.id, value) for node in _nodes(question))
    return HealthResult(
        score=value,
        band=None if value is None else _band(value, question),
        low=whole.low,
        high=whole.high,
        known_share=whole.freshness,
        change=change,
        nodes=nodes,
        reasons=tuple(_reasons(question, nodes, whole.freshness, value, change)),
    )


@dataclass(frozen=True, slots=True)
class _Value:
    score: float | None
    low: float
    high: float
    freshness: float


class _Tree:
    def __init__(self, question: HealthInput) -> None:
        self.nodes = {node.id: node for node in _nodes(question)}
        self.children: dict[str | None, list[str]] = {}
        for name, node in self.nodes.items():
            self.children.setdefault(node.group, []).append(name)

    def node(self, name: str | None) -> _Value:
        """Return the value of a node; None is the root."""
        node = self.nodes.get(name) if name is not None else None
        if isinstance(node, Measure):
            fresh = node.freshness
            low = fresh * (node.value or 0.0)
            return _Value(node.value, round(low, 6), round(low + FULL * (1 - fresh), 6), fresh)
        parts = [(self.nodes[child].weight, self.node(child)) for child in self.children.get(name, ())]
        whole = sum(weight for weight, _ in parts)
        if not parts:
            return _Value(None, 0.0, FULL, 0.0)
        fresh = sum(weight * part.freshness for weight, part in parts)
        known = sum(weight * part.freshness * (part.score or 0.0) for weight, part in parts)
        return _Value(
            round(known / fresh, 6) if fresh > 0 else None,
            round(sum(weight * part.low for weight, part in parts) / whole, 6),
            round(sum(weight * part.high for weight, part in parts) / whole, 6),
            round(fresh / whole, 6),
        )

    def shown(self, name: str, value: float | None) -> HealthNode:
        """Return a node with its part of the whole score; without a score nothing has one."""
        found, node = self.node(name), self.nodes[name]
        share = 0.0 if value is None else self._share(name)
        return HealthNode(
            id=name,
            group=node.group,
            score=found.score,
            low=found.low,
            high=found.high,
            freshness=round(found.freshness, 6),
            points=round(share * (found.score or 0.0), 4),
            lost=round(share * (FULL - (found.score or 0.0)), 4),
            source=node.source if isinstance(node, Measure) else "",
            children=tuple(self.children.get(name, ())) if isinstance(node, Group) else (),
        )

    def _share(self, name: str) -> float:
        """Return the part of the whole score that a node makes."""
        node = self.nodes[name]
        beside = sum(
            self.nodes[each].weight * self.node(each).freshness for each in self.children[node.group]
        )
        own = node.weight * self.node(name).freshness / beside if beside else 0.0
        return own if node.group is None else own * self._share(node.group)


def _nodes(question: HealthInput) -> list[Measure | Group]:
    return [*question.groups, *question.measures]


def _band(value: float, question: HealthInput) -> HealthBand:
    if value >= question.good_from:
        return HealthBand.GOOD
    return HealthBand.FAIR if value >= question.fair_from else HealthBand.POOR


def _reasons(
    question: HealthInput,
    nodes: Sequence[HealthNode],
    known: float,
    value: float | None,
    change: float | None,
) -> list[Reason]:
    reasons = []
    if value is None:
        values = (("share", _told(known * 100, 0)), ("needed", _told(question.needed_share * 100, 0)))
        reasons.append(Reason(code=HealthReason.HEALTH_TOO_LITTLE_KNOWN, params=values))
    if change:
        values = (("previous", _told(question.previous or 0.0, 1)), ("change", _told(change, 1)))
        reasons.append(Reason(code=HealthReason.HEALTH_CHANGED, params=values, weight=_told(change, 1)))
    measures = {measure.id: measure for measure in question.measures}
    lost = [node for node in nodes if node.id in measures and node.lost > 0]
    for node in sorted(lost, key=lambda node: (-node.lost, node.id))[:TOLD]:
        points = _told(node.lost, 1)
        values_ = (("measure", node.id), ("points", points))
        reasons.append(Reason(code=HealthReason.MEASURE_DRAGS, params=values_, weight=-points))
    for measure in question.measures:
        if measure.value is None:
            reasons.append(Reason(code=HealthReason.MEASURE_MISSING, params=(("measure", measure.id),)))
        elif measure.freshness < 0.5:
            told = (("measure", measure.id), ("days", _told(measure.days, 0)))
            reasons.append(Reason(code=HealthReason.MEASURE_STALE, params=told))
    return reasons


def _told(value: float, places: int) -> Decimal:
    return Decimal(str(round(value, places) if places else round(value)))
