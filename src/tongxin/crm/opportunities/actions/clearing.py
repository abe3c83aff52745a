"""Take many deals and parts of deals away at once: the same checks as one by one, in few queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict, Refusal, StaleVersion
from tongxin.common.models import lock_unchanged, save_all
from tongxin.common.rights import Right
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact
from tongxin.crm.opportunities.rules import check_can_edit
from tongxin.search.actions import remove


@transaction.atomic
def delete_opportunities(
    *, actor: Actor, at: datetime, opportunities: Sequence[Opportunity]
) -> dict[int, Refusal]:
    """Hide many deals, as `delete_opportunity` does; return why any was left as it is, by its id.

    Raises:
        Denied: the actor may not delete.
    """
    actor.must_have(Right.DELETE)
    fresh = lock_unchanged(opportunities)
    refused: dict[int, Refusal] = {}
    going = []
    for deal in opportunities:
        if deal.outcome == Outcome.DELETED:
            refused[deal.pk] = Conflict("OPPORTUNITY_DELETED", name=deal.name)
        elif deal.pk not in fresh:
            refused[deal.pk] = StaleVersion(deal)
        else:
            going.append(deal)
    save_all(going, {"outcome": Outcome.DELETED}, at=at)
    record_many(actor=actor, at=at, entries=[_event(Verb.DELETED, deal) for deal in going])
    remove(Kind.OPPORTUNITY, [deal.uid for deal in going])
    return refused


@transaction.atomic
def remove_contacts(
    *, actor: Actor, at: datetime, contacts: Sequence[OpportunityContact]
) -> dict[int, Refusal]:
    """Take many people's parts in decisions away, as `remove_contact` does; return why any stays, by its id."""
    refused: dict[int, Refusal] = {}
    going = []
    for contact in contacts:
        try:
            check_can_edit(actor, contact.opportunity)
        except Refusal as refusal:
            refused[contact.pk] = refusal
        else:
            going.append(contact)
    entries = [
        _event(
            Verb.CHANGED,
            contact.opportunity,
            changes={"contacts": [contact.person.full_name, None]},
            params={"role": contact.role},
        )
        for contact in going
    ]
    record_many(actor=actor, at=at, entries=entries)
    OpportunityContact.objects.filter(pk__in=[contact.pk for contact in going]).delete()
    return refused


def _event(verb: Verb, deal: Opportunity, **more: Any) -> dict[str, Any]:
    return {
        "verb": verb,
        "object_kind": Kind.OPPORTUNITY,
        "object_uid": deal.uid,
        "object_label": deal.name,
        "account_uid": deal.account.uid,
        **more,
    }
