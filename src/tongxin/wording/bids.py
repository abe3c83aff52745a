"""Sentences about bids."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

BIDS: Mapping[str, LazyText] = {
    "BID_THERE": _("There is a bid for this already: “%(name)s”. Open it."),
    "BID_DELETED": _("The bid “%(name)s” for this was deleted. Restore it instead of making another."),
    "DEADLINES_REVERSED": _("The internal deadline lies after the buyer’s. Choose an earlier one."),
    "VAT_RATE_MISSING": _(
        "Prices with and without VAT are compared by its rate. Enter the VAT rate of the bid."
    ),
    "WEIGHT_MISSING": _("“%(name)s” needs a weight, a highest score, or a range of weights. Enter one."),
    "RANGE_REVERSED": _("The end of the range lies below its start. Exchange them."),
    "LEAST_ABOVE_HIGHEST": _("The least score lies above the highest. Correct one of them."),
    "PRICES_REVERSED": _("The prices must rise from the lowest through the likely one to the highest."),
    "SCORE_NEGATIVE": _("The score on “%(name)s” is below nought. Enter nought or more."),
    "SCORE_ABOVE_HIGHEST": _("The score %(score)s on “%(name)s” is above its highest, %(most)s. Lower it."),
    "SCORE_OF_ANOTHER_BID": _("This criterion or rival belongs to another bid."),
    "SCORE_MISSING": _("%(bidder)s has no score on “%(criterion)s” yet. Enter it."),
    "SCORE_OUTSIDE": _("The score of %(bidder)s on “%(criterion)s” does not fit the criterion. Correct it."),
    "OFFER_VAT_UNSAID": _(
        "%(name)s cannot be compared: it is not said whether prices are with or without VAT. Say it."
    ),
    "OFFER_WITHOUT_CURRENCY": _("%(name)s cannot be compared: its price has no currency. Enter it."),
    "PRICE_WEIGHT_MISSING": _("It is not known how much the price counts. Enter the weight of the price."),
    "WEIGHTS_SUM": _(
        "The weights add up to %(total)s, not to %(whole)s. Correct them, or say which sum is printed."
    ),
    "RANGES_SUM": _(
        "The weights can only be from %(low)s to %(high)s together, never %(whole)s. Correct the ranges."
    ),
    "AWARD_RULE_WRONG": _(
        "The award method cannot be played: “%(part)s” is missing or does not fit. (%(problem)s)"
    ),
    "ANSWER_UNKNOWN": _("There is no question “%(value)s” on the sheet."),
    "ANSWER_OUTSIDE": _("Answer a knock-out with yes or no, a question with 0 to %(most)s points."),
    "BID_HANDED_IN": _("“%(name)s” was handed in or closed already."),
    "DECISION_REASON_MISSING": _("Say why it is decided so. Enter a reason."),
    "BID_NOT_DECIDED": _("It is not decided yet to bid for “%(name)s”. Decide first."),
    "BID_LATE": _("The deadline of the buyer has passed (%(deadline)s). The bid was not handed in."),
    "BID_PRICE_MISSING": _("Our price is missing. Enter it first."),
    "PRICE_BELOW_FLOOR": _("Our price lies below our floor. Raise it, or have the floor lowered."),
    "DOCUMENTS_OPEN": _("These documents are not done: %(names)s."),
    "DEMANDS_OPEN": _("These demands are not met on the day that counts: %(names)s."),
    "BID_CLOSED": _("“%(name)s” is closed already."),
    "BID_OUTCOME_UNKNOWN": _("There is no outcome “%(value)s”."),
    "OUTCOME_NOT_HANDED_IN": _("What was not handed in cannot be won or lost. Choose another outcome."),
    "PARAMETERS_NOT_JSON": _("The further parameters are no JSON object. Write them as in the example."),
}
