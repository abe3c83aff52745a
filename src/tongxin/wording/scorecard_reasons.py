"""Sentences for scorecards, health, ladders and the effort of the sales force."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.effort.reasons import EffortReason
from kamkit.health.reasons import HealthReason
from kamkit.ladder.reasons import LadderReason
from kamkit.reasons import Code
from kamkit.scorecards.reasons import ScorecardReason

SCORECARD_REASONS: Mapping[Code, LazyText] = {
    ScorecardReason.CRITERION_NOT_SCORED: _("%(criterion)s is not scored yet"),
    ScorecardReason.SCORED_TOO_LITTLE: _(
        "criteria with only %(share)s%% of the weight are scored; %(needed)s%% are needed"
    ),
    ScorecardReason.GATE_FAILED: _("%(criterion)s has %(score)s, at least %(minimum)s are asked for"),
    ScorecardReason.NEXT_GRADE_NEAR: _("grade %(grade)s is %(gap)s points away"),
    ScorecardReason.BEST_GRADE: _("%(grade)s is the best grade"),
    ScorecardReason.NEXT_GRADE_OUT_OF_REACH: _("grade %(grade)s is out of reach with what we can change"),
    ScorecardReason.LOSES_POINTS: _("%(criterion)s loses %(points)s points"),
}
HEALTH_REASONS: Mapping[Code, LazyText] = {
    HealthReason.HEALTH_TOO_LITTLE_KNOWN: _(
        "only %(share)s%% of the weight is known and fresh; %(needed)s%% are needed"
    ),
    HealthReason.HEALTH_CHANGED: _("changed by %(change)s from %(previous)s"),
    HealthReason.MEASURE_DRAGS: _("%(measure)s costs %(points)s points"),
    HealthReason.MEASURE_STALE: _("%(measure)s is %(days)s days old and counts for less than half"),
    HealthReason.MEASURE_MISSING: _("%(measure)s has no value"),
}
LADDER_REASONS: Mapping[Code, LazyText] = {
    LadderReason.LEVEL_REACHED: _("evidence supports the level %(level)s"),
    LadderReason.NO_LEVEL_REACHED: _("not even the level %(level)s has its evidence"),
    LadderReason.REQUIREMENT_MISSING: _("%(requirement)s: %(found)s of %(needed)s pieces of evidence"),
    LadderReason.REQUIREMENT_EXPIRED: _("%(requirement)s: the evidence expired %(days)s days ago"),
    LadderReason.REQUIREMENT_REFUTED: _("%(requirement)s: evidence of %(days)s days ago says the opposite"),
    LadderReason.LEVEL_FALLS: _("the level falls in %(days)s days unless %(requirement)s is shown again"),
    LadderReason.LEVEL_SKIPPED: _("the level %(level)s has its evidence, but not all below it"),
}
EFFORT_REASONS: Mapping[Code, LazyText] = {
    EffortReason.MORE_CALLS: _("%(calls)s calls instead of %(now)s: the time brings more here"),
    EffortReason.FEWER_CALLS: _("%(calls)s calls instead of %(now)s: the time brings more elsewhere"),
    EffortReason.AT_MAXIMUM: _("as many calls as are allowed: %(calls)s"),
    EffortReason.AT_MINIMUM: _("no more calls than are needed: %(calls)s"),
    EffortReason.TIME_TO_SPARE: _("%(hours)s hours are left, and more calls would bring nothing"),
}
