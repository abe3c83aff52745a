"""Sentences of refusals about customers' projects."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

PROJECTS: Mapping[str, LazyText] = {
    "PROJECT_DAYS": _("This day comes before %(day)s, which must come first. Exchange them, or correct one."),
    "PROJECT_DEAL_ELSEWHERE": _(
        "“%(name)s” belongs to another account. Choose opportunities of the project’s account."
    ),
    "PROJECT_START_LATE": _(
        "“%(name)s” is on %(day)s, before this start. Choose an earlier start, or move that step first."
    ),
    "STEP_BEFORE_START": _(
        "This day comes before the project’s start on %(day)s. Choose a later day, or correct the start of the project."
    ),
    "CHECKPOINT_UNHELD": _(
        "A result needs the day on which the checkpoint was held. Enter it, or leave it open."
    ),
    "REINSPECTION_UNHELD": _("Enter the day of the re-inspection, or leave its result open."),
    "REINSPECTION_UNASKED": _(
        "A re-inspection only follows a checkpoint that failed or passed with conditions. Enter its result first."
    ),
    "WARRANTY_UNPASSED": _(
        "A warranty does not start while the acceptance has failed. Enter the re-inspection that passed first."
    ),
    "EDITION_WITHOUT_WHY": _("Say what this version is for, such as “for the budget board”."),
    "EDITION_MISSING": _("There is no version %(number)s of this dossier."),
    "PART_UNKNOWN": _("There is no part “%(name)s” of a dossier."),
    "GATE_RULE_REVERSED": _(
        "The rule goes on below %(stop)s, where it also stops. Choose a score to go on from that is not lower."
    ),
    "GATE_WITHOUT_EDITION": _(
        "A decision rests on a version of the dossier. Freeze one first, by the day of the decision."
    ),
    "GATE_DAYS": _("This decision would come before %(day)s. Choose that day or a later one."),
    "GATE_SCORE": _("A score is a whole number from 0 to %(most)s."),
    "GATE_AHEAD": _(
        "“%(name)s” comes first and has no current approval. Decide there, or put this gate forward only."
    ),
    "GATE_ASSUMED": _(
        "These parts are assumed, not stated by the customer: %(parts)s. Freeze a version in which they are the "
        "customer’s own."
    ),
    "WORKSHOP_EMPTY": _("Type at least one answer."),
    "ROLE_NOT_ASKED": _("Nobody is asked as “%(name)s”. Choose one of the roles."),
    "QUESTION_UNKNOWN": _("There is no question “%(name)s”."),
    "ANSWER_BECOMES": _("An answer cannot become “%(name)s”. Choose a need, a requirement, or both."),
    "EXPERT_ELSEWHERE": _("“%(name)s” is an expert of another project. Choose experts of this one."),
    "JUDGES_ELSEWHERE": _(
        "“%(name)s” decides at another account. Choose a committee of the project’s account."
    ),
    "LOT_UNKNOWN": _("The tender has no lot %(number)s. Choose one of these: %(known)s."),
    "RIVAL_NOT_ORIGIN": _(
        "The customer or we brought this requirement in, not %(name)s. Change the origin, or leave the rival out."
    ),
    "PLAN_YEARS": _("%(day)s is outside 1990 to 2099, the years whose calendars are known."),
    "PLAN_LIVE_BEFORE_START": _("The plan starts on %(day)s and cannot go live before. Correct one of both."),
    "PLAN_DAYS_TOO_MANY": _("Enter %(most)s days at the most; a longer time is another plan."),
    "PLAN_START_AFTER_ROW": _(
        "The plan has a day on %(day)s already. Start no later, or move that row first."
    ),
    "PLAN_ROW_DAYS": _("The row cannot end before it starts on %(day)s. Exchange the days, or correct one."),
    "PLAN_ROW_BEFORE_START": _(
        "The plan starts on %(day)s. Choose a later day, or let the plan start earlier."
    ),
    "PLAN_TWO_ENDS": _("The last day is %(day)s already, and the hour is on another. Keep one of both."),
    "PLAN_ROW_ELSEWHERE": _("“%(name)s” is a row of another plan. Choose rows of this one."),
    "PLAN_CIRCLE": _("These rows wait for one another: %(chain)s. Take one of these links away."),
    "PLAN_UNIT_MILESTONE": _(
        "A milestone takes no days, so that there is nothing to count in another unit. Give it a length first."
    ),
    "PULSE_WITHOUT_CONSENT": _(
        "An answer is kept only from somebody who agreed. Ask them, or leave the answer empty."
    ),
    "PULSE_UNDATED": _("Enter the day of the answer, or leave the answer empty."),
    "PULSE_ANSWERED": _("They have answered already."),
    "PULSE_REFUSED": _("They do not wish to be asked."),
    "PULSE_SOON": _("They were asked less than two weeks ago. Ask again from %(day)s."),
    "SHARED_LINK_MISSING": _("There is no such link, or it is not visible to you."),
    "PLAN_PROPOSAL_MISSING": _("There is no such proposal, or it is not visible to you."),
    "PROPOSAL_DECIDED": _("This proposal has been decided already."),
    "PROPOSALS_MANY": _("Many proposals wait for an answer already. Please wait until they are answered."),
    "PROPOSAL_WITHOUT_NAME": _("Say what is to be done."),
    "PROPOSAL_EMPTY": _("Choose another day, or say in words what you propose."),
    "LINK_DAYS": _("A link lasts 1 to %(most)s days. Choose a number between."),
    "LINK_SLOWED": _("Too many requests. Try again in %(retry_after)s seconds."),
}
