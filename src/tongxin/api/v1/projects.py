"""What the dossier of a customer's project comes to; records have their standard endpoints."""

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.conf import settings
from django.utils.translation import pgettext

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.projects import DossierOut, ProjectPaperDraftOut, WaitingCheckpointOut
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import today
from tongxin.common.rights import Right
from tongxin.crm.projects.papers import Paper, draft
from tongxin.crm.projects.records import LOT
from tongxin.crm.projects.rules import standing_of
from tongxin.crm.projects.selectors import (
    dossier_of,
    get_project_for,
    judges_of,
    lots_of,
    waiting_checkpoints,
)
from tongxin.records import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongxin.crm.committees.models import Committee
    from tongxin.crm.projects.models import CustomerProject
    from tongxin.crm.projects.selectors import Authorship, CheckpointState

router = ApiRouter(tags=["projects"])
PaperName: TypeAlias = Literal["charter", "feasibility", "standard"]
PaperLanguageName: TypeAlias = Literal["zh-hant", "zh-hans", "en"]


@router.show("/customer-projects/{uid}/dossier", of=DossierOut, access=seeing(uid="CUSTOMER_PROJECT"))
def customer_project_dossier(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what a project's dossier comes to today: who wrote what, how checkpoints stand, what support cost."""
    found = dossier_of(get_project_for(request.actor, uid), as_of=today())
    committees = judges_of(request.actor, found.checkpoints)
    return {
        "project": found.project.uid,
        "name": found.project.name,
        "as_of": today(),
        "authorship": _authorship(found.authorship),
        "checkpoints": [_state(each, committees) for each in found.checkpoints],
        "lots": _lots(request, found.project),
        "effort": {
            "before_charter": found.effort.before,
            "after_charter": found.effort.after,
            "undated": found.effort.undated,
        },
    }


@router.show(
    "/customer-projects/{uid}/papers/{paper}", of=ProjectPaperDraftOut, access=seeing(uid="CUSTOMER_PROJECT")
)
def customer_project_paper(
    request: ApiRequest, uid: str, paper: PaperName, language: PaperLanguageName = "zh-hant"
) -> dict[str, Any]:
    """Show a paper drafted with the customer as data: its charter, feasibility outline or requirement standard."""
    request.actor.must_have(Right.EXPORT)
    project = get_project_for(request.actor, uid)
    supplier = settings.COMPANY or pgettext("draft", "the supplier")
    made = draft(project, Paper(paper.upper()), language=language, on=today(), supplier=supplier).plain()
    return {name: made[name] for name in ("title", "language", "footer", "blocks")}


@router.show("/checkpoints-waiting", of=list[WaitingCheckpointOut], access=signed_in())
def waiting_checkpoints_of_mine(request: ApiRequest) -> list[dict[str, Any]]:
    """Show the checkpoints that are overdue or failed and that the caller answers for, the oldest first."""
    return [
        {
            "uid": row.uid,
            "name": row.name,
            "project": row.project.uid,
            "account": row.project.account.uid,
            "standing": standing_of(row, as_of=today()),
            "planned_on": row.planned_on,
            "owner": row.owner.uid if row.owner else None,
        }
        for row in waiting_checkpoints(request.actor, as_of=today(), own=True)
    ]


def _authorship(found: "Authorship") -> dict[str, Any]:
    counts = {origin.value.lower(): count for origin, count in found.counts.items()}
    return {**counts, "shaped": found.shaped, "total": found.total, "percent": found.percent}


def _lots(request: ApiRequest, project: "CustomerProject") -> list[dict[str, Any]]:
    rows = lots_of(project)
    reading.withhold(LOT, request.actor, rows)
    tender, deal = LOT.by_name["tender"], LOT.by_name["opportunity"]
    return [
        {
            "uid": row.uid,
            "number": row.number,
            "name": row.name,
            "tender": getattr(reading.value_of(tender, row), "uid", None),
            "opportunity": getattr(reading.value_of(deal, row), "uid", None),
        }
        for row in rows
    ]


def _state(state: "CheckpointState", committees: "Mapping[int, Committee]") -> dict[str, Any]:
    row = state.checkpoint
    judges = committees.get(row.committee_id or 0)
    return {
        "uid": row.uid,
        "name": row.name,
        "kind": row.kind,
        "committee": judges.uid if judges is not None else None,
        "planned_on": row.planned_on,
        "held_on": row.held_on,
        "standing": state.standing,
        "evidence": state.evidence,
        "open_points": state.open_points,
    }
