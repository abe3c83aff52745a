"""What an account's overview says of its deals and of the weeks to come."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongxin.web.accounts.pages import AccountOpportunity
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import TimelineEntry

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.relationships.models import Promise

HORIZON = timedelta(days=90)
MOST = 12


def account_opportunity(deal: "Opportunity", account: "Account", as_of: date) -> AccountOpportunity:
    """Return a running deal as a row; it warns when no next step is planned or it is past."""
    overdue = deal.next_step_on is not None and deal.next_step_on < as_of
    return AccountOpportunity(
        name=deal.name,
        place=deal.account.display_name if deal.account_id != account.pk else "",
        url=record_url("web:opportunity", deal.uid),
        stage=deal.stage.label,
        amount=deal.amount,
        currency=deal.currency,
        next_step=deal.next_step,
        next_step_on=deal.next_step_on,
        warning=_("no next step") if not deal.next_step else _("overdue") if overdue else "",
    )


def coming_entries(
    deals: "Iterable[Opportunity]", promises: "Iterable[Promise]", account: "Account", *, since: date
) -> tuple[TimelineEntry, ...]:
    """Return what falls into the next 90 days, by day: next steps, promises, ends of close windows.

    Promises that are overdue stand first: they are still to be kept.
    """
    ahead = [entry for entry in _of_deals(deals) if since <= _day(entry)]
    entries = [*ahead, *_of_promises(promises, account, since)]
    near = [entry for entry in entries if _day(entry) <= since + HORIZON]
    return tuple(sorted(near, key=_day)[:MOST])


def _of_deals(deals: "Iterable[Opportunity]") -> Iterator[TimelineEntry]:
    for deal in deals:
        if not deal.is_open:
            continue
        url = record_url("web:opportunity", deal.uid)
        if deal.next_step and deal.next_step_on:
            yield TimelineEntry(at=deal.next_step_on, title=deal.next_step, note=deal.name, url=url)
        if deal.close_to:
            title = _("%(deal)s is expected to close by then") % {"deal": deal.name}
            yield TimelineEntry(at=deal.close_to, title=title, url=url, key=True)


def _of_promises(promises: "Iterable[Promise]", account: "Account", since: date) -> Iterator[TimelineEntry]:
    for promise in promises:
        if promise.due_on:
            said = [
                _("overdue") if promise.due_on < since else "",
                promise.get_side_display(),
                promise.owner.display_name,
                promise.account.display_name if promise.account_id != account.pk else "",
            ]
            note = " · ".join(part for part in said if part)
            url = record_url("web:visit", promise.interaction.uid) if promise.interaction else ""
            yield TimelineEntry(at=promise.due_on, title=promise.text, note=note, url=url)


def _day(entry: TimelineEntry) -> date:
    return entry.at
