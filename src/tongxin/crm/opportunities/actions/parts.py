"""Rivals, people, colleagues and products of a deal."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tongxin.audit.choices import Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.market.selectors import find_competitor
from tongxin.crm.opportunities.actions.common import note
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityLine,
    OpportunityMember,
)
from tongxin.crm.opportunities.rules import (
    OpportunityRefused,
    check_can_edit,
    check_function,
    check_line,
    check_role,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.records.writing import create_record
from tongxin.team.models import User


@transaction.atomic
def set_competitor(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    competitor: Competitor,
    is_incumbent: bool = False,
    remark: str = "",
) -> OpportunityCompetitor:
    """Put a rival on a deal, or change what is kept of one that is on it.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
    """
    check_can_edit(actor, opportunity)
    values = {"is_incumbent": is_incumbent, "note": remark.strip()}
    rival = OpportunityCompetitor.objects.filter(opportunity=opportunity, competitor=competitor).first()
    if rival is None:
        rival = OpportunityCompetitor.objects.create(
            opportunity=opportunity, competitor=competitor, created_at=at, updated_at=at, **values
        )
        _part(actor, at, opportunity, "competitors", None, competitor)
        return rival
    changes = save_changes(rival, values, at=at)
    _changed(actor, at, opportunity, "competitors", competitor, changes)
    return rival


@transaction.atomic
def meet_competitor(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    name: str,
    is_incumbent: bool = False,
    remark: str = "",
) -> OpportunityCompetitor:
    """Put the rival of this name on a deal; one that nobody met before is added to the competitors.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
        MarketRefused: the name is empty or too long.
    """
    check_can_edit(actor, opportunity)
    competitor = find_competitor(name) or create_record(COMPETITOR, actor=actor, at=at, values={"name": name})
    return set_competitor(
        actor=actor,
        at=at,
        opportunity=opportunity,
        competitor=competitor,
        is_incumbent=is_incumbent,
        remark=remark,
    )


@transaction.atomic
def remove_competitor(
    *, actor: Actor, at: datetime, opportunity: Opportunity, rival: OpportunityCompetitor
) -> None:
    """Take a rival off a deal; the log keeps that it was there.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
    """
    check_can_edit(actor, opportunity)
    _part(actor, at, opportunity, "competitors", rival.competitor, None)
    rival.delete()


@transaction.atomic
def set_member(
    *, actor: Actor, at: datetime, opportunity: Opportunity, user: User, function: str
) -> OpportunityMember:
    """Put a colleague on the deal's own team, which lets them see the deal; who is on it stays.

    Raises:
        Denied: the actor may not edit, or not change who is on a team.
        Conflict: the deal is deleted.
        OpportunityRefused: `FUNCTION_UNKNOWN` or `MEMBER_INACTIVE`.
    """
    check_can_edit(actor, opportunity)
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    check_function(function)
    if not user.is_active:
        raise OpportunityRefused("MEMBER_INACTIVE", field="user", name=user.display_name)
    member, is_new = OpportunityMember.objects.get_or_create(
        opportunity=opportunity, user=user, function=function, defaults={"created_at": at}
    )
    if is_new:
        _part(actor, at, opportunity, "members", None, member.user, function=function)
    return member


@transaction.atomic
def remove_member(*, actor: Actor, at: datetime, opportunity: Opportunity, member: OpportunityMember) -> None:
    """Take a colleague off the deal's own team.

    Raises:
        Denied: the actor may not edit, or not change who is on a team.
        Conflict: the deal is deleted.
        OpportunityRefused: `MEMBER_OWNER`, the owner stays; hand the deal over first.
    """
    check_can_edit(actor, opportunity)
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    others = OpportunityMember.objects.filter(opportunity=opportunity, user=member.user)
    if member.user_id == opportunity.owner_id and not others.exclude(pk=member.pk).exists():
        raise OpportunityRefused("MEMBER_OWNER", name=member.user.display_name)
    _part(actor, at, opportunity, "members", member.user, None, function=member.function)
    member.delete()


@transaction.atomic
def set_contact(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    person: Person,
    role: str,
    is_primary: bool = False,
) -> OpportunityContact:
    """Give a person a part in the customer's decision; a deal has one primary contact at the most.

    Somebody of another account may take part (a parent company, an external expert): pages say so.

    Args:
        person: visible to the actor.
        role: code of `BuyingRole`; one person may have several parts.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
        OpportunityRefused: `BUYING_ROLE_UNKNOWN`.
    """
    check_can_edit(actor, opportunity)
    check_role(role)
    if is_primary:
        OpportunityContact.objects.filter(opportunity=opportunity, is_primary=True).exclude(
            person=person, role=role
        ).update(is_primary=False, updated_at=at)
    contact = OpportunityContact.objects.filter(opportunity=opportunity, person=person, role=role).first()
    if contact is None:
        contact = OpportunityContact.objects.create(
            opportunity=opportunity,
            person=person,
            role=role,
            is_primary=is_primary,
            created_at=at,
            updated_at=at,
        )
        _part(actor, at, opportunity, "contacts", None, person, role=role)
        return contact
    changes = save_changes(contact, {"is_primary": is_primary}, at=at)
    _changed(actor, at, opportunity, "contacts", person, changes)
    return contact


@transaction.atomic
def remove_contact(
    *, actor: Actor, at: datetime, opportunity: Opportunity, contact: OpportunityContact
) -> None:
    """Take a person's part in the decision away.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
    """
    check_can_edit(actor, opportunity)
    _part(actor, at, opportunity, "contacts", contact.person, None, role=contact.role)
    contact.delete()


@transaction.atomic
def set_line(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    product: Product,
    quantity: Decimal,
    unit_price: Decimal | None = None,
) -> OpportunityLine:
    """Put a product on a deal, or change quantity and price of one that is on it.

    Args:
        quantity: above zero, three decimals.
        unit_price: in the deal's currency.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
        OpportunityRefused: `QUANTITY_RANGE`, `AMOUNT_NEGATIVE` or `AMOUNT_LARGE`.
    """
    check_can_edit(actor, opportunity)
    check_line(quantity, unit_price)
    values = {"quantity": quantity, "unit_price": unit_price}
    line = OpportunityLine.objects.filter(opportunity=opportunity, product=product).first()
    if line is None:
        line = OpportunityLine.objects.create(
            opportunity=opportunity, product=product, created_at=at, updated_at=at, **values
        )
        _part(actor, at, opportunity, "lines", None, product, **values)
        return line
    changes = save_changes(line, values, at=at)
    _changed(actor, at, opportunity, "lines", product, changes)
    return line


@transaction.atomic
def remove_line(*, actor: Actor, at: datetime, opportunity: Opportunity, line: OpportunityLine) -> None:
    """Take a product off a deal.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
    """
    check_can_edit(actor, opportunity)
    _part(actor, at, opportunity, "lines", line.product, None)
    line.delete()


def _part(
    actor: Actor, at: datetime, opportunity: Opportunity, name: str, old: Any, new: Any, **params: Any
) -> None:
    note(actor, at, Verb.CHANGED, opportunity, {name: (old, new)}, **params)


def _changed(
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    name: str,
    part: object,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    if changes:
        named = {f"{name}.{field}": pair for field, pair in changes.items()}
        note(actor, at, Verb.CHANGED, opportunity, named, part=str(part))
