"""What the open deals bring by fiscal quarter: bands, what each deal contributes, and the seed that gives the same again."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kamkit.forecasting.money import PeriodForecast
from tongxin.analytics.forecast import DRAWS, Forecast, forecast
from tongxin.common.clock import today
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.pages import address
from tongxin.web.lists.readers import params_of, query_of
from tongxin.web.opportunities.columns import columns_for
from tongxin.web.opportunities.totals import LAYOUT_ONLY
from tongxin.web.shell.addresses import record_url
from tongxin.wording.reasons import reason_text

MOST_DEALS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """A fiscal quarter or year: what nine, five and one of ten futures exceed, and the expectation."""

    label: str
    low: Decimal
    middle: Decimal
    high: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastLine:
    """What a deal contributes: by expectation, as a part of it, and as a part of the uncertainty."""

    name: str
    url: str
    account: str
    chance: str
    expected: Decimal
    part: str
    spread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPage:
    """The forecast of the deals that meet the address."""

    list_url: str
    currency: str
    quarters: tuple[BandLine, ...]
    years: tuple[BandLine, ...]
    deals: tuple[ForecastLine, ...]
    more: int
    counted: int
    left_out: int
    reasons: tuple[str, ...]
    seed: int
    draws: int


@require_GET
def opportunity_forecast(request: PageRequest) -> HttpResponse:
    """Show what the visible open deals that meet the address bring, by fiscal quarter and year."""
    params = {
        name: values
        for name, values in params_of(request, OPPORTUNITY_LIST).items()
        if name not in (*LAYOUT_ONLY, "seed")
    }
    query = query_of(OPPORTUNITY_LIST, params, actor=request.actor, columns=columns_for(request.actor))
    found = forecast(request.actor, query, as_of=today(), seed=_seed(request.GET.get("seed", "")))
    return render(request, "opportunities/forecast.html", {"page": _page(found, params)})


def _seed(text: str) -> int:
    """Return the seed of an address; what is no seed is the first one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _page(found: Forecast, params: dict[str, list[str]]) -> ForecastPage:
    result = found.result
    return ForecastPage(
        list_url=address(reverse("web:opportunities"), params),
        currency=reporting_currency(),
        quarters=tuple(_band(each) for each in result.quarters),
        years=tuple(_band(each) for each in result.years),
        deals=tuple(
            ForecastLine(
                name=found.deals[each.id].name,
                url=record_url("web:opportunity", each.id),
                account=found.deals[each.id].account,
                chance=f"{found.deals[each.id].percent}%",
                expected=_money(each.expected),
                part=f"{each.share_of_expected * 100:.1f}%",
                spread=f"{each.share_of_variance * 100:.1f}%",
            )
            for each in result.deals[:MOST_DEALS]
        ),
        more=max(len(result.deals) - MOST_DEALS, 0),
        counted=len(result.deals),
        left_out=found.left_out,
        reasons=tuple(reason_text(reason) for reason in found.reasons),
        seed=result.seed,
        draws=DRAWS,
    )


def _band(period: PeriodForecast) -> BandLine:
    low, middle, high = (_money(each.amount) for each in period.quantiles)
    label = str(period.year) if period.quarter is None else f"{period.year} Q{period.quarter}"
    return BandLine(label=label, low=low, middle=middle, high=high, expected=_money(period.expected))


def _money(amount: float) -> Decimal:
    return Decimal(round(amount))
