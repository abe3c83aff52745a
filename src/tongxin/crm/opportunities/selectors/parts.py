"""What hangs on one deal that the actor has been given already: history, rivals, people, team, products."""

from datetime import date

from django.db.models import Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.models import AccountMember
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityLine,
    OpportunityMember,
    StageEntry,
)
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.viewers import Viewers, viewers_of


def entries_of(opportunity: Opportunity) -> list[StageEntry]:
    """Return the deal's whole history, oldest first, with what was taken back."""
    return list(
        StageEntry.objects.filter(opportunity=opportunity)
        .select_related("stage", "from_stage", "cause", "entered_by")
        .order_by("entered_at", "pk")
    )


def get_stage_entry(opportunity: Opportunity, uid: str) -> StageEntry:
    """Return one entry of the deal.

    Raises:
        Missing: there is none.
    """
    entry = StageEntry.objects.filter(opportunity=opportunity, uid=uid).select_related("stage").first()
    if entry is None:
        raise Missing("STAGE_ENTRY_MISSING", uid=uid)
    return entry


def competitors_of(opportunity: Opportunity) -> QuerySet[OpportunityCompetitor]:
    """Return the rivals met on the deal, the incumbent first."""
    return (
        OpportunityCompetitor.objects.filter(opportunity=opportunity)
        .select_related("competitor")
        .order_by("-is_incumbent", "competitor__name", "pk")
    )


def members_of(opportunity: Opportunity) -> QuerySet[OpportunityMember]:
    """Return the deal's own team."""
    return OpportunityMember.objects.filter(opportunity=opportunity).select_related("user").order_by("pk")


def viewers_of_opportunity(opportunity: Opportunity, *, as_of: date) -> Viewers:
    """Return who sees a deal: through its account, or on its own team; three queries."""
    through = AccountMember.objects.filter(account_id=opportunity.account_id).values_list("user_id")
    own = OpportunityMember.objects.filter(opportunity=opportunity).values_list("user_id")
    return viewers_of({user for (user,) in through.union(own)}, as_of=as_of)


def contacts_of(actor: Actor, opportunity: Opportunity) -> QuerySet[OpportunityContact]:
    """Return the people in the decision whom the actor may see, the primary one first.

    Somebody of another account whom the actor may not see stays hidden.
    """
    rows = OpportunityContact.objects.filter(opportunity=opportunity).exclude(
        person__status=PersonStatus.DELETED
    )
    if not actor.sees_all:
        here = Q(person__account=None) | Q(person__account_id=opportunity.account_id)
        rows = rows.filter(here | Q(person__in=visible_people(actor).values("pk")))
    return rows.select_related("opportunity", "person", "person__account").order_by("-is_primary", "pk")


def lines_of(opportunity: Opportunity) -> QuerySet[OpportunityLine]:
    """Return the products on the deal."""
    return OpportunityLine.objects.filter(opportunity=opportunity).select_related("product").order_by("pk")


def get_rival(opportunity: Opportunity, uid: str) -> OpportunityCompetitor:
    """Return one rival of the deal.

    Raises:
        Missing: there is none.
    """
    rival = competitors_of(opportunity).filter(uid=uid).first()
    if rival is None:
        raise Missing("RIVAL_MISSING", uid=uid)
    return rival


def get_member(opportunity: Opportunity, uid: str) -> OpportunityMember:
    """Return one colleague of the deal's team.

    Raises:
        Missing: there is none.
    """
    member = members_of(opportunity).filter(uid=uid).first()
    if member is None:
        raise Missing("MEMBER_MISSING", uid=uid)
    return member


def get_contact(actor: Actor, opportunity: Opportunity, uid: str) -> OpportunityContact:
    """Return one person's part in the decision.

    Raises:
        Missing: there is none for this actor.
    """
    contact = contacts_of(actor, opportunity).filter(uid=uid).first()
    if contact is None:
        raise Missing("CONTACT_MISSING", uid=uid)
    return contact


def get_line(opportunity: Opportunity, uid: str) -> OpportunityLine:
    """Return one product line.

    Raises:
        Missing: there is none.
    """
    line = lines_of(opportunity).filter(uid=uid).first()
    if line is None:
        raise Missing("LINE_MISSING", uid=uid)
    return line
