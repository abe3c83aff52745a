"""Committees in danger and touches that are due, as rows of Today."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.crm.committees.choices import Danger
from tongxin.crm.committees.touches import Touch
from tongxin.crm.committees.watch import STALE_DAYS, CommitteeWarning, Watch
from tongxin.web.committees.places import committee_url
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell.addresses import record_url
from tongxin.web.work.lines import Act, WorkLine, account_name, due_text, join_notes, log_url
from tongxin.wording.committees import danger_text

MOST = 8


def danger_lines(found: Watch, *, may_log: bool) -> tuple[WorkLine, ...]:
    """Return what is dangerous about somebody's committees, the worst first."""
    return tuple(_danger(each, may_log=may_log) for each in found.warnings[:MOST])


def touch_lines(found: Watch, reader: CellContext, *, may_log: bool) -> tuple[WorkLine, ...]:
    """Return the touches of senior relationships that are due, the latest first."""
    return tuple(_touch(each, reader, may_log=may_log) for each in found.touches[:MOST])


def _danger(each: CommitteeWarning, *, may_log: bool) -> WorkLine:
    committee = each.committee
    element = f"danger-{each.code.lower()}-{committee.uid}"
    deal = committee.opportunity.uid if committee.opportunity is not None else ""
    log = Act(
        element=f"{element}-log",
        label=pgettext("verb", "Log"),
        url=log_url(account=committee.account.uid, opportunity=deal),
    )
    return WorkLine(
        element=element,
        title=danger_text(each.code, each.names, STALE_DAYS),
        url=committee_url(committee),
        notes=(account_name(committee.account), committee.name),
        due="",
        is_late=False,
        acts=(log,) if may_log else (),
        sign="bad" if each.code == Danger.NO_DECISION_MAKER else "watch",
        sign_word=str(each.code.label),
    )


def _touch(touch: Touch, reader: CellContext, *, may_log: bool) -> WorkLine:
    kept = touch.sponsorship
    element = f"touch-{kept.uid}"
    person = touch.person
    log = Act(
        element=f"{element}-log",
        label=pgettext("verb", "Log"),
        url=log_url(account=kept.account.uid, person=person.uid if person is not None else ""),
    )
    return WorkLine(
        element=element,
        title=person.full_name if person is not None else _("Somebody you may not see"),
        url=record_url("web:sponsorship", kept.uid),
        notes=join_notes(
            (account_name(kept.account), kept.sponsor.display_name, kept.purpose, kept.agenda[:60])
        ),
        due=due_text(touch.due_on, reader),
        is_late=touch.due_on < reader.as_of,
        acts=(log,) if may_log else (),
        sign="bad" if touch.due_on < reader.as_of else "watch",
        sign_word=pgettext("touch", "due"),
    )
