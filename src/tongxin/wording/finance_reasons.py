"""Sentences for business cases."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.finance.reasons import FinanceReason
from kamkit.reasons import Code

FINANCE_REASONS: Mapping[Code, LazyText] = {
    FinanceReason.PAYS_BACK: _("pays back after %(years)s years"),
    FinanceReason.FALLS_BACK: _(
        "pays back first after %(first)s years, falls below zero again, and for good after %(last)s years"
    ),
    FinanceReason.NOT_FOR_GOOD: _("pays back after %(first)s years, but at the end %(open)s is open again"),
    FinanceReason.NEVER_PAYS_BACK: _("never pays back; %(open)s is open at the end"),
    FinanceReason.NOT_WITHIN_YEARS: _(
        "does not pay back within the %(years)s years given; %(open)s is open then"
    ),
    FinanceReason.NOTHING_TO_PAY_BACK: _("nothing is put in that would have to come back"),
    FinanceReason.NO_RATE_OF_RETURN: _("there is no rate of return"),
    FinanceReason.SEVERAL_RATES_OF_RETURN: _(
        "%(found)s discount rates make the present value zero, so none of them is the return"
    ),
}
