"""People and the ties between them: typed, directed, checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode

MOST = 2
"""The best attitude; the worst is its negative."""


class TieKind(StrEnum):
    """What a tie is. It runs from the person who says or does it: `from` asks, reports to, influences … `to`."""

    REPORTS_TO = "REPORTS_TO"
    """`to` is the boss of `from`: a solid line; solid lines form no circle."""
    DOTTED_LINE = "DOTTED_LINE"
    """`from` reports to `to` for a project or in a matrix; circles are allowed."""
    ADVICE = "ADVICE"
    """`from` goes to `to` for advice."""
    INFLUENCE = "INFLUENCE"
    """`from` influences `to`."""
    FRIENDSHIP = "FRIENDSHIP"
    """`from` calls `to` a friend."""
    INTRODUCED_BY = "INTRODUCED_BY"
    """`from` came to us through `to`."""
    CONFLICT = "CONFLICT"
    """`from` is at odds with `to`."""


class Role(StrEnum):
    """What a seat does in the decision."""

    DECISION_MAKER = "DECISION_MAKER"
    APPROVER = "APPROVER"
    EVALUATOR = "EVALUATOR"
    TECHNICAL_EXPERT = "TECHNICAL_EXPERT"
    PURCHASER = "PURCHASER"
    USER = "USER"
    GATEKEEPER = "GATEKEEPER"
    SECRETARY = "SECRETARY"
    EXTERNAL = "EXTERNAL"


WITHOUT_VOTE = frozenset({Role.GATEKEEPER, Role.SECRETARY, Role.EXTERNAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at the customer, or a seat: what is not known is None, which is not the same as neutral or none.

    A vacant seat counts nowhere and nobody inherits its attitude: whoever takes it starts as unknown. `votes` says
    whether the person has a vote (None: everybody has one but gatekeepers, secretaries and outsiders).
    """

    id: str
    name: str = ""
    role: Role | None = None
    power: Annotated[float | None, Says("Formal power, 0 none to 5 most", at_least=0, at_most=5)] = None
    attitude: Annotated[
        int | None,
        Says("-2 opposes, -1 reserved, 0 neutral, 1 supports, 2 champions us", at_least=-2, at_most=2),
    ] = None
    access: Annotated[
        int | None, Says("Depth of our access, 0 none to 4 in depth", at_least=0, at_most=4)
    ] = None
    vacant: bool = False
    votes: bool | None = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def has_vote(self) -> bool:
        """Whether the person counts in the decision."""
        if self.vacant:
            return False
        return self.role not in WITHOUT_VOTE if self.votes is None else self.votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie from one person to another; several of one kind between two people count as the strongest of them."""

    from_: str
    to: str
    kind: TieKind
    strength: Annotated[
        float, Says("How strong, in a unit that is the same for all ties of a kind", above=0)
    ] = 1.0

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.from_ == self.to:
            raise InputError(ProblemCode.CONFLICT, "to", f"{self.to} cannot have a tie to themselves")


def check_network(people: Sequence[Person], ties: Sequence[Tie]) -> None:
    """Raise InputError for a person who is there twice, a tie to somebody unknown, or a circle of solid lines."""
    known = check_ids((person.id for person in people), "people")
    for index, tie in enumerate(ties):
        for field, name in (("from", tie.from_), ("to", tie.to)):
            check_known(name, known, f"ties[{index}].{field}")
    chain = reporting_circle([(tie.from_, tie.to) for tie in ties if tie.kind is TieKind.REPORTS_TO])
    if chain:
        said = f"reporting lines go round in a circle: {' → '.join(chain)}; take one out or make it a dotted line"
        raise InputError(ProblemCode.CONFLICT, "ties", said)


def check_ids(ids: Iterable[str], field: str) -> frozenset[str]:
    """Return the ids of the list `field` as a set. Raises InputError (DUPLICATE) for one that is there twice."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            raise InputError(ProblemCode.DUPLICATE, f"{field}[{index}].id", f"{name} is there twice")
        seen.add(name)
    return frozenset(seen)


def check_known(name: str, known: frozenset[str], field: str) -> None:
    """Raise InputError (UNKNOWN_REFERENCE) for a name in `field` that is none of the `known`."""
    if name not in known:
        raise InputError(ProblemCode.UNKNOWN_REFERENCE, field, f"there is nobody with the id {name}")


def reporting_circle(lines: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the chain of a circle among (from, to) lines, its first name repeated at the end; empty if there is none."""
    if not lines:
        return ()
    import networkx as nx  # noqa: PLC0415  (heavy: loaded when used)

    try:
        found = nx.find_cycle(nx.DiGraph(lines))
    except nx.NetworkXNoCycle:
        return ()
    return (*(below for below, _ in found), found[0][0])


def strongest(ties: Iterable[Tie], kind: TieKind, people: frozenset[str]) -> dict[tuple[str, str], float]:
    """Return the strength of each (from, to) pair of a kind among `people`, of several the greatest."""
    found: dict[tuple[str, str], float] = {}
    for tie in ties:
        if tie.kind is kind and tie.from_ in people and tie.to in people:
            pair = (tie.from_, tie.to)
            found[pair] = max(tie.strength, found.get(pair, 0.0))
    return found
