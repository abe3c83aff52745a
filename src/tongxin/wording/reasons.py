"""The one place where the reasons of the decision library become sentences, in three languages."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kamkit.reasons import Code, Reason, ReasonCode, ReasonValue
from tongxin.wording.bid_reasons import BID_REASONS, TIE_STEPS
from tongxin.wording.criteria_reasons import CRITERIA_REASONS
from tongxin.wording.early_reasons import EARLY_REASONS
from tongxin.wording.finance_reasons import FINANCE_REASONS
from tongxin.wording.forecast_reasons import FORECAST_REASONS
from tongxin.wording.influence_reasons import INFLUENCE_REASONS
from tongxin.wording.market_reasons import MARKET_REASONS
from tongxin.wording.plan_reasons import PLAN_REASONS
from tongxin.wording.portfolio_reasons import CONCENTRATION_REASONS, PORTFOLIO_REASONS
from tongxin.wording.reference_reasons import INSTALLED_BASE_REASONS, REFERENCE_REASONS, RULE_REASONS
from tongxin.wording.scorecard_reasons import (
    EFFORT_REASONS,
    HEALTH_REASONS,
    LADDER_REASONS,
    SCORECARD_REASONS,
)
from tongxin.wording.value_reasons import VALUE_REASONS
from tongxin.wording.winning_reasons import WINNING_REASONS

NEAR_DAYS = 183

WORK_REASONS: Mapping[Code, LazyText] = {
    ReasonCode.TOO_FEW: _("too few cases to judge by: %(found)s of the %(needed)s needed"),
    ReasonCode.STAGE_OLDER_THAN_USUAL: _(
        "%(days)s days in this stage; half of the opportunities won took %(median)s"
    ),
    ReasonCode.NO_NEXT_STEP: _("no next step"),
    ReasonCode.NEXT_STEP_DUE: _("next step due on %(due)s"),
    ReasonCode.NEXT_STEP_OVERDUE: _("next step %(days)s days late"),
    ReasonCode.CLOSE_WINDOW_PASSED: _("expected close was %(last)s"),
    ReasonCode.OUR_PROMISE_DUE: _("we promised it for %(due)s"),
    ReasonCode.OUR_PROMISE_OVERDUE: _("we are %(days)s days late"),
    ReasonCode.THEIR_PROMISE_DUE: _("they promised it for %(due)s"),
    ReasonCode.THEIR_PROMISE_OVERDUE: _("they are %(days)s days late"),
    ReasonCode.SINGLE_THREADED: _("we know %(people)s person there; %(needed)s are needed"),
    ReasonCode.PERSON_NOT_MET: _("last met on %(last)s; once every %(interval)s days is the aim"),
    ReasonCode.PERSON_NEVER_MET: _("never met; once every %(interval)s days is the aim"),
    ReasonCode.VISIT_TODAY: _("takes place today"),
    ReasonCode.KEY_ACCOUNT: _("key account"),
}
REASONS: Mapping[Code, LazyText] = {
    **WORK_REASONS,
    **BID_REASONS,
    **CRITERIA_REASONS,
    **INFLUENCE_REASONS,
    **MARKET_REASONS,
    **VALUE_REASONS,
    **WINNING_REASONS,
    **FORECAST_REASONS,
    **FINANCE_REASONS,
    **CONCENTRATION_REASONS,
    **PORTFOLIO_REASONS,
    **PLAN_REASONS,
    **EARLY_REASONS,
    **SCORECARD_REASONS,
    **HEALTH_REASONS,
    **LADDER_REASONS,
    **EFFORT_REASONS,
    **REFERENCE_REASONS,
    **INSTALLED_BASE_REASONS,
    **RULE_REASONS,
}


def reason_text(reason: Reason, *, as_of: date | None = None) -> str:
    """Return a reason in the active language; a day within half a year of `as_of` goes without its year."""
    text = str(REASONS[reason.code])
    return text % {name: _plain(value, as_of) for name, value in reason.params}


def day_words(value: date, *, as_of: date | None = None) -> str:
    """Return a day as words of the active language; within half a year of `as_of` without its year."""
    is_near = as_of is not None and abs((value - as_of).days) <= NEAR_DAYS
    if (get_language() or "").startswith("zh"):
        return date_format(value, "n月j日" if is_near else "Y年n月j日")
    return date_format(value, "j M" if is_near else "j M Y")


def _plain(value: ReasonValue, as_of: date | None) -> str:
    match value:
        case date():
            return day_words(value, as_of=as_of)
        case Decimal():
            return _figure(value)
    return str(TIE_STEPS.get(str(value), value))


def _figure(value: Decimal) -> str:
    """Return a computed figure as people read it: two decimals, of a small one four, and thousands apart."""
    short = round(value, 2 if abs(value) >= 1 else 4)
    return f"{(short or value).normalize():,f}"
