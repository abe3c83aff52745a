"""Freeze versions of a dossier, compare them, and decide at gates on one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.errors import Missing
from tongxin.common.rights import Right
from tongxin.crm.projects.choices import GateStanding, Part
from tongxin.crm.projects.gates import (
    FIELDS,
    check_decision,
    check_score,
    differences,
    gate_standing,
    known_parts,
)
from tongxin.crm.projects.models import Checkpoint, DossierEdition, GateDecision, ProjectGate
from tongxin.crm.projects.rules import ProjectRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongxin.common.actor import Actor
    from tongxin.crm.projects.models import CustomerProject


@dataclass(frozen=True, slots=True, kw_only=True)
class GateState:
    """A gate as it stands on a day; `decision` is the last one at it."""

    gate: ProjectGate
    standing: GateStanding
    decision: GateDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided at a gate: by whom of theirs, with which score, why."""

    verdict: str
    decided_on: date
    decided_by: str = ""
    score: int | None = None
    has_red: bool = False
    note: str = ""


def content_of(project: "CustomerProject") -> dict[str, dict[str, str]]:
    """Return a dossier as it stands, as texts that two versions are compared by."""
    content = {
        part.value: {name: _text(getattr(project, name)) for name in names} for part, names in FIELDS.items()
    }
    content[Part.REQUIREMENTS] = {
        row.uid: f"{row.number} {row.name} [{row.kind}, {row.weight}]".strip()
        for row in project.requirements.filter(deleted_at=None).order_by("pk")
    }
    content[Part.PARTNERS] |= {
        row.uid: f"{row.number} {row.name}".strip()
        for row in project.project_lots.filter(deleted_at=None).order_by("pk")
    }
    checks = Checkpoint.objects.filter(project=project, deleted_at=None).order_by("pk")
    content[Part.EVALUATION] |= {
        row.uid: "\n".join(filter(None, (f"{row.name} [{row.kind}]", _text(row.planned_on), row.criteria)))
        for row in checks
    }
    return content


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        # As the database gives it back: an amount just typed is not another amount.
        return f"{value:.2f}"
    return "" if value is None else str(value)


@transaction.atomic
def freeze(
    *, actor: "Actor", at: datetime, project: "CustomerProject", why: str, own_parts: "Iterable[str]" = ()
) -> DossierEdition:
    """Keep a dossier as it stands as its next version.

    Args:
        actor: who.
        at: when.
        project: whose dossier.
        why: what this version is for.
        own_parts: codes of the parts that are the customer's own statement.

    Raises:
        Denied: the actor may not edit.
        ProjectRefused: `EDITION_WITHOUT_WHY` or `PART_UNKNOWN`.
    """
    actor.must_have(Right.EDIT)
    if not why.strip():
        raise ProjectRefused("EDITION_WITHOUT_WHY", field="why")
    last = editions_of(project)[:1]
    made = DossierEdition.objects.create(
        project=project,
        number=last[0].number + 1 if last else 1,
        frozen_on=timezone.localdate(at),
        frozen_by=actor.user,
        why=why.strip()[:300],
        content=content_of(project),
        own_parts=known_parts(own_parts),
        created_at=at,
    )
    note(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.CUSTOMER_PROJECT, target=project,
        account_uid=project.account.uid,
        changes={"edition": (None, made.number), "edition_why": (None, made.why)},
    )  # fmt: skip
    return made


def editions_of(project: "CustomerProject", *, as_of: date | None = None) -> list[DossierEdition]:
    """Return the versions of a dossier, the newest first; those frozen by a day, when one is given."""
    rows = DossierEdition.objects.filter(project=project).select_related("frozen_by")
    if as_of is not None:
        rows = rows.filter(frozen_on__lte=as_of)
    return list(rows.order_by("-number"))


def edition_of(project: "CustomerProject", number: int) -> DossierEdition:
    """Return one version of a dossier.

    Raises:
        Missing: `EDITION_MISSING`.
    """
    found = DossierEdition.objects.filter(project=project, number=number).first()
    if found is None:
        raise Missing("EDITION_MISSING", number=number)
    return found


def changed_parts(project: "CustomerProject") -> tuple[Part, ...]:
    """Return the parts in which a dossier as it stands differs from its newest version; none without a version."""
    newest = next(iter(editions_of(project)), None)
    if newest is None:
        return ()
    changed = {each.part for each in differences(newest.content, content_of(project))}
    return tuple(part for part in Part if part in changed)


def gates_of(project: "CustomerProject", *, as_of: date) -> tuple[GateState, ...]:
    """Return the gates of a project in their order, as they stand on a day."""
    gates = list(ProjectGate.objects.filter(project=project, deleted_at=None).order_by("place", "pk"))
    newest = next(iter(editions_of(project, as_of=as_of)), None)
    last: dict[int, GateDecision] = {}
    rows = GateDecision.objects.filter(gate__in=gates, decided_on__lte=as_of).select_related("edition")
    for decision in rows.order_by("decided_on", "pk"):
        last[decision.gate_id] = decision
    return tuple(
        GateState(
            gate=gate, standing=gate_standing(gate, last.get(gate.pk), newest), decision=last.get(gate.pk)
        )
        for gate in gates
    )


def open_gate(states: "Iterable[GateState]") -> ProjectGate | None:
    """Return the first gate without a current approval: the one to work on; `None` when all have one."""
    return next((state.gate for state in states if state.standing is not GateStanding.CURRENT), None)


@transaction.atomic
def decide(*, actor: "Actor", at: datetime, gate: ProjectGate, ruling: Ruling) -> GateDecision:
    """Keep what was decided at a gate, on the newest version of the dossier of that day.

    Raises:
        Denied: the actor may not edit.
        ProjectRefused: `GATE_WITHOUT_EDITION`, and see `gates.check_score` and `gates.check_decision`.
    """
    actor.must_have(Right.EDIT)
    check_score(ruling.score)
    on = ruling.decided_on
    states = gates_of(gate.project, as_of=on)
    place = next(number for number, state in enumerate(states) if state.gate.pk == gate.pk)
    edition = next(iter(editions_of(gate.project, as_of=on)), None)
    if edition is None:
        raise ProjectRefused("GATE_WITHOUT_EDITION", field="edition")
    last = GateDecision.objects.filter(gate=gate).order_by("decided_on", "pk").last()
    check_decision(
        gate,
        ruling.verdict,
        edition,
        [(state.gate, state.standing) for state in states[:place]],
        last.decided_on if last else None,
        on,
    )
    made = GateDecision.objects.create(
        gate=gate,
        edition=edition,
        verdict=ruling.verdict,
        decided_on=on,
        decided_by=ruling.decided_by.strip()[:200],
        score=ruling.score,
        has_red=ruling.has_red,
        note=ruling.note.strip(),
        noted_by=actor.user,
        created_at=at,
    )
    note(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PROJECT_GATE, target=gate,
        account_uid=gate.project.account.uid,
        changes={"verdict": (None, made.verdict), "decided_on": (None, on), "edition": (None, edition.number)},
    )  # fmt: skip
    return made
