"""The customer's scorecards as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.clock import today
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.competition.naming import OUR_NAME
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.relationships.records import PROMISE
from tongxin.crm.scorecards.choices import CardPeriod, CardRounding, CardSubject, GradeMeaning
from tongxin.crm.scorecards.models import (
    Scorecard,
    ScorecardAction,
    ScorecardCriterion,
    ScorecardGrade,
    ScorecardSheet,
)
from tongxin.crm.scorecards.rules import (
    WHOLE,
    ScorecardRefused,
    check_criterion,
    check_grade,
    check_sheet,
    check_sheet_once,
    check_unused,
)
from tongxin.crm.scorecards.selectors import (
    grades_of,
    is_scored,
    sheets_beside,
    visible_actions,
    visible_cards,
    visible_criteria,
    visible_grades,
    visible_sheets,
)
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Day, Percent, Ref, Text, Whole
from tongxin.records.writing import change_record, create_record, delete_record, restore_record

# Of a card that is scored by, what would change the totals of old periods.
KEPT = ("name", "edition", "period", "total_places", "rounding")

_CARD = Definition(
    kind=Kind.SCORECARD,
    model=Scorecard,
    one="scorecard",
    many="scorecards",
    path="scorecards",
    tag="scorecards",
    title=_("Supplier scorecards"),
    about="The card by which an account rates its suppliers; cards of one name are editions of each other.",
    hint=_("Enter the card by which this customer rates its suppliers, with its criteria and grades."),
    visible=visible_cards,
    account="account",
    parent="account",
    part="scorecard",
    is_made_alone=True,
    order=("name", "-edition"),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Text(
            "name",
            pgettext_lazy("scorecard", "Scorecard"),
            most=120,
            required=True,
            main=True,
            sort=True,
            indexed=True,
        ),
        Whole(
            "edition",
            pgettext_lazy("scorecard", "Edition"),
            least=1,
            most=999,
            required=True,
            initial=1,
            sort=True,
            later=True,
        ),
        Choice(
            "period",
            pgettext_lazy("scorecard", "Period"),
            of=CardPeriod,
            required=True,
            initial=CardPeriod.QUARTER,
            filters=("eq",),
        ),
        Text("source", pgettext_lazy("scorecard", "Source document"), required=True),
        Day(
            "stated_on", pgettext_lazy("scorecard", "Of which day"), required=True, suggested=today, sort=True
        ),
        Whole(
            "total_places",
            pgettext_lazy("scorecard", "Decimals of the total"),
            most=4,
            column="offered",
            later=True,
            help=_("Leave it empty where the customer does not round the total."),
        ),
        Choice(
            "rounding",
            pgettext_lazy("scorecard", "Rounding"),
            of=CardRounding,
            required=True,
            initial=CardRounding.HALF_UP,
            column="offered",
            later=True,
        ),
    ),
)


@transaction.atomic
def _change_card(
    *,
    actor: Actor,
    at: datetime,
    record: Scorecard,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> object:
    if any(name in values and values[name] != getattr(record, name) for name in KEPT):
        check_unused(record.name, is_scored=is_scored(record))
    return change_record(
        _CARD, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )


CARD = replace(_CARD, change=_change_card)
OF_CARD = Ref("card", pgettext_lazy("scorecard", "Scorecard"), to=CARD.reference, required=True, fixed=True)

_CRITERION = Definition(
    kind=Kind.SCORECARD_CRITERION,
    model=ScorecardCriterion,
    one="scorecard_criterion",
    many="scorecard_criteria",
    path="scorecard-criteria",
    tag="scorecards",
    title=pgettext_lazy("scorecard", "Criteria"),
    about="A criterion of a card: its weight in per cent, its scale, and the minimum below which the grade is the lowest.",
    hint=_("Enter the criteria with their weights; together they make 100%."),
    visible=visible_criteria,
    account="card__account",
    parent="card",
    order=("-weight",),
    check=check_criterion,
    searched=False,
    in_files=False,
    fields=(
        OF_CARD,
        Text("name", pgettext_lazy("scorecard", "Criterion"), most=120, required=True, main=True),
        Choice(
            "subject", pgettext_lazy("scorecard", "Subject"), of=CardSubject, required=True, filters=("eq",)
        ),
        Percent(
            "weight", pgettext_lazy("scorecard", "Weight in per cent"), required=True, places=2, sort=True
        ),
        Whole("lowest", pgettext_lazy("scorecard", "Lowest score"), required=True, initial=0, most=100),
        Amount(
            "highest",
            pgettext_lazy("scorecard", "Highest score"),
            currency="",
            required=True,
            initial=WHOLE,
            digits=9,
        ),
        Amount(
            "minimum",
            pgettext_lazy("scorecard", "Minimum"),
            currency="",
            digits=9,
            help=_("Below it the grade is the lowest, whatever the total."),
        ),
        Whole(
            "effort",
            pgettext_lazy("scorecard", "Effort of one more point, 1 little to 5 much"),
            initial=3,
            least=1,
            most=5,
            column="offered",
            help=_("Our own estimate. Leave it empty where we cannot change the score."),
        ),
        Amount(
            "step",
            pgettext_lazy("scorecard", "Points gained at once"),
            currency="",
            digits=9,
            column="offered",
            help=_("Where scores move in whole steps."),
        ),
    ),
)
_GRADE = Definition(
    kind=Kind.SCORECARD_GRADE,
    model=ScorecardGrade,
    one="scorecard_grade",
    many="scorecard_grades",
    path="scorecard-grades",
    tag="scorecards",
    title=pgettext_lazy("scorecard", "Grades"),
    about="A grade, the total from which on it is given, and what the customer does with suppliers of it.",
    hint=_("Enter the grades with the total from which on each is given."),
    visible=visible_grades,
    account="card__account",
    parent="card",
    order=("-from_total",),
    searched=False,
    in_files=False,
    fields=(
        OF_CARD,
        Text("name", pgettext_lazy("scorecard", "Grade"), most=60, required=True, main=True),
        Amount(
            "from_total",
            pgettext_lazy("scorecard", "From this total on"),
            currency="",
            required=True,
            digits=9,
            sort=True,
        ),
        Choice(
            "meaning", pgettext_lazy("scorecard", "Meaning"), of=GradeMeaning, required=True, filters=("eq",)
        ),
        Text("consequence", pgettext_lazy("scorecard", "What it brings or costs"), most=300),
    ),
)


def _guarded(definition: Definition) -> Definition:
    """Return the definition of a part of a card, whose verbs leave an edition as it was scored by."""

    def check(card: Any) -> None:
        if card is not None:
            check_unused(card.name, is_scored=is_scored(card))

    @transaction.atomic
    def create(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Any:
        check(values.get("card"))
        _check_begins(definition, values, values.get("card"))
        return create_record(definition, actor=actor, at=at, values=values)

    @transaction.atomic
    def change(
        *,
        actor: Actor,
        at: datetime,
        record: Any,
        values: Mapping[str, Any],
        expected_version: int | None = None,
    ) -> object:
        if any(name != "effort" for name in values):
            check(record.card)
        _check_begins(definition, values, record.card, record)
        return change_record(
            definition, actor=actor, at=at, record=record, values=values, expected_version=expected_version
        )

    @transaction.atomic
    def delete(*, actor: Actor, at: datetime, record: Any, expected_version: int | None = None) -> object:
        check(record.card)
        return delete_record(definition, actor=actor, at=at, record=record, expected_version=expected_version)

    @transaction.atomic
    def restore(*, actor: Actor, at: datetime, record: Any) -> object:
        check(record.card)
        _check_begins(definition, vars(record), record.card, record)
        return restore_record(definition, actor=actor, at=at, record=record)

    return replace(definition, create=create, change=change, delete=delete, restore=restore)


def _check_begins(definition: Definition, values: Mapping[str, Any], card: Any, own: Any = None) -> None:
    if definition is _GRADE and card is not None and "from_total" in values:
        others = [each for each in grades_of(card) if own is None or each.pk != own.pk]
        check_grade(values["from_total"], others)


CRITERION = _guarded(_CRITERION)
GRADE = _guarded(_GRADE)
_SHEET = Definition(
    kind=Kind.SCORECARD_SHEET,
    model=ScorecardSheet,
    one="scorecard_sheet",
    many="scorecard_sheets",
    path="scorecard-sheets",
    tag="scorecards",
    title=_("Scores of suppliers"),
    about="What the customer gave one supplier in one period: from which document, who said it, on which day.",
    hint=_("Enter what the customer gave us, and what it gave rivals where you know."),
    visible=visible_sheets,
    account="card__account",
    parent="card",
    order=("-period_day",),
    check=lambda values: check_sheet(values["card"].period, values) if values.get("card") else None,
    searched=False,
    in_files=False,
    fields=(
        OF_CARD,
        Day(
            "period_day",
            pgettext_lazy("scorecard", "A day of the period"),
            required=True,
            sort=True,
            filters=("gte", "lte"),
        ),
        Ref(
            "competitor",
            pgettext_lazy("ring", "Supplier"),
            to=COMPETITOR.reference,
            none=OUR_NAME,
            help=_("Leave it empty for ourselves."),
            sort=True,
        ),
        Text("source", pgettext_lazy("scorecard", "Source document"), required=True, main=True),
        Text("said_by", pgettext_lazy("scorecard", "Who said it"), required=True),
        Day(
            "stated_on",
            pgettext_lazy("scorecard", "Stated on"),
            required=True,
            suggested=today,
            sort=True,
            filters=("gte", "lte"),
        ),
        Amount("printed_total", pgettext_lazy("scorecard", "Total as printed"), currency="", digits=9),
        Text("printed_grade", pgettext_lazy("scorecard", "Grade as printed"), most=60),
    ),
)


@transaction.atomic
def _create_sheet(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> ScorecardSheet:
    made: ScorecardSheet = create_record(_SHEET, actor=actor, at=at, values=values)
    check_sheet_once(made, sheets_beside(made))
    return made


@transaction.atomic
def _change_sheet(
    *,
    actor: Actor,
    at: datetime,
    record: ScorecardSheet,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> ScorecardSheet:
    changed: ScorecardSheet = change_record(
        _SHEET, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    check_sheet_once(changed, sheets_beside(changed))
    return changed


@transaction.atomic
def _restore_sheet(*, actor: Actor, at: datetime, record: ScorecardSheet) -> object:
    check_sheet_once(record, sheets_beside(record))
    return restore_record(_SHEET, actor=actor, at=at, record=record)


SHEET = replace(_SHEET, create=_create_sheet, change=_change_sheet, restore=_restore_sheet)


def _check_action(values: Mapping[str, Any]) -> None:
    """Link promises of the account of the card alone."""
    criterion, promise = values.get("criterion"), values.get("promise")
    if criterion is not None and promise is not None and promise.account_id != criterion.card.account_id:
        raise ScorecardRefused("ACTION_OF_ANOTHER_ACCOUNT", field="promise", name=promise.text)


ACTION = Definition(
    kind=Kind.SCORECARD_ACTION,
    model=ScorecardAction,
    one="scorecard_action",
    many="scorecard_actions",
    path="scorecard-actions",
    tag="scorecards",
    title=_("Improvement actions"),
    about="A promise that is to raise our score by a criterion of the customer's card.",
    hint=_("Plan an improvement, or link a promise that is made already."),
    visible=visible_actions,
    account="criterion__card__account",
    parent="criterion",
    order=("aim",),
    check=_check_action,
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "criterion",
            pgettext_lazy("scorecard", "Criterion"),
            to=CRITERION.reference,
            required=True,
            fixed=True,
        ),
        Ref("promise", pgettext_lazy("list", "Promise"), to=PROMISE.reference, required=True),
        Text(
            "aim",
            pgettext_lazy("scorecard", "What it is to bring"),
            most=300,
            required=True,
            main=True,
            sort=True,
        ),
        Amount("gain", pgettext_lazy("scorecard", "Points it is to bring"), currency="", digits=9),
    ),
)
SCORECARDS: tuple[Definition, ...] = (CARD, CRITERION, GRADE, SHEET, ACTION)
