"""Sentences about competition around a customer."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

COMPETITION: Mapping[str, LazyText] = {
    "RIVAL_IS_ACCOUNT": _("“%(name)s” is the account itself. Choose another supplier."),
    "TIE_WITH_ITSELF": _(
        "A tie joins two suppliers, and “%(name)s” stands on both sides. Choose another one."
    ),
    "ANY_COST_WITHOUT_EVIDENCE": _("Say what it rests on that this rival wants to win at any cost."),
    "PLACEMENT_TWICE": _(
        "On this day the supplier stands in the ring “%(ring)s” already, and it stands in one only. Change that placement."
    ),
    "MOVE_WITHOUT_EVIDENCE": _(
        "Until now the supplier stood in the ring “%(ring)s”. A move needs evidence, its source and its day. Add all three."
    ),
    "SUPPLIER_BARRED": _("The customer has barred “%(name)s”, so it cannot deliver with us. Take it off."),
    "SUPPLIER_POOR": _(
        "It was saved, but the customer thinks poorly of “%(name)s”. Find out why before you build on it."
    ),
    "RING_NAME_TAKEN": _("The ring “%(ring)s” is called so already. Choose another name."),
    "SHARES_ABOVE": _(
        "The shares of this year would add up to %(total)s%%. Together they are 100%% at the most."
    ),
    "LINE_YEARS_REVERSED": _("The last year lies before the first. Exchange them."),
    "LINE_BEYOND_HORIZON": _(
        "The value case looks %(horizon)s years ahead. Choose an earlier year, or a longer horizon."
    ),
    "QUOTE_DAYS_REVERSED": _("The quote would have ended before it was made. Check both days."),
}
