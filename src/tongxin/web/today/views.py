"""The page of the day."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongxin.analytics.worklist import Most, Worklist, WorkRow, count_due, gather_worklist
from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.common.clock import today as day_of_today
from tongxin.common.rights import Right
from tongxin.crm.committees.watch import Watch, watch
from tongxin.web.accountplans.waiting import behind_work
from tongxin.web.bids.renewals import renewal_entries
from tongxin.web.committees.waiting import MOST as MOST_TOUCHES
from tongxin.web.committees.waiting import danger_lines, touch_lines
from tongxin.web.edge.requests import PageRequest
from tongxin.web.ladder.waiting import decay_work
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.plans.waiting import proposal_work
from tongxin.web.projects.waiting import waiting_lines
from tongxin.web.scorecards.waiting import card_work
from tongxin.web.shell.areas import waiting_count
from tongxin.web.tenders.hits import found_lines
from tongxin.web.today.lead import lead_of
from tongxin.web.today.meetings import deadline_entries, meeting_cards
from tongxin.web.today.pages import TodayPage
from tongxin.web.work.lines import WorkLine, alarm_line, exception_line, promise_line, step_line

# What is weightiest is shown; all of it is one press away. A page as long as the backlog helps nobody.
SHOWN = Most(promises=15, steps=10, alarms=8, exceptions=12)
# Some alarms stand among the senior relationships already; as many more are asked for as these show.
ASKED = replace(SHOWN, alarms=SHOWN.alarms + MOST_TOUCHES)

SHOWN_FOUND, MOST_FOUND = 8, 100


@require_GET
def today(request: PageRequest) -> HttpResponse:
    """Show what is due, overdue, promised and stuck, and what to do first."""
    actor, reader, as_of = request.actor, reader_of(request), day_of_today()
    work = gather_worklist(actor, as_of=as_of, most=ASKED)
    steps = [row for row in work.steps if not _is_promised(row, work.promises)]
    found = found_lines(actor, reader, limit=MOST_FOUND)
    looked, may_log = watch(actor, as_of=as_of, mine=work.mine), actor.has(Right.EDIT)
    alarms, alarms_count = _alarms(work, looked)
    page = TodayPage(
        day=as_of,
        beside=_beside(reader.calendar),
        lead=lead_of(work, as_of=as_of, may_log=may_log),
        promises=_promises(work, reader, actor),
        promises_count=work.counts.promises,
        promises_url=f"{reverse('web:promises')}?owner=me&state=OPEN",
        steps=tuple(step_line(row, reader, actor) for row in steps),
        steps_count=work.counts.steps - (len(work.steps) - len(steps)),
        steps_url=f"{reverse('web:opportunities')}?layout=table&owner=me&outcome=OPEN&sort=next_step_on",
        alarms=tuple(alarm_line(row, reader, actor) for row in alarms[: SHOWN.alarms]),
        alarms_count=alarms_count,
        alarms_left=max(alarms_count - SHOWN.alarms, 0),
        exceptions=tuple(exception_line(row, reader, actor) for row in work.exceptions),
        exceptions_count=work.counts.exceptions,
        exceptions_left=max(work.counts.exceptions - SHOWN.exceptions, 0),
        leads=work.leads,
        checkpoints=waiting_lines(actor, reader),
        proposals=proposal_work(actor, reader),
        dangers=danger_lines(looked, may_log=may_log),
        touches=touch_lines(looked, reader, may_log=may_log),
        decaying=decay_work(actor, reader, work.mine, may_log=may_log),
        cards=card_work(actor, reader, work.mine, may_log=may_log),
        behind=behind_work(actor, reader),
        meetings=meeting_cards(actor, [row.visit for row in work.visits if row.visit], at=now()),
        deadlines=(*renewal_entries(actor, as_of=as_of), *deadline_entries(work.deadlines, reader)),
        found=found[:SHOWN_FOUND],
        found_count=len(found),
        is_free=work.first is None,
        may_log=may_log,
    )
    return render(request, "today/page.html", {"page": page, "here": request.get_full_path()})


def _promises(work: Worklist, reader: CellContext, actor: Actor) -> tuple[WorkLine, ...]:
    found = (row.promise for row in work.promises)
    return tuple(promise_line(promise, reader, actor) for promise in found if promise is not None)


def _is_promised(row: WorkRow, promises: Sequence[WorkRow]) -> bool:
    """Say whether a deal's next step stands among the promises already, in the same words."""
    deal = row.opportunity
    return deal is not None and any(
        promise.promise is not None
        and promise.promise.opportunity_id == deal.pk
        and promise.promise.text.strip() == deal.next_step.strip()
        for promise in promises
    )


def _alarms(work: Worklist, looked: Watch) -> tuple[list[WorkRow], int]:
    """Return the alarms and their count without people who stand among the senior relationships that are due."""
    met = {touch.person.pk for touch in looked.touches[:MOST_TOUCHES] if touch.person is not None}
    alarms = [row for row in work.alarms if row.person is None or row.person.pk not in met]
    return alarms, work.counts.alarms - (len(work.alarms) - len(alarms))


@waiting_count("today")
def count_waiting_today(request: HttpRequest) -> int:
    """Return how many promises wait, for the number beside Today."""
    actor = getattr(request, "actor", None)
    return count_due(actor, as_of=day_of_today()) if actor is not None else 0


def _beside(calendar: str) -> str:
    day = day_of_today()
    chinese = (get_language() or "").startswith("zh")
    shown = date_format(day, "n月j日 l" if chinese else "l, j F")
    if calendar == "ROC":
        return _("%(day)s, ROC %(year)s") % {"day": shown, "year": day.year - 1911}
    return shown
