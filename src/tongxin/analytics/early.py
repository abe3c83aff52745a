"""How early those who decide were met and how far we shaped the needs, deal by deal, and what went with it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from kamkit.early.engagement import DealLead, Decider, EarlyDeal, EarlyInput, EarlyResult, rates
from tongxin.common.actor import Actor
from tongxin.crm.bids.selectors import bids_for
from tongxin.crm.committees.choices import SeatRole
from tongxin.crm.committees.selectors import CONTACT, visible_seats
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.projects.choices import Effect, Origin
from tongxin.crm.projects.models import CustomerProject, ProjectRequirement, SpecialRequest, SupportTask
from tongxin.crm.projects.rules import is_before_charter
from tongxin.crm.projects.selectors import projects_for
from tongxin.crm.relationships.models import InteractionPerson
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.selectors import visible_people

DECIDES = (SeatRole.DECISION_MAKER, SeatRole.APPROVER)
NO_EFFECT = frozenset({Effect.UNKNOWN.value, Effect.NONE.value})
WON = {Outcome.WON.value: True, Outcome.LOST.value: False}


@dataclass(slots=True)
class SupportBefore:
    """What we did for a deal's projects before their charters: working days, and how often each effect came of it."""

    effort: Decimal = Decimal(0)
    effects: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyRow:
    """A deal with its days, who decides, how early and shaping we were, and what was done for it before the charter."""

    deal: Opportunity
    charter_on: date | None
    tender_on: date | None
    people: Mapping[str, Person]
    told: DealLead
    requirements: int
    ours: int
    support: SupportBefore


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyView:
    """All deals the actor may see of which a decider, a project or a requirement is known, and the rates over the decided ones."""

    rows: tuple[EarlyRow, ...]
    result: EarlyResult


def early_engagement(actor: Actor, *, as_of: date) -> EarlyView:
    """Return how early and how shaping we were in every deal; eleven queries, however many deals.

    Args:
        actor: who reads; deals, people and visits they may not see are left out.
        as_of: the day of today; a visit that is still planned is no contact.

    A decided deal was won or lost; dropped ones say nothing of a rate. First contact is the first logged visit, meeting or
    call with somebody in the seat of a decision maker or approver; charter and requirements are those of the customer's
    projects that carry the deal, the tender is the earliest one of these projects or of our bids.
    """
    deals = list(
        visible_opportunities(actor)
        .select_related("account")
        .order_by(F("started_on").desc(nulls_last=True), "pk")
    )
    people = _deciders(actor, deals)
    first = _first_contacts(actor, {person.pk for each in people.values() for person in each}, as_of)
    days, counts = _of_projects(actor)
    tenders = _tender_days(actor, days)
    facts = [
        _deal(
            deal, people.get(deal.pk, ()), first, days.get(deal.pk), tenders.get(deal.pk), counts.get(deal.pk)
        )
        for deal in deals
    ]
    result = rates(EarlyInput(deals=tuple(facts)))
    support = _support(days)
    rows = tuple(
        EarlyRow(
            deal=deal,
            charter_on=fact.charter_on,
            tender_on=fact.tender_on,
            people={person.uid: person for person in people.get(deal.pk, ())},
            told=told,
            requirements=fact.requirements,
            ours=fact.ours,
            support=support.get(deal.pk, SupportBefore()),
        )
        for deal, fact, told in zip(deals, facts, result.deals, strict=True)
        if fact.deciders or fact.charter_on or fact.requirements
    )
    return EarlyView(rows=rows, result=result)


def _deal(
    deal: Opportunity,
    people: Iterable[Person],
    first: Mapping[int, date],
    project: "_Days | None",
    tender_on: date | None,
    counts: "_Counts | None",
) -> EarlyDeal:
    counted = counts or _Counts()
    return EarlyDeal(
        id=deal.uid,
        won=WON.get(deal.outcome),
        charter_on=project.charter_on if project else None,
        tender_on=tender_on,
        deciders=tuple(Decider(id=person.uid, first_on=first.get(person.pk)) for person in people),
        requirements=counted.requirements,
        known=counted.known,
        ours=counted.ours,
    )


@dataclass(slots=True)
class _Days:
    charter_on: date | None = None
    projects: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Counts:
    requirements: int = 0
    known: int = 0
    ours: int = 0


def _deciders(actor: Actor, deals: Iterable[Opportunity]) -> dict[int, list[Person]]:
    seats = visible_seats(actor).filter(
        role__in=DECIDES,
        deleted_at=None,
        committee__deleted_at=None,
        committee__opportunity__in=[deal.pk for deal in deals],
        person__in=visible_people(actor),
    )
    found: dict[int, list[Person]] = {}
    for seat in seats.select_related("person", "committee").order_by("pk"):
        deal = seat.committee.opportunity_id
        if deal is not None and seat.person is not None and seat.person not in found.get(deal, ()):
            found.setdefault(deal, []).append(seat.person)
    return found


def _first_contacts(actor: Actor, people: Iterable[int], as_of: date) -> dict[int, date]:
    met = visible_interactions(actor).filter(kind__in=CONTACT)
    rows = InteractionPerson.objects.filter(person__in=list(people), interaction__in=met.values("pk"))
    first = rows.values_list("person").annotate(first=Min("occurred_at")).order_by()
    # The first of somebody's visits lies ahead only where all of them do.
    days = {person: timezone.localdate(moment) for person, moment in first}
    return {person: day for person, day in days.items() if day <= as_of}


def _of_projects(actor: Actor) -> tuple[dict[int, _Days], dict[int, _Counts]]:
    links = CustomerProject.opportunities.through.objects.filter(
        customerproject__in=projects_for(actor)
    ).values_list("opportunity_id", "customerproject_id", "customerproject__charter_on")
    days: dict[int, _Days] = {}
    for deal, project, charter_on in links:
        known = days.setdefault(deal, _Days())
        known.projects.add(project)
        if charter_on is not None and (known.charter_on is None or charter_on < known.charter_on):
            known.charter_on = charter_on
    of_project = _requirements({each for known in days.values() for each in known.projects})
    counts = {}
    for deal, known in days.items():
        counts[deal] = _Counts()
        for project in known.projects:
            for origin, count in of_project.get(project, {}).items():
                counts[deal].requirements += count
                counts[deal].known += count if origin != Origin.UNKNOWN else 0
                counts[deal].ours += count if origin == Origin.US else 0
    return days, counts


def _requirements(projects: Iterable[int]) -> dict[int, dict[str, int]]:
    rows = ProjectRequirement.objects.filter(project__in=list(projects), deleted_at=None)
    found: dict[int, dict[str, int]] = {}
    for project, origin, count in (
        rows.values_list("project", "origin").annotate(count=Count("pk")).order_by()
    ):
        found.setdefault(project, {})[origin] = count
    return found


def _support(days: Mapping[int, _Days]) -> dict[int, SupportBefore]:
    """Return what was done for each deal's projects before their own charters, special requests among it."""
    projects = {each for known in days.values() for each in known.projects}
    of_project: dict[int, SupportBefore] = {}
    for model, day in ((SupportTask, Coalesce("done_on", "due_on")), (SpecialRequest, F("asked_on"))):
        rows = model.objects.filter(project__in=projects, deleted_at=None).annotate(day=day)
        told = rows.values_list("project", "project__charter_on", "day", "effort_days", "effect")
        for project, charter_on, on, effort, effect in told.order_by("pk"):
            if is_before_charter(on, charter_on):
                found = of_project.setdefault(project, SupportBefore())
                found.effort += effort or 0
                found.effects[effect] += effect not in NO_EFFECT
    by_deal: dict[int, SupportBefore] = {}
    for deal, known in days.items():
        for project in sorted(known.projects & of_project.keys()):
            found = by_deal.setdefault(deal, SupportBefore())
            found.effort += of_project[project].effort
            found.effects += of_project[project].effects
    return by_deal


def _tender_days(actor: Actor, days: Mapping[int, _Days]) -> dict[int, date]:
    found: dict[int, date] = {}

    def keep(deal: int, day: date) -> None:
        found[deal] = min(day, found.get(deal, day))

    bids = bids_for(actor).exclude(opportunity=None).exclude(tender__published_on=None)
    for deal, day in bids.values_list("opportunity", "tender__published_on"):
        if deal is not None and day is not None:
            keep(deal, day)
    links = CustomerProject.tenders.through.objects.filter(customerproject__in=projects_for(actor)).exclude(
        tender__published_on=None
    )
    of_project: dict[int, list[date]] = {}
    for project, day in links.values_list("customerproject_id", "tender__published_on"):
        if day is not None:
            of_project.setdefault(project, []).append(day)
    for deal, known in days.items():
        for project in known.projects:
            for published in of_project.get(project, ()):
                keep(deal, published)
    return found
