"""Change, delete and restore deals."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict
from tongxin.common.models import Changes, save_changes
from tongxin.common.rights import Right
from tongxin.crm.opportunities.actions.common import (
    DERIVED,
    ensure_member,
    index_opportunities,
    last_entry,
    note,
    reporting_values,
)
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.rules import (
    OpportunityRefused,
    StageRefused,
    check_can_edit,
    check_restricted,
    check_values,
    check_window,
    moment_on,
)
from tongxin.search.actions import remove

EDITABLE = (
    "name", "owner", "amount", "currency", "price_floor", "margin_percent", "close_from", "close_to",
    "started_on", "next_step", "next_step_on", "source", "description",
)  # fmt: skip


@transaction.atomic
def change_opportunity(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE`; return field → (old, new).

    A new amount or currency is converted by the rate of today, or of the closing day of a closed deal.

    Raises:
        Denied: the actor may not edit, lacks the right to a restricted field, or may not hand deals over.
        Conflict: the deal is deleted.
        OpportunityRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    check_can_edit(actor, opportunity)
    _check(actor, values)
    check_window(
        values.get("close_from", opportunity.close_from), values.get("close_to", opportunity.close_to)
    )
    owner = values.get("owner")
    if owner is not None and owner.pk not in {opportunity.owner_id, actor.user.pk}:
        actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    if values.get("started_on"):
        _check_start(moment_on(values["started_on"], last=None, at=at), at)
    changes = save_changes(
        opportunity,
        {**values, **_converted(opportunity, values, at)},
        at=at,
        expected_version=expected_version,
    )
    changes = {field: change for field, change in changes.items() if field not in DERIVED}
    if changes:
        if owner is not None:
            ensure_member(opportunity, owner.pk, at)
        note(actor, at, Verb.CHANGED, opportunity, changes)
        index_opportunities([opportunity])
    return changes


def set_next_step(
    *,
    actor: Actor,
    at: datetime,
    opportunity: Opportunity,
    next_step: str,
    next_step_on: date | None,
    expected_version: int | None = None,
) -> Changes:
    """Say what happens next and by when; an empty text takes it away.

    Raises:
        Denied: the actor may not edit.
        Conflict: the deal is deleted.
        OpportunityRefused: `NEXT_STEP_MISSING`, a day without a step.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    if next_step_on is not None and not next_step.strip():
        raise OpportunityRefused("NEXT_STEP_MISSING", field="next_step")
    return change_opportunity(
        actor=actor,
        at=at,
        opportunity=opportunity,
        values={"next_step": next_step.strip(), "next_step_on": next_step_on},
        expected_version=expected_version,
    )


@transaction.atomic
def delete_opportunity(
    *, actor: Actor, at: datetime, opportunity: Opportunity, expected_version: int | None = None
) -> Opportunity:
    """Hide a deal; nothing of it is lost, and it can be restored.

    Raises:
        Denied: the actor may not delete.
        Conflict: it is deleted already.
        StaleVersion: somebody else changed the deal meanwhile.
    """
    actor.must_have(Right.DELETE)
    if opportunity.outcome == Outcome.DELETED:
        raise Conflict("OPPORTUNITY_DELETED", name=opportunity.name)
    save_changes(opportunity, {"outcome": Outcome.DELETED}, at=at, expected_version=expected_version)
    note(actor, at, Verb.DELETED, opportunity)
    remove(Kind.OPPORTUNITY, [opportunity.uid])
    return opportunity


@transaction.atomic
def restore_opportunity(*, actor: Actor, at: datetime, opportunity: Opportunity) -> Opportunity:
    """Bring a deleted deal back as its history says it stood; one that is not deleted stays as it is.

    Raises:
        Denied: the actor may not delete and restore.
    """
    actor.must_have(Right.DELETE)
    if opportunity.outcome != Outcome.DELETED:
        return opportunity
    worth = (
        {}
        if opportunity.closed_on
        else reporting_values(opportunity.amount, opportunity.currency, closed_on=None, at=at)
    )
    save_changes(opportunity, {"outcome": last_entry(opportunity).outcome, **worth}, at=at)
    note(actor, at, Verb.RESTORED, opportunity)
    index_opportunities([opportunity])
    return opportunity


def _check(actor: Actor, values: Mapping[str, Any]) -> None:
    for field in values:
        if field not in EDITABLE:
            raise OpportunityRefused("FIELD_UNKNOWN", field=field, name=field)
    check_restricted(actor, values)
    check_values(values)


def _check_start(entered_at: datetime, at: datetime) -> None:
    if entered_at > at:
        raise StageRefused("STEP_FUTURE", field="started_on")


def _converted(opportunity: Opportunity, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    amount = values.get("amount", opportunity.amount)
    currency = values.get("currency", opportunity.currency)
    if (amount, currency) == (opportunity.amount, opportunity.currency):
        return {}
    return reporting_values(amount, currency, closed_on=opportunity.closed_on, at=at)
