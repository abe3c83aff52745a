"""Sentences for what customers are worth."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.reasons import Code
from kamkit.value.reasons import ValueReason

VALUE_REASONS: Mapping[Code, LazyText] = {
    ValueReason.TOO_FEW_CUSTOMERS: _("too few customers to judge by: %(found)s of the %(needed)s needed"),
    ValueReason.TOO_FEW_REPEAT_BUYERS: _(
        "too few customers who came back to judge by: %(found)s of the %(needed)s needed"
    ),
    ValueReason.NO_CUSTOMER_LOST: _("nobody left, or everybody at once: that tells nothing about leaving"),
    ValueReason.FIT_AT_BOUND: _("the data does not determine the parameter %(parameter)s"),
    ValueReason.FIT_UNFINISHED: _("the search for the best parameters did not converge"),
    ValueReason.VALUE_RELATED_TO_FREQUENCY: _(
        "who buys more often spends differently (correlation %(correlation)s), which the model takes not to be so"
    ),
    ValueReason.VALUE_WITHOUT_BOUND: _(
        "margins grow by %(growth)s a period and are discounted by %(discount)s: their sum has no bound"
    ),
    ValueReason.BETTER_WINNING: _(
        "the best spend on winning customers brings %(gain)s more for each prospect"
    ),
    ValueReason.BETTER_KEEPING: _(
        "the best spend on keeping customers brings %(gain)s more for each prospect"
    ),
}
