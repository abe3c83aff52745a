"""Sentences about bids."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

BIDS: Mapping[str, LazyText] = {
    "BID_THERE": _("There is a bid for this already: “%(name)s”. Open it."),
    "BID_DELETED": _("The bid “%(name)s” for this was deleted. Restore it instead of making another."),
    "DAYS_REVERSED": _("The last day lies before the first. Exchange them."),
    "DAYS_TOO_MANY": _("That is more than %(most)s days. Ask for fewer."),
    "BANDS_REVERSED": _(
        "We cannot refuse at a score at which we bid. Lower the end below which we do not bid."
    ),
    "POLICY_WEIGHTS_NOUGHT": _("One question at least must weigh something. Enter a weight."),
    "PAPERS_UNSIGNED": _("Not signed yet: %(names)s. Enter when they were signed."),
    "BONDS_SHORT": _("These bonds end before the deadline: %(names)s. Have them extended."),
    "SHEET_WRONG": _("The price sheet and our price do not agree in %(count)s places. See the sums."),
    "BID_NOT_HANDED_IN": _("“%(name)s” was not handed in, or is closed; there is no opening to keep."),
    "OPENING_EMPTY": _("Enter at least one bidder with its price or place."),
    "BIDDER_NAME_MISSING": _("Enter the name of each bidder."),
    "BIDDER_TWICE": _("“%(name)s” is there already. Enter each bidder once."),
    "OURS_TWICE": _("Only one of the bidders can be us."),
    "MATRIX_FILE": _("The file cannot be taken over. %(problem)s"),
    "MATRIX_LONG": _("The table has more than %(most)s lines. Divide it."),
    "MATRIX_EMPTY": _("The file holds no line that could be kept. Look at the columns and read it again."),
    "MATRIX_COLUMN": _("Choose for each field another column of the table."),
    "MATRIX_COLUMN_MISSING": _("No column holds the requirements. Choose which one does."),
    "DEADLINES_REVERSED": _("The internal deadline lies after the buyer’s. Choose an earlier one."),
    "VAT_RATE_MISSING": _(
        "Prices with and without VAT are compared by its rate. Enter the VAT rate of the bid."
    ),
    "BID_WEIGHT_MISSING": _("“%(name)s” needs a weight, a highest score, or a range of weights. Enter one."),
    "RANGE_REVERSED": _("The end of the range lies below its start. Exchange them."),
    "LEAST_ABOVE_HIGHEST": _("The least score lies above the highest. Correct one of them."),
    "PRICES_REVERSED": _("The prices must rise from the lowest through the likely one to the highest."),
    "SCORE_NEGATIVE": _("The score on “%(name)s” is below zero. Enter zero or more."),
    "SCORE_ABOVE_HIGHEST": _("The score %(score)s on “%(name)s” is above its highest, %(most)s. Lower it."),
    "SCORE_OF_ANOTHER_BID": _("This criterion or rival belongs to another bid."),
    "SCORE_MISSING": _("%(bidder)s has no score on “%(criterion)s” yet. Enter it."),
    "SCORE_OUTSIDE": _("The score of %(bidder)s on “%(criterion)s” does not fit the criterion. Correct it."),
    "MEMBER_WITHOUT_SCORES": _(
        "%(member)s has scored other bids, but not that of %(bidder)s. Enter the scores, or mark the member as absent."
    ),
    "MEMBERS_ALL_ABSENT": _("Every member is marked as absent, so nobody is left who scored. Correct that."),
    "SCORES_MIXED": _(
        "Scores of single members and of the committee as one cannot both count. Take one or the other away."
    ),
    "ABSENT_LONG": _("There are too many absent members. Shorten their names."),
    "OFFER_VAT_UNSAID": _(
        "%(name)s cannot be compared: it is not said whether prices are with or without VAT. Say it."
    ),
    "OFFER_WITHOUT_CURRENCY": _("%(name)s cannot be compared: its price has no currency. Enter it."),
    "PRICE_WEIGHT_MISSING": _("It is not known how much the price counts. Enter the weight of the price."),
    "BID_WEIGHTS_SUM": _(
        "The weights add up to %(total)s, not to %(whole)s. Correct them, or say which sum is printed."
    ),
    "HEADING_SUM": _(
        "The items under “%(name)s” add up to %(total)s, not to the %(whole)s printed for it. Correct them."
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

# What is wrong with a line of a compliance matrix; `%(value)s` is what stands there, or the limit.
LINES: Mapping[str, LazyText] = {
    "REQUIREMENT_MISSING": _("The line has no requirement."),
    "TEXT_LONG": _("The text is longer than %(value)s characters. Shorten it."),
    "COMPLIANCE_UNKNOWN": _("“%(value)s” says nothing about compliance; it stays as it is."),
    "OWNER_UNKNOWN": _("Nobody is called “%(value)s”; the owner stays as it is."),
}


def line_problem(code: str, value: str) -> str:
    """Return what is wrong with a line of a compliance matrix."""
    return str(LINES[code]) % {"value": value}
