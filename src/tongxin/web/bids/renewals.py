"""Papers to renew, as deadlines of Today."""

from datetime import date

from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.crm.bids.desk_selectors import renewals_for
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import TimelineEntry

MOST = 5


def renewal_entries(actor: Actor, *, as_of: date) -> tuple[TimelineEntry, ...]:
    """Return the papers that end first of those whose renewal has to begin."""
    return tuple(
        TimelineEntry(
            at=each.valid_until,
            title=_("Renew “%(name)s”") % {"name": each.name},
            url=record_url("web:qualification", each.uid),
        )
        for each in renewals_for(actor, on=as_of)[:MOST]
        if each.valid_until is not None
    )
