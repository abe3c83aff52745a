"""Sentences for how concentrated sales are and where accounts stand in the portfolio."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.concentration.reasons import ConcentrationReason
from kamkit.portfolio.reasons import PortfolioReason
from kamkit.reasons import Code

CONCENTRATION_REASONS: Mapping[Code, LazyText] = {
    ConcentrationReason.NO_SALES: _("no sales to any of the %(customers)s customers"),
    ConcentrationReason.HIGHLY_CONCENTRATED: _("highly concentrated: the index %(hhi)s is above %(bound)s"),
    ConcentrationReason.MODERATELY_CONCENTRATED: _(
        "moderately concentrated: the index %(hhi)s is %(bound)s or more"
    ),
    ConcentrationReason.NOT_CONCENTRATED: _("not concentrated: the index %(hhi)s is below %(bound)s"),
    ConcentrationReason.WE_DEPEND_MORE: _(
        "we depend more on them: they make %(theirs)s%% of our sales, we make %(ours)s%% of their purchases"
    ),
    ConcentrationReason.THEY_DEPEND_MORE: _(
        "they depend more on us: we make %(ours)s%% of their purchases, they make %(theirs)s%% of our sales"
    ),
}
PORTFOLIO_REASONS: Mapping[Code, LazyText] = {
    PortfolioReason.TOO_LITTLE_SCORED: _(
        "factors with only %(share)s%% of the weight are scored; %(needed)s%% are needed"
    ),
    PortfolioReason.FACTOR_NOT_SCORED: _("%(factor)s is not scored"),
    PortfolioReason.FACTOR_LIFTS: _("%(factor)s lifts the account"),
    PortfolioReason.FACTOR_LOWERS: _("%(factor)s draws the account down"),
    PortfolioReason.BEST_RIVAL: _("the strongest rival is %(rival)s with %(strength)s"),
    PortfolioReason.NO_RIVAL_KNOWN: _("no rival is scored, so we are compared with the middle of the scale"),
    PortfolioReason.BETWEEN_QUADRANTS: _("what is not scored decides where the account stands"),
}
