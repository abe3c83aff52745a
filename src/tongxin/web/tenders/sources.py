"""One source of notices, and fetching it now."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxin.audit.selectors import history_of
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.tenders.records import TENDER_SOURCE
from tongxin.crm.tenders.selectors import get_source
from tongxin.importers.tasks import queue_fetch
from tongxin.records import reading
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.records.heads import head_of, properties_of, texts_of, told
from tongxin.web.records.pages import RecordPage
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

RECENT = 5


@require_safe
def source(request: PageRequest, uid: str) -> HttpResponse:
    """Show a source of notices; who administers can have it fetched at once."""
    record = reading.get_for(TENDER_SOURCE, request.actor, uid)
    page = RecordPage(
        head=head_of(TENDER_SOURCE, request, record),
        properties=properties_of(TENDER_SOURCE, request, record),
        texts=texts_of(TENDER_SOURCE, request, record),
        below=(),
        recent=told(
            TENDER_SOURCE,
            request,
            record,
            history_of(request.actor, TENDER_SOURCE.kind, uid, restricted={}, limit=RECENT),
            brief=True,
        ),
    )
    fetch_url = record_url("web:tender_source_fetching", uid) if request.actor.has(Right.ADMINISTER) else ""
    return render(request, "tenders/source.html", {"page": page, "head": page.head, "fetch_url": fetch_url})


@needs(Right.ADMINISTER)
@require_POST
def fetching(request: PageRequest, uid: str) -> HttpResponse:
    """Have the worker fetch a source now."""
    record = get_source(uid)
    queue_fetch(actor=request.actor, at=now(), source=record)
    say_next(
        request, _("“%(name)s” is being fetched. Load this page again in a moment.") % {"name": record.name}
    )
    return redirect(record_url("web:tender_source", uid))
