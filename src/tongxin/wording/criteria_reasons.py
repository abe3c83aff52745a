"""Sentences for the reasons of weights and rankings by several criteria."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.criteria.reasons import CriteriaReason
from kamkit.reasons import Code

CRITERIA_REASONS: Mapping[Code, LazyText] = {
    CriteriaReason.COMPARISONS_CONTRADICT: _(
        "the comparisons contradict each other: ratio %(ratio)s, %(most)s is usual at the most"
    ),
    CriteriaReason.MATRIX_NOT_RECIPROCAL: _(
        "“%(one)s” against “%(other)s” is not the inverse of “%(other)s” against “%(one)s”"
    ),
    CriteriaReason.NO_RANDOM_INDEX: _(
        "no ratio for %(criteria)s criteria: indexes are published up to %(most)s"
    ),
    CriteriaReason.CRITERION_TELLS_NOTHING: _("all alternatives are alike in “%(criterion)s”"),
    CriteriaReason.DATA_TELLS_NOTHING: _("no criterion tells the %(alternatives)s alternatives apart"),
    CriteriaReason.FIRST_BY_LITTLE: _(
        "first by little: at a weight of %(limit)s instead of %(weight)s for “%(criterion)s” another is first"
    ),
    CriteriaReason.COMPROMISE: _("no clear first: %(alternatives)s stand together"),
}
