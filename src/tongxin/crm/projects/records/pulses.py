"""Pulses as declared objects: how somebody felt after a step of the project."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.projects.following_up import follow_up
from tongxin.crm.projects.models import Pulse
from tongxin.crm.projects.pulse_choices import Consent, Feeling, StepKind
from tongxin.crm.projects.pulse_rules import check_pulse
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.selectors import of_projects
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Moment, Paragraphs, Ref, Text
from tongxin.records.writing import change_record, create_record

_PULSE = Definition(
    kind=Kind.PULSE,
    model=Pulse,
    one="pulse",
    many="pulses",
    path="pulses",
    tag="projects",
    title=_("Pulse surveys"),
    about="How somebody of the customer's felt after a step of the project: one question, one answer, with consent.",
    hint=_("After a delivery, a meeting or an acceptance ask one person how it was for them."),
    visible=lambda actor: of_projects(Pulse, actor),
    account="project__account",
    parent="project",
    part="pulses",
    order=("-happened_on", "step"),
    searched=False,
    check=check_pulse,
    in_files=False,
    fields=(
        OF_PROJECT,
        Ref("person", pgettext_lazy("pulse", "Who is asked"), to=PEOPLE, required=True, fixed=True),
        Text(
            "step", pgettext_lazy("pulse", "After which step"), required=True, main=True, sort=True, most=300
        ),
        Choice(
            "kind",
            pgettext_lazy("pulse", "Kind of step"),
            of=StepKind,
            required=True,
            initial=StepKind.MEETING.value,
            filters=("eq",),
        ),
        Day(
            "happened_on",
            pgettext_lazy("pulse", "Date of the step"),
            required=True,
            sort=True,
            filters=("gte", "lte"),
        ),
        Choice(
            "consent",
            pgettext_lazy("pulse", "Consent"),
            of=Consent,
            required=True,
            initial=Consent.UNKNOWN.value,
            shapes=(("GIVEN", "good"), ("REFUSED", "bad"), ("UNKNOWN", "unknown")),
            help=_("An answer is kept only from somebody who agreed to it."),
        ),
        Choice(
            "score",
            pgettext_lazy("pulse", "Rating"),
            of=Feeling,
            sort=True,
            filters=("eq",),
            help=_("Leave it empty to ask by a link."),
        ),
        Day("answered_on", pgettext_lazy("pulse", "Answered on"), sort=True, filters=("gte", "lte")),
        Paragraphs("comment", pgettext_lazy("pulse", "Comment"), most=1_000),
    ),
    noted=(
        Day("linked_on", pgettext_lazy("pulse", "Asked by a link on")),
        Moment("link_until", pgettext_lazy("pulse", "Link open until")),
    ),
)


@transaction.atomic
def _create_pulse(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Pulse:
    made: Pulse = create_record(_PULSE, actor=actor, at=at, values=values)
    follow_up(made, at=at, actor=actor)
    return made


@transaction.atomic
def _change_pulse(
    *,
    actor: Actor,
    at: datetime,
    record: Pulse,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(_PULSE, actor=actor, at=at, record=record, values=values, expected_version=expected_version)
    follow_up(record, at=at, actor=actor)


PULSE = replace(_PULSE, create=_create_pulse, change=_change_pulse)
PULSES: tuple[Definition, ...] = (PULSE,)
