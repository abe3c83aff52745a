"""Let deals happen: begun, moved on, gone back, won or lost, each on its own day."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tongxin.common.actor import Actor
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities import actions
from tongxin.crm.opportunities.selectors import competitors_of
from tongxin.demo.facts import End, OpportunityFact, Step

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.demo.made import World

STEP_HOUR = 17.5


def tell_opportunity(world: "World", fact: OpportunityFact) -> None:
    """Tell the chronicle everything that happened to a deal."""
    chronicle = world.chronicle
    owner = world.accounts[fact.account].owner
    actor = world.actor(owner.username.removeprefix("demo.") if owner else "director")
    chronicle.tell(chronicle.moment(fact.started, 9.5), lambda at: _begin(world, actor, fact, at))
    for step in fact.steps:
        chronicle.tell(chronicle.moment(step.day, STEP_HOUR), _stepping(world, actor, fact.key, step))
    if fact.end is not None:
        end = fact.end
        chronicle.tell(
            chronicle.moment(end.day, STEP_HOUR), lambda at: _close(world, actor, fact.key, end, at)
        )


def _begin(world: "World", actor: Actor, fact: OpportunityFact, at: datetime) -> None:
    on = world.chronicle.on
    values = dict(fact.values)
    if fact.window:
        values |= {"close_from": on(fact.window[0]), "close_to": on(fact.window[1])}
    if fact.next_step:
        text, day = fact.next_step
        values |= {"next_step": text, "next_step_on": None if day is None else on(day)}
    deal = actions.create_opportunity(
        actor=actor, at=at, name=fact.name, account=world.accounts[fact.account],
        amount=Decimal(fact.amount), currency=fact.currency,
        source=world.entry(DictionaryKind.SOURCE, fact.source), **values,
    )  # fmt: skip
    world.deals[fact.key] = deal
    _add_parts(world, actor, fact, deal, at)


def _add_parts(
    world: "World", actor: Actor, fact: OpportunityFact, deal: "Opportunity", at: datetime
) -> None:
    for name, is_incumbent, remark in fact.rivals:
        actions.set_competitor(
            actor=actor, at=at, opportunity=deal, competitor=world.competitors[name],
            is_incumbent=is_incumbent, remark=remark,
        )  # fmt: skip
    for place, (key, role) in enumerate(fact.contacts):
        actions.set_contact(
            actor=actor, at=at, opportunity=deal, person=world.people[key], role=role, is_primary=place == 0
        )
    for code, quantity in fact.lines:
        product = world.products[code]
        price = product.list_price if fact.currency == product.currency else None
        actions.set_line(
            actor=actor,
            at=at,
            opportunity=deal,
            product=product,
            quantity=Decimal(quantity),
            unit_price=price,
        )
    for name, function in fact.team:
        actions.set_member(actor=actor, at=at, opportunity=deal, user=world.user(name), function=function)


def _stepping(world: "World", actor: Actor, key: str, step: Step) -> Callable[[datetime], None]:
    def go(at: datetime) -> None:
        cause = world.entry(DictionaryKind.REVERSAL_CAUSE, step.cause) if step.cause else None
        actions.move_stage(
            actor=actor, at=at, opportunity=world.deals[key], stage=world.stages[step.stage],
            cause=cause, reason=step.reason,
        )  # fmt: skip

    return go


def _close(world: "World", actor: Actor, key: str, end: End, at: datetime) -> None:
    deal = world.deals[key]
    if end.outcome == "WON":
        actions.close_won(actor=actor, at=at, opportunity=deal, reason=end.reason)
    elif end.outcome == "LOST":
        winner = next((rival for rival in competitors_of(deal) if rival.competitor.name == end.winner), None)
        actions.close_lost(
            actor=actor, at=at, opportunity=deal, reason=end.reason, winner=winner,
            loss_reason=world.entry(DictionaryKind.LOSS_REASON, end.code),
        )  # fmt: skip
    else:
        actions.close_dropped(actor=actor, at=at, opportunity=deal, reason=end.reason)
