"""What every verb of deals shares: index, audit, derived values."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.market.conversion import convert
from tongxin.crm.opportunities.models import Opportunity, OpportunityMember, StageEntry
from tongxin.search.actions import Entry, index

DERIVED = ("amount_reporting", "rate_date")


def note(
    actor: Actor,
    at: datetime,
    verb: Verb,
    opportunity: Opportunity,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    **params: Any,
) -> None:
    """Append what was done to a deal to the audit log."""
    record(
        actor=actor,
        at=at,
        verb=verb,
        kind=Kind.OPPORTUNITY,
        target=opportunity,
        account_uid=opportunity.account.uid,
        changes=changes,
        **params,
    )


def last_entry(opportunity: Opportunity) -> StageEntry:
    """Return the newest entry of a deal's history; every deal has one from its first day."""
    return (
        StageEntry.objects.filter(opportunity=opportunity)
        .select_related("stage", "from_stage")
        .order_by("-entered_at", "-pk")[0]
    )


def reporting_values(amount: Any, currency: str, *, closed_on: date | None, at: datetime) -> dict[str, Any]:
    """Return the derived amount in the reporting currency, by the rate of the closing day or of today."""
    converted = convert(amount, currency, on=closed_on or timezone.localdate(at))
    return {"amount_reporting": converted.amount, "rate_date": converted.rate_date}


def ensure_member(opportunity: Opportunity, user_id: int, at: datetime) -> None:
    """Put a deal's owner on its team, so that who answers for it sees it."""
    OpportunityMember.objects.get_or_create(
        opportunity=opportunity,
        user_id=user_id,
        function=TeamFunction.CUSTOMER,
        defaults={"created_at": at},
    )


def index_opportunities(opportunities: Iterable[Opportunity]) -> None:
    """Put deals into the search index; restricted fields stay out of it."""
    index(
        Entry(
            kind=Kind.OPPORTUNITY,
            uid=opportunity.uid,
            title=opportunity.name,
            subtitle=opportunity.account.name,
            body=" ".join(filter(None, (opportunity.next_step, opportunity.description))),
            account_id=opportunity.account_id,
            owner_id=opportunity.owner_id,
            touched_at=opportunity.updated_at,
        )
        for opportunity in opportunities
    )
