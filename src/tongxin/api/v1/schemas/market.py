"""Competitors, products and exchange rates in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.accounts import Amount, Currency, LongName, Text200

Judged = Annotated[str, StringConstraints(max_length=10_000)]
ProductCode = Annotated[str, StringConstraints(max_length=60)]
Series = Annotated[str, StringConstraints(max_length=120)]
# Without a list price, a product needs no currency.
CurrencyOrNone = Annotated[str, StringConstraints(pattern="^([A-Z]{3})?$")]
Worth = Annotated[Decimal, Field(gt=0, lt=10_000_000_000, max_digits=18, decimal_places=8)]


class CompetitorOut(Representation):
    """A supplier we meet at customers; `is_active` says whether forms offer it."""

    uid: str
    version: int
    name: str
    website: str
    strengths: str
    weaknesses: str
    price_behaviour: str
    is_active: bool
    created_at: datetime
    updated_at: datetime


class CompetitorIn(Input):
    """A competitor to be added; the name is enough."""

    name: LongName
    website: Text200 = ""
    strengths: Judged = ""
    weaknesses: Judged = ""
    price_behaviour: Judged = ""
    is_active: bool = True


class CompetitorChange(Input):
    """What is changed about a competitor; one with `is_active` false stays on its deals, forms no longer offer it."""

    name: LongName = optional()
    website: Text200 = optional()
    strengths: Judged = optional()
    weaknesses: Judged = optional()
    price_behaviour: Judged = optional()
    is_active: bool = optional()


class ProductOut(Representation):
    """Something we sell; `is_active` says whether forms offer it."""

    uid: str
    version: int
    name: str
    code: str
    series: str
    list_price: Decimal | None
    currency: str
    is_active: bool
    created_at: datetime
    updated_at: datetime


class ProductIn(Input):
    """A product to be added; the name is enough, a price needs its currency."""

    name: LongName
    code: ProductCode = ""
    series: Series = ""
    list_price: Amount | None = None
    currency: CurrencyOrNone = ""
    is_active: bool = True


class ProductChange(Input):
    """What is changed about a product."""

    name: LongName = optional()
    code: ProductCode = optional()
    series: Series = optional()
    list_price: Amount | None = None
    currency: CurrencyOrNone = optional()
    is_active: bool = optional()


class RateOut(Representation):
    """What one unit of a currency is worth in the reporting currency from a day on."""

    uid: str
    currency: str
    valid_from: date
    rate: Decimal
    source: str
    created_at: datetime


class RateIn(Input):
    """A rate to be kept; a wrong one is deleted and entered anew."""

    currency: Currency
    valid_from: date
    rate: Worth
    source: Annotated[str, StringConstraints(max_length=120)] = ""
