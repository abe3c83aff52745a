"""Sentences for being early and shaping."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kamkit.early.reasons import EarlyReason
from kamkit.reasons import Code

EARLY_REASONS: Mapping[Code, LazyText] = {
    EarlyReason.NOBODY_DECIDES: _("it is not recorded who decides"),
    EarlyReason.NO_DAY_TO_COMPARE: _("neither the charter’s day nor the tender’s is recorded"),
    EarlyReason.DECIDERS_NOT_MET: _("never met so far: %(people)s of %(all)s who decide"),
    EarlyReason.ORIGINS_UNKNOWN: _("origin unknown: %(count)s of %(all)s requirements"),
    EarlyReason.EARLY_TOO_FEW: _("too few: %(found)s decided deals, %(needed)s are needed"),
    EarlyReason.EARLY_IS_NO_CAUSE: _("it goes together; it need not be the cause"),
    EarlyReason.EARLY_MAY_BE_CHANCE: _("the difference may be chance"),
}
ENGAGEMENTS: Mapping[str, LazyText] = {
    "BEFORE_CHARTER": pgettext_lazy("engagement", "before the charter"),
    "BEFORE_TENDER": pgettext_lazy("engagement", "before the tender"),
    "LATE": pgettext_lazy("engagement", "later or never"),
    "UNKNOWN": pgettext_lazy("engagement", "not known"),
}
SHAPINGS: Mapping[str, LazyText] = {
    "MUCH": pgettext_lazy("shaping", "a third or more of ours"),
    "SOME": pgettext_lazy("shaping", "less than a third"),
    "NONE": pgettext_lazy("shaping", "none of ours"),
}
