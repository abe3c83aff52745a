"""The needs workshop of a project: what to ask whom, and answers that become needs and requirements in one step."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.projects.choices import AskedRole, Becomes, Dimension, Level, QuestionKind
from tongxin.crm.projects.needs import Answer, keep_answers, speaking_maturity
from tongxin.crm.projects.records import MATURITY, PROJECT
from tongxin.crm.projects.selectors import get_project_for
from tongxin.crm.projects.workshop import QUESTIONS, plays_for, questions_for
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.records.checks import may_write
from tongxin.web.edge.requests import PageRequest
from tongxin.web.projects.head import project_head
from tongxin.web.projects.pages import ProjectHead
from tongxin.web.records.below import new_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tongxin.crm.projects.models import CustomerProject, Maturity
    from tongxin.crm.stakeholders.models import Person

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """One question with what was typed so far."""

    code: str
    kind: str
    text: str
    answer: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPage:
    """The questions for one role, why just these, and how to proceed."""

    top: ProjectHead
    shaped: str
    role: str
    roles: tuple[Link, ...]
    lines: tuple[AskedLine, ...]
    becomes: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    person: str
    level: str
    assessed_on: date | None
    why: str
    plays: tuple[str, ...]
    assess_url: str
    may_write: bool
    refused: str


@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: PageRequest, uid: str) -> HttpResponse:
    """Ask the questions that fit the role and the customer; keep the answers in one step."""
    project = get_project_for(request.actor, uid)
    if request.method != "POST":
        return _show(request, project, _role(request.GET.get("role", "")))
    request.actor.must_have(Right.EDIT)
    sent = request.POST
    role = sent.get("role", "")
    person = _people(request, project).filter(uid=sent.get("person", "")).first()
    answers = [
        Answer(
            question=question.code,
            text=sent.get(f"answer-{question.code}", ""),
            becomes=sent.get(f"becomes-{question.code}", Becomes.NEED.value),
        )
        for question in QUESTIONS
    ]
    try:
        kept = keep_answers(
            actor=request.actor, at=now(), project=project, role=role, answers=answers, person=person
        )
    except Refusal as refusal:
        return _show(request, project, _role(role), refused=sentence(refusal))
    say_next(
        request,
        _("Kept: %(needs)s needs and %(requirements)s requirements.")
        % {"needs": len(kept.needs), "requirements": len(kept.requirements)},
    )
    return redirect("web:customer_project", uid=uid)


def _role(asked: str) -> AskedRole:
    return AskedRole(asked) if asked in AskedRole.values else AskedRole.DECIDER


def _people(request: PageRequest, project: "CustomerProject") -> "QuerySet[Person]":
    return visible_people(request.actor).filter(account=project.account)


def _show(
    request: PageRequest, project: "CustomerProject", role: AskedRole, refused: str = ""
) -> HttpResponse:
    top = project_head(request, project, "project_workshop")
    said = speaking_maturity(request.actor, project.account)
    level = Level(said.expertise) if said is not None else Level.INFORMED
    may = may_write(PROJECT, request.actor, project, project.account)
    may_judge = may and request.actor.has(Right.JUDGEMENT)
    page = WorkshopPage(
        top=top,
        shaped="",
        role=role.value,
        roles=_roles(project, role),
        lines=_lines(request, role, level),
        becomes=tuple((code, str(label)) for code, label in Becomes.choices),
        people=tuple(_named(each) for each in _people(request, project).order_by("full_name")[:MOST_PEOPLE]),
        person=request.POST.get("person", ""),
        level=str(level.label) if said is not None else "",
        assessed_on=said.assessed_on if said is not None else None,
        why=_why(said, level),
        plays=tuple(str(play) for play in plays_for(level)) if said is not None else (),
        assess_url=new_url(MATURITY, project.account) if may_judge else "",
        may_write=may,
        refused=refused,
    )
    context = {"page": page, "head": top.record, "top": top}
    return render(request, "projects/workshop.html", context, status=422 if refused else 200)


def _roles(project: "CustomerProject", here: AskedRole) -> tuple[Link, ...]:
    base = reverse("web:project_workshop", args=[project.uid])
    return tuple(
        Link(label=str(role.label), url=f"{base}?{urlencode({'role': role.value})}", current=role is here)
        for role in AskedRole
    )


def _lines(request: HttpRequest, role: AskedRole, level: Level) -> tuple[AskedLine, ...]:
    sent = request.POST
    return tuple(
        AskedLine(
            code=question.code,
            kind=str(QuestionKind(question.kind).label),
            text=str(question.text),
            answer=sent.get(f"answer-{question.code}", ""),
            becomes=sent.get(f"becomes-{question.code}", Becomes.NEED.value),
        )
        for question in questions_for(role, level)
    )


def _named(person: "Person") -> tuple[str, str]:
    return person.uid, person.name_and_title


def _why(said: "Maturity | None", level: Level) -> str:
    if said is None:
        return ""
    facts = {"dimension": Dimension(said.dimension).label, "area": said.area}
    sentences = {
        Level.NOVICE: _(
            "%(dimension)s in “%(area)s” is that of a novice, so the questions lead from what they see to what it means."
        ),
        Level.INFORMED: _(
            "%(dimension)s in “%(area)s” is informed, so all four kinds of questions are asked."
        ),
        Level.EXPERT: _(
            "%(dimension)s in “%(area)s” is that of an expert, so nothing is asked that we should know already."
        ),
    }
    return sentences[level] % facts
