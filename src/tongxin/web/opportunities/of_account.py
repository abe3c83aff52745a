"""The opportunities of one account, as a part of its pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import branch_figures, opportunities_of_account
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.pages import AccountOpportunitiesPage, AccountOpportunityLine
from tongxin.web.opportunities.texts import (
    OUTCOME_CHIPS,
    days_in_stage,
    days_text,
    is_late,
    next_step_text,
    sums_text,
    window_text,
)


@require_GET
def account_opportunities(request: PageRequest, uid: str) -> HttpResponse:
    """Show the deals of an account and of those below it, the running ones first."""
    account = get_account_for(request.actor, uid)
    reader = reader_of(request)
    lines = tuple(
        AccountOpportunityLine(
            uid=deal.uid,
            name=deal.name,
            place=deal.account.display_name if deal.account_id != account.pk else "",
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
        for deal in opportunities_of_account(request.actor, account, with_branch=True)
    )
    page = AccountOpportunitiesPage(
        lines=lines, summary=sums_text(branch_figures(request.actor, account), reader)
    )
    head = account_head(request, account, "opportunities")
    return render(request, "opportunities/of_account.html", {"page": page, "head": head})
