"""Sentences for plans."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.plans.reasons import PlanReason
from kamkit.reasons import Code

PLAN_REASONS: Mapping[Code, LazyText] = {
    PlanReason.PLAN_STEP_LATE: _("was to be done by %(last)s, %(days)s days ago"),
    PlanReason.PLAN_STEP_STARTS_NOW: _("has to start by %(latest)s, in %(days)s days"),
    PlanReason.PLAN_STEP_STARTS_TOO_LATE: _("should have started by %(latest)s"),
    PlanReason.PLAN_STEP_BEFORE_ITS_START: _(
        "would have to start on %(latest)s, before the plan does on %(starts)s"
    ),
    PlanReason.PLAN_STEP_BEFORE_ANOTHER: _("starts before %(step)s is through on %(last)s"),
    PlanReason.PLAN_STEP_AFTER_GO_LIVE: _("ends %(days)s working days after going live"),
    PlanReason.PLAN_STEP_ON_CLOSED_DAY: _("%(day)s is no working day"),
    PlanReason.PLAN_STEP_RETURNED: _("came back on %(day)s; times so far: %(times)s"),
    PlanReason.CALENDAR_NOT_ANNOUNCED: _(
        "make-up days of %(year)s are not announced yet (%(place)s): its holidays are the expected ones"
    ),
}
