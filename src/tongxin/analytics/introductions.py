"""Find who can introduce somebody of us to one of theirs: the easiest ways along contacts, ties and shared employers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.crm.committees.relations import Near, near, our_names
from tongxin.crm.committees.selectors import ContactFact, contact_facts

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.committees.models import Tie
    from tongxin.crm.stakeholders.models import Person

MOST_WAYS = 3
STALE_DAYS = 180
# What a step costs beside one for the step itself: weak and old acquaintances carry less far.
ASK_A_COLLEAGUE, TOGETHER, ONCE_TOGETHER, STALE = 0.5, 1.5, 2.0, 0.5
WEAKEST = 4


class StepKind(StrEnum):
    """How somebody on the way knows the one before."""

    COLLEAGUE = "COLLEAGUE"
    MET = "MET"
    TIE = "TIE"
    TOGETHER = "TOGETHER"
    ONCE_TOGETHER = "ONCE_TOGETHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a way.

    Attributes:
        kind: how the one before knows them.
        name: whom it leads to.
        person: one of theirs; `None` for one of us.
        times: how often they met, for `MET`.
        last_on: when they met last, for `MET`.
        tie: for `TIE`.
        account: where they work or worked together.
    """

    kind: StepKind
    name: str
    person: "Person | None" = None
    times: int = 0
    last_on: date | None = None
    tie: "Tie | None" = None
    account: "Account | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionPath:
    """A way from the reader to somebody; `cost` orders ways, the lowest is the easiest."""

    steps: tuple[Step, ...]
    cost: float


def introduction_paths(actor: Actor, person: "Person", *, as_of: date) -> list[IntroductionPath]:
    """Return the easiest ways from the actor to a person, at most three, by Yen's algorithm; nine queries.

    A step costs one and more the weaker the acquaintance: one over the depth of contact and a half once it is older than
    half a year; half of how far a tie is from strongest; one and a half for who works at the same account, two for who
    once did at the same time. Who is at odds introduces nobody.
    """
    import networkx as nx  # noqa: PLC0415 - heavy, loaded when used

    around = near(actor, person)
    contacts = contact_facts(actor, around.people, as_of=as_of)
    names = our_names({fact.user_id for fact in contacts} | {actor.user.pk})
    graph: Any = nx.DiGraph()
    graph.add_nodes_from([("us", actor.user.pk), ("them", person.pk)])
    for one, other, cost, step in _links(actor, person, around, contacts, names, as_of):
        before = graph.get_edge_data(one, other)
        if before is None or before["cost"] > cost:
            graph.add_edge(one, other, cost=cost, step=step)
    try:
        found = list(
            islice(
                nx.shortest_simple_paths(graph, ("us", actor.user.pk), ("them", person.pk), "cost"), MOST_WAYS
            )
        )
    except nx.NetworkXNoPath:
        return []
    return [_way(graph, path) for path in found]


def _way(graph: Any, path: list[Any]) -> IntroductionPath:
    links = [graph.edges[pair] for pair in pairwise(path)]
    return IntroductionPath(
        steps=tuple(link["step"] for link in links), cost=round(sum(link["cost"] for link in links), 3)
    )


Link = tuple[tuple[str, int], tuple[str, int], float, Step]


def _links(
    actor: Actor,
    person: "Person",
    around: Near,
    contacts: list[ContactFact],
    names: dict[int, str],
    as_of: date,
) -> Iterator[Link]:
    me = ("us", actor.user.pk)
    for key, name in names.items():
        if key != actor.user.pk:
            yield me, ("us", key), ASK_A_COLLEAGUE, Step(kind=StepKind.COLLEAGUE, name=name)
    for fact in contacts:
        if fact.user_id in names:
            yield _met(fact, around, as_of)
    for one, other, tie in around.ties:
        for host, guest in ((one, other), (other, one)):
            step = Step(
                kind=StepKind.TIE, name=around.people[guest].full_name, person=around.people[guest], tie=tie
            )
            yield ("them", host), ("them", guest), 1 + (WEAKEST - tie.strength) / 2, step
    for key, (account, both) in around.worked.items():
        kind, cost = (StepKind.TOGETHER, TOGETHER) if both else (StepKind.ONCE_TOGETHER, ONCE_TOGETHER)
        step = Step(kind=kind, name=person.full_name, person=person, account=account)
        yield ("them", key), ("them", person.pk), 1 + cost, step


def _met(fact: ContactFact, around: Near, as_of: date) -> Link:
    last = timezone.localdate(fact.last_at)
    them = around.people[fact.person_id]
    old = STALE if (as_of - last).days > STALE_DAYS else 0.0
    step = Step(kind=StepKind.MET, name=them.full_name, person=them, times=fact.times, last_on=last)
    return ("us", fact.user_id), ("them", fact.person_id), 1 + 1 / fact.depth + old, step
