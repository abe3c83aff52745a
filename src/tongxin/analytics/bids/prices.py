"""Prices of several bidders on one base: one currency, by the rates of one day, with or without VAT as ours is."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tongxin.crm.bids.choices import VatBasis
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.market.rates import rate_on

CENT = Decimal("0.01")
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A price as it was offered, and on the base on which bids are compared.

    Attributes:
        amount: in the bid's currency and with or without VAT as our price is, rounded half up to cents.
        offered: as entered, in `currency`.
        basis: with or without VAT, as entered.
        rate: what one unit of `currency` was worth in the bid's; `None` where both are the same.
        rate_date: the day whose rates were used.
        is_converted: whether currency or VAT were changed.
    """

    amount: Decimal
    offered: Decimal
    currency: str
    basis: str
    rate: Decimal | None = None
    rate_date: date | None = None
    is_converted: bool = False


def compared(amount: Decimal, currency: str, basis: str, *, bid: Bid, name: str, on: date) -> Compared:
    """Return a price on the base of a bid; nothing is rounded before the end.

    Raises:
        BidRefused: `OFFER_VAT_UNSAID`, `VAT_RATE_MISSING`, `OFFER_WITHOUT_CURRENCY`.
        RateRefused: `NO_RATE`, the currency has no rate on that day.

    """
    if VatBasis.UNSAID in {basis, bid.vat_basis}:
        raise BidRefused("OFFER_VAT_UNSAID", field="vat_basis", name=name)
    own = bid.currency
    if not (own and currency):
        raise BidRefused("OFFER_WITHOUT_CURRENCY", field="currency", name=name)
    exact = Fraction(amount) * _vat_factor(basis, bid)
    rate = Fraction(1) if currency == own else _worth(currency, on) / _worth(own, on)
    return Compared(
        amount=rounded(exact * rate),
        offered=amount,
        currency=currency,
        basis=basis,
        rate=None if currency == own else rounded(rate, Decimal("0.00000001")),
        rate_date=None if currency == own else on,
        is_converted=currency != own or basis != bid.vat_basis,
    )


def rounded(exact: Fraction, step: Decimal = CENT) -> Decimal:
    """Return an exact figure rounded half up to a step."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, ROUND_HALF_UP)


def _vat_factor(basis: str, bid: Bid) -> Fraction:
    if basis == bid.vat_basis:
        return Fraction(1)
    if bid.vat_rate is None:
        raise BidRefused("VAT_RATE_MISSING", field="vat_rate")
    gross = 1 + Fraction(bid.vat_rate) / HUNDRED
    return gross if basis == VatBasis.NET else 1 / gross


def _worth(currency: str, on: date) -> Fraction:
    return Fraction(1) if currency == reporting_currency() else Fraction(rate_on(currency, on).rate)
