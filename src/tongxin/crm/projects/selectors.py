"""Read customers' projects, always within the accounts an actor may see."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Model, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.naming import joined_if_any
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.committees.selectors import visible_committees
from tongxin.crm.projects.choices import CheckResult, Origin, Standing
from tongxin.crm.projects.models import (
    Checkpoint,
    CustomerProject,
    ProjectLot,
    ProjectRequirement,
    SpecialRequest,
    SupportTask,
)
from tongxin.crm.projects.rules import is_before_charter, is_waiting, standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongxin.crm.committees.models import Committee
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.tenders.models import Tender


def visible_projects(actor: Actor) -> QuerySet[CustomerProject]:
    """Return the projects of accounts the actor may see, deleted ones included."""
    return CustomerProject.objects.filter(visible_through(actor, "account"))


def projects_for(actor: Actor) -> QuerySet[CustomerProject]:
    """Return the projects in use that the actor may see."""
    return visible_projects(actor).filter(deleted_at=None)


def of_projects(model: type[Model], actor: Actor) -> QuerySet[Model]:
    """Return what hangs under projects the actor may see; a part of a deleted project is gone with it."""
    return model._default_manager.filter(visible_through(actor, "project__account"), project__deleted_at=None)


def of_checkpoints(model: type[Model], actor: Actor) -> QuerySet[Model]:
    """Return what hangs under checkpoints the actor may see; it is gone with its checkpoint and its project."""
    return model._default_manager.filter(
        visible_through(actor, "checkpoint__project__account"),
        checkpoint__deleted_at=None,
        checkpoint__project__deleted_at=None,
    )


def get_project_for(actor: Actor, uid: str) -> CustomerProject:
    """Return one project with its account, owner and lead.

    Raises:
        Missing: `CUSTOMER_PROJECT_MISSING`.
    """
    found = projects_for(actor).select_related("account", "owner", "lead").filter(uid=uid).first()
    if found is None:
        raise Missing("CUSTOMER_PROJECT_MISSING", uid=uid)
    return found


def steps_of(project: CustomerProject) -> list[tuple[str, date | None]]:
    """Return what each checkpoint of a project is called, and its first day."""
    rows = Checkpoint.objects.filter(project=project, deleted_at=None).order_by(
        F("planned_on").asc(nulls_last=True), "pk"
    )
    return [(row.name, min(filter(None, (row.planned_on, row.held_on)), default=None)) for row in rows]


def waiting_checkpoints(
    actor: Actor, *, as_of: date, account: Any = None, own: bool = False
) -> list[Checkpoint]:
    """Return the checkpoints that are overdue or failed, the oldest first.

    Args:
        actor: who reads.
        as_of: the day to judge by.
        account: of this one alone.
        own: those the actor prepares, or whose project is theirs.
    """
    rows = Checkpoint.objects.filter(
        visible_through(actor, "project__account"), deleted_at=None, project__deleted_at=None
    ).exclude(outcome=CheckResult.PASSED)
    rows = rows.exclude(reinspection=CheckResult.PASSED)
    if account is not None:
        rows = rows.filter(project__account=account)
    if own:
        rows = rows.filter(Q(owner=actor.user) | Q(owner=None, project__owner=actor.user))
    rows = rows.order_by(F("planned_on").asc(nulls_last=True), "pk")
    return [row for row in joined_if_any(rows, "project__account", "owner") if is_waiting(row, as_of=as_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who brought requirements in: how many of each origin, and how many we shaped.

    Attributes:
        counts: origin → number, every origin.
        shaped: those we brought in or helped to write.
        total: of all.
        percent: shaped of all, `None` without a requirement.
    """

    counts: dict[Origin, int]
    shaped: int
    total: int

    @property
    def percent(self) -> int | None:
        """Return the share we shaped in whole percent, `None` without a requirement."""
        return round(100 * self.shaped / self.total) if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointState:
    """A checkpoint as it stands on a day."""

    checkpoint: Checkpoint
    standing: Standing
    evidence: int
    open_points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What we put into a project; working days before its charter, after it, and on a day that is not known."""

    before: Any
    after: Any
    undated: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a project's page and its papers are made of, besides the project itself."""

    project: CustomerProject
    requirements: tuple[ProjectRequirement, ...]
    authorship: Authorship
    checkpoints: tuple[CheckpointState, ...]
    effort: Effort


def dossier_of(project: CustomerProject, *, as_of: date) -> Dossier:
    """Return the dossier of a project that the actor may see, as it stands on a day."""
    requirements = tuple(
        project.requirements.filter(deleted_at=None)
        .select_related("author", "helper", "rival")
        .order_by("number", "pk")
    )
    return Dossier(
        project=project,
        requirements=requirements,
        authorship=authorship_of(requirements),
        checkpoints=_states(Checkpoint.objects.filter(project=project), as_of),
        effort=_effort(project),
    )


def authorship_of(requirements: "tuple[ProjectRequirement, ...]") -> Authorship:
    """Return who brought requirements in; one of the customer's that a colleague helped to write is shaped by us."""
    counts = dict.fromkeys(Origin, 0)
    for each in requirements:
        counts[Origin(each.origin)] += 1
    shaped = sum(each.origin == Origin.US or each.helper_id is not None for each in requirements)
    return Authorship(counts=counts, shaped=shaped, total=len(requirements))


def projects_behind(
    actor: Actor, *, opportunity: "Opportunity | None", tender: "Tender | None"
) -> list[CustomerProject]:
    """Return the projects that carry a deal or a tender, the first made first."""
    asked = Q()
    if opportunity is not None:
        asked |= Q(opportunities=opportunity)
    if tender is not None:
        asked |= Q(tenders=tender)
    return list(projects_for(actor).filter(asked).distinct().order_by("pk")) if asked else []


def requirements_behind(projects: "Sequence[CustomerProject]") -> Authorship:
    """Return who brought in the requirements of several projects."""
    rows = ProjectRequirement.objects.filter(project__in=projects, deleted_at=None)
    return authorship_of(tuple(rows))


def checkpoints_judged_by(
    actor: Actor, committee: "Committee", *, as_of: date
) -> tuple[CheckpointState, ...]:
    """Return what a committee judges, as it stands on a day, the first planned on top."""
    rows = Checkpoint.objects.filter(
        visible_through(actor, "project__account"), committee=committee, project__deleted_at=None
    )
    return _states(rows.select_related("project"), as_of)


def judges_of(actor: Actor, states: "Sequence[CheckpointState]") -> "dict[int, Committee]":
    """Return the committees in use that judge checkpoints and that the actor may see, by number."""
    named = {pk for state in states if (pk := state.checkpoint.committee_id) is not None}
    rows = visible_committees(actor).filter(pk__in=named, deleted_at=None) if named else ()
    return {row.pk: row for row in rows}


def lots_of(project: CustomerProject) -> list[ProjectLot]:
    """Return the lots of a project in the order of their numbers, with tender and opportunity."""
    rows = ProjectLot.objects.filter(project=project, deleted_at=None)
    return list(rows.select_related("tender", "opportunity").order_by("number", "pk"))


def _states(checkpoints: "QuerySet[Checkpoint]", as_of: date) -> tuple[CheckpointState, ...]:
    rows = (
        checkpoints.filter(deleted_at=None)
        .select_related("owner")
        .annotate(
            handed_in=Count("evidence", filter=Q(evidence__deleted_at=None), distinct=True),
            left_open=Count(
                "open_points",
                filter=Q(open_points__deleted_at=None, open_points__closed_on=None),
                distinct=True,
            ),
        )
        .order_by(F("planned_on").asc(nulls_last=True), "pk")
    )
    return tuple(
        CheckpointState(
            checkpoint=row,
            standing=standing_of(row, as_of=as_of),
            evidence=row.handed_in,
            open_points=row.left_open,
        )
        for row in rows
    )


def _effort(project: CustomerProject) -> Effort:
    tasks = SupportTask.objects.filter(project=project, deleted_at=None)
    asked = SpecialRequest.objects.filter(project=project, deleted_at=None)
    days = [(each.done_on or each.due_on, each.effort_days) for each in tasks]
    days += [(each.asked_on, each.effort_days) for each in asked]
    sums: dict[bool | None, Any] = {True: 0, False: 0, None: 0}
    for on, effort in days:
        sums[is_before_charter(on, project.charter_on)] += effort or 0
    return Effort(before=sums[True], after=sums[False], undated=sums[None])
