"""The needs workshop of a customer's project."""

from typing import Any, Literal, TypeAlias

from tongxin.api.references import referenced
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.workshops import WorkshopIn, WorkshopKeptOut, WorkshopOut
from tongxin.common.access import changing, seeing
from tongxin.common.clock import now
from tongxin.crm.projects.choices import Level
from tongxin.crm.projects.needs import Answer, keep_answers, speaking_maturity
from tongxin.crm.projects.selectors import get_project_for
from tongxin.crm.projects.workshop import plays_for, questions_for
from tongxin.crm.stakeholders.selectors import get_person_for

router = ApiRouter(tags=["projects"])
AskedRoleName: TypeAlias = Literal["DECIDER", "USER", "TECHNICAL", "PURCHASER"]


@router.show("/customer-projects/{uid}/questions", of=WorkshopOut, access=seeing(uid="CUSTOMER_PROJECT"))
def customer_project_questions(
    request: ApiRequest, uid: str, role: AskedRoleName = "DECIDER"
) -> dict[str, Any]:
    """Show what to ask somebody of a role; a known level of the customer changes it, for who may read judgements."""
    said = speaking_maturity(request.actor, get_project_for(request.actor, uid).account)
    level = said.expertise if said else Level.INFORMED
    return {
        "role": role,
        "level": said.expertise if said else None,
        "maturity": said.uid if said else None,
        "questions": [
            {"code": each.code, "kind": each.kind, "text": str(each.text)}
            for each in questions_for(role, level)
        ],
        "plays": [str(play) for play in plays_for(level)] if said else [],
    }


@router.make("/customer-projects/{uid}/answers", of=WorkshopKeptOut, access=changing(uid="CUSTOMER_PROJECT"))
def make_customer_project_answers(request: ApiRequest, uid: str, sent: WorkshopIn) -> dict[str, Any]:
    """Make needs and requirements of what was answered in a workshop."""
    project = get_project_for(request.actor, uid)
    person = referenced("person", get_person_for, request.actor, sent.person) if sent.person else None
    kept = keep_answers(
        actor=request.actor, at=now(), project=project, role=sent.role, person=person,
        answers=[Answer(question=each.question, text=each.text, becomes=each.becomes) for each in sent.answers],
    )  # fmt: skip
    return {
        "needs": [each.uid for each in kept.needs],
        "requirements": [each.uid for each in kept.requirements],
    }
