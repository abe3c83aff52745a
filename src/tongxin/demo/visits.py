"""Let visits happen, with the promises made on them and what became of these."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from tongxin.common.actor import Actor
from tongxin.crm.relationships.actions import NewPromise, log_interaction, settle_promise
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.demo.facts import Day, Ours, PromiseFact, VisitFact

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Promise
    from tongxin.demo.made import World

PLANNED_AHEAD = -3


def tell_visit(world: "World", fact: VisitFact) -> None:
    """Tell the chronicle of a visit; a planned one is entered some days before today."""
    chronicle = world.chronicle
    written = chronicle.moment(fact.day if fact.day < 0 else PLANNED_AHEAD, fact.hour + 1)
    chronicle.tell(written, lambda at: _log(world, fact, at))


def _log(world: "World", fact: VisitFact, at: datetime) -> None:
    deal = world.deals.get(fact.about)
    interaction = log_interaction(
        actor=world.actor(fact.author),
        at=at,
        text=fact.text,
        kind=fact.kind,
        occurred_at=world.chronicle.moment(fact.day, fact.hour),
        account=deal.account if deal else world.accounts[fact.about],
        people=[world.people[key] for key in fact.people],
        opportunities=[deal] if deal else [],
        colleagues=[world.user(name) for name in fact.colleagues],
        sentiment=fact.sentiment,
        private_note=fact.private_note,
        promises=[_promise(world, fact, promise) for promise in fact.promises],
    )
    made = interaction.promises.order_by("pk")
    for promise, kept in zip(fact.promises, made, strict=True):
        _tell_end(world, world.actor(fact.author), promise, kept)


def _promise(world: "World", visit: VisitFact, fact: PromiseFact) -> NewPromise:
    return NewPromise(
        text=fact.text,
        side=Side.OURS if isinstance(fact, Ours) else Side.THEIRS,
        due_on=None if fact.due is None else world.chronicle.on(fact.due),
        owner=world.user(fact.owner or visit.author),
        person=world.people[fact.person] if fact.person else None,
        opportunity=world.deals.get(visit.about),
    )


def _tell_end(world: "World", actor: Actor, fact: PromiseFact, promise: "Promise") -> None:
    def settling(state: PromiseState) -> Callable[[datetime], None]:
        def settle(at: datetime) -> None:
            settle_promise(actor=actor, at=at, promise=promise, state=state)

        return settle

    ends: tuple[tuple[Day | None, PromiseState], ...] = (
        (fact.kept, PromiseState.KEPT),
        (fact.dropped, PromiseState.DROPPED),
    )
    for day, state in ends:
        if day is not None:
            # Not the owner: finance and executive promise, but write nothing.
            world.chronicle.tell(world.chronicle.moment(day, 17), settling(state))
