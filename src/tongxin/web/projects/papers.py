"""The papers of a project: charter, feasibility outline and requirement standard, in the customer's language."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import today
from tongxin.common.rights import Right
from tongxin.crm.projects.papers import Paper, PaperLanguage, draft
from tongxin.crm.projects.records import PROJECT
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records.fields import Paragraphs, is_empty
from tongxin.web.edge.documents import DOCX, PDF, language_now, send_document
from tongxin.web.edge.requests import PageRequest
from tongxin.web.projects.head import project_head
from tongxin.web.projects.pages import ProjectHead
from tongxin.web.shell.parts import Link

View = Callable[..., HttpResponse]
FORMS = (PDF, DOCX)
# What a charter says beside its days; who drafts it is told which of these are empty.
SAID = ("contents", "steps", "expected_results", "evaluation_method", "partner_demands")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One paper in one language, with its files."""

    language: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """One paper in every language, the reader's own first."""

    name: str
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersPage:
    """The papers of a project; without the right to export there are no cards."""

    top: ProjectHead
    shaped: str
    gaps: tuple[Link, ...]
    cards: tuple[PaperCard, ...]


@require_safe
def papers(request: PageRequest, uid: str) -> HttpResponse:
    """Offer the papers of a project, and say what is still missing in them."""
    project = get_project_for(request.actor, uid)
    top = project_head(request, project, "project_papers")
    own = language_now()
    page = PapersPage(
        top=top,
        shaped="",
        gaps=tuple(_gaps(project, top.record.form_url)),
        cards=tuple(_card(uid, paper, own) for paper in Paper) if request.actor.has(Right.EXPORT) else (),
    )
    return render(request, "projects/papers.html", {"page": page, "head": top.record, "top": top})


def sending(paper: Paper, form: str) -> View:
    """Return the view that sends one paper in one form."""

    @require_GET
    def send(request: PageRequest, uid: str) -> HttpResponse:
        request.actor.must_have(Right.EXPORT)
        project = get_project_for(request.actor, uid)
        asked = request.GET.get("language", "")
        language = asked if asked in PaperLanguage.values else language_now()
        document = draft(project, paper, language=language, on=today(), supplier=our_name())
        name = f"project-{paper.value.lower()}"
        return send_document(
            request,
            document,
            form=form,
            name=name,
            kind=Kind.CUSTOMER_PROJECT,
            target=project,
            is_theirs=True,
        )

    return send


def address_of(paper: Paper, form: str) -> str:
    """Return the name of a paper's address."""
    return f"project_{paper.value.lower()}_{form}"


def our_name() -> str:
    """Return what we are called in a paper."""
    return settings.COMPANY or pgettext("draft", "the supplier")


def _card(uid: str, paper: Paper, own: str) -> PaperCard:
    languages = sorted(PaperLanguage, key=lambda language: language.value != own)
    return PaperCard(
        name=str(paper.label),
        rows=tuple(
            PaperRow(
                language=str(language.label),
                links=tuple(
                    Link(
                        label=form.upper(),
                        url=f"{reverse(f'web:{address_of(paper, form)}', args=[uid])}?language={language.value}",
                    )
                    for form in FORMS
                ),
            )
            for language in languages
        ),
    )


def _gaps(project: object, form_url: str) -> list[Link]:
    known = (PROJECT.by_name[name] for name in SAID)
    return [
        Link(label=str(item.label), url=f"{form_url}#id_{item.name}" if form_url else "")
        for item in known
        if isinstance(item, Paragraphs) and is_empty(getattr(project, item.name).strip())
    ]
