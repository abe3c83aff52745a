"""The papers drafted with the customer: charter 立項書, feasibility outline, requirement standard.

They hold what the customer may read and nothing else: no origin of a requirement, no rival, no judgement, no note of ours.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tongxin.crm.projects.choices import BudgetState, CheckpointKind, PaperPurpose, RequirementKind, Weight
from tongxin.crm.projects.models import Checkpoint, ProjectNeed, ProjectPaper
from tongxin.documents.content import Block, Bullets, Document, KeyValues, Note, Table
from tongxin.documents.templates import Template, fill

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject

FOLDER = Path(__file__).resolve().parent / "texts"
FIELDS = frozenset(
    {
        "project", "customer", "lead", "supplier", "day", "budget", "contents", "expected_results",
        "evaluation_method", "partner_demands", "special_requests",
    }
)  # fmt: skip
BLOCKS = frozenset(
    {"schedule", "steps", "lots", "needs", "requirements", "checkpoints", "criteria", "papers"}
)
NONE = "—"


class Paper(models.TextChoices):
    """A paper that is drafted with the customer; the code in small letters is the name of its template."""

    CHARTER = "CHARTER", gettext_lazy("Draft charter")
    FEASIBILITY = "FEASIBILITY", gettext_lazy("Feasibility outline")
    STANDARD = "STANDARD", gettext_lazy("Requirement standard")


class PaperLanguage(models.TextChoices):
    """In which language a paper is written; of the customer, not of the reader."""

    HANT = "zh-hant", gettext_lazy("Traditional Chinese")
    HANS = "zh-hans", gettext_lazy("Simplified Chinese")
    ENGLISH = "en", gettext_lazy("English")


def template_of(paper: Paper) -> Template:
    """Return the text of a paper with the fields that can stand in it."""
    return Template(name=f"project-{paper.value.lower()}", folder=FOLDER, fields=FIELDS, blocks=BLOCKS)


def draft(project: "CustomerProject", paper: Paper, *, language: str, on: date, supplier: str) -> Document:
    """Return a paper of a project as it stands.

    Args:
        project: with its account and lead.
        paper: which.
        language: `zh-hant`, `zh-hans` or `en`; of the customer, not of the reader.
        on: the day it is drafted.
        supplier: what we are called.

    Raises:
        Refusal: `TEMPLATE_FIELD_UNKNOWN` or `TEMPLATE_UNREADABLE`, in what an administrator put in place.
    """
    with translation.override(language):
        values = _values(project, on=on, supplier=supplier)
        return fill(
            template_of(paper),
            language=language,
            values=values,
            blocks={name: tuple(make(project)) for name, make in MAKERS.items()},
            footer=f"{values['customer']} · {project.name} · {values['day']}",
        )


def _values(project: "CustomerProject", *, on: date, supplier: str) -> dict[str, str]:
    open_text = _open()
    long = ("contents", "expected_results", "evaluation_method", "partner_demands", "special_requests")
    return {
        "project": project.name,
        "customer": project.account.name,
        "lead": _lead(project) or open_text,
        "supplier": supplier,
        "day": date_format(on, "DATE_FORMAT"),
        "budget": _budget(project),
        **{name: getattr(project, name).strip() or open_text for name in long},
    }


def _open() -> str:
    return pgettext("draft", "To be agreed.")


def _lead(project: "CustomerProject") -> str:
    return project.lead.name_and_title if project.lead is not None else ""


def _budget(project: "CustomerProject") -> str:
    state = str(BudgetState(project.budget_state).label)
    amount: Decimal | None = project.planned_budget
    if amount is None:
        return _open() if project.budget_state == BudgetState.UNKNOWN else state
    return f"{project.currency} {number_format(amount, decimal_pos=0, force_grouping=True)} ({state})"


def _schedule(project: "CustomerProject") -> Iterable[Block]:
    days = (
        (pgettext("project", "Starts on"), project.starts_on),
        (pgettext("project", "Charter"), project.charter_on),
        (pgettext("project", "Purchasing from"), project.purchase_from),
        (pgettext("project", "Purchasing until"), project.purchase_until),
        (pgettext("project", "Goes live on"), project.go_live_on),
        (pgettext("project", "Ends on"), project.ends_on),
    )
    yield KeyValues(pairs=tuple((name, _day(on) if on else _open()) for name, on in days))


def _day(on: date | None) -> str:
    return date_format(on, "DATE_FORMAT") if on is not None else NONE


def _lines(text: str) -> Iterable[Block]:
    lines = tuple(line.strip(" -•\t") for line in text.splitlines() if line.strip())
    yield Bullets(items=lines) if lines else Note(text=_open())


def _lots(project: "CustomerProject") -> Iterable[Block]:
    rows = project.project_lots.filter(deleted_at=None).order_by("number", "pk")
    named = [" ".join(filter(None, (row.number, row.name))) for row in rows]
    yield from _lines("\n".join([*named, project.lots]))


def _needs(project: "CustomerProject") -> Iterable[Block]:
    # What they said they need; in which words we asked, and whom, is between us.
    rows = ProjectNeed.objects.filter(project=project, deleted_at=None).order_by("pk")
    yield from _lines("\n".join(row.name for row in rows))


def _requirements(project: "CustomerProject") -> Iterable[Block]:
    rows = tuple(
        (
            row.number or str(place),
            row.name,
            str(RequirementKind(row.kind).label),
            str(Weight(row.weight).label),
        )
        for place, row in enumerate(
            project.requirements.filter(deleted_at=None).order_by("number", "pk"), start=1
        )
    )
    heads = (
        pgettext("requirement", "Number"), pgettext("project", "Requirement"), pgettext("requirement", "Kind"),
        pgettext("requirement", "Weight"),
    )  # fmt: skip
    yield Table(heads=heads, rows=rows) if rows else Note(text=_open())


def _checkpoints(project: "CustomerProject") -> Iterable[Block]:
    rows = tuple(
        (row.name, str(CheckpointKind(row.kind).label), _day(row.planned_on), row.criteria.strip() or _open())
        for row in _checks(project)
    )
    heads = (
        pgettext("object", "Checkpoint"), pgettext("checkpoint", "Kind"), pgettext("checkpoint", "Planned for"),
        pgettext("checkpoint", "Criteria"),
    )  # fmt: skip
    yield Table(heads=heads, rows=rows) if rows else Note(text=_open())


def _criteria(project: "CustomerProject") -> Iterable[Block]:
    yield from _lines("\n".join(row.criteria for row in _checks(project)))


def _checks(project: "CustomerProject") -> Iterable[Checkpoint]:
    return Checkpoint.objects.filter(project=project, deleted_at=None).order_by(
        F("planned_on").asc(nulls_last=True), "pk"
    )


def _papers(project: "CustomerProject") -> Iterable[Block]:
    found = ProjectPaper.objects.filter(project=project, deleted_at=None).order_by(
        F("given_on").asc(nulls_last=True), "pk"
    )
    rows = tuple(
        (row.name, str(PaperPurpose(row.purpose).label), row.edition or NONE, _day(row.given_on))
        for row in found
    )
    heads = (
        _("Name"), pgettext("document", "Purpose"), pgettext("document", "Version"),
        pgettext("document", "Given on"),
    )  # fmt: skip
    yield Table(heads=heads, rows=rows) if rows else Note(text=_open())


MAKERS: Mapping[str, Callable[["CustomerProject"], Iterable[Block]]] = {
    "schedule": _schedule,
    "steps": lambda project: _lines(project.steps),
    "lots": _lots,
    "needs": _needs,
    "requirements": _requirements,
    "checkpoints": _checkpoints,
    "criteria": _criteria,
    "papers": _papers,
}
