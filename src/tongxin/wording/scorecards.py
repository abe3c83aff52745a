"""Sentences about the customer's scorecards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tongxin.analytics.scorecards.standing import CardStanding, Threat
from tongxin.crm.scorecards.choices import CardPeriod
from tongxin.wording.reasons import reason_text

SCORECARDS: Mapping[str, LazyText] = {
    "WEIGHT_NOUGHT": gettext_lazy("A criterion without weight counts for nothing. Enter a weight above 0."),
    "STEP_NOUGHT": gettext_lazy(
        "Points gained at once are more than 0. Leave the field empty for any points."
    ),
    "SCALE_REVERSED": gettext_lazy("The highest score must be above the lowest, %(lowest)s."),
    "MINIMUM_OUTSIDE": gettext_lazy("The minimum must be on the scale, from %(lowest)s to %(highest)s."),
    "WEIGHTS_NOT_WHOLE": gettext_lazy(
        "The weights of the criteria sum to %(total)s%%. Change them so that they sum to 100%%."
    ),
    "EDITION_SCORED": gettext_lazy(
        "Scores rest on this edition of “%(name)s”, and it stays as it is. Make a new edition."
    ),
    "GRADE_TWICE": gettext_lazy("The grade “%(name)s” begins at this total already. Enter another one."),
    "STATED_BEFORE_PERIOD": gettext_lazy("The scores were stated before the period began. Check both days."),
    "SHEET_TWICE": gettext_lazy(
        "Scores of this supplier in this period are entered already, from “%(name)s”. Change those."
    ),
    "CARD_SCORE_OUTSIDE": gettext_lazy(
        "“%(name)s” is scored from %(lowest)s to %(highest)s. Correct the score."
    ),
    "SCORE_OF_ANOTHER_CARD": gettext_lazy("This criterion belongs to another scorecard or edition."),
    "ACTION_OF_ANOTHER_ACCOUNT": gettext_lazy(
        "“%(name)s” is a promise of another account. Choose one of this account."
    ),
}


def figure(value: Decimal | None) -> str:
    """Return a score or total as people read it; a dash where it is unknown."""
    if value is None:
        return "—"
    return f"{round(value, 2).normalize():,f}"


def signed(value: Decimal | None) -> str:
    """Return a change with its sign; a dash where it is unknown."""
    if value is None:
        return "—"
    return f"{'+' if value > 0 else ''}{figure(value)}".replace("-", "−")


def period_text(period: str, start: date) -> str:
    """Return what a period is called: 2026 Q3."""
    if period == CardPeriod.QUARTER:
        return _("%(year)s Q%(quarter)s") % {"year": start.year, "quarter": (start.month + 2) // 3}
    if period == CardPeriod.HALF:
        if start.month == 1:
            return _("%(year)s, first half") % {"year": start.year}
        return _("%(year)s, second half") % {"year": start.year}
    return date_format(start, "Y") if period == CardPeriod.YEAR else date_format(start, "Y-m")


def finding_of(standing: CardStanding) -> str:
    """Return how we stand by a card and how far the next grade is, in one sentence."""
    latest = standing.latest
    if latest is None:
        return _("No scores of ours are entered yet")
    told = {
        "period": period_text(latest.edition.card.period, latest.start),
        "total": figure(latest.total),
        "grade": latest.grade.name if latest.grade else "",
    }
    if latest.total is None:
        return _("%(period)s: too little is scored for a total") % told
    text = (
        _("%(period)s: %(total)s points, grade “%(grade)s”")
        if told["grade"]
        else _("%(period)s: %(total)s points, no grade reached")
    )
    parts = [text % told]
    following = standing.next_grade
    if following is not None and latest.result is not None and latest.result.next_grade is not None:
        if (gap := latest.result.next_grade.gap) > 0:
            parts.append(
                _("%(gap)s points below “%(grade)s”") % {"gap": figure(gap), "grade": following.name}
            )
        else:
            parts.append(_("a minimum is missed, which holds the grade down"))
    return (
        parts[0] if len(parts) == 1 else _("%(first)s; %(second)s") % {"first": parts[0], "second": parts[1]}
    )


def told_reasons(standing: CardStanding) -> tuple[str, ...]:
    """Return why our newest total is as it is, as the decision library says, with names in the place of codes."""
    latest = standing.latest
    if latest is None or latest.result is None:
        return ()
    names: dict[str, str] = {each.uid: each.name for each in latest.edition.criteria}
    names |= {each.uid: each.name for each in latest.edition.grades}
    return tuple(
        reason_text(
            replace(
                reason,
                params=tuple((name, names.get(str(value), value)) for name, value in reason.params),
            )
        )
        for reason in latest.result.reasons
    )


def threat_text(threat: Threat) -> str:
    """Return what of a criterion threatens the present grade."""
    told = {"criterion": threat.criterion.name, "room": figure(threat.room)}
    if threat.is_gate and threat.room <= 0:
        return _("%(criterion)s is at its minimum: any fall costs the grade") % told
    if threat.is_gate:
        return _("%(criterion)s: more than %(room)s points less and the minimum is missed") % told
    return _("%(criterion)s: more than %(room)s points less alone and the grade is lost") % told


def fallen_text(standing: CardStanding) -> str:
    """Return that our grade fell, from which to which; empty when it did not."""
    now, before = standing.latest, standing.previous
    if not standing.has_fallen or now is None or before is None or before.grade is None:
        return ""
    return _("The grade fell from “%(before)s” to “%(now)s”") % {
        "before": before.grade.name,
        "now": now.grade.name if now.grade else pgettext("supplier grade", "none"),
    }


def overdue_text(standing: CardStanding) -> str:
    """Return which period ended without scores of ours; empty when none did."""
    if standing.overdue is None:
        return ""
    period = period_text(standing.edition.card.period, standing.overdue)
    return _("%(period)s has ended and our scores are not entered yet") % {"period": period}
