"""Versions of a dossier and the gates that rest on them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now, today
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.projects.choices import (
    CheckpointKind,
    GateStanding,
    GateVerdict,
    Part,
    RequirementKind,
    RuleAnswer,
    Weight,
)
from tongxin.crm.projects.editions import (
    GateState,
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
from tongxin.crm.projects.records import GATE, PROJECT
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records import reading
from tongxin.records.checks import may_write
from tongxin.web.edge.requests import PageRequest
from tongxin.web.projects.head import project_head
from tongxin.web.projects.pages import ProjectHead
from tongxin.web.records.below import new_url
from tongxin.web.records.cells import coded
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.day_field import DayField
from tongxin.web.shell.parts import Kind
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject, DossierEdition, GateDecision

IN_BRACKETS = re.compile(r"\[([A-Z]+(?:, [A-Z]+)*)\]", re.ASCII)
LABELS = dict([*RequirementKind.choices, *Weight.choices, *CheckpointKind.choices])
SHAPES: dict[str, Kind] = {
    "CURRENT": "good", "STALE": "watch", "REJECTED": "bad", "PUT_FORWARD": "watch", "OPEN": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One version: `own` are the parts that are the customer's own statement, `assumed` those that say something else."""

    number: int
    why: str
    day: date
    who: str
    own: str
    assumed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """What one version has differently from another."""

    part: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One gate as it stands today; `rule` is what its own rule says of the last score."""

    name: str
    url: str
    decision_url: str
    basis: str
    standing: str
    shape: Kind
    decided: str
    rule: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsPage:
    """Versions and gates of one project."""

    top: ProjectHead
    shaped: str
    editions: tuple[EditionLine, ...]
    changed: str
    first: int
    second: int
    changes: tuple[ChangeLine, ...]
    parts: tuple[tuple[str, str], ...]
    gates: tuple[GateLine, ...]
    verdicts: tuple[tuple[str, str], ...]
    new_gate: str
    today: date
    may_write: bool
    refused: str


@require_safe
def editions(request: PageRequest, uid: str) -> HttpResponse:
    """Show the versions of a dossier, what two of them have differently, and how the gates stand."""
    return _show(request, get_project_for(request.actor, uid))


@require_POST
def edition_new(request: PageRequest, uid: str) -> HttpResponse:
    """Freeze the dossier as its next version."""
    project = get_project_for(request.actor, uid)
    try:
        made = freeze(
            actor=request.actor, at=now(), project=project, why=request.POST.get("why", ""),
            own_parts=request.POST.getlist("own_parts"),
        )  # fmt: skip
    except Refusal as refusal:
        return _show(request, project, refused=sentence(refusal))
    say_next(request, _("Version %(number)s was frozen; it stays as it is.") % {"number": made.number})
    return redirect("web:project_editions", uid=uid)


@require_POST
def gate_decision(request: PageRequest, uid: str) -> HttpResponse:
    """Keep what was decided at a gate."""
    request.actor.must_have(Right.EDIT)
    gate = reading.get_for(GATE, request.actor, uid)
    try:
        decide(actor=request.actor, at=now(), gate=gate, ruling=_ruling(request))
    except Refusal as refusal:
        return _show(request, gate.project, refused=sentence(refusal))
    say_next(request, _("The decision was kept."))
    return redirect("web:project_editions", uid=gate.project.uid)


def _ruling(request: HttpRequest) -> Ruling:
    sent = request.POST
    day, score = sent.get("decided_on", ""), sent.get("score", "").strip()
    try:
        on = DayField(required=False).clean(day) or today()
        points = int(score) if score else None
    except ValidationError as error:
        raise Refusal("VALUE_WRONG", field="decided_on", value=day) from error
    except ValueError as error:
        raise Refusal("VALUE_WRONG", field="score", value=score) from error
    verdict = sent.get("verdict", "")
    if verdict not in GateVerdict.values:
        raise Refusal("VALUE_WRONG", field="verdict", value=verdict)
    return Ruling(
        verdict=verdict, decided_on=on, decided_by=sent.get("decided_by", ""), score=points,
        has_red="has_red" in sent, note=sent.get("note", ""),
    )  # fmt: skip


def _show(request: PageRequest, project: "CustomerProject", refused: str = "") -> HttpResponse:
    top = project_head(request, project, "project_editions")
    known = editions_of(project)
    states = gates_of(project, as_of=today())
    to_do = open_gate(states)
    may = may_write(PROJECT, request.actor, project, project.account)
    first, second = _chosen(request, known)
    page = EditionsPage(
        top=top,
        shaped="",
        editions=tuple(_edition(each) for each in known),
        changed=_listed(changed_parts(project)),
        first=first,
        second=second,
        changes=tuple(_changes(project, first, second)) if first and second else (),
        parts=tuple((part.value, str(part.label)) for part in Part if part is not Part.APPENDIX),
        gates=tuple(_gate(state, is_open=state.gate == to_do) for state in states),
        verdicts=tuple((code, str(label)) for code, label in GateVerdict.choices),
        new_gate=new_url(GATE, project) if may else "",
        today=today(),
        may_write=may,
        refused=refused,
    )
    return render(
        request,
        "projects/editions.html",
        {"page": page, "head": top.record, "top": top},
        status=422 if refused else 200,
    )


def _chosen(request: HttpRequest, known: "list[DossierEdition]") -> tuple[int, int]:
    """Return the two versions to compare: those asked for, else the last two; noughts where there are no two."""
    numbers = [each.number for each in known]
    if len(numbers) < 2:
        return 0, 0
    asked = [request.GET.get(name, "") for name in ("first", "second")]
    chosen = [int(text) if text.isascii() and text.isdigit() else 0 for text in asked]
    first = chosen[0] if chosen[0] in numbers else numbers[1]
    second = chosen[1] if chosen[1] in numbers else numbers[0]
    return first, second


def _edition(edition: "DossierEdition") -> EditionLine:
    return EditionLine(
        number=edition.number,
        why=edition.why,
        day=edition.frozen_on,
        who=edition.frozen_by.display_name,
        own=_listed(Part(code) for code in edition.own_parts),
        assumed=_listed(
            part
            for part in Part
            if part is not Part.APPENDIX
            and part not in edition.own_parts
            and any(edition.content.get(part, {}).values())
        ),
    )


def _changes(project: "CustomerProject", first: int, second: int) -> Iterator[ChangeLine]:
    old, new = edition_of(project, first), edition_of(project, second)
    for each in differences(old.content, new.content):
        yield ChangeLine(
            part=str(each.part.label),
            name=_name(each.name),
            before=_value(each.name, each.before),
            after=_value(each.name, each.after),
        )


def _name(name: str) -> str:
    return str(PROJECT.by_name[name].label) if name in PROJECT.by_name else ""


def _value(name: str, value: str) -> str:
    item = PROJECT.by_name.get(name)
    if item is not None:
        return coded(item, value) if value else value
    # Requirements and checkpoints are kept as text with their codes in brackets behind it.
    return IN_BRACKETS.sub(lambda found: f"[{_labels(found[1])}]", value)


def _labels(codes: str) -> str:
    return pgettext("between listed values", ", ").join(
        str(LABELS.get(code, code)) for code in codes.split(", ")
    )


def _gate(state: GateState, *, is_open: bool) -> GateLine:
    gate, last = state.gate, state.decision
    said = answer_of(gate, score=last.score, has_red=last.has_red) if last else None
    rule = "" if said is None else str(RuleAnswer(said).label)
    return GateLine(
        name=gate.name,
        url=record_url("web:project_gate", gate.uid),
        decision_url=record_url("web:project_gate_decision", gate.uid),
        basis=_listed(basis_of(gate)),
        standing=str(GateStanding(state.standing).label),
        shape=SHAPES[state.standing],
        decided=_decided(last),
        rule=rule if last is None or last.score is None else f"{last.score}: {rule}" if rule else "",
        is_open=is_open,
    )


def _listed(parts: Iterable[Part]) -> str:
    return pgettext("between listed values", ", ").join(str(part.label) for part in parts)


def _decided(last: "GateDecision | None") -> str:
    if last is None:
        return ""
    text = _("%(day)s on %(version)s") % {"day": days.dated(last.decided_on), "version": last.edition}
    return f"{text} · {last.decided_by}" if last.decided_by else text
