"""Short texts about a deal that cells, cards and properties share."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tongxin.common.money_text import Units, format_amount
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.choices import Outcome
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.parts import Kind

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.opportunities.selectors import OutcomeFigures

OUTCOME_CHIPS: dict[str, Kind] = {
    Outcome.WON: "good",
    Outcome.LOST: "bad",
    Outcome.DROPPED: "unknown",
    Outcome.OPEN: "plain",
}


def money_text(amount: Decimal | None, currency: str, reader: CellContext) -> str:
    """Return an amount short, with its currency; empty for none."""
    if amount is None:
        return ""
    written = format_amount(amount, currency, language=reader.language, units=Units(reader.units))
    return f"{written.symbol}{written.number}{written.unit}"


def day_text(value: date | None, reader: CellContext) -> str:
    """Return a day short; empty for none."""
    return "" if value is None else days.short_day(value, as_of=reader.as_of, calendar=reader.calendar)


def window_text(since: date | None, until: date | None, reader: CellContext) -> str:
    """Return a window of days; one end may be open."""
    if since is None and until is None:
        return ""
    if since == until:
        return day_text(since, reader)
    if until is None:
        return _("from %(day)s") % {"day": day_text(since, reader)}
    if since is None:
        return _("by %(day)s") % {"day": day_text(until, reader)}
    first, last = days.short_days(since, until, as_of=reader.as_of, calendar=reader.calendar)
    return _("%(from)s to %(to)s") % {"from": first, "to": last}


def days_text(number: int) -> str:
    """Return a number of days in words."""
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": f"{number:,}"}


def days_in_stage(deal: "Opportunity", reader: CellContext) -> int:
    """Return the whole days the deal has stood in its stage; up to its last day when it is closed."""
    until = deal.closed_on or reader.as_of
    return max(0, (until - days.local_day(deal.stage_since)).days)


def is_late(deal: "Opportunity", reader: CellContext) -> bool:
    """Say whether a running deal's next step should have been done."""
    return deal.is_open and deal.next_step_on is not None and deal.next_step_on < reader.as_of


def next_step_text(deal: "Opportunity", reader: CellContext) -> str:
    """Return the next step with its day, and how late it is."""
    if not deal.next_step:
        return ""
    if deal.next_step_on is None:
        return deal.next_step
    if is_late(deal, reader):
        late = (reader.as_of - deal.next_step_on).days
        return ngettext("%(count)s day late: %(step)s", "%(count)s days late: %(step)s", late) % {
            "count": late,
            "step": deal.next_step,
        }
    return _("%(day)s %(step)s") % {"day": day_text(deal.next_step_on, reader), "step": deal.next_step}


def sums_text(figures: "Iterable[OutcomeFigures]", reader: CellContext) -> str:
    """Say what deals come to: how many are running and won, with their sums in the reporting currency."""
    by_outcome = {item.outcome: item for item in figures}
    running, won = by_outcome.get(Outcome.OPEN), by_outcome.get(Outcome.WON)
    parts = []
    if running:
        amount = money_text(running.amount, reporting_currency(), reader)
        parts.append(
            ngettext("%(count)s running, %(amount)s", "%(count)s running, %(amount)s", running.count)
            % {"count": f"{running.count:,}", "amount": amount}
        )
    if won:
        amount = money_text(won.amount, reporting_currency(), reader)
        parts.append(_("%(count)s won, %(amount)s") % {"count": f"{won.count:,}", "amount": amount})
    return pgettext("between parts of a sentence", "; ").join(parts)
