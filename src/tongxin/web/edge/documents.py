"""Send a document as a file: who may export gets it, and the log notes it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.documents.content import Document
from tongxin.documents.docx import write_docx
from tongxin.documents.pdf import write_pdf
from tongxin.web.edge.requests import PageRequest

PDF, DOCX = "pdf", "docx"
LONGEST_NAME = 80
TYPES: Mapping[str, str] = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
WRITERS: Mapping[str, Callable[..., bytes]] = {PDF: write_pdf, DOCX: write_docx}


def language_now() -> str:
    """Return the language of the request as documents name it."""
    return (translation.get_language() or "en").lower()


def send_document(
    request: PageRequest,
    document: Document,
    *,
    form: str,
    name: str,
    kind: Kind,
    target: Any,
    is_theirs: bool = False,
) -> HttpResponse:
    """Return the document as a download.

    Args:
        form: `pdf` or `docx`.
        name: of the file, in Latin letters, without its ending.
        kind: of the record that the document tells of.
        target: the record, for the log.
        is_theirs: whether it goes to the customer, who is to find it again: the file is then called by its title.

    Raises:
        Denied: the actor may not export.
        Refusal: what the writer says.
    """
    request.actor.must_have(Right.EXPORT)
    written = WRITERS[form](document, at=now())
    note(actor=request.actor, at=now(), verb=Verb.EXPORTED, kind=kind, target=target, form=form)
    response = HttpResponse(written, content_type=TYPES[form])
    title = file_title(document.title) if is_theirs else ""
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{title or f'tongxin-{name}'}.{form}"
    )
    return response


def file_title(title: str) -> str:
    """Return a title as every file system takes it: letters, digits and few signs, 80 at the most."""
    words = re.sub(r"[^\w()（）.-]+|[：:]", " ", title).split()
    return "-".join(words)[:LONGEST_NAME].strip(".-")
