"""Criteria of a card as rows: gaps, the way up, and what is done about them."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.scorecards.standing import CardStanding, CriterionGap
from tongxin.web.scorecards.pages import ActionLine, GapLine
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind
from tongxin.web.work.lines import Act, WorkLine
from tongxin.wording.scorecards import figure, signed

if TYPE_CHECKING:
    from kamkit.scorecards.score import Improvement
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.scorecards.models import ScorecardAction, ScorecardCriterion

STATES: dict[str, Kind] = {"OPEN": "plain", "KEPT": "good", "DROPPED": "unknown"}


def gap_line(gap: CriterionGap, account: "Account", *, may_edit: bool) -> GapLine:
    """Return a criterion with our score, the one before, the best rival's, and the promises that are to raise it."""
    criterion = gap.criterion
    kind, state = _state(gap)
    scale = _("%(lowest)s to %(highest)s") % {
        "lowest": criterion.lowest,
        "highest": figure(criterion.highest),
    }
    least = _("at least %(minimum)s") % {"minimum": figure(criterion.minimum)}
    best_of = gap.best_of.competitor.name if gap.best_of and gap.best_of.competitor else ""
    return GapLine(
        element=element_of(criterion),
        name=criterion.name,
        url=record_url("web:scorecard_criterion", criterion.uid),
        note=scale if criterion.minimum is None else f"{scale} · {least}",
        weight=f"{figure(criterion.weight)}%",
        ours=figure(gap.ours),
        change=signed(gap.change) if gap.change is not None else "",
        best=figure(gap.best),
        best_of=best_of,
        kind=kind,
        state=state,
        actions=tuple(_action(each) for each in gap.actions),
        plan_url=plan_url(criterion, account) if may_edit else "",
    )


def way_line(
    way: "tuple[ScorecardCriterion, Improvement]", standing: CardStanding, *, may_edit: bool
) -> WorkLine:
    """Return one criterion to be raised on the way to the next grade."""
    criterion, improvement = way
    element = f"way-{criterion.uid}"
    plan = Act(
        element=f"{element}-promise",
        label=pgettext("verb", "Plan an improvement"),
        url=plan_url(criterion, standing.account),
    )
    told = {
        "criterion": criterion.name,
        "now": figure(improvement.from_),
        "to": figure(improvement.to),
    }
    return WorkLine(
        element=element,
        title=_("%(criterion)s: from %(now)s to %(to)s") % told,
        url=f"#{element_of(criterion)}",
        notes=(_("effort %(effort)s of 5 for each point") % {"effort": criterion.effort},),
        due="",
        is_late=False,
        acts=(plan,) if may_edit else (),
        sign="watch",
        sign_word=pgettext("scorecard", "To be raised"),
    )


def element_of(criterion: "ScorecardCriterion") -> str:
    """Return the id of a criterion's row."""
    return f"criterion-{criterion.uid}"


def plan_url(criterion: "ScorecardCriterion", account: "Account") -> str:
    """Return where an improvement by a criterion is planned as a promise."""
    asked = {
        "account": account.uid,
        "criterion": criterion.uid,
        "text": _("Raise the score of %(criterion)s") % {"criterion": criterion.name},
        "next": record_url("web:account_scorecard", account.uid),
    }
    return f"{reverse('web:promise_new')}?{urlencode(asked)}"


def _state(gap: CriterionGap) -> tuple[Kind, str]:
    if gap.ours is None:
        return "unknown", pgettext("score", "Unknown")
    if gap.criterion.minimum is not None and gap.ours < gap.criterion.minimum:
        return "bad", pgettext("score", "Below the minimum")
    if gap.behind is not None and gap.behind > 0:
        return "watch", _("%(points)s behind the best") % {"points": figure(gap.behind)}
    if gap.behind is not None:
        return "good", pgettext("score", "Not behind")
    return "plain", pgettext("score", "Scored")


def _action(action: "ScorecardAction") -> ActionLine:
    promise = action.promise
    return ActionLine(
        text=promise.text,
        url=record_url("web:promise", promise.uid),
        kind=STATES[promise.state],
        state=promise.get_state_display(),
        owner=promise.owner.display_name,
        due=promise.due_on,
        gain=f"+{figure(action.gain)}" if action.gain else "",
    )
