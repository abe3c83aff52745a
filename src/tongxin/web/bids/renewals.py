"""Papers and registrations to renew, as deadlines of Today."""

from datetime import date

from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.crm.bids.desk_selectors import registrations_to_renew_for, renewals_for
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import TimelineEntry

MOST = 5


def renewal_entries(actor: Actor, *, as_of: date) -> tuple[TimelineEntry, ...]:
    """Return what ends first of the papers and registrations whose renewal has to begin."""
    entries = [
        (
            each.valid_until,
            _("Renew “%(name)s”") % {"name": each.name},
            record_url("web:qualification", each.uid),
        )
        for each in renewals_for(actor, on=as_of)[:MOST]
        if each.valid_until is not None
    ]
    entries += [
        (
            each.valid_until,
            _("Renew “%(name)s” with %(account)s") % {"name": each.name, "account": each.account},
            record_url("web:supplier_registration", each.uid),
        )
        for each in registrations_to_renew_for(actor, on=as_of)[:MOST]
        if each.valid_until is not None
    ]
    entries.sort(key=lambda entry: entry[0])
    return tuple(TimelineEntry(at=at, title=title, url=url) for at, title, url in entries[:MOST])
