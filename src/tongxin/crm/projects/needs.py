"""Keep what a workshop brought: answers become needs and requirements in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tongxin.common.rights import Right
from tongxin.crm.projects.choices import AskedRole, Becomes, Level, NeedKind, Origin, QuestionKind
from tongxin.crm.projects.models import Maturity
from tongxin.crm.projects.records import NEED, REQUIREMENT
from tongxin.crm.projects.rules import ProjectRefused
from tongxin.crm.projects.workshop import question_of
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.projects.models import CustomerProject, ProjectNeed, ProjectRequirement
    from tongxin.crm.stakeholders.models import Person

LONGEST = 500
# Which assessment speaks for a workshop: that of buying, else of the product, else of management.
SPEAKING = ("BUYING", "PRODUCT", "MANAGEMENT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered to a question, and what it becomes."""

    question: str
    text: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a workshop brought."""

    needs: "tuple[ProjectNeed, ...]"
    requirements: "tuple[ProjectRequirement, ...]"


def speaking_maturity(actor: "Actor", account: "Account") -> Maturity | None:
    """Return the assessment that changes what is recommended, for who may read judgements; `None` otherwise.

    The newest of each dimension counts, and an unknown level says nothing.
    """
    if not actor.has(Right.JUDGEMENT):
        return None
    rows = Maturity.objects.filter(account=account, deleted_at=None).order_by("assessed_on", "pk")
    newest = {row.dimension: row for row in rows if row.expertise != Level.UNKNOWN}
    return next((newest[dimension] for dimension in SPEAKING if dimension in newest), None)


@transaction.atomic
def keep_answers(
    *,
    actor: "Actor",
    at: datetime,
    project: "CustomerProject",
    role: str,
    answers: Sequence[Answer],
    person: "Person | None" = None,
) -> Kept:
    """Make needs and requirements of what was answered; a requirement is the customer's, and we helped to write it.

    Args:
        actor: who asked.
        at: when.
        project: about which.
        role: code of `AskedRole` of who answered.
        answers: those without text are left out.
        person: who answered, `None` when it was a group.

    Raises:
        Denied: the actor may not edit.
        ProjectRefused: `WORKSHOP_EMPTY`, `ROLE_NOT_ASKED`, `QUESTION_UNKNOWN`, `ANSWER_BECOMES`.
    """
    said = [answer for answer in answers if answer.text.strip()]
    check_answers(role, said)
    needs, requirements = [], []
    for answer in said:
        shared = _shared(project, answer, at=at, person=person)
        if answer.becomes != Becomes.REQUIREMENT:
            needs.append(_need(shared, answer, role=role, actor=actor, at=at))
        if answer.becomes != Becomes.NEED:
            requirements.append(_requirement(shared, actor=actor, at=at))
    return Kept(needs=tuple(needs), requirements=tuple(requirements))


def check_answers(role: str, said: Sequence[Answer]) -> None:
    """Accept answers to known questions by a known role, at least one.

    Raises:
        ProjectRefused: see `keep_answers`.
    """
    if role not in AskedRole.values:
        raise ProjectRefused("ROLE_NOT_ASKED", field="role", name=role)
    if not said:
        raise ProjectRefused("WORKSHOP_EMPTY", field="answers")
    for answer in said:
        if question_of(answer.question) is None:
            raise ProjectRefused("QUESTION_UNKNOWN", field="answers", name=answer.question)
        if answer.becomes not in Becomes.values:
            raise ProjectRefused("ANSWER_BECOMES", field="answers", name=answer.becomes)


def _shared(
    project: "CustomerProject", answer: Answer, *, at: datetime, person: "Person | None"
) -> dict[str, Any]:
    first, _line, rest = answer.text.strip().partition("\n")
    return {
        "project": project,
        "name": first.strip()[:LONGEST],
        "rest": f"{first.strip()[LONGEST:]}\n{rest}".strip(),
        "on": timezone.localdate(at),
        "person": person,
    }


def _need(shared: dict[str, Any], answer: Answer, *, role: str, actor: "Actor", at: datetime) -> Any:
    question = question_of(answer.question)
    kind = question.kind if question else QuestionKind.SITUATION
    latent = kind in (QuestionKind.PROBLEM, QuestionKind.IMPLICATION)
    values = {
        "project": shared["project"],
        "name": shared["name"],
        "kind": (NeedKind.LATENT if latent else NeedKind.EXPLICIT).value,
        "person": shared["person"],
        "asked_role": role,
        "told_on": shared["on"],
        "question": str(question.text) if question else "",
        "note": shared["rest"],
    }
    return create_record(NEED, actor=actor, at=at, values=values)


def _requirement(shared: dict[str, Any], *, actor: "Actor", at: datetime) -> Any:
    values = {
        "project": shared["project"],
        "name": shared["name"],
        "origin": Origin.CUSTOMER.value,
        "author": shared["person"],
        "helper": actor.user,
        "written_on": shared["on"],
        "evidence": shared["rest"],
    }
    return create_record(REQUIREMENT, actor=actor, at=at, values=values)
