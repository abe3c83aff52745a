"""Whom to meet next: whose attitude moves the decision most, and who can introduce us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from kamkit.fields import Says, check_bounds
from kamkit.influence.decision import DecisionRule, leaning
from kamkit.influence.network import (
    MOST,
    WITHOUT_VOTE,
    Person,
    Role,
    Tie,
    TieKind,
    check_ids,
    check_known,
    check_network,
)
from kamkit.influence.opinions import Listening
from kamkit.influence.outlook import Forecast, OutlookInput, OutlookParams, forecast, pulls
from kamkit.influence.reasons import InfluenceReason
from kamkit.reasons import Reason

CASES = 200
"""So many cases of unknown attitudes are enough to put people in order."""
FRIENDLY_FROM = 1
"""With this attitude somebody introduces us."""


class Move(StrEnum):
    """What is to be done about somebody."""

    FIND_SUCCESSOR = "FIND_SUCCESSOR"
    """The seat is vacant: find out who takes it."""
    GET_ACCESS = "GET_ACCESS"
    """Nobody of us has access."""
    LEARN_ATTITUDE = "LEARN_ATTITUDE"
    """We have access, and do not know the attitude."""
    WIN_OVER = "WIN_OVER"
    """We have access and know the attitude, which can be better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of our people."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How well one of our people knows one of theirs, and how long ago they last met."""

    member: str
    person: str
    depth: Annotated[
        int, Says("0 none, 1 brief, 2 repeated, 3 familiar, 4 in depth", at_least=0, at_most=4)
    ] = 1
    days: Annotated[int, Says("Days since the last contact", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)


def check_contacts(contacts: Sequence[Contact], team: Sequence[Member], people: Sequence[Person]) -> None:
    """Raise InputError for a member who is there twice, or a contact of or with somebody unknown."""
    ours = check_ids((member.id for member in team), "team")
    theirs = frozenset(person.id for person in people)
    for index, contact in enumerate(contacts):
        check_known(contact.member, ours, f"contacts[{index}].member")
        check_known(contact.person, theirs, f"contacts[{index}].person")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContactsInput:
    """The committee as for the outlook, our team, and whom we know there."""

    people: tuple[Person, ...]
    ties: tuple[Tie, ...] = ()
    rule: DecisionRule = DecisionRule.MAJORITY
    team: tuple[Member, ...] = ()
    contacts: tuple[Contact, ...] = ()
    limit: Annotated[int, Says("How many people to name", at_least=1)] = 3
    listening: Listening = field(default_factory=Listening)
    params: OutlookParams = field(default_factory=OutlookParams)

    def __post_init__(self) -> None:
        check_bounds(self)
        check_network(self.people, self.ties)
        check_contacts(self.contacts, self.team, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One person on the way of an introduction, and whether it is one of us."""

    id: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContact:
    """Somebody to meet.

    `gain` is how far the leaning of the decision rises if their attitude becomes one step better (unknown: if it
    turns out to be in favour at least); `pull` is how much of the deciders' opinions their attitude makes. Both are None for a vacant
    seat. `path` leads from one of us to the person, empty where nobody friendly can introduce us.
    """

    id: str
    move: Move
    gain: float | None
    pull: float | None
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContacts:
    """Whom to meet next, most useful first."""

    contacts: tuple[NextContact, ...]
    reasons: tuple[Reason, ...]


def next_contacts(question: NextContactsInput) -> NextContacts:
    """Return whom to meet next: vacant seats with a vote first, then by how much the decision would move.

    The gain is that of the outlook's leaning, over the same cases of what is unknown; equal gains are put in the order
    of the pull. A path takes the fewest and firmest steps over our contacts and ties between people other than conflict;
    only who is in favour introduces us.
    """
    paths = _paths(question)
    vacant = [_vacant(person) for person in question.people if _is_open_seat(person)]
    given = forecast(
        OutlookInput(
            people=question.people,
            ties=question.ties,
            rule=question.rule,
            listening=question.listening,
            params=question.params,
        )
    )
    moves: list[NextContact] = []
    reasons: tuple[Reason, ...] = ()
    if given.deciding.deciders:
        moves = _moves(given, question, paths)
    else:
        nobody = InfluenceReason.NOBODY_VOTES
        if question.rule is DecisionRule.DECISION_MAKER:
            nobody = InfluenceReason.NO_DECISION_MAKER
        reasons = (Reason(code=nobody),)
    return NextContacts(contacts=tuple([*vacant, *moves][: question.limit]), reasons=reasons)


def _is_open_seat(person: Person) -> bool:
    if not person.vacant:
        return False
    return person.role not in WITHOUT_VOTE if person.votes is None else person.votes


def _vacant(person: Person) -> NextContact:
    code = (
        InfluenceReason.SEAT_VACANT
        if person.role is not Role.DECISION_MAKER
        else InfluenceReason.DECISION_MAKER_VACANT
    )
    reason = Reason(code=code, params=(("person", person.name or person.id),))
    return NextContact(
        id=person.id, move=Move.FIND_SUCCESSOR, gain=None, pull=None, path=(), reasons=(reason,)
    )


def _moves(
    given: Forecast, question: NextContactsInput, paths: Mapping[str, tuple[Step, ...]]
) -> list[NextContact]:
    reached = {contact.person for contact in question.contacts if contact.depth > 0}
    shares = pulls(given)
    moves = [
        _move(person, gain, float(shares[place]), paths.get(person.id, ()), reached=person.id in reached)
        for place, (person, gain) in enumerate(zip(given.people, _gains(given), strict=True))
        if person.attitude != MOST
    ]
    return sorted(moves, key=lambda move: (-(move.gain or 0.0), -(move.pull or 0.0), move.id))


def _gains(given: Forecast) -> list[float]:
    """Return how far the mean leaning rises with each person's attitude one step better."""
    step = max(1, given.cases.shape[1] // CASES)
    cases = given.cases[:, ::step]
    base = (given.final @ given.first)[:, None] + given.final[:, list(given.unknown)] @ cases
    before = float(leaning(given.deciding, base).mean())
    gains = []
    for place, person in enumerate(given.people):
        rise: Any = 1.0
        if person.attitude is None:
            rise = (FRIENDLY_FROM - cases[given.unknown.index(place)]).clip(min=0)[None, :]
        after = leaning(given.deciding, base + given.final[:, place][:, None] * rise)
        gains.append(round(float(after.mean()) - before, 6) + 0.0)
    return gains


def _move(person: Person, gain: float, pull: float, path: tuple[Step, ...], *, reached: bool) -> NextContact:
    move, code = Move.WIN_OVER, InfluenceReason.ATTITUDE_COUNTS
    if not (reached or person.access):
        move, code = Move.GET_ACCESS, InfluenceReason.NO_ACCESS
    elif person.attitude is None:
        move, code = Move.LEARN_ATTITUDE, InfluenceReason.ATTITUDE_UNKNOWN
    share = Decimal(str(round(pull * 100)))
    told = (("person", person.name or person.id), ("share", share))
    reasons = [Reason(code=code, params=told, weight=Decimal(str(gain)))]
    if move is Move.GET_ACCESS and not path:
        reasons.append(
            Reason(code=InfluenceReason.NO_INTRODUCTION, params=(("person", person.name or person.id),))
        )
    return NextContact(
        id=person.id, move=move, gain=gain, pull=round(pull, 6), path=path, reasons=tuple(reasons)
    )


def _paths(question: NextContactsInput) -> dict[str, tuple[Step, ...]]:
    """Return the way to each person whom our team reaches."""
    import networkx as nx  # noqa: PLC0415  (heavy: loaded when used)

    ways = nx.DiGraph()
    start = (True, "")
    ways.add_node(start)
    in_place = {person.id: person for person in question.people if not person.vacant}
    for contact in question.contacts:
        if contact.depth > 0 and contact.person in in_place:
            ways.add_edge(start, (True, contact.member), cost=0.0)
            ways.add_edge((True, contact.member), (False, contact.person), cost=1 + 1 / contact.depth)
    for one, other, cost in _acquaintances(question.ties):
        for host, guest in ((one, other), (other, one)):
            if _introduces(in_place.get(host)) and guest in in_place:
                ways.add_edge((False, host), (False, guest), cost=cost)
    found = nx.single_source_dijkstra_path(ways, start, weight="cost")
    return {
        name: tuple(Step(id=step, ours=ours) for ours, step in path[1:])
        for (is_ours, name), path in found.items()
        if not is_ours
    }


def _acquaintances(ties: Sequence[Tie]) -> list[tuple[str, str, float]]:
    """Return who knows whom, in the order of names, with the cost of that step; who is at odds introduces nobody."""
    most = {kind: max((tie.strength for tie in ties if tie.kind is kind), default=1.0) for kind in TieKind}
    odds = {_pair(tie) for tie in ties if tie.kind is TieKind.CONFLICT}
    costs: dict[tuple[str, str], float] = {}
    for tie in ties:
        pair = _pair(tie)
        if pair not in odds:
            cost = 1 + most[tie.kind] / tie.strength
            costs[pair] = min(cost, costs.get(pair, cost))
    return [(one, other, cost) for (one, other), cost in sorted(costs.items())]


def _pair(tie: Tie) -> tuple[str, str]:
    return (min(tie.from_, tie.to), max(tie.from_, tie.to))


def _introduces(person: Person | None) -> bool:
    return person is not None and person.attitude is not None and person.attitude >= FRIENDLY_FROM
