"""The opportunities of one account, as a part of its pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from tongxin.common.listing import ListQuery
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST, opportunities_of_account, outcome_figures
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.pages import AccountDealLine, AccountDealsPage
from tongxin.web.opportunities.texts import (
    OUTCOME_CHIPS,
    days_in_stage,
    days_text,
    is_late,
    money_text,
    next_step_text,
    window_text,
)


@require_GET
def account_opportunities(request: PageRequest, uid: str) -> HttpResponse:
    """Show the deals of an account, the running ones first."""
    account = get_account_for(request.actor, uid)
    reader = reader_of(request)
    lines = tuple(
        AccountDealLine(
            uid=deal.uid,
            name=deal.name,
            stage=deal.stage.label if deal.is_open else "",
            days=days_text(days_in_stage(deal, reader)) if deal.is_open else "",
            outcome=deal.get_outcome_display(),
            outcome_kind=OUTCOME_CHIPS[deal.outcome],
            amount=deal.amount,
            currency=deal.currency,
            close=window_text(deal.close_from, deal.close_to, reader),
            next_step=next_step_text(deal, reader),
            is_late=is_late(deal, reader),
            is_open=deal.is_open,
        )
        for deal in opportunities_of_account(request.actor, account)
    )
    page = AccountDealsPage(lines=lines, summary=_summary(request, uid))
    head = account_head(request, account, "opportunities")
    return render(request, "opportunities/of_account.html", {"page": page, "head": head})


def _summary(request: PageRequest, uid: str) -> str:
    reader = reader_of(request)
    figures = {item.outcome: item for item in outcome_figures(request.actor, _about(request, uid))}
    running, won = figures.get(Outcome.OPEN), figures.get(Outcome.WON)
    parts = []
    if running:
        amount = money_text(running.amount, reporting_currency(), reader)
        parts.append(
            ngettext("%(count)s running, %(amount)s", "%(count)s running, %(amount)s", running.count)
            % {"count": f"{running.count:,}", "amount": amount}
        )
    if won:
        amount = money_text(won.amount, reporting_currency(), reader)
        parts.append(_("%(count)s won, %(amount)s") % {"count": f"{won.count:,}", "amount": amount})
    return pgettext("between parts of a sentence", "; ").join(parts)


def _about(request: PageRequest, uid: str) -> ListQuery:
    return OPPORTUNITY_LIST.parse({"account": [uid]}, actor=request.actor)
