"""Scorecards that ask for something, as rows of Today: scores of a period that ended, and a grade that fell."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.scorecards.standing import CardStanding, standings_of
from tongxin.common.actor import Actor
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell.addresses import record_url
from tongxin.web.work.lines import Act, WorkLine, account_name
from tongxin.wording.scorecards import fallen_text, overdue_text

# For so many days after it was stated a lower grade is told of.
FRESH = timedelta(days=90)


def card_work(
    actor: Actor, reader: CellContext, mine: Collection[int], *, may_log: bool
) -> tuple[WorkLine, ...]:
    """Return what the scorecards of somebody's own accounts ask for; a grade that fell before scores to enter."""
    standings = standings_of(actor, owners=mine, as_of=reader.as_of)
    fallen = [
        _line(each, fallen_text(each), "fallen")
        for each in standings
        if each.has_fallen and each.latest and each.latest.sheet.stated_on >= reader.as_of - FRESH
    ]
    overdue = [
        _line(each, overdue_text(each), "overdue", may_enter=may_log and each.edition.is_whole)
        for each in standings
        if each.overdue
    ]
    return (*fallen, *overdue)


def _line(standing: CardStanding, text: str, about: str, *, may_enter: bool = False) -> WorkLine:
    uid = standing.edition.card.uid
    element = f"card-{about}-{uid}"
    enter = Act(
        element=f"{element}-enter",
        label=_("Enter scores"),
        url=record_url("web:scorecard_scores_new", uid),
    )
    is_fallen = about == "fallen"
    return WorkLine(
        element=element,
        title=text,
        url=f"{record_url('web:account_scorecard', standing.account.uid)}#card-{uid}",
        notes=(account_name(standing.account), standing.name),
        due="",
        is_late=is_fallen,
        acts=(enter,) if may_enter else (),
        sign="bad" if is_fallen else "watch",
        sign_word=pgettext("scorecard", "Grade fell")
        if is_fallen
        else pgettext("scorecard", "Scores missing"),
    )
