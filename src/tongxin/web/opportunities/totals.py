"""What a list of opportunities comes to: its own page, and the foot of the list when htmx asks."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongxin.common.listing import ListQuery
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import (
    OPPORTUNITY_LIST,
    OutcomeFigures,
    Totals,
    outcome_figures,
    totals,
)
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.pages import address
from tongxin.web.lists.readers import params_of, query_of
from tongxin.web.opportunities.columns import columns_for
from tongxin.web.opportunities.pages import FootView, SumLine, TotalsPage
from tongxin.web.shell.addresses import record_url

LAYOUT_ONLY = ("layout", "month", "by", "after", "sort", "cols")


@require_GET
def opportunity_totals(request: PageRequest) -> HttpResponse:
    """Show count and sum of the visible deals that meet the address, by outcome; htmx gets one line of it.

    The list itself counts no further than its page needs, so that it costs the same with a million deals.
    """
    params = {
        name: values
        for name, values in params_of(request, OPPORTUNITY_LIST).items()
        if name not in LAYOUT_ONLY
    }
    query = query_of(OPPORTUNITY_LIST, params, actor=request.actor, columns=columns_for(request.actor))
    if wants_fragment(request):
        return render(request, "opportunities/_foot.html", {"foot": _foot(request, query)})
    page = _page(totals(request.actor, query), address(reverse("web:opportunities"), params))
    return render(request, "opportunities/totals.html", {"page": page})


def _foot(request: PageRequest, query: ListQuery) -> FootView:
    figures = outcome_figures(request.actor, query)
    return FootView(sum=_sum(figures), parts=_parts(figures), currency=reporting_currency())


def _page(found: Totals, list_url: str) -> TotalsPage:
    return TotalsPage(
        list_url=list_url,
        currency=reporting_currency(),
        sum=_sum(found.by_outcome),
        parts=_parts(found.by_outcome),
        win_rate="" if found.win_rate is None else f"{found.win_rate * 100:.2f}%",
        days_to_win="" if found.days_to_win is None else f"{found.days_to_win:.2f}",
        quarters=tuple(
            SumLine(
                label=f"{item.starts_on.year} Q{(item.starts_on.month + 2) // 3}",
                count=f"{item.count:,}",
                amount=item.amount,
            )
            for item in found.won_by_quarter
        ),
        accounts=tuple(
            SumLine(
                label=item.name,
                count=f"{item.count:,}",
                amount=item.amount,
                url=record_url("web:account", item.uid),
            )
            for item in found.top_accounts
        ),
    )


def _parts(figures: tuple[OutcomeFigures, ...]) -> tuple[SumLine, ...]:
    return tuple(
        SumLine(label=str(Outcome(item.outcome).label), count=f"{item.count:,}", amount=item.amount)
        for item in figures
    )


def _sum(figures: tuple[OutcomeFigures, ...]) -> SumLine:
    return SumLine(
        label=pgettext("totals", "All"),
        count=f"{sum(item.count for item in figures):,}",
        amount=sum((item.amount for item in figures), Decimal(0)),
    )
