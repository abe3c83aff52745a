"""The decision brief: one page from the data of a committee, edited where somebody knows better, as PDF and DOCX."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.committees.pairing import begin_brief
from tongxin.crm.committees.selectors import brief_written, committee_map, get_committee_for
from tongxin.documents.content import Bullets, Document, Heading, Paragraph
from tongxin.web.committees.places import committee_url
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.documents import DOCX, PDF, language_now, send_document
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.wording.committee_brief import Brief, brief_of

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Committee, DecisionBrief


@require_GET
def committee_brief(request: PageRequest, uid: str) -> HttpResponse:
    """Show the decision brief of a committee."""
    committee, own, brief = _brief(request, uid)
    actor = request.actor
    context = {
        "committee": committee,
        "brief": brief,
        "own": own,
        "back": committee_url(committee),
        "may_edit": actor.has(Right.EDIT) and committee.account.is_open,
        "may_export": actor.has(Right.EXPORT),
        "forms": (PDF, DOCX),
    }
    return render(request, "committees/brief.html", context)


@require_POST
def committee_brief_text(request: PageRequest, uid: str) -> HttpResponse:
    """Begin to write the brief: keep what is computed as text to go on with, and open its form."""
    committee, own, brief = _brief(request, uid)
    request.actor.must_have(Right.EDIT)
    if own is None:
        texts = {section.key: "\n".join(section.lines) for section in brief.sections}
        own = begin_brief(actor=request.actor, at=now(), committee=committee, name=brief.name, texts=texts)
    return go_on(request, record_url("web:decision_brief_form", own.uid))


@require_GET
def committee_brief_file(request: PageRequest, uid: str, paper_form: str) -> HttpResponse:
    """Hand out the brief as PDF or DOCX."""
    committee, _own, brief = _brief(request, uid)
    if paper_form not in {PDF, DOCX}:
        raise Http404
    printed = days.whole_day(today(), calendar=reader_of(request).calendar)
    blocks: list[Heading | Paragraph | Bullets] = []
    for section in brief.sections:
        blocks.append(Heading(text=section.title))
        blocks.append(Bullets(items=section.lines) if section.lines else Paragraph(text="–"))
    document = Document(
        title=brief.name,
        subtitle=brief.about,
        language=language_now(),
        footer=f"{committee.account.name} · {printed}",
        blocks=tuple(blocks),
        is_dense=True,
    )
    return send_document(
        request, document, form=paper_form, name="decision-brief", kind=Kind.COMMITTEE, target=committee
    )


def _brief(request: PageRequest, uid: str) -> "tuple[Committee, DecisionBrief | None, Brief]":
    committee = get_committee_for(request.actor, uid)
    own = brief_written(committee)
    return committee, own, brief_of(committee_map(request.actor, committee, as_of=today()), own)
