"""Sentences about account plans."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from tongxin.analytics.accountplans.standing import ObjectiveStanding, PlanStanding
from tongxin.common.money_text import format_amount
from tongxin.crm.accountplans.choices import PERCENTS, Headway, Measure
from tongxin.crm.ladder.choices import Level
from tongxin.crm.market.conversion import reporting_currency

NONE = "—"
ACCOUNT_PLANS: Mapping[str, LazyText] = {
    "ACCOUNT_PLAN_DAYS": gettext_lazy("The plan would end before it begins. Check both days."),
    "ACCOUNT_PLAN_TWICE": gettext_lazy("“%(name)s” is the plan for this period already. Change that one."),
    "OBJECTIVE_LEVEL": gettext_lazy("Enter a level from 1 (vendor) to 4 (strategic alliance)."),
    "OBJECTIVE_PERCENT": gettext_lazy("A share is at most 100 per cent."),
    "ACTION_ELSEWHERE": gettext_lazy("The promise is of another account. Choose one of this account."),
    "OBJECTIVE_OUTSIDE_PERIOD": gettext_lazy("The day is outside the period of the plan."),
}


def amount_text(value: Decimal) -> str:
    """Return an amount in the reporting currency, short."""
    written = format_amount(value, reporting_currency(), language=get_language() or "en")
    return f"{written.symbol}{written.number}{written.unit}"


def reading_text(measure: str, value: Decimal | None, unit: str = "") -> str:
    """Return the value of an objective as people read it."""
    if value is None:
        return NONE
    if measure == Measure.WON:
        return amount_text(value)
    number = f"{value.normalize():f}"
    if measure in PERCENTS:
        return _("%(percent)s%%") % {"percent": number}
    if measure == Measure.LEVEL:
        return str(Level(Level.values[int(value) - 1]).label) if value >= 1 else pgettext("ladder", "None")
    return f"{value:,.2f}".rstrip("0").rstrip(".") + (f" {unit}" if unit else "")


def finding_of_plan(standing: PlanStanding) -> str:
    """Return how far a plan is, in one sentence."""
    if not standing.objectives:
        return _("No objective is set yet")
    counts = standing.counts
    late = counts[Headway.BEHIND] + counts[Headway.MISSED]
    told = ngettext(
        "%(reached)s of %(count)s objective reached, %(late)s behind",
        "%(reached)s of %(count)s objectives reached, %(late)s behind",
        len(standing.objectives),
    ) % {"reached": counts[Headway.REACHED], "count": len(standing.objectives), "late": late}
    unknown = counts[Headway.UNKNOWN]
    return (
        _("%(first)s; %(second)s")
        % {
            "first": told,
            "second": _("%(count)s without a value") % {"count": unknown},
        }
        if unknown
        else told
    )


def asked_by_now(standing: ObjectiveStanding) -> str:
    """Return what the time gone by asks for."""
    row = standing.objective
    return _("expected by now: %(value)s") % {
        "value": reading_text(row.measure, standing.progress.expected, row.unit)
    }
