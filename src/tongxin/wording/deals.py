"""Sentences about opportunities."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

DEALS: Mapping[str, LazyText] = {
    "OPPORTUNITY_MISSING": _("There is no such opportunity, or it is not visible to you."),
    "OPPORTUNITY_DELETED": _("“%(name)s” was deleted. Restore it first."),
    "OPPORTUNITY_CLOSED": _("“%(name)s” is closed. Reopen it first."),
    "OPPORTUNITY_RUNS": _("“%(name)s” is not closed, so there is nothing to reopen."),
    "AMOUNT_NEGATIVE": _("An amount is zero or more. Correct it."),
    "AMOUNT_LARGE": _("This amount is too large to be kept. Check the zeros."),
    "MARGIN_RANGE": _("A margin is a percentage up to 100."),
    "QUANTITY_RANGE": _("A quantity is more than zero. Correct it."),
    "CLOSE_WINDOW_REVERSED": _("The window of the expected close ends before it begins. Exchange the days."),
    "NEXT_STEP_MISSING": _("Say what the next step is, or leave its day empty too."),
    "OUTCOME_UNKNOWN": _("There is no outcome “%(outcome)s”."),
    "REASON_MISSING": _("Say why, in a few words."),
    "STAGE_FOREIGN": _("“%(stage)s” belongs to another process. Choose a stage of this one."),
    "STAGE_UNUSED": _("“%(stage)s” is no longer in use. Choose another stage."),
    "STAGE_SAME": _("The opportunity is in “%(stage)s” already. Choose another stage."),
    "STEP_FUTURE": _("This day has not come yet. Choose today or an earlier day."),
    "STEP_EARLY": _("History goes forward: choose %(day)s or a later day."),
    "CAUSE_MISSING": _("Going back is kept as a reversal. Choose what caused it."),
    "LOSS_REASON_MISSING": _("Choose the reason of the loss."),
    "WINNER_FOREIGN": _("This rival was not met on this opportunity. Add it first."),
    "CORRECTION_NOT_LAST": _("Only the newest step can be taken back."),
    "CORRECTION_FIRST": _("The first step cannot be taken back. Delete the opportunity instead."),
    "CORRECTION_NOT_OWN": _("Somebody else made this step. Only they can take it back."),
    "CORRECTION_LATE": _("A step can be taken back for %(minutes)s minutes. Record a new one instead."),
    "BUYING_ROLE_UNKNOWN": _("There is no buying role “%(role)s”."),
    "MEMBER_OWNER": _("%(name)s owns the opportunity. Hand it over first."),
    "STAGE_ENTRY_MISSING": _("There is no such step in the history of this opportunity."),
    "DICTIONARY_MISSING": _("There is no such entry in this dictionary."),
    "RIVAL_MISSING": _("There is no such rival on this opportunity."),
    "CONTACT_MISSING": _("There is no such person on this opportunity."),
    "LINE_MISSING": _("There is no such product on this opportunity."),
}
