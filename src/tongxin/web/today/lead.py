"""The sentence at the top of Today: what to do first, and what else there is."""

from datetime import date

from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from kamkit.reasons import Code, ReasonCode
from tongxin.analytics.worklist import Worklist, WorkRow
from tongxin.web.shell import days
from tongxin.web.shell.cutting import cut

LONGEST = 40


def lead_of(worklist: Worklist, *, as_of: date, may_log: bool = True) -> str:
    """Return one or two sentences: the thing to begin with, then how many promises and meetings follow."""
    first = worklist.first
    if first is None and not may_log:
        return str(_("Nothing is due for you today."))
    if first is None:
        return str(_("Nothing is due today. A good day to meet somebody you have not seen for long."))
    text = _begin(first)
    for sentence in (_promises_left(worklist), _meetings_left(worklist, as_of)):
        if sentence:
            text = str(_("%(first)s %(second)s")) % {"first": text, "second": sentence}
    return text


BEGINNINGS: dict[Code, LazyText] = {
    ReasonCode.OUR_PROMISE_OVERDUE: _("Start with our late promise: %(name)s."),
    ReasonCode.OUR_PROMISE_DUE: _("Start with what we promised: %(name)s."),
    ReasonCode.THEIR_PROMISE_OVERDUE: _("Ask first for what they promised: %(name)s."),
    ReasonCode.THEIR_PROMISE_DUE: _("Ask first for what they promised: %(name)s."),
    ReasonCode.NEXT_STEP_OVERDUE: _("Take the next step first: %(name)s."),
    ReasonCode.NEXT_STEP_DUE: _("Take the next step first: %(name)s."),
    ReasonCode.VISIT_TODAY: _("Prepare the meeting at %(time)s: %(name)s."),
    ReasonCode.PERSON_NOT_MET: _("Nothing is due; make an appointment with %(name)s."),
    ReasonCode.PERSON_NEVER_MET: _("Nothing is due; make an appointment with %(name)s."),
    ReasonCode.SINGLE_THREADED: _("Nothing is due; get to know somebody else at %(name)s."),
}
OTHERWISE = _("Nothing is due; look at %(name)s first.")


def _begin(row: WorkRow) -> str:
    text = str(BEGINNINGS.get(row.first.code, OTHERWISE))
    time = days.clock_time(row.visit.occurred_at) if row.visit else ""
    said = text % {"name": _name(row), "time": time}
    # A name that was cut ends the sentence with its ellipsis.
    return said[:-1] if said.endswith(("….", "…。")) else said


def _name(row: WorkRow) -> str:
    if row.promise is not None:
        name = row.promise.text
    elif row.visit is not None:
        name = row.visit.text
    elif row.opportunity is not None:
        named_by_step = row.first.code in {ReasonCode.NEXT_STEP_DUE, ReasonCode.NEXT_STEP_OVERDUE}
        name = row.opportunity.next_step if named_by_step else row.opportunity.name
    elif row.person is not None:
        name = row.person.full_name
    else:
        name = row.account.display_name if row.account else ""
    name = " ".join(name.split()).rstrip("。.")
    return cut(name, LONGEST)


def _promises_left(worklist: Worklist) -> str:
    left = worklist.counts.promises - (
        1 if worklist.first is not None and worklist.first.promise is not None else 0
    )
    if not left:
        return ""
    return ngettext(
        "%(count)s more promise is due by tomorrow.", "%(count)s more promises are due by tomorrow.", left
    ) % {"count": left}


def _meetings_left(worklist: Worklist, as_of: date) -> str:
    planned = [
        row.visit
        for row in worklist.visits
        if row.visit is not None
        and row.visit != (worklist.first.visit if worklist.first is not None else None)
        and timezone.localdate(row.visit.occurred_at) == as_of
    ]
    if not planned:
        return ""
    times = _together([days.clock_time(visit.occurred_at) for visit in planned])
    return ngettext("There is a meeting at %(times)s.", "There are meetings at %(times)s.", len(planned)) % {
        "times": times
    }


def _together(times: list[str]) -> str:
    *others, last = times
    if not others:
        return last
    return pgettext("between times", ", ").join(others) + pgettext("before the last time", " and ") + last
