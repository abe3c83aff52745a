"""Sentences for how likely deals are won."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.reasons import Code
from kamkit.winning.reasons import WinningReason

WINNING_REASONS: Mapping[Code, LazyText] = {
    WinningReason.RAISES_CHANCE: _("%(input)s “%(value)s” speaks for winning"),
    WinningReason.LOWERS_CHANCE: _("%(input)s “%(value)s” speaks against winning"),
    WinningReason.NO_SIGNAL_FOUND: _(
        "what is known does not tell won deals from lost ones: every deal gets the base rate of %(rate)s"
    ),
    WinningReason.FEW_OUTCOMES: _(
        "too few decided deals to learn from (%(found)s of the %(needed)s needed): stated weights judge instead"
    ),
    WinningReason.PRIORS_AS_GOOD: _(
        "the stated weights tell won deals from lost ones as well as what was learnt (%(scorecard)s against %(learnt)s)"
    ),
}
