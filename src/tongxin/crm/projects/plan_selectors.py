"""Read joint plans with their rows, always within the accounts an actor may see."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min, Model, Prefetch, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.projects.models import CustomerProject, JointPlan, PlanReturn, PlanRow
from tongxin.crm.projects.plan_days import PlacedStep, Schedule, schedule_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row with its days."""

    row: PlanRow
    placed: PlacedStep
    after: tuple[PlanRow, ...]
    returns: tuple[PlanReturn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with its rows and their days."""

    plan: JointPlan
    rows: tuple[PlannedRow, ...]
    schedule: Schedule


def of_plans(model: type[Model], actor: Actor, path: str) -> QuerySet[Model]:
    """Return what hangs under plans the actor may see; what hangs under something deleted is gone with it."""
    above = _above(path)
    return model._default_manager.filter(
        visible_through(actor, f"{path}project__account"), **dict.fromkeys(above, None)
    )


def _above(path: str) -> list[str]:
    names = [name for name in path.split("__") if name] + ["project"]
    return ["__".join([*names[: place + 1], "deleted_at"]) for place in range(len(names))]


def get_plan_for(actor: Actor, uid: str) -> JointPlan:
    """Return one plan in use with its project and account.

    Raises:
        Missing: `JOINT_PLAN_MISSING`.
    """
    rows = of_plans(JointPlan, actor, "").filter(deleted_at=None).select_related("project__account")
    found: JointPlan | None = rows.filter(uid=uid).first()  # type: ignore[assignment]
    if found is None:
        raise Missing("JOINT_PLAN_MISSING", uid=uid)
    return found


def get_row_for(actor: Actor, uid: str) -> PlanRow:
    """Return one row in use with its plan, project and account.

    Raises:
        Missing: `PLAN_ROW_MISSING`.
    """
    rows = of_plans(PlanRow, actor, "plan__").filter(deleted_at=None)
    found: PlanRow | None = rows.select_related("plan__project__account").filter(uid=uid).first()  # type: ignore[assignment]
    if found is None:
        raise Missing("PLAN_ROW_MISSING", uid=uid)
    return found


def plans_of(project: CustomerProject) -> list[JointPlan]:
    """Return the plans of a project in use, the oldest first."""
    return list(JointPlan.objects.filter(project=project, deleted_at=None).order_by("pk"))


def rows_of(plan: JointPlan) -> list[PlanRow]:
    """Return the rows of a plan in their order, with owners, what they wait for and their returns."""
    rows = PlanRow.objects.filter(plan=plan, deleted_at=None).select_related(
        "plan", "customer_owner", "our_owner"
    )
    kept = PlanReturn.objects.filter(deleted_at=None).select_related("back_to").order_by("returned_on", "pk")
    rows = rows.prefetch_related("after", Prefetch("returns", queryset=kept))
    return list(rows.order_by("number", "pk"))


def planned(plan: JointPlan, *, as_of: date | None, shared_only: bool = False) -> Planned:
    """Return a plan with the days of its rows.

    Args:
        plan: which.
        as_of: the day of today, for what is late; `None` asks nothing of it.
        shared_only: as the customer may read it: without internal rows, which still count in the days of the others.
    """
    rows = rows_of(plan)
    found = schedule_of(plan, rows, as_of=as_of)
    known = {row.pk: row for row in rows if not (shared_only and row.is_internal)}
    shown = [placed for row, placed in zip(rows, found.steps, strict=True) if row.pk in known]
    if shared_only:
        # What ends with a row for us alone is not told, nor who is somebody of another company.
        first = min((each.first for each in shown), default=plan.starts_on)
        last = max((each.last for each in shown), default=plan.starts_on)
        found = replace(found, first=first, last=last)
        for row in rows:
            if row.customer_owner is not None and row.customer_owner.account_id != plan.project.account_id:
                row.customer_owner = None
    return Planned(
        plan=plan,
        schedule=found,
        rows=tuple(
            PlannedRow(
                row=row,
                placed=placed,
                after=tuple(known[each.pk] for each in row.after.all() if each.pk in known),
                returns=tuple(row.returns.all()),
            )
            for row, placed in zip((row for row in rows if row.pk in known), shown, strict=True)
        ),
    )


def waits_in(plan: JointPlan, *, without: int = 0) -> dict[int, list[int]]:
    """Return what each row of a plan waits for, by number; all of them are there, and one may be left out."""
    waits: dict[int, list[int]] = {pk: [] for pk in names_in(plan)}
    links = PlanRow.after.through.objects.filter(from_planrow__plan=plan, from_planrow__deleted_at=None)
    for row, after in links.values_list("from_planrow_id", "to_planrow_id"):
        waits[row].append(after)
    waits.pop(without, None)
    return waits


def names_in(plan: JointPlan) -> dict[int, str]:
    """Return what the rows of a plan are called, by number."""
    return dict(PlanRow.objects.filter(plan=plan, deleted_at=None).values_list("pk", "name"))


def last_row(plan: JointPlan) -> PlanRow | None:
    """Return the last row of a plan in its order."""
    return PlanRow.objects.filter(plan=plan, deleted_at=None).order_by("number", "pk").last()


def earliest_day(plan: JointPlan) -> date | None:
    """Return the earliest day that is fixed in a plan or on which something of it came back."""
    found = PlanRow.objects.filter(plan=plan, deleted_at=None).aggregate(
        first=Min("first_on"), last=Min("last_on")
    )
    came_back = PlanReturn.objects.filter(row__plan=plan, deleted_at=None, row__deleted_at=None)
    days = [*found.values(), came_back.aggregate(day=Min("returned_on"))["day"]]
    return min((day for day in days if day is not None), default=None)
