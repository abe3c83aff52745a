"""The lots of what a project buys, as a declared object."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.projects.models import ProjectLot
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.rules import check_lot, check_opportunities
from tongxin.crm.projects.selectors import of_projects
from tongxin.crm.tenders.references import TENDERS
from tongxin.crm.tenders.selectors import facts_of
from tongxin.records.definition import Definition
from tongxin.records.fields import Paragraphs, Ref, Text
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import Tender

_LOT = Definition(
    kind=Kind.PROJECT_LOT,
    model=ProjectLot,
    one="project_lot",
    many="project_lots",
    path="project-lots",
    tag="projects",
    title=_("Project lots"),
    about="One lot of what the customer's project buys: of which tender, and which opportunity is for it.",
    hint=_("Enter each lot once the customer divides the purchase, even before a tender."),
    visible=lambda actor: of_projects(ProjectLot, actor),
    account="project__account",
    parent="project",
    order=("number", "name"),
    in_files=False,
    fields=(
        OF_PROJECT,
        Text("number", pgettext_lazy("lot", "Number"), most=120, sort=True, code=True),
        Text(
            "name", pgettext_lazy("lot", "Lot"), required=True, main=True, sort=True, most=300, indexed=True
        ),
        Ref("tender", _("Tender"), to=TENDERS, filters=("eq",)),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, filters=("eq",)),
        Paragraphs("note", _("Note")),
    ),
)


def _numbers(tender: "Tender | None") -> list[str]:
    return [lot.id for lot in facts_of(tender).lots] if tender is not None else []


def _check(account: int, number: str, tender: "Tender | None", opportunity: Any) -> None:
    check_opportunities(account, [opportunity] if opportunity is not None else [])
    check_lot(number.strip(), _numbers(tender))


@transaction.atomic
def _create_lot(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> ProjectLot:
    made: ProjectLot = create_record(_LOT, actor=actor, at=at, values=values)
    _check(made.project.account_id, made.number, made.tender, made.opportunity)
    return made


@transaction.atomic
def _change_lot(
    *,
    actor: Actor,
    at: datetime,
    record: ProjectLot,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(_LOT, actor=actor, at=at, record=record, values=values, expected_version=expected_version)
    if values.keys() & {"number", "tender", "opportunity"}:
        _check(record.project.account_id, record.number, record.tender, record.opportunity)


LOT = replace(_LOT, create=_create_lot, change=_change_lot)
LOTS: tuple[Definition, ...] = (LOT,)
