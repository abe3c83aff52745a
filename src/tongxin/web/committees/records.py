"""What is known of a committee as a record, and the way to its picture."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongxin.crm.committees.records import COMMITTEE
from tongxin.records import reading
from tongxin.web.committees.places import committee_url
from tongxin.web.edge.requests import PageRequest
from tongxin.web.records.shows import page_of


@require_safe
def committee(request: PageRequest, uid: str) -> HttpResponse:
    """Show a committee's fields, seats, ties and criteria as tables, and lead to the page that draws them."""
    record = reading.get_for(COMMITTEE, request.actor, uid)
    page = page_of(COMMITTEE, request, record)
    context = {"page": page, "head": page.head, "map_url": committee_url(record)}
    return render(request, "committees/record.html", context)
