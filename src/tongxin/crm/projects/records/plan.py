"""Joint plans, their rows and what came back, as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.projects.models import JointPlan, PlanDay, PlanReturn, PlanRow
from tongxin.crm.projects.plan_choices import DayUnit, PlanCalendar, PlanDayKind, PlanDirection, PlanZone
from tongxin.crm.projects.plan_rules import (
    check_days,
    check_plan,
    check_return,
    check_row,
    check_starts,
    check_waits,
)
from tongxin.crm.projects.plan_selectors import earliest_day, last_row, names_in, of_plans, waits_in
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Flag, Moment, Paragraphs, Ref, Refs, Text, Whole
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_record

MOST_DAYS = 1000
STEP = 10

_PLAN = Definition(
    kind=Kind.JOINT_PLAN,
    model=JointPlan,
    one="joint_plan",
    many="joint_plans",
    path="joint-plans",
    tag="projects",
    title=_("Joint plans"),
    about="A plan that the customer and we carry out together, on the working days of both, back from going live.",
    hint=_("Plan with the customer back from the day of going live; each row has an owner on both sides."),
    visible=lambda actor: of_plans(JointPlan, actor, ""),
    account="project__account",
    parent="project",
    order=("starts_on", "name"),
    check=check_plan,
    in_files=False,
    searched=False,
    fields=(
        OF_PROJECT,
        Text("name", _("Name"), required=True, main=True, sort=True),
        Day(
            "starts_on", pgettext_lazy("plan", "Starts on"), required=True, sort=True, filters=("gte", "lte")
        ),
        Day("goes_live_on", pgettext_lazy("plan", "Goes live on"), sort=True, filters=("gte", "lte")),
        Choice(
            "direction",
            pgettext_lazy("plan", "Planned"),
            of=PlanDirection,
            required=True,
            initial=PlanDirection.BACKWARD.value,
            column="offered",
        ),
        Choice(
            "calendar",
            pgettext_lazy("plan", "Working calendar"),
            of=PlanCalendar,
            required=True,
            initial=PlanCalendar.TW.value,
        ),
        Choice(
            "zone",
            pgettext_lazy("plan", "Time zone"),
            of=PlanZone,
            required=True,
            initial=PlanZone.TAIPEI.value,
            column="offered",
        ),
        Paragraphs("note", _("Note"), most=4_000, help=_("For us alone; the customer does not see it.")),
    ),
)


@transaction.atomic
def _change_plan(
    *,
    actor: Actor,
    at: datetime,
    record: JointPlan,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    if values.get("starts_on") is not None:
        check_starts(values["starts_on"], earliest_day(record))
    change_record(_PLAN, actor=actor, at=at, record=record, values=values, expected_version=expected_version)


JOINT_PLAN = replace(_PLAN, change=_change_plan)
OF_PLAN = Ref(
    "plan", pgettext_lazy("object", "Joint plan"), to=JOINT_PLAN.reference, required=True, fixed=True
)
PLAN_DAY = Definition(
    kind=Kind.PLAN_DAY,
    model=PlanDay,
    one="plan_day",
    many="plan_days",
    path="plan-days",
    tag="projects",
    title=_("Special plan days"),
    about="Days of a joint plan that differ from the public calendar: closed, or worked all the same.",
    hint=_("Note the customer’s own shutdowns, and weekends on which both sides work."),
    visible=lambda actor: of_plans(PlanDay, actor, "plan__"),
    account="plan__project__account",
    parent="plan",
    order=("first_on",),
    check=check_days,
    in_files=False,
    searched=False,
    fields=(
        OF_PLAN,
        Text("name", pgettext_lazy("plan day", "Reason"), required=True, main=True),
        Choice(
            "kind",
            pgettext_lazy("plan day", "These days are"),
            of=PlanDayKind,
            required=True,
            initial=PlanDayKind.CLOSED.value,
            filters=("eq",),
        ),
        Day("first_on", pgettext_lazy("plan day", "First day"), required=True, sort=True),
        Day("last_on", pgettext_lazy("plan day", "Last day")),
    ),
)
_ROW = Definition(
    kind=Kind.PLAN_ROW,
    model=PlanRow,
    one="plan_row",
    many="plan_rows",
    path="plan-rows",
    tag="projects",
    title=_("Joint plan rows"),
    about="One row of a joint plan, with an owner on both sides, evidence, what it waits for and its days.",
    hint=_("Rows are made on the page of their plan."),
    visible=lambda actor: of_plans(PlanRow, actor, "plan__"),
    account="plan__project__account",
    parent="plan",
    order=("number", "name"),
    check=check_row,
    in_files=False,
    searched=False,
    fields=(
        OF_PLAN,
        Whole("number", pgettext_lazy("plan row", "Position"), most=100_000, sort=True, grouped=False),
        Text("name", pgettext_lazy("plan row", "Task"), required=True, main=True, sort=True, most=300),
        Ref("customer_owner", pgettext_lazy("plan row", "Owner at the customer"), to=PEOPLE),
        Ref("our_owner", pgettext_lazy("plan row", "Our owner"), to=USERS, filters=("eq",)),
        Paragraphs("evidence", pgettext_lazy("plan row", "Proof of completion"), most=1_000),
        Refs("after", pgettext_lazy("plan row", "Depends on"), to=cast("Any", None)),
        Whole(
            "length",
            pgettext_lazy("plan row", "Duration"),
            most=MOST_DAYS,
            required=True,
            initial=5,
            help=_("0 is a milestone."),
        ),
        Choice(
            "unit",
            pgettext_lazy("plan row", "Duration in"),
            of=DayUnit,
            required=True,
            initial=DayUnit.WORKING.value,
            # 180 working days are not 180 calendar days: who switches is asked what stays (`planning.switch_unit`).
            fixed=True,
        ),
        Day(
            "first_on",
            pgettext_lazy("plan row", "Fixed start"),
            column="offered",
            help=_("Leave the days empty to let them follow from the plan."),
        ),
        Day("last_on", pgettext_lazy("plan row", "Fixed end"), column="offered"),
        Moment(
            "due_at",
            pgettext_lazy("plan row", "Due at"),
            column="offered",
            help=_("For what is due at an hour; its day is then the last one."),
        ),
        Day("done_on", pgettext_lazy("plan row", "Done on"), sort=True, filters=("gte", "lte")),
        Flag("is_internal", pgettext_lazy("plan row", "For us alone"), filters=("eq",), column="offered"),
        Paragraphs("note", _("Note"), most=4_000, help=_("For us alone; the customer does not see it.")),
    ),
)
# A row names other rows, so that the reference to it can only be made once it is declared.
_ROW = replace(
    _ROW,
    fields=tuple(
        replace(item, to=_ROW.reference) if isinstance(item, Refs) else item for item in _ROW.fields
    ),
)
# The same row for the one verb that switches its unit.
RECOUNTED_ROW = replace(
    _ROW,
    fields=tuple(replace(item, fixed=False) if item.name == "unit" else item for item in _ROW.fields),
)


@transaction.atomic
def _create_row(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> PlanRow:
    plan = values.get("plan")
    wanted = dict(values)
    if plan is not None:
        check_waits(plan.pk, 0, values.get("after") or (), waits_in(plan), names_in(plan))
        if not wanted.get("number"):
            last = last_row(plan)
            wanted["number"] = last.number + STEP if last is not None else STEP
    made: PlanRow = create_record(_ROW, actor=actor, at=at, values=wanted)
    return made


@transaction.atomic
def _change_row(
    *,
    actor: Actor,
    at: datetime,
    record: PlanRow,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    if values.get("after") is not None:
        plan = record.plan
        check_waits(plan.pk, record.pk, values["after"], waits_in(plan, without=record.pk), names_in(plan))
    wanted = dict(values)
    if "number" in wanted and wanted["number"] is None:
        # A row whose place is taken away stays where it is.
        wanted["number"] = record.number
    change_record(_ROW, actor=actor, at=at, record=record, values=wanted, expected_version=expected_version)


PLAN_ROW = replace(_ROW, create=_create_row, change=_change_row)
PLAN_RETURN = Definition(
    kind=Kind.PLAN_RETURN,
    model=PlanReturn,
    one="plan_return",
    many="plan_returns",
    path="plan-returns",
    tag="projects",
    title=_("Returns"),
    about="A row of a joint plan that came back, with the day, the reason and the days it takes again.",
    hint=_("Note when something came back: the plan keeps what was, and goes on from there."),
    visible=lambda actor: of_plans(PlanReturn, actor, "row__plan__"),
    account="row__plan__project__account",
    parent="row",
    order=("returned_on",),
    check=check_return,
    in_files=False,
    searched=False,
    fields=(
        Ref(
            "row",
            pgettext_lazy("object", "Plan row"),
            to=PLAN_ROW.reference,
            required=True,
            fixed=True,
        ),
        Day("returned_on", pgettext_lazy("plan return", "Returned on"), required=True, sort=True),
        Text("why", pgettext_lazy("plan return", "Why"), required=True, main=True, most=300),
        Ref("back_to", pgettext_lazy("plan return", "Work resumes at"), to=PLAN_ROW.reference),
        Whole(
            "length",
            pgettext_lazy("plan return", "Days to resubmit"),
            least=1,
            most=MOST_DAYS,
            required=True,
            initial=5,
        ),
    ),
)
PLANS: tuple[Definition, ...] = (JOINT_PLAN, PLAN_DAY, PLAN_ROW, PLAN_RETURN)
