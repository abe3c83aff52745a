"""The market: what money is worth; competitors and products have their standard endpoints."""

from typing import TYPE_CHECKING

from tongxin.api.etags import made
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.market import RateIn, RateOut
from tongxin.common.access import holding
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.market import rates
from tongxin.crm.market.rates import RATE_LIST

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.market.models import ExchangeRate

router = ApiRouter(tags=["market"])


@router.page("/exchange-rates", of=RateOut, listing=RATE_LIST, access=holding(Right.ADMINISTER))
def exchange_rates(request: ApiRequest) -> "Page[ExchangeRate]":
    """List exchange rates, the newest of each currency first."""
    return rates.list_rates(request.actor, request.query)


@router.make("/exchange-rates", of=RateOut, access=holding(Right.ADMINISTER))
def make_exchange_rate(request: ApiRequest, sent: RateIn) -> "ExchangeRate":
    """Keep what a currency is worth from a day on."""
    return made(request, rates.add_rate(actor=request.actor, at=now(), **sent.dict()), "exchange_rate")


@router.show(
    "/exchange-rates/{uid}", of=RateOut, listing=RATE_LIST, access=holding(Right.ADMINISTER, uid="RATE")
)
def exchange_rate(request: ApiRequest, uid: str) -> "ExchangeRate":  # noqa: ARG001 - the framework passes it
    """Show an exchange rate."""
    return rates.get_rate(uid)


@router.remove("/exchange-rates/{uid}", versioned=False, access=holding(Right.ADMINISTER, uid="RATE"))
def delete_exchange_rate(request: ApiRequest, uid: str) -> None:
    """Take an exchange rate back; the log keeps what it was."""
    rates.remove_rate(actor=request.actor, at=now(), rate=rates.get_rate(uid))
