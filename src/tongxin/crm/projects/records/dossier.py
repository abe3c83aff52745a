"""Customers' projects and their requirements as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.projects.choices import BudgetState, Origin, ProjectState, RequirementKind, Weight
from tongxin.crm.projects.models import CustomerProject, ProjectRequirement
from tongxin.crm.projects.rules import check_opportunities, check_project, check_requirement, check_start
from tongxin.crm.projects.selectors import of_projects, steps_of, visible_projects
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.crm.tenders.references import TENDERS
from tongxin.records.definition import Definition
from tongxin.records.fields import ME, Amount, Choice, Currency, Day, Paragraphs, Ref, Refs, Text, Whole
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_record

STATE_SHAPES = (("CHARTERED", "good"), ("DONE", "good"), ("STOPPED", "unknown"))
BUDGET_SHAPES = (("APPROVED", "good"), ("FROZEN", "bad"), ("UNKNOWN", "unknown"))
ORIGIN_SHAPES = (("US", "good"), ("RIVAL", "bad"), ("UNKNOWN", "unknown"))

_PROJECT = Definition(
    kind=Kind.CUSTOMER_PROJECT,
    model=CustomerProject,
    one="customer_project",
    many="customer_projects",
    path="projects",
    tag="projects",
    icon="list",
    title=_("Customer projects"),
    about="A project of the customer's own as its charter has it: content, steps, schedule, results, evaluation.",
    hint=_("Record the customer's project as soon as somebody tells of it, long before there is a tender."),
    visible=visible_projects,
    account="account",
    parent="account",
    is_made_alone=True,
    order=("charter_on", "name"),
    check=check_project,
    in_files=False,
    # Of the event of keeping a version, which stands in the history of its project.
    noted=(
        Whole("edition", pgettext_lazy("document", "Version")),
        Text("edition_why", pgettext_lazy("dossier", "What the version is for"), most=300),
    ),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, filters=("eq",)),
        Text("name", _("Name"), required=True, main=True, sort=True, most=300, indexed=True),
        Choice(
            "state",
            pgettext_lazy("project", "State"),
            of=ProjectState,
            required=True,
            initial=ProjectState.IDEA.value,
            filters=("eq",),
            sort=True,
            shapes=STATE_SHAPES,
        ),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",), suggested=ME),
        Ref("lead", pgettext_lazy("project", "Customer's project lead"), to=PEOPLE, column="offered"),
        Refs("authors", pgettext_lazy("project", "Charter author at the customer"), to=PEOPLE, later=True),
        Day("starts_on", pgettext_lazy("project", "Starts on"), sort=True, column="offered", later=True),
        Day(
            "charter_on",
            pgettext_lazy("project", "Charter"),
            sort=True,
            filters=("gte", "lte"),
            help=_("The day the customer decides on the charter, planned or as it was."),
        ),
        Day(
            "purchase_from",
            pgettext_lazy("project", "Purchasing from"),
            sort=True,
            column="offered",
            later=True,
        ),
        Day(
            "purchase_until",
            pgettext_lazy("project", "Purchasing until"),
            sort=True,
            column="offered",
            later=True,
        ),
        Day("go_live_on", pgettext_lazy("project", "Goes live on"), sort=True, filters=("lte",)),
        Day("ends_on", pgettext_lazy("project", "Ends on"), sort=True, column="offered", later=True),
        Choice(
            "budget_state",
            pgettext_lazy("project", "Budget"),
            of=BudgetState,
            required=True,
            initial=BudgetState.UNKNOWN.value,
            filters=("eq",),
            shapes=BUDGET_SHAPES,
        ),
        Amount("planned_budget", pgettext_lazy("project", "Budget amount"), sort=True),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Paragraphs("budget_note", pgettext_lazy("project", "Budget notes"), most=2_000, later=True),
        Refs("opportunities", _("Opportunities"), to=OPPORTUNITIES, later=True),
        Refs("tenders", _("Tenders"), to=TENDERS, later=True),
        Paragraphs("lots", pgettext_lazy("project", "Lot notes"), most=2_000, later=True),
        Paragraphs("contents", pgettext_lazy("project", "Contents"), indexed=True),
        Paragraphs("steps", pgettext_lazy("project", "Steps"), indexed=True, later=True),
        Paragraphs(
            "expected_results", pgettext_lazy("project", "Expected results"), indexed=True, later=True
        ),
        Paragraphs(
            "evaluation_method", pgettext_lazy("project", "Evaluation method"), indexed=True, later=True
        ),
        Paragraphs(
            "partner_demands", pgettext_lazy("project", "Requirements on partners"), indexed=True, later=True
        ),
        Paragraphs(
            "special_requests", pgettext_lazy("project", "Special requests"), indexed=True, later=True
        ),
        Paragraphs(
            "our_part",
            pgettext_lazy("project", "Our contribution"),
            help=_("Requirements say it one by one; this is for the rest of the charter."),
            later=True,
        ),
        Paragraphs("note", _("Note"), later=True),
    ),
)


@transaction.atomic
def _create_project(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> CustomerProject:
    made: CustomerProject = create_record(_PROJECT, actor=actor, at=at, values=values)
    check_opportunities(made.account_id, values.get("opportunities") or ())
    return made


@transaction.atomic
def _change_project(
    *,
    actor: Actor,
    at: datetime,
    record: CustomerProject,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    check_opportunities(record.account_id, values.get("opportunities") or ())
    if "starts_on" in values:
        check_start(values["starts_on"], steps_of(record))
    change_record(
        _PROJECT, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )


PROJECT = replace(_PROJECT, create=_create_project, change=_change_project)
OF_PROJECT = Ref(
    "project", pgettext_lazy("object", "Project"), to=PROJECT.reference, required=True, fixed=True
)
REQUIREMENT = Definition(
    kind=Kind.PROJECT_REQUIREMENT,
    model=ProjectRequirement,
    one="project_requirement",
    many="project_requirements",
    path="project-requirements",
    tag="projects",
    title=_("Project requirements"),
    about="What the project requires, and who brought it in: the customer, we, a rival, or nobody knows.",
    hint=_("Enter each requirement with who brought it in and when: it shows how far we shaped the project."),
    visible=lambda actor: of_projects(ProjectRequirement, actor),
    account="project__account",
    parent="project",
    order=("number", "name"),
    check=check_requirement,
    in_files=False,
    fields=(
        OF_PROJECT,
        Text("number", pgettext_lazy("requirement", "Number"), most=40, sort=True, code=True),
        Text(
            "name",
            pgettext_lazy("project", "Requirement"),
            required=True,
            main=True,
            sort=True,
            most=500,
            indexed=True,
        ),
        Choice(
            "kind",
            pgettext_lazy("requirement", "Kind"),
            of=RequirementKind,
            required=True,
            initial=RequirementKind.FUNCTION.value,
            filters=("eq",),
        ),
        Choice(
            "weight",
            pgettext_lazy("requirement", "Weight"),
            of=Weight,
            required=True,
            initial=Weight.MUST.value,
            filters=("eq",),
        ),
        Choice(
            "origin",
            pgettext_lazy("requirement", "Origin"),
            of=Origin,
            required=True,
            initial=Origin.UNKNOWN.value,
            filters=("eq",),
            sort=True,
            shapes=ORIGIN_SHAPES,
        ),
        Ref("author", pgettext_lazy("requirement", "Author at the customer"), to=PEOPLE, column="offered"),
        Ref("helper", pgettext_lazy("requirement", "Our contributor"), to=USERS, column="offered"),
        Ref("rival", pgettext_lazy("requirement", "Rival"), to=COMPETITOR.reference, column="offered"),
        Day("written_on", pgettext_lazy("requirement", "Written on"), sort=True, filters=("gte", "lte")),
        Paragraphs("evidence", pgettext_lazy("requirement", "Evidence"), indexed=True),
    ),
)
DOSSIER: tuple[Definition, ...] = (PROJECT, REQUIREMENT)
