"""The page of one of our papers, with its files."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongxin.crm.bids.declared.papers import QUALIFICATION
from tongxin.crm.bids.desk_selectors import files_of
from tongxin.records import reading
from tongxin.records.checks import may_write
from tongxin.web.edge.requests import PageRequest
from tongxin.web.files.parts import file_lines
from tongxin.web.records.shows import page_of


@require_safe
def qualification(request: PageRequest, uid: str) -> HttpResponse:
    """Show one of our papers with its files."""
    paper = reading.get_for(QUALIFICATION, request.actor, uid)
    page = page_of(QUALIFICATION, request, paper)
    may_keep = may_write(QUALIFICATION, request.actor, paper, None)
    context = {
        "page": page,
        "head": page.head,
        "files": file_lines(request.actor, files_of(request.actor, paper)),
        "keep_url": f"{reverse('web:attachments')}?{urlencode({'qualification': uid})}" if may_keep else "",
    }
    return render(request, "bids/qualification.html", context)
