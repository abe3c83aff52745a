"""The page of one record, and its history."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tongxin.audit.selectors import history_of
from tongxin.records import reading
from tongxin.records.definition import Definition
from tongxin.web.edge.requests import PageRequest
from tongxin.web.records.below import sections_below
from tongxin.web.records.heads import head_of, properties_of, texts_of, told
from tongxin.web.records.pages import RecordHistoryPage, RecordPage

HISTORY_PAGE = 50
RECENT = 5


def record_page(definition: Definition, request: PageRequest, uid: str) -> HttpResponse:
    """Show what is known of one record."""
    page = page_of(definition, request, reading.get_for(definition, request.actor, uid))
    return render(request, "records/page.html", {"page": page, "head": page.head})


def page_of(definition: Definition, request: PageRequest, record: Any) -> RecordPage:
    """Return what the page of one record shows."""
    actor, uid = request.actor, record.uid
    lines = history_of(actor, definition.kind, uid, restricted=definition.restricted_history, limit=RECENT)
    return RecordPage(
        head=head_of(definition, request, record),
        properties=properties_of(definition, request, record),
        texts=texts_of(definition, request, record),
        below=sections_below(request, definition.kind, record),
        recent=told(definition, request, record, lines, brief=True),
    )


def record_history(definition: Definition, request: PageRequest, uid: str) -> HttpResponse:
    """Show who did what to one record, newest first."""
    actor = request.actor
    record = reading.get_for(definition, actor, uid)
    before = request.GET.get("before", "")
    lines = history_of(
        actor,
        definition.kind,
        uid,
        restricted=definition.restricted_history,
        limit=HISTORY_PAGE + 1,
        before=int(before) if before.isascii() and before.isdigit() else None,
    )
    shown = lines[:HISTORY_PAGE]
    page = RecordHistoryPage(
        head=head_of(definition, request, record),
        entries=told(definition, request, record, shown),
        next_url=f"{request.path}?before={shown[-1].event.pk}" if len(lines) > HISTORY_PAGE else "",
    )
    return render(request, "records/history.html", {"page": page, "head": page.head})
