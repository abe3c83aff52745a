"""Checkpoints with evidence and open points, experts, and what we gave the customer, as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.committees.records import COMMITTEE
from tongxin.crm.projects.choices import CheckpointKind, CheckResult, Conflict, Judges, PaperPurpose
from tongxin.crm.projects.models import (
    Checkpoint,
    CheckpointEvidence,
    OpenPoint,
    ProjectExpert,
    ProjectPaper,
)
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.rules import check_checkpoint, check_committee, check_experts
from tongxin.crm.projects.selectors import of_checkpoints, of_projects
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import ME, Choice, Day, Paragraphs, Ref, Refs, Text
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_record

_J = Right.JUDGEMENT
RESULT_SHAPES = (("PASSED", "good"), ("CONDITIONAL", "watch"), ("FAILED", "bad"))
NAME = Text("name", _("Name"), required=True, main=True, sort=True, indexed=True)
NOTE = Paragraphs("note", _("Note"))
EDITION = Text("edition", pgettext_lazy("document", "Version"), most=40, code=True)
GIVER = Ref("giver", pgettext_lazy("document", "Given by"), to=USERS, column="offered")
RECEIVER = Ref("receiver", pgettext_lazy("document", "Given to"), to=PEOPLE)
GIVEN_ON = Day("given_on", pgettext_lazy("document", "Given on"), sort=True, filters=("gte", "lte"))

EXPERT = Definition(
    kind=Kind.PROJECT_EXPERT,
    model=ProjectExpert,
    one="project_expert",
    many="project_experts",
    path="project-experts",
    tag="projects",
    icon="person",
    title=_("External experts"),
    about="Who of outside judges the project; whether another interest ties them needs a right of its own.",
    hint=_("Enter the experts the customer asks, and look into what ties them to whom."),
    visible=lambda actor: of_projects(ProjectExpert, actor),
    account="project__account",
    parent="project",
    order=("name",),
    searched=False,
    in_files=False,
    fields=(
        OF_PROJECT,
        NAME,
        Ref("person", _("Person"), to=PEOPLE, column="offered"),
        Text("organisation", pgettext_lazy("expert", "Organisation"), sort=True),
        Text("field_of_work", pgettext_lazy("expert", "Field")),
        Choice(
            "conflict",
            _("Conflict of interest"),
            of=Conflict,
            required=True,
            initial=Conflict.UNKNOWN.value,
            right=_J,
            sort=True,
            filters=("eq",),
            shapes=(("NONE_FOUND", "good"), ("POSSIBLE", "watch"), ("KNOWN", "bad"), ("UNKNOWN", "unknown")),
        ),
        Paragraphs("conflict_evidence", pgettext_lazy("conflict", "Nature of the tie"), most=2_000, right=_J),
        Text("conflict_source", pgettext_lazy("conflict", "Source"), right=_J, column="offered"),
        Day("conflict_noted_on", pgettext_lazy("conflict", "Noted on"), right=_J, column="offered"),
    ),
)
_CHECKPOINT = Definition(
    kind=Kind.CHECKPOINT,
    model=Checkpoint,
    one="checkpoint",
    many="checkpoints",
    path="checkpoints",
    tag="projects",
    icon="check",
    title=_("Checkpoints"),
    about="A point at which the customer judges the project: criteria, result, second inspection, warranty.",
    hint=_("Enter the reviews and acceptances of the project, with their criteria and days."),
    visible=lambda actor: of_projects(Checkpoint, actor),
    account="project__account",
    parent="project",
    order=("planned_on", "name"),
    check=check_checkpoint,
    in_files=False,
    fields=(
        OF_PROJECT,
        NAME,
        Choice(
            "kind",
            pgettext_lazy("checkpoint", "Kind"),
            of=CheckpointKind,
            required=True,
            initial=CheckpointKind.FEASIBILITY.value,
            filters=("eq",),
        ),
        Choice(
            "judges",
            pgettext_lazy("checkpoint", "Judged by"),
            of=Judges,
            required=True,
            initial=Judges.UNKNOWN.value,
            column="offered",
        ),
        Ref(
            "committee",
            pgettext_lazy("checkpoint", "Judging committee"),
            to=COMMITTEE.reference,
            filters=("eq",),
        ),
        Refs("experts", _("External experts"), to=EXPERT.reference, later=True),
        Ref(
            "owner",
            pgettext_lazy("checkpoint", "Our owner"),
            to=USERS,
            filters=("eq",),
            suggested=ME,
        ),
        Day("planned_on", pgettext_lazy("checkpoint", "Planned for"), sort=True, filters=("lte",)),
        Day("held_on", pgettext_lazy("checkpoint", "Held on"), sort=True, column="offered", later=True),
        Paragraphs(
            "criteria", pgettext_lazy("checkpoint", "Criteria"), indexed=True, help=_("One criterion a line.")
        ),
        Choice(
            "outcome",
            pgettext_lazy("checkpoint", "Result"),
            of=CheckResult,
            required=True,
            initial=CheckResult.OPEN.value,
            filters=("eq",),
            shapes=RESULT_SHAPES,
            later=True,
        ),
        Day(
            "reinspect_on",
            pgettext_lazy("checkpoint", "Re-inspection planned for"),
            column="offered",
            later=True,
        ),
        Day(
            "reinspected_on",
            pgettext_lazy("checkpoint", "Re-inspection held on"),
            column="offered",
            later=True,
        ),
        Choice(
            "reinspection",
            pgettext_lazy("checkpoint", "Re-inspection result"),
            of=CheckResult,
            required=True,
            initial=CheckResult.OPEN.value,
            column="offered",
            shapes=RESULT_SHAPES,
            later=True,
        ),
        Day(
            "warranty_from",
            pgettext_lazy("checkpoint", "Warranty starts on"),
            sort=True,
            column="offered",
            later=True,
        ),
        replace(NOTE, later=True),
    ),
)


@transaction.atomic
def _create_checkpoint(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Checkpoint:
    made: Checkpoint = create_record(_CHECKPOINT, actor=actor, at=at, values=values)
    check_experts(made.project_id, values.get("experts") or ())
    check_committee(made.project.account_id, made.committee)
    return made


@transaction.atomic
def _change_checkpoint(
    *,
    actor: Actor,
    at: datetime,
    record: Checkpoint,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    check_experts(record.project_id, values.get("experts") or ())
    check_committee(record.project.account_id, values.get("committee"))
    change_record(
        _CHECKPOINT, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )


CHECKPOINT = replace(_CHECKPOINT, create=_create_checkpoint, change=_change_checkpoint)
OF_CHECKPOINT = Ref(
    "checkpoint", pgettext_lazy("object", "Checkpoint"), to=CHECKPOINT.reference, required=True, fixed=True
)
EVIDENCE = Definition(
    kind=Kind.CHECKPOINT_EVIDENCE,
    model=CheckpointEvidence,
    one="checkpoint_evidence",
    many="checkpoint_evidence_list",
    path="checkpoint-evidence",
    tag="projects",
    title=_("Evidence submitted"),
    about="What we handed in for a checkpoint, in which version, to whom.",
    hint=_("List what was handed in for this checkpoint, with its version."),
    visible=lambda actor: of_checkpoints(CheckpointEvidence, actor),
    account="checkpoint__project__account",
    parent="checkpoint",
    order=("-given_on", "name"),
    in_files=False,
    fields=(
        OF_CHECKPOINT,
        NAME,
        replace(EDITION, required=True),
        Text("criterion", pgettext_lazy("evidence", "Shows that"), most=300),
        GIVEN_ON,
        GIVER,
        RECEIVER,
        NOTE,
    ),
)
OPEN_POINT = Definition(
    kind=Kind.OPEN_POINT,
    model=OpenPoint,
    one="open_point",
    many="open_points",
    path="open-points",
    tag="projects",
    title=_("Open points"),
    about="What a checkpoint left open: who of us and of the customer does it, until when.",
    hint=_("Enter what the checkpoint left open, with who does it until when."),
    visible=lambda actor: of_checkpoints(OpenPoint, actor),
    account="checkpoint__project__account",
    parent="checkpoint",
    order=("due_on", "name"),
    in_files=False,
    fields=(
        OF_CHECKPOINT,
        Text("name", _("Open point"), required=True, main=True, sort=True, most=300, indexed=True),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        Ref("their_owner", pgettext_lazy("open point", "Owner at the customer"), to=PEOPLE, column="offered"),
        Day("due_on", pgettext_lazy("document", "Due"), sort=True, filters=("lte",)),
        Day("closed_on", pgettext_lazy("open point", "Closed on"), sort=True),
        NOTE,
    ),
)
PAPER = Definition(
    kind=Kind.PROJECT_PAPER,
    model=ProjectPaper,
    one="project_paper",
    many="project_papers",
    path="project-papers",
    tag="projects",
    title=_("Material given to the customer"),
    about="A standard, a solution or another document that we gave the customer for the project, in which version.",
    hint=_("List the standards and solutions you gave the customer, with version and day."),
    visible=lambda actor: of_projects(ProjectPaper, actor),
    account="project__account",
    parent="project",
    order=("-given_on", "name"),
    in_files=False,
    fields=(
        OF_PROJECT,
        NAME,
        Choice(
            "purpose",
            pgettext_lazy("document", "Purpose"),
            of=PaperPurpose,
            required=True,
            initial=PaperPurpose.SOLUTION.value,
            filters=("eq",),
        ),
        EDITION,
        GIVEN_ON,
        GIVER,
        RECEIVER,
        NOTE,
    ),
)
EVALUATION: tuple[Definition, ...] = (EXPERT, CHECKPOINT, EVIDENCE, OPEN_POINT, PAPER)
