"""Needs of a project and the maturity of a customer as declared objects."""

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
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.projects.choices import AskedRole, Dimension, Level, NeedKind, Observed
from tongxin.crm.projects.models import Maturity, ProjectNeed
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.selectors import of_projects
from tongxin.crm.projects.workshop import ASKED, level_of
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Paragraphs, Ref, Text
from tongxin.records.writing import change_record, create_record

_J = Right.JUDGEMENT
NEED = Definition(
    kind=Kind.PROJECT_NEED,
    model=ProjectNeed,
    one="project_need",
    many="project_needs",
    path="project-needs",
    tag="projects",
    title=_("Needs"),
    about="What the customer needs of its project, as somebody of theirs told it in the workshop or elsewhere.",
    hint=_("Hold a needs workshop on the project’s page: its answers become needs."),
    visible=lambda actor: of_projects(ProjectNeed, actor),
    account="project__account",
    parent="project",
    order=("-told_on", "name"),
    in_files=False,
    fields=(
        OF_PROJECT,
        Text(
            "name",
            pgettext_lazy("object", "Need"),
            required=True,
            main=True,
            sort=True,
            most=500,
            indexed=True,
        ),
        Choice(
            "kind",
            pgettext_lazy("need", "Kind"),
            of=NeedKind,
            required=True,
            initial=NeedKind.EXPLICIT.value,
            filters=("eq",),
        ),
        Ref("person", pgettext_lazy("need", "Who told it"), to=PEOPLE),
        Choice("asked_role", pgettext_lazy("need", "As"), of=AskedRole, column="offered"),
        Day("told_on", pgettext_lazy("need", "Told on"), sort=True, filters=("gte", "lte")),
        Paragraphs("question", pgettext_lazy("need", "Question"), most=2_000),
        Paragraphs("note", _("Note")),
    ),
)


def _observed(name: str, label: Any) -> Choice:
    return Choice(
        name, label, of=Observed, required=True, initial=Observed.UNKNOWN.value, right=_J, column="offered"
    )


_MATURITY = Definition(
    kind=Kind.MATURITY,
    model=Maturity,
    one="maturity",
    many="maturities",
    path="maturities",
    tag="projects",
    title=_("Maturity of the customer"),
    about="How mature a customer is in one area, by four questions, on a day; answers and level need a right of their own.",
    hint=_(
        "Answer four short questions for an area: what you ask and how you proceed then fits the customer."
    ),
    visible=lambda actor: Maturity.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    order=("-assessed_on", "area"),
    searched=False,
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Text("area", pgettext_lazy("maturity", "Area"), required=True, main=True, sort=True),
        Choice(
            "dimension",
            pgettext_lazy("maturity", "In what"),
            of=Dimension,
            required=True,
            initial=Dimension.BUYING.value,
            filters=("eq",),
        ),
        _observed("says_figures", pgettext_lazy("maturity", "They say in figures what they want")),
        _observed("did_before", pgettext_lazy("maturity", "They have done it before")),
        _observed("has_rules", pgettext_lazy("maturity", "They follow written rules for it")),
        _observed("has_specialists", pgettext_lazy("maturity", "They have specialists of their own")),
        Choice(
            "expertise",
            pgettext_lazy("maturity", "Level"),
            of=Level,
            by_action=True,
            initial=Level.UNKNOWN.value,
            right=_J,
            sort=True,
            filters=("eq",),
            shapes=(("UNKNOWN", "unknown"),),
        ),
        Paragraphs("maturity_evidence", pgettext_lazy("maturity", "Evidence"), most=2_000, right=_J),
        Text("maturity_source", pgettext_lazy("maturity", "Source"), right=_J, column="offered"),
        Day("assessed_on", pgettext_lazy("maturity", "Assessed on"), required=True, sort=True),
    ),
)


def _set_level(record: Maturity) -> Maturity:
    """Write the level that the four answers come to; a fact derived from them, so its change is no event of its own."""
    record.expertise = level_of({name: getattr(record, name) for name in ASKED})
    record.save(update_fields=["expertise"])
    return record


@transaction.atomic
def _create_maturity(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Maturity:
    return _set_level(create_record(_MATURITY, actor=actor, at=at, values=values))


@transaction.atomic
def _change_maturity(
    *,
    actor: Actor,
    at: datetime,
    record: Maturity,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(
        _MATURITY, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    _set_level(record)


MATURITY = replace(_MATURITY, create=_create_maturity, change=_change_maturity)
NEEDS: tuple[Definition, ...] = (NEED, MATURITY)
