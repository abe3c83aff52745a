"""The relationship ladder as declared objects."""

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
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.ladder.choices import LadderFact, Level
from tongxin.crm.ladder.models import LadderClaim, LadderCriterion, LadderProof, LadderTarget
from tongxin.crm.ladder.rules import check_criterion, check_criterion_once, check_proof
from tongxin.crm.ladder.selectors import house_criteria, visible_rows
from tongxin.records.definition import Definition
from tongxin.records.fields import ME, Choice, Day, Flag, Percent, Ref, Text, Whole
from tongxin.records.references import USERS
from tongxin.records.writing import create_record, restore_record

OF_ACCOUNT = Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True)


def _may_judge(actor: Actor, _record: Any) -> None:
    actor.must_have(Right.JUDGEMENT)


CLAIM = Definition(
    kind=Kind.LADDER_CLAIM,
    model=LadderClaim,
    one="ladder_claim",
    many="ladder_claims",
    path="ladder-claims",
    tag="ladder",
    title=_("Levels declared"),
    about="A level of the relationship as it was declared from a day on, and with whom it was agreed.",
    hint=_("Agree with the customer how close the relationship is, and note it with the reason."),
    visible=lambda actor: visible_rows(LadderClaim, actor),
    account="account",
    parent="account",
    part="ladder",
    order=("-declared_on",),
    may_write=_may_judge,
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT,
        Choice(
            "level", pgettext_lazy("ladder", "Level"), of=Level, required=True, fixed=True, filters=("eq",)
        ),
        Day(
            "declared_on",
            pgettext_lazy("ladder", "Declared on"),
            required=True,
            fixed=True,
            suggested=today,
            sort=True,
            filters=("gte", "lte"),
        ),
        Text("agreed_with", pgettext_lazy("ladder", "Agreed with"), required=True),
        Text(
            "reason",
            pgettext_lazy("ladder", "Reason"),
            most=500,
            required=True,
            main=True,
            help=_("What has changed, and what was agreed. A level never moves without a reason."),
        ),
    ),
)
TARGET = Definition(
    kind=Kind.LADDER_TARGET,
    model=LadderTarget,
    one="ladder_target",
    many="ladder_targets",
    path="ladder-targets",
    tag="ladder",
    title=_("Target levels"),
    about="The level of the relationship we aim at, until when, how, and who sees to it; the one set last counts.",
    hint=_("Set the level you want to reach, with who sees to it and until when."),
    visible=lambda actor: visible_rows(LadderTarget, actor),
    account="account",
    parent="account",
    part="ladder",
    order=("-due_on",),
    may_write=_may_judge,
    searched=False,
    in_files=False,
    fields=(
        OF_ACCOUNT,
        Choice("level", pgettext_lazy("ladder", "Target level"), of=Level, required=True, filters=("eq",)),
        Text("plan", pgettext_lazy("ladder", "Approach"), most=300, required=True, main=True),
        Ref(
            "owner",
            pgettext_lazy("ladder", "Owner"),
            to=USERS,
            required=True,
            suggested=ME,
            sort=True,
            filters=("eq",),
        ),
        Day(
            "due_on",
            pgettext_lazy("ladder", "Target date"),
            required=True,
            sort=True,
            filters=("gte", "lte"),
        ),
    ),
)
PROOF = Definition(
    kind=Kind.LADDER_PROOF,
    model=LadderProof,
    one="ladder_proof",
    many="ladder_proofs",
    path="ladder-proofs",
    tag="ladder",
    title=_("Evidence entered by hand"),
    about="Something that shows a criterion of the ladder, or speaks against it: from whom, of which day, until when.",
    hint=_(
        "Enter what shows how close you are and stands in no other record: agreements, references, reviews."
    ),
    visible=lambda actor: visible_rows(LadderProof, actor),
    account="account",
    parent="account",
    part="ladder",
    order=("-observed_on",),
    may_write=_may_judge,
    check=check_proof,
    searched=False,
    fields=(
        OF_ACCOUNT,
        Choice("fact", pgettext_lazy("ladder", "Criterion"), of=LadderFact, required=True, filters=("eq",)),
        Text("shown", pgettext_lazy("ladder", "What shows it"), most=500, required=True, main=True),
        Text("source", pgettext_lazy("ladder", "From whom or which document"), required=True),
        Text(
            "place",
            pgettext_lazy("ladder", "Where it can be opened"),
            most=500,
            column="offered",
            help=_("An address that begins with https:// becomes a link."),
        ),
        Day(
            "observed_on",
            pgettext_lazy("ladder", "Observed on"),
            required=True,
            suggested=today,
            sort=True,
            filters=("gte", "lte"),
        ),
        Day(
            "valid_until",
            pgettext_lazy("ladder", "Valid until"),
            sort=True,
            filters=("lte",),
            help=_("Leave it empty where only the days of the criterion count."),
        ),
        Flag("speaks_against", pgettext_lazy("ladder", "Speaks against it"), filters=("eq",)),
    ),
)
_CRITERION = Definition(
    kind=Kind.LADDER_CRITERION,
    model=LadderCriterion,
    one="ladder_criterion",
    many="ladder_criteria",
    path="settings/ladder-criteria",
    tag="ladder",
    title=_("Criteria of the levels"),
    about="What the house asks for at a level in the place of what is usual for the same fact.",
    hint=_("The usual criteria apply. Enter a rule where your house asks for more, less or something else."),
    visible=lambda _actor: LadderCriterion.objects.all(),
    shared=True,
    order=("name",),
    right=Right.ADMINISTER,
    check=check_criterion,
    searched=False,
    in_files=False,
    fields=(
        Text("name", _("Name"), most=120, required=True, main=True, sort=True),
        Choice(
            "level",
            pgettext_lazy("ladder", "Level"),
            of=Level,
            required=True,
            fixed=True,
            sort=True,
            filters=("eq",),
        ),
        Choice("fact", pgettext_lazy("ladder", "Fact"), of=LadderFact, required=True, fixed=True, sort=True),
        Flag(
            "is_used",
            pgettext_lazy("ladder", "Is asked for"),
            initial=True,
            help=_("Without it the fact is not asked for at this level."),
        ),
        Whole(
            "needed",
            pgettext_lazy("ladder", "Pieces of evidence"),
            required=True,
            initial=1,
            least=1,
            most=100,
        ),
        Whole(
            "valid_days",
            pgettext_lazy("ladder", "Days a piece counts"),
            least=1,
            most=3650,
            help=_("Leave it empty where evidence counts for good."),
        ),
        Percent(
            "least",
            pgettext_lazy("ladder", "Threshold in per cent"),
            required=True,
            initial=0,
            help=_("For share of wallet, promises, pulse surveys and committee seats; 0 for all others."),
        ),
        Whole(
            "effort",
            pgettext_lazy("ladder", "Effort, 1 little to 5 much"),
            required=True,
            initial=3,
            least=1,
            most=5,
            help=_("What is missing is listed with the least effort first."),
        ),
    ),
)


@transaction.atomic
def _create_criterion(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> LadderCriterion:
    check_criterion_once(values.get("level", ""), values.get("fact", ""), house_criteria())
    made: LadderCriterion = create_record(_CRITERION, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def _restore_criterion(*, actor: Actor, at: datetime, record: LadderCriterion) -> None:
    check_criterion_once(record.level, record.fact, house_criteria())
    restore_record(_CRITERION, actor=actor, at=at, record=record)


CRITERION = replace(_CRITERION, create=_create_criterion, restore=_restore_criterion)
LADDER: tuple[Definition, ...] = (CLAIM, TARGET, PROOF, CRITERION)
