"""Versions and gates of a dossier."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.dossiers import (
    DossierChangeOut,
    DossierEditionIn,
    EditionOfDossierOut,
    GateDecisionIn,
    GateDecisionOut,
    GatesOut,
)
from tongxin.common.access import changing, seeing
from tongxin.common.clock import now, today
from tongxin.crm.projects.editions import (
    Ruling,
    changed_parts,
    decide,
    edition_of,
    editions_of,
    freeze,
    gates_of,
    open_gate,
)
from tongxin.crm.projects.gates import answer_of, basis_of, differences
from tongxin.crm.projects.records import GATE
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records import reading

if TYPE_CHECKING:
    from tongxin.crm.projects.models import DossierEdition, GateDecision, ProjectGate

router = ApiRouter(tags=["projects"])


@router.show(
    "/customer-projects/{uid}/editions", of=list[EditionOfDossierOut], access=seeing(uid="CUSTOMER_PROJECT")
)
def customer_project_editions(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show the versions of a dossier, the newest first."""
    return [_edition(each) for each in editions_of(get_project_for(request.actor, uid))]


@router.make(
    "/customer-projects/{uid}/editions", of=EditionOfDossierOut, access=changing(uid="CUSTOMER_PROJECT")
)
def make_customer_project_edition(request: ApiRequest, uid: str, sent: DossierEditionIn) -> dict[str, Any]:
    """Keep a dossier as it stands as its next version."""
    project = get_project_for(request.actor, uid)
    made = freeze(actor=request.actor, at=now(), project=project, why=sent.why, own_parts=sent.own_parts)
    return _edition(made)


@router.show(
    "/customer-projects/{uid}/changes",
    of=list[DossierChangeOut],
    access=seeing(uid="CUSTOMER_PROJECT"),
)
def customer_project_changes(
    request: ApiRequest, uid: str, first: int | None = None, second: int | None = None
) -> list[dict[str, Any]]:
    """Show what the second of two versions has differently, the last two where none are said.

    A requirement or a checkpoint is named by its uid.
    """
    project = get_project_for(request.actor, uid)
    numbers = [each.number for each in editions_of(project)]
    if (first is None or second is None) and len(numbers) < 2:
        return []
    old = edition_of(project, first if first is not None else numbers[1])
    new = edition_of(project, second if second is not None else numbers[0])
    return [
        {"part": each.part, "name": each.name, "before": each.before, "after": each.after}
        for each in differences(old.content, new.content)
    ]


@router.show("/customer-projects/{uid}/gates", of=GatesOut, access=seeing(uid="CUSTOMER_PROJECT"))
def customer_project_gates(request: ApiRequest, uid: str, on: date | None = None) -> dict[str, Any]:
    """Show the gates of a project in their order, as they stand on a day, and the one to work on."""
    project = get_project_for(request.actor, uid)
    states = gates_of(project, as_of=on or today())
    to_do = open_gate(states)
    return {
        "open_gate": to_do.uid if to_do else None,
        "changed_parts": list(changed_parts(project)),
        "gates": [
            {
                "uid": state.gate.uid,
                "name": state.gate.name,
                "basis": list(basis_of(state.gate)),
                "standing": state.standing,
                "decision": _decision(state.gate, state.decision) if state.decision else None,
            }
            for state in states
        ],
    }


@router.make("/project-gates/{uid}/decisions", of=GateDecisionOut, access=changing(uid="PROJECT_GATE"))
def make_project_gate_decision(request: ApiRequest, uid: str, sent: GateDecisionIn) -> dict[str, Any]:
    """Keep what was decided at a gate, on the newest version of the dossier of that day."""
    gate = reading.get_for(GATE, request.actor, uid)
    ruling = Ruling(
        verdict=sent.verdict, decided_on=sent.decided_on or today(), decided_by=sent.decided_by,
        score=sent.score, has_red=sent.has_red, note=sent.note,
    )  # fmt: skip
    return _decision(gate, decide(actor=request.actor, at=now(), gate=gate, ruling=ruling))


def _edition(edition: "DossierEdition") -> dict[str, Any]:
    return {
        "number": edition.number,
        "why": edition.why,
        "frozen_on": edition.frozen_on,
        "frozen_by": edition.frozen_by.uid,
        "own_parts": edition.own_parts,
        "content": edition.content,
    }


def _decision(gate: "ProjectGate", decision: "GateDecision") -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "decided_on": decision.decided_on,
        "decided_by": decision.decided_by,
        "edition": decision.edition.number,
        "score": decision.score,
        "has_red": decision.has_red,
        "rule": answer_of(gate, score=decision.score, has_red=decision.has_red),
        "note": decision.note,
    }
