"""What watch lists found: read, opened, set aside."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.crm.tenders.actions import decide_hits, see_all_hits
from tongxin.crm.tenders.choices import HitState
from tongxin.crm.tenders.hits import FoundTender, found_for, get_hit_for
from tongxin.web.edge.requests import PageRequest, safe_next
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next
from tongxin.web.tenders.hours import local_deadline
from tongxin.web.tenders.pages import FoundLine, FoundPage, MoneyCell


@require_safe
def found(request: PageRequest) -> HttpResponse:
    """Show what one's watch lists found: new, seen, or set aside."""
    asked = request.GET.get("state", "")
    state = HitState(asked) if asked in HitState.values else HitState.NEW
    url = reverse("web:tender_hits")
    page = FoundPage(
        lines=found_lines(request.actor, reader_of(request), state),
        tabs=tuple(
            Link(label=str(each.label), url=f"{url}?state={each.value}", current=each is state)
            for each in HitState
        ),
        is_new=state is HitState.NEW,
    )
    return render(request, "tenders/found.html", {"page": page, "here": request.get_full_path()})


@require_POST
def decision(request: PageRequest, uid: str) -> HttpResponse:
    """Say that a found tender was seen, or is not for oneself."""
    hit = get_hit_for(request.actor, uid)
    state = request.POST.get("state", "")
    decide_hits(actor=request.actor, at=now(), tender=hit.tender, state=state)
    say_next(request, _("Set aside.") if state == HitState.DISMISSED else _("Noted."))
    return redirect(safe_next(request, default=reverse("web:tender_hits")))


@require_POST
def seeing_all(request: PageRequest) -> HttpResponse:
    """Note that one has seen everything that is new."""
    count = see_all_hits(actor=request.actor, at=now())
    said = ngettext("%(count)s notice marked as seen.", "%(count)s notices marked as seen.", count)
    say_next(request, said % {"count": count})
    return redirect("web:tender_hits")


def found_lines(
    actor: Actor, reader: CellContext, state: str = HitState.NEW, *, limit: int = 200
) -> tuple[FoundLine, ...]:
    """Return a line for each tender found for the actor; one query."""
    return tuple(_line(each, reader) for each in found_for(actor, state, limit=limit))


def _line(each: FoundTender, reader: CellContext) -> FoundLine:
    tender = each.tender
    local = local_deadline(tender)
    return FoundLine(
        element=f"found-{each.uid}",
        title=tender.title or tender.ocid,
        url=record_url("web:tender", tender.uid),
        buyer=tender.buyer.name if tender.buyer else "",
        deadline=_until(local, reader) if local else "",
        estimate=MoneyCell(amount=tender.estimate, currency=tender.estimate_currency),
        watches=", ".join(each.watches),
        decision_url=record_url("web:tender_hit_decision", each.uid),
        offers_seen=each.state != HitState.SEEN,
        offers_dismissal=each.state != HitState.DISMISSED,
    )


def _until(local: datetime, reader: CellContext) -> str:
    """Return until when bids are taken, in the buyer's hour, as the reader writes days."""
    day = days.short_day(local.date(), as_of=reader.as_of, calendar=reader.calendar)
    return _("until %(day)s %(hour)s") % {"day": day, "hour": f"{local:%H:%M}"}
