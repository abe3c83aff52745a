"""Take over many deals, and people's parts in their decisions, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.opportunities.actions.creating import (
    BATCH,
    NewOpportunity,
    check_opportunity_row,
    write_opportunities,
)
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact
from tongxin.crm.opportunities.rules import check_role
from tongxin.crm.stakeholders.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One person's part in the decision on one deal."""

    opportunity: Opportunity
    person: Person
    role: str
    is_primary: bool = False


@transaction.atomic
def import_opportunities(*, actor: Actor, at: datetime, rows: Sequence[NewOpportunity]) -> list[Opportunity]:
    """Create deals with entries, teams, lines, audit and index; return them in the order of the rows.

    Raises:
        Denied: the actor may not import, or sets a restricted field without the right.
        OpportunityRefused, StageRefused: as `check_opportunity_row`.
    """
    actor.must_have(Right.IMPORT)
    for row in rows:
        check_opportunity_row(actor, row, at=at)
    return write_opportunities(actor=actor, at=at, rows=rows)


@transaction.atomic
def import_contacts(*, actor: Actor, at: datetime, rows: Sequence[ContactRow]) -> int:
    """Give many people their parts in decisions; return how many were new, parts that exist are left as they are.

    Of several primary contacts of one deal the first is kept as such.

    Raises:
        Denied: the actor may not import.
        OpportunityRefused: `BUYING_ROLE_UNKNOWN`.
    """
    actor.must_have(Right.IMPORT)
    added = 0
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        stored = OpportunityContact.objects.filter(opportunity_id__in={row.opportunity.pk for row in batch})
        known = set(stored.values_list("opportunity_id", "person_id", "role"))
        primary = set(stored.filter(is_primary=True).values_list("opportunity_id", flat=True))
        fresh: list[OpportunityContact] = []
        for row in batch:
            check_role(row.role)
            key = (row.opportunity.pk, row.person.pk, row.role)
            if key in known:
                continue
            known.add(key)
            is_primary = row.is_primary and row.opportunity.pk not in primary
            if is_primary:
                primary.add(row.opportunity.pk)
            fresh.append(
                OpportunityContact(
                    opportunity=row.opportunity, person=row.person, role=row.role,
                    is_primary=is_primary, created_at=at, updated_at=at,
                )
            )  # fmt: skip
        OpportunityContact.objects.bulk_create(fresh)
        record_many(actor=actor, at=at, entries=[_contact_event(contact) for contact in fresh])
        added += len(fresh)
    return added


def _contact_event(contact: OpportunityContact) -> dict[str, Any]:
    return {
        "verb": Verb.CHANGED,
        "object_kind": Kind.OPPORTUNITY,
        "object_uid": contact.opportunity.uid,
        "object_label": contact.opportunity.name,
        "account_uid": contact.opportunity.account.uid,
        "changes": {"contacts": [None, contact.person.full_name]},
        "params": {"role": contact.role},
    }
