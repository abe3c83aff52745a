"""The cards of today's meetings and the days that come."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.common.actor import Actor
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.selectors import last_promises_at, views_of
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link, TimelineEntry
from tongxin.web.today.pages import MeetingCard
from tongxin.web.work.lines import account_name, opportunity_url

if TYPE_CHECKING:
    from tongxin.analytics.worklist import Deadline
    from tongxin.crm.relationships.models import Interaction

PROMISES_A_CARD = 3
HOUR = 60


def meeting_cards(actor: Actor, visits: Sequence["Interaction"], *, at: datetime) -> tuple[MeetingCard, ...]:
    """Return a card for each planned visit; six queries, however many there are, none without."""
    if not visits:
        return ()
    accounts = [visit.account for visit in visits if visit.account is not None]
    promises = last_promises_at(actor, accounts, most=PROMISES_A_CARD)
    cards = []
    for visit in views_of(actor, visits):
        first_line, _rest, _more = visit.text.partition("\n")
        made = promises.get(visit.account.pk, []) if visit.account else []
        cards.append(
            MeetingCard(
                uid=visit.uid,
                time=days.clock_time(visit.occurred_at),
                soon=_soon(visit.occurred_at, at),
                title=first_line,
                url=record_url("web:visit", visit.uid),
                account=account_name(visit.account),
                people=tuple(
                    Link(
                        label=person.name_and_title,
                        url=record_url("web:person", person.uid),
                    )
                    for person in visit.people
                ),
                promises=tuple((promise.text, str(PromiseState(promise.state).label)) for promise in made),
                log_url=record_url("web:visit_form", visit.uid),
            )
        )
    return tuple(cards)


def deadline_entries(deadlines: Sequence["Deadline"], reader: CellContext) -> tuple[TimelineEntry, ...]:
    """Return what is due in the days that come, the nearest first."""
    return tuple(
        TimelineEntry(
            at=item.on,
            title=item.promise.text
            if item.promise
            else _("%(name)s closes") % {"name": item.opportunity.name if item.opportunity else ""},
            note=f"{days.seen_from(item.on, as_of=reader.as_of)} · {item.owner}"
            if item.owner
            else days.seen_from(item.on, as_of=reader.as_of),
            url=record_url("web:promise", item.promise.uid)
            if item.promise
            else (opportunity_url(item.opportunity) if item.opportunity else ""),
            key=item.opportunity is not None,
        )
        for item in deadlines
    )


def _soon(moment: datetime, at: datetime) -> str:
    minutes = int((moment - at).total_seconds() // HOUR)
    if minutes < 0:
        return ""
    if minutes < HOUR:
        return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
    hours = minutes // HOUR
    return ngettext("in %(count)s hour", "in %(count)s hours", hours) % {"count": hours}
