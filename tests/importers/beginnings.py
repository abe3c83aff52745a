"""How the deals of an imported history began, for tests: who decides, first met when, a charter, who wrote requirements."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.factories import AT

from tongxin.crm.committees.models import Committee, Seat
from tongxin.crm.projects.models import CustomerProject, ProjectRequirement
from tongxin.crm.relationships.models import Interaction, InteractionPerson
from tongxin.crm.stakeholders.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.team.models import User

STAMPS = {"created_at": AT, "updated_at": AT}


def begin(
    deals: Sequence[Opportunity],
    user: User,
    *,
    met_on: Callable[[Opportunity], date],
    charter_on: Callable[[Opportunity], date],
) -> list[CustomerProject]:
    """Give each deal a project with a charter, and a committee in which one decides, whom we met on a day."""
    people = Person.objects.bulk_create(
        Person(
            full_name=f"Decider {deal.pk}", match_key=f"decider {deal.pk}", sort_key="d", pinyin_key="d",
            account=deal.account, **STAMPS,
        )
        for deal in deals
    )  # fmt: skip
    committees = Committee.objects.bulk_create(
        Committee(account=deal.account, opportunity=deal, name="Committee", **STAMPS) for deal in deals
    )
    Seat.objects.bulk_create(
        Seat(committee=committee, name="Head", role="DECISION_MAKER", person=person, **STAMPS)
        for committee, person in zip(committees, people, strict=True)
    )
    moments = [timezone.make_aware(datetime.combine(met_on(deal), time(12))) for deal in deals]
    visits = Interaction.objects.bulk_create(
        Interaction(account=deal.account, occurred_at=at, text="Visit", author=user, **STAMPS)
        for deal, at in zip(deals, moments, strict=True)
    )
    InteractionPerson.objects.bulk_create(
        InteractionPerson(interaction=visit, person=person, occurred_at=visit.occurred_at)
        for visit, person in zip(visits, people, strict=True)
    )
    projects = CustomerProject.objects.bulk_create(
        CustomerProject(account=deal.account, name=deal.name, charter_on=charter_on(deal), **STAMPS)
        for deal in deals
    )
    link = CustomerProject.opportunities.through
    link.objects.bulk_create(
        link(customerproject=project, opportunity=deal) for project, deal in zip(projects, deals, strict=True)
    )
    return projects


def require(projects: Sequence[CustomerProject], origins: Sequence[str]) -> None:
    """Give projects a requirement of each origin."""
    ProjectRequirement.objects.bulk_create(
        ProjectRequirement(project=project, name=f"Requirement {place}", origin=origin, **STAMPS)
        for project in projects
        for place, origin in enumerate(origins)
    )


AFTER_BEGIN, BEFORE_END = timedelta(days=30), timedelta(days=60)
