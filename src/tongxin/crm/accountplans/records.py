"""Account plans and what hangs under them, as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.clock import today
from tongxin.crm.accountplans.choices import Degree, Measure, PlanState, ResourceState
from tongxin.crm.accountplans.freezing import figures_on
from tongxin.crm.accountplans.models import (
    AccountObjective,
    AccountPlan,
    AccountResource,
    AccountReview,
    AccountRisk,
    ObjectiveAction,
    ObjectiveReading,
)
from tongxin.crm.accountplans.rules import check_action, check_objective, check_plan, check_plan_once
from tongxin.crm.accountplans.selectors import of_account_plans, plans_of_account
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.relationships.actions import NewPromise, add_promise
from tongxin.crm.relationships.records import PROMISE
from tongxin.records.definition import Definition
from tongxin.records.fields import ME, Amount, Choice, Day, Flag, Paragraphs, Ref, Text
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_record, restore_record

SHARED_LABEL = pgettext_lazy("account plan", "Shown to the customer")


def _first_day() -> date:
    return today().replace(month=1, day=1)


def _last_day() -> date:
    return today().replace(month=12, day=31)


_PLAN = Definition(
    kind=Kind.ACCOUNT_PLAN,
    model=AccountPlan,
    one="account_plan",
    many="account_plans",
    path="account-plans",
    tag="account_plans",
    title=_("Account plans"),
    about="What we want with a customer in a period: the situation, measurable objectives, risks, resources and reviews.",
    hint=_("Write down what you want with a key account this year, and measure it by the records."),
    visible=lambda actor: of_account_plans(AccountPlan, actor),
    account="account",
    parent="account",
    part="plan",
    is_made_alone=True,
    order=("-first_on", "title"),
    check=check_plan,
    searched=False,
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Text("title", pgettext_lazy("account plan", "Title"), required=True, main=True, sort=True),
        Day(
            "first_on",
            pgettext_lazy("account plan", "From"),
            required=True,
            suggested=_first_day,
            sort=True,
            filters=("gte", "lte"),
        ),
        Day(
            "last_on",
            pgettext_lazy("account plan", "To"),
            required=True,
            suggested=_last_day,
            sort=True,
            filters=("gte", "lte"),
        ),
        Choice(
            "state",
            pgettext_lazy("account plan", "State"),
            of=PlanState,
            required=True,
            initial=PlanState.DRAFT.value,
            sort=True,
            filters=("eq",),
            shapes=(("AGREED", "good"), ("CLOSED", "unknown")),
        ),
        Ref(
            "owner",
            pgettext_lazy("account plan", "Owner"),
            to=USERS,
            required=True,
            suggested=ME,
            sort=True,
            filters=("eq",),
        ),
        Paragraphs("situation", pgettext_lazy("account plan", "Situation"), most=8_000),
        Paragraphs("note", _("Note"), most=8_000, help=_("For us alone; the customer does not see it.")),
    ),
)


@transaction.atomic
def _create_plan(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> AccountPlan:
    if values.get("account") is not None:
        check_plan_once(values.get("first_on"), values.get("last_on"), plans_of_account(values["account"]))
    made: AccountPlan = create_record(_PLAN, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def _change_plan(
    *,
    actor: Actor,
    at: datetime,
    record: AccountPlan,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    check_plan_once(
        values.get("first_on", record.first_on),
        values.get("last_on", record.last_on),
        plans_of_account(record.account_id, without=record.pk),
    )
    change_record(_PLAN, actor=actor, at=at, record=record, values=values, expected_version=expected_version)


@transaction.atomic
def _restore_plan(*, actor: Actor, at: datetime, record: AccountPlan) -> None:
    check_plan_once(record.first_on, record.last_on, plans_of_account(record.account_id, without=record.pk))
    restore_record(_PLAN, actor=actor, at=at, record=record)


ACCOUNT_PLAN = replace(_PLAN, create=_create_plan, change=_change_plan, restore=_restore_plan)
OF_ACCOUNT_PLAN = Ref(
    "plan", pgettext_lazy("object", "Account plan"), to=ACCOUNT_PLAN.reference, required=True, fixed=True
)
OBJECTIVE = Definition(
    kind=Kind.ACCOUNT_OBJECTIVE,
    model=AccountObjective,
    one="account_objective",
    many="account_objectives",
    path="account-objectives",
    tag="account_plans",
    title=_("Objectives"),
    about="Something measurable an account plan wants: by what it is measured, from where to where, until when, and how.",
    hint=_("State what shall be different at the end of the period, and how it is measured."),
    visible=lambda actor: of_account_plans(AccountObjective, actor, "plan__"),
    account="plan__account",
    parent="plan",
    order=("due_on", "text"),
    check=check_objective,
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT_PLAN,
        Text("text", pgettext_lazy("object", "Objective"), most=300, required=True, main=True, sort=True),
        Choice(
            "measure",
            pgettext_lazy("objective", "Measured by"),
            of=Measure,
            required=True,
            sort=True,
            filters=("eq",),
            help=_("All but “Stated by hand” are read from the records."),
        ),
        Amount(
            "target",
            pgettext_lazy("objective", "Target"),
            currency="",
            required=True,
            help=_(
                "Amounts in the reporting currency, shares in per cent, "
                "levels from 1 (vendor) to 4 (strategic alliance)."
            ),
        ),
        Amount(
            "baseline",
            pgettext_lazy("objective", "Baseline"),
            currency="",
            help=_("Where it stood before; what is counted in the period begins at 0 all the same."),
        ),
        Text(
            "unit",
            pgettext_lazy("objective", "Unit"),
            most=20,
            column="offered",
            help=_("For what is stated by hand, such as days."),
        ),
        Day(
            "due_on",
            pgettext_lazy("objective", "Due on"),
            required=True,
            suggested=_last_day,
            sort=True,
            filters=("gte", "lte"),
        ),
        Ref(
            "owner",
            pgettext_lazy("objective", "Owner"),
            to=USERS,
            required=True,
            suggested=ME,
            sort=True,
            filters=("eq",),
        ),
        Paragraphs(
            "strategies", pgettext_lazy("objective", "Strategies"), most=4_000, help=_("How, one way a line.")
        ),
        Flag(
            "is_shared",
            SHARED_LABEL,
            filters=("eq",),
            column="offered",
            help=_("Stands in the review document for the customer too."),
        ),
    ),
)
READING = Definition(
    kind=Kind.OBJECTIVE_READING,
    model=ObjectiveReading,
    one="objective_reading",
    many="objective_readings",
    path="objective-readings",
    tag="account_plans",
    title=_("Readings"),
    about="How far an objective that is stated by hand was on a day, and from where that is known.",
    hint=_("Note how far it is, on which day, and from where you know."),
    visible=lambda actor: of_account_plans(ObjectiveReading, actor, "objective__plan__"),
    account="objective__plan__account",
    parent="objective",
    order=("-observed_on",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "objective",
            pgettext_lazy("object", "Objective"),
            to=OBJECTIVE.reference,
            required=True,
            fixed=True,
        ),
        Amount("value", pgettext_lazy("reading", "Reading"), currency="", required=True),
        Day(
            "observed_on",
            pgettext_lazy("reading", "Of which day"),
            required=True,
            suggested=today,
            sort=True,
            filters=("gte", "lte"),
        ),
        Text("source", pgettext_lazy("reading", "From whom or which document"), required=True, main=True),
    ),
)
RISK = Definition(
    kind=Kind.ACCOUNT_RISK,
    model=AccountRisk,
    one="account_risk",
    many="account_risks",
    path="account-risks",
    tag="account_plans",
    title=pgettext_lazy("account plan", "Risks"),
    about="What may thwart an account plan: how likely, how grave, and our answer.",
    hint=_("Note what may thwart the plan, and what you do about it."),
    visible=lambda actor: of_account_plans(AccountRisk, actor, "plan__"),
    account="plan__account",
    parent="plan",
    order=("text",),
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT_PLAN,
        Text("text", pgettext_lazy("object", "Risk"), most=300, required=True, main=True, sort=True),
        Choice("likelihood", pgettext_lazy("risk", "Likelihood"), of=Degree, required=True, filters=("eq",)),
        Choice("impact", pgettext_lazy("risk", "Impact"), of=Degree, required=True, filters=("eq",)),
        Paragraphs("answer", pgettext_lazy("risk", "Our answer"), most=4_000, column="shown"),
        Ref("owner", pgettext_lazy("risk", "Owner"), to=USERS, filters=("eq",)),
        Flag("is_shared", SHARED_LABEL, filters=("eq",), column="offered"),
    ),
)
RESOURCE = Definition(
    kind=Kind.ACCOUNT_RESOURCE,
    model=AccountResource,
    one="account_resource",
    many="account_resources",
    path="account-resources",
    tag="account_plans",
    title=pgettext_lazy("account plan", "Resources asked for"),
    about="Something an account plan needs from our own house, who grants it, and whether they did.",
    hint=_("Note what you need from our own house, and who decides on it."),
    visible=lambda actor: of_account_plans(AccountResource, actor, "plan__"),
    account="plan__account",
    parent="plan",
    order=("text",),
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT_PLAN,
        Text("text", pgettext_lazy("object", "Resource"), most=300, required=True, main=True, sort=True),
        Ref("granted_by", pgettext_lazy("resource", "Who grants it"), to=USERS, filters=("eq",)),
        Choice(
            "state",
            pgettext_lazy("resource", "State"),
            of=ResourceState,
            required=True,
            initial=ResourceState.ASKED.value,
            filters=("eq",),
            shapes=(("GRANTED", "good"), ("REFUSED", "bad")),
        ),
        Day("needed_on", pgettext_lazy("resource", "Needed on"), sort=True, filters=("lte",)),
    ),
)
_ACTION = Definition(
    kind=Kind.OBJECTIVE_ACTION,
    model=ObjectiveAction,
    one="objective_action",
    many="objective_actions",
    path="objective-actions",
    tag="account_plans",
    title=pgettext_lazy("account plan", "Actions"),
    about="What somebody does for an objective: a promise, made with it or there already; the promise tells owner, day and state.",
    hint=_("Plan who does what until when; each action is a promise."),
    visible=lambda actor: of_account_plans(ObjectiveAction, actor, "objective__plan__"),
    account="objective__plan__account",
    parent="objective",
    order=("text",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "objective",
            pgettext_lazy("object", "Objective"),
            to=OBJECTIVE.reference,
            required=True,
            fixed=True,
        ),
        Text("text", pgettext_lazy("object", "Action"), most=300, required=True, main=True, sort=True),
        Ref(
            "owner",
            pgettext_lazy("action", "Planned for"),
            to=USERS,
            suggested=ME,
            fixed=True,
            column="offered",
        ),
        Day("due_on", pgettext_lazy("action", "Planned until"), fixed=True, column="offered"),
        Ref(
            "promise",
            pgettext_lazy("action", "Promise"),
            to=PROMISE.reference,
            fixed=True,
            help=_("Leave it empty to make a new promise of these words."),
        ),
        Flag("is_shared", SHARED_LABEL, filters=("eq",), column="offered"),
    ),
)


@transaction.atomic
def _create_action(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> ObjectiveAction:
    objective, promise = values.get("objective"), values.get("promise")
    wanted = dict(values)
    if objective is not None and promise is not None:
        check_action(objective.plan.account_id, promise.account_id)
    elif objective is not None and values.get("text"):
        new = NewPromise(
            text=values["text"], owner=values.get("owner") or actor.user, due_on=values.get("due_on")
        )
        wanted["promise"] = add_promise(actor=actor, at=at, account=objective.plan.account, promise=new)
    made: ObjectiveAction = create_record(_ACTION, actor=actor, at=at, values=wanted)
    return made


ACTION = replace(_ACTION, create=_create_action)
_REVIEW = Definition(
    kind=Kind.ACCOUNT_REVIEW,
    model=AccountReview,
    one="account_review",
    many="account_reviews",
    path="account-reviews",
    tag="account_plans",
    title=pgettext_lazy("account plan", "Reviews"),
    about="What was decided about an account plan on a day; how far each objective was that day is kept with it.",
    hint=_("Hold a review: how far each objective is today is kept, and what you decide."),
    visible=lambda actor: of_account_plans(AccountReview, actor, "plan__"),
    account="plan__account",
    parent="plan",
    order=("-held_on",),
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT_PLAN,
        Text("decided", pgettext_lazy("review", "Decided"), most=500, required=True, main=True),
        Day(
            "held_on",
            pgettext_lazy("account plan", "Review held on"),
            required=True,
            suggested=today,
            fixed=True,
            sort=True,
            filters=("gte", "lte"),
        ),
        Text("attended", pgettext_lazy("review", "Attended by"), most=300),
    ),
)


@transaction.atomic
def _create_review(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> AccountReview:
    made: AccountReview = create_record(_REVIEW, actor=actor, at=at, values=values)
    made.figures = figures_on(actor, made.plan, made.held_on)
    # Part of making it: the row has no earlier state that a version could protect.
    made.save(update_fields=["figures"])
    return made


REVIEW = replace(_REVIEW, create=_create_review)
ACCOUNT_PLANS: tuple[Definition, ...] = (
    ACCOUNT_PLAN,
    OBJECTIVE,
    READING,
    ACTION,
    RISK,
    RESOURCE,
    REVIEW,
)
