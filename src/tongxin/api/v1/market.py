"""The market: who competes with us, what we sell, what money is worth."""

from typing import TYPE_CHECKING

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.market import (
    CompetitorChange,
    CompetitorIn,
    CompetitorOut,
    ProductChange,
    ProductIn,
    ProductOut,
    RateIn,
    RateOut,
)
from tongxin.common.access import holding, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.market import actions, rates, selectors
from tongxin.crm.market.rates import RATE_LIST
from tongxin.crm.market.selectors import COMPETITOR_LIST, PRODUCT_LIST, get_competitor, get_product

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.market.models import Competitor, ExchangeRate, Product

router = ApiRouter(tags=["market"])


@router.page("/competitors", of=CompetitorOut, listing=COMPETITOR_LIST, access=signed_in())
def competitors(request: ApiRequest) -> "Page[Competitor]":
    """List competitors."""
    return selectors.list_competitors(request.actor, request.query)


@router.make("/competitors", of=CompetitorOut, access=signed_in())
def make_competitor(request: ApiRequest, sent: CompetitorIn) -> "Competitor":
    """Add a competitor."""
    return made(
        request, actions.add_competitor(actor=request.actor, at=now(), values=sent.dict()), "competitor"
    )


@router.show(
    "/competitors/{uid}", of=CompetitorOut, listing=COMPETITOR_LIST, access=signed_in(uid="COMPETITOR")
)
def competitor(request: ApiRequest, uid: str) -> "Competitor":
    """Show a competitor."""
    return tag(request, get_competitor(uid))


@router.change("/competitors/{uid}", of=CompetitorOut, access=signed_in(uid="COMPETITOR"))
def change_competitor(request: ApiRequest, uid: str, sent: CompetitorChange) -> "Competitor":
    """Change what we know of a competitor, or stop offering it."""
    found = get_competitor(uid)
    changed = actions.change_competitor(
        actor=request.actor,
        at=now(),
        competitor=found,
        values=values_of(request, sent),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


@router.page("/products", of=ProductOut, listing=PRODUCT_LIST, access=signed_in())
def products(request: ApiRequest) -> "Page[Product]":
    """List products."""
    return selectors.list_products(request.actor, request.query)


@router.make("/products", of=ProductOut, access=signed_in())
def make_product(request: ApiRequest, sent: ProductIn) -> "Product":
    """Add a product."""
    return made(request, actions.add_product(actor=request.actor, at=now(), values=sent.dict()), "product")


@router.show("/products/{uid}", of=ProductOut, listing=PRODUCT_LIST, access=signed_in(uid="PRODUCT"))
def product(request: ApiRequest, uid: str) -> "Product":
    """Show a product."""
    return tag(request, get_product(uid))


@router.change("/products/{uid}", of=ProductOut, access=signed_in(uid="PRODUCT"))
def change_product(request: ApiRequest, uid: str, sent: ProductChange) -> "Product":
    """Change a product, or stop offering it."""
    found = get_product(uid)
    changed = actions.change_product(
        actor=request.actor,
        at=now(),
        product=found,
        values=values_of(request, sent),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


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


@router.drop("/exchange-rates/{uid}", versioned=False, access=holding(Right.ADMINISTER, uid="RATE"))
def drop_exchange_rate(request: ApiRequest, uid: str) -> None:
    """Take an exchange rate back; the log keeps what it was."""
    rates.remove_rate(actor=request.actor, at=now(), rate=rates.get_rate(uid))
