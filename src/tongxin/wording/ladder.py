"""Sentences about the level of a relationship."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tongxin.analytics.ladder.facts import Finding
from tongxin.analytics.ladder.standing import CriterionStanding, Standing
from tongxin.crm.ladder.choices import CriterionState, Level
from tongxin.crm.ladder.criteria import Asked, rank_of

LADDER: Mapping[str, LazyText] = {
    "PROOF_DAYS_REVERSED": gettext_lazy(
        "The evidence would have expired before it was observed. Check both days."
    ),
    "THRESHOLD_MISSING": gettext_lazy("“%(name)s” is measured in per cent. Enter a threshold from 1 to 100."),
    "THRESHOLD_NEEDLESS": gettext_lazy(
        "“%(name)s” is counted, not measured in per cent. Enter 0 as the threshold."
    ),
    "CRITERION_TWICE": gettext_lazy(
        "The rule “%(name)s” speaks of this fact at this level already. Change that one."
    ),
}


def asked_text(asked: Asked) -> str:
    """Return what a criterion asks for: how much, how often, how fresh."""
    parts = []
    if asked.least:
        parts.append(_("at least %(least)s%%") % {"least": asked.least})
    if asked.needed > 1:
        parts.append(_("%(needed)s pieces of evidence") % {"needed": asked.needed})
    if asked.valid_days is not None:
        parts.append(_("not older than %(days)s days") % {"days": asked.valid_days})
    else:
        parts.append(_("counts for good"))
    return pgettext("between listed values", ", ").join(parts)


def state_text(standing: CriterionStanding) -> str:
    """Return how a criterion stands, in words that say why."""
    share = _newest_percent(standing)
    if standing.state == CriterionState.SHORT and standing.asked.needed > 1:
        return _("%(found)s of %(needed)s") % {
            "found": standing.found,
            "needed": standing.asked.needed,
        }
    if standing.state == CriterionState.REFUTED and share is not None and share < standing.asked.least:
        return _("%(percent)s%% instead of %(least)s%%") % {
            "percent": share,
            "least": standing.asked.least,
        }
    return str(standing.state.label)


def finding_text(finding: Finding) -> str:
    """Return what a piece of evidence is called; what was measured, for what has no name."""
    measured = _("%(percent)s%%") % {"percent": finding.percent}
    if finding.percent is None:
        return finding.text
    return f"{measured} · {finding.text}" if finding.text else measured


def level_sentence(standing: Standing) -> str:
    """Return what the ladder finds, in one sentence."""
    proven = str(standing.proven.label) if standing.proven else ""
    declared = str(standing.declared.label) if standing.declared else ""
    if not proven:
        text = _("Evidence supports no level yet")
        if declared:
            text = _("Declared is “%(declared)s”, but evidence supports no level")
    elif rank_of(standing.proven) < rank_of(standing.declared):
        text = _("Declared is “%(declared)s”, but evidence supports only “%(proven)s”")
    elif not declared:
        text = _("Evidence supports “%(proven)s”; no level is declared yet")
    elif standing.is_ready:
        text = _("Evidence supports “%(proven)s”, more than the declared “%(declared)s”")
    else:
        text = _("“%(proven)s” is declared and shown by evidence")
    return text % {"proven": proven, "declared": declared}


def finding_of(standing: Standing) -> str:
    """Return what the ladder finds and what the next level lacks."""
    now, missing = level_sentence(standing), missing_text(standing)
    return _("%(first)s; %(second)s") % {"first": now, "second": missing} if missing else now


def missing_text(standing: Standing) -> str:
    """Return how many criteria the next level lacks; empty at the top."""
    if standing.following is None:
        return ""
    return ngettext(
        "%(count)s criterion is missing for “%(level)s”",
        "%(count)s criteria are missing for “%(level)s”",
        len(standing.missing),
    ) % {"count": len(standing.missing), "level": standing.following.label}


def gap_promise(standing: CriterionStanding) -> str:
    """Return what a promise that closes a gap begins with."""
    return _("Show for the level “%(level)s”: %(criterion)s") % {
        "level": Level(standing.asked.level).label,
        "criterion": standing.asked.label,
    }


def _newest_percent(standing: CriterionStanding) -> int | None:
    return next((each.percent for each in standing.findings if each.percent is not None), None)
