"""Sentences of refusals about personal data."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

PRIVACY: Mapping[str, LazyText] = {
    "ERASED_ALREADY": _("Their data were erased already; nothing is left to erase."),
    "MONTHS_OUTSIDE": _("Keep it for %(fewest)s to %(most)s months, or leave it empty to keep it for ever."),
    "RETENTION_MISSING": _("There is no such rule of retention."),
    "USER_STILL_ACTIVE": _(
        "%(name)s still signs in. Take away the sign-in on the user’s page first, then erase."
    ),
}
