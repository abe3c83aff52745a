"""The customer's scorecards of one account."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongxin.analytics.scorecards.standing import CardStanding, standings_of
from tongxin.audit.choices import Kind
from tongxin.common.clock import today
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.below import sections_below
from tongxin.web.scorecards.drawing import trend_picture
from tongxin.web.scorecards.lines import gap_line, way_line
from tongxin.web.scorecards.pages import AccountScorecardPage, CardSection
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.wording.scorecards import fallen_text, figure, overdue_text, threat_text, told_reasons

MOST_THREATS = 3


@require_GET
def account_scorecard(request: PageRequest, uid: str) -> HttpResponse:
    """Show how we and rivals stand by the customer's own cards, what closes the gap and what threatens the grade."""
    account = get_account_for(request.actor, uid)
    head = account_head(request, account, "scorecard")
    asked = urlencode({"account": uid, "next": request.path})
    page = AccountScorecardPage(
        cards=tuple(
            _section(request, each, may_edit=head.may_edit)
            for each in standings_of(request.actor, [account], as_of=today())
        ),
        new_url=f"{reverse('web:scorecard_new')}?{asked}" if head.may_edit else "",
        below=sections_below(request, Kind.ACCOUNT, account, "scorecard"),
    )
    return render(request, "scorecards/account.html", {"page": page, "head": head})


def _section(request: PageRequest, standing: CardStanding, *, may_edit: bool) -> CardSection:
    card, latest = standing.edition.card, standing.latest
    anchor = f"card-{card.uid}"
    following = standing.next_grade
    is_usable = standing.edition.is_whole
    return CardSection(
        anchor=anchor,
        name=card.name,
        url=record_url("web:scorecard", card.uid),
        about=_about(request, standing),
        doubt="" if is_usable else _doubt(standing),
        fallen=fallen_text(standing),
        overdue=overdue_text(standing),
        trend=trend_picture(standing, f"trend-{card.uid}", may_edit=may_edit),
        gaps=tuple(gap_line(each, card.account, may_edit=may_edit) for each in standing.gaps),
        next_title=_("The way to “%(grade)s” with the least effort") % {"grade": following.name}
        if following
        else "",
        ways=tuple(way_line(each, standing, may_edit=may_edit) for each in standing.improvements),
        threats=tuple(threat_text(each) for each in standing.threats[:MOST_THREATS]),
        threat_title=_("What threatens “%(grade)s”") % {"grade": latest.grade.name}
        if latest and latest.grade
        else "",
        why=told_reasons(standing),
        threats_anchor=f"threats-{card.uid}",
        why_anchor=f"why-{card.uid}",
        enter_url=record_url("web:scorecard_scores_new", card.uid) if may_edit and is_usable else "",
        edition_url=record_url("web:scorecard_editions", card.uid) if may_edit else "",
    )


def _about(request: PageRequest, standing: CardStanding) -> str:
    card = standing.edition.card
    return " · ".join(
        (
            _("edition %(edition)s") % {"edition": card.edition},
            card.get_period_display(),
            card.source,
            days.whole_day(card.stated_on, calendar=reader_of(request).calendar),
        )
    )


def _doubt(standing: CardStanding) -> str:
    if not standing.edition.criteria:
        return _("Enter the criteria first; their weights make 100% together.")
    return _("The weights sum to %(total)s%%, not 100%%: scores cannot be entered yet.") % {
        "total": figure(standing.edition.weight)
    }
