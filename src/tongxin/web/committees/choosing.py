"""Help me choose: one statement after the other, until one is true of the person."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tongxin.common.rights import Right
from tongxin.crm.committees.selectors import get_seat_for
from tongxin.web.committees.places import committee_url
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.parts import Link
from tongxin.wording.choosing import FIELDS, FLOWS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosingPage:
    """One statement to say yes or no to; `statement` is empty after the last one."""

    uid: str
    name: str
    judged: str
    label: str
    number: int
    count: int
    statement: str
    value: str
    next_url: str
    back: str
    fields: tuple[Link, ...]


@require_GET
def seat_choosing(request: PageRequest, uid: str, judged: str) -> HttpResponse:
    """Ask whether a statement is true of the person in a seat; `?at=2` is the third one."""
    seat = get_seat_for(request.actor, uid)
    back = f"{committee_url(seat.committee)}#seat-{uid}"
    if not (request.actor.has(Right.JUDGEMENT) and request.actor.has(Right.EDIT)):
        # Nobody is offered questions whose answer they could not keep.
        return redirect(back)
    if judged not in FLOWS:
        raise Http404
    flow, asked = FLOWS[judged], request.GET.get("at", "0")
    place = min(int(asked), len(flow)) if asked.isdecimal() else 0
    statement, value = flow[place] if place < len(flow) else ("", "")
    page = ChoosingPage(
        uid=uid,
        name=seat.person.full_name if seat.person is not None else seat.name,
        judged=judged,
        label=str(FIELDS[judged]),
        number=place + 1,
        count=len(flow),
        statement=str(statement),
        value=value,
        next_url=f"?at={place + 1}",
        back=back,
        fields=tuple(
            Link(label=str(label), url=reverse("web:seat_choosing", args=[uid, name]), current=name == judged)
            for name, label in FIELDS.items()
        ),
    )
    return render(request, "committees/choosing.html", {"page": page})
