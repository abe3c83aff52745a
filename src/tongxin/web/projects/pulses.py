"""How the steps of a project felt: each person over time, every question, and the links by which they answer."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.projects.pulse_choices import Consent, Feeling, StepKind
from tongxin.crm.projects.pulse_rules import counts
from tongxin.crm.projects.pulses import (
    PERSON,
    PersonSentiment,
    ask_by_link,
    end_link,
    pulses_of,
    sentiment_of,
    token_of,
)
from tongxin.crm.projects.records import PROJECT, PULSE
from tongxin.records import reading
from tongxin.records.checks import may_write
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.projects.head import project_head
from tongxin.web.projects.pages import PulseDot, PulseLine, PulsesPage, SentimentPicture, SentimentRow
from tongxin.web.records.below import new_url
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.projects.models import Pulse

LEFT, RIGHT, TOP, ROW, PAD, SHORTEST = 120, 630, 30, 72, 14, 30


@require_safe
def pulses(request: PageRequest, uid: str) -> HttpResponse:
    """Show how each person felt over time, and every question with its answer."""
    project = reading.get_for(PROJECT, request.actor, uid)
    top = project_head(request, project, "project_pulses")
    may_ask = may_write(PULSE, request.actor, None, project.account)
    page = PulsesPage(
        top=top,
        picture=picture_of(sentiment_of(request.actor, project), reader_of(request)),
        lines=tuple(_line(request, row, may_ask=may_ask) for row in pulses_of(request.actor, project)),
        new_url=new_url(PULSE, project, back=request.path) if may_ask else "",
    )
    return render(request, "projects/pulses.html", {"page": page, "head": top.record, "top": top})


@require_POST
def pulse_link(request: PageRequest, uid: str) -> HttpResponse:
    """Make the link by which somebody answers."""
    pulse = reading.get_for(PULSE, request.actor, uid)
    ask_by_link(actor=request.actor, at=now(), pulse=pulse)
    say_next(request, _("The link is ready: copy it from below"))
    return go_on(request, _back(pulse))


@require_POST
def pulse_link_revocation(request: PageRequest, uid: str) -> HttpResponse:
    """End a link at once."""
    pulse = end_link(actor=request.actor, at=now(), pulse=reading.get_for(PULSE, request.actor, uid))
    say_next(request, _("The link shows nothing any more"))
    return go_on(request, _back(pulse))


def _back(pulse: "Pulse") -> str:
    return f"{reverse('web:project_pulses', args=[pulse.project.uid])}#questions"


def _line(request: PageRequest, row: "Pulse", *, may_ask: bool) -> PulseLine:
    person = reading.value_of(PERSON, row)
    is_open = counts(row, now())
    may_share = may_ask and request.actor.has(Right.EXPORT)
    address = request.build_absolute_uri(reverse("web:shared_pulse", args=[token_of(row)]))
    return PulseLine(
        uid=row.uid,
        step=row.step,
        url=record_url("web:pulse", row.uid),
        kind=str(StepKind(row.kind).label),
        happened_on=row.happened_on,
        person=str(person) if person is not None else "",
        answer=str(Feeling(row.score).label) if row.score is not None else _state(row, is_open=is_open),
        shape=_shape(row),
        comment=row.comment,
        follow_up=row.follow_up.text if row.follow_up is not None else "",
        link=address if is_open and may_share else "",
        until=row.link_until if is_open else None,
        may_link=may_share and not is_open and row.score is None and row.consent != Consent.REFUSED,
    )


def _state(row: "Pulse", *, is_open: bool) -> str:
    if row.consent == Consent.REFUSED:
        return pgettext("pulse", "does not wish to answer")
    return pgettext("pulse", "asked by a link") if is_open else pgettext("pulse", "not answered")


def _shape(row: "Pulse") -> str:
    if row.score is None:
        return "unknown"
    return "bad" if row.score <= Feeling.BAD else "watch" if row.score == Feeling.NEUTRAL else "good"


def picture_of(people: tuple[PersonSentiment, ...], reader: CellContext) -> SentimentPicture | None:
    """Return the drawing of how people felt: a band for each, the best above; `None` without an answer."""
    if not people:
        return None
    answered = [on for each in people for pulse in each.pulses if (on := pulse.answered_on) is not None]
    first, last = min(answered), max(answered)
    span = max((last - first).days, SHORTEST)
    told_first, told_last = days.short_days(first, last, as_of=reader.as_of, calendar=reader.calendar)
    rows = tuple(_row(each, place, first, span) for place, each in enumerate(people))
    dropped = [each.person.full_name for each in people if each.has_dropped]
    return SentimentPicture(
        finding=_("Needs us: %(names)s") % {"names": ", ".join(dropped)}
        if dropped
        else _("Nobody who answered feels worse than before"),
        height=TOP + ROW * len(rows),
        first=told_first,
        last=told_last,
        rows=rows,
    )


def _row(told: PersonSentiment, place: int, first: date, span: int) -> SentimentRow:
    top = TOP + place * ROW
    dots = tuple(
        PulseDot(
            x=round(LEFT + PAD + (pulse.answered_on - first).days / span * (RIGHT - LEFT - 2 * PAD)),
            y=round(top + PAD + (Feeling.VERY_GOOD - pulse.score) / 4 * (ROW - 2 * PAD)),
            css="fbad" if pulse.score <= Feeling.BAD else "fa",
            answered_on=pulse.answered_on,
            answer=str(Feeling(pulse.score).label),
            step=pulse.step,
        )
        for pulse in told.pulses
        if pulse.answered_on is not None and pulse.score is not None
    )
    return SentimentRow(
        person=told.person.full_name,
        top=top + PAD,
        middle=top + ROW // 2,
        bottom=top + ROW - PAD,
        text_y=top + ROW // 2 + 4,
        line=" ".join(f"{'M' if place == 0 else 'L'}{dot.x} {dot.y}" for place, dot in enumerate(dots)),
        dots=dots,
    )
