"""Exchange rates in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation
from tongxin.api.v1.schemas.accounts import Currency

Worth = Annotated[Decimal, Field(gt=0, lt=10_000_000_000, max_digits=18, decimal_places=8)]


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
