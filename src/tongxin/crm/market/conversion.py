"""Turn many amounts into the reporting currency at once; an amount without a rate stays without one."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

from tongxin.crm.market.models import ExchangeRate

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """An amount in the reporting currency; `amount` is `None` where no rate is known.

    Attributes:
        amount: rounded to cents, half up.
        rate_date: the day from which the rate used held; `None` when none was needed or known.

    """

    amount: Decimal | None
    rate_date: date | None


def convert(amount: Decimal | None, currency: str, *, on: date) -> Converted:
    """Return an amount in the reporting currency, by the newest rate that held on a day."""
    return convert_many([(amount, currency, on)])[0]


def convert_many(amounts: list[tuple[Decimal | None, str, date]]) -> list[Converted]:
    """Return several amounts in the reporting currency; one query, however many they are."""
    foreign = {currency for amount, currency, _ in amounts if amount is not None} - {reporting_currency()}
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    if foreign:
        known = ExchangeRate.objects.filter(currency__in=foreign).order_by("-valid_from")
        for currency, valid_from, rate in known.values_list("currency", "valid_from", "rate"):
            rates.setdefault(currency, []).append((valid_from, rate))
    return [_converted(amount, currency, on, rates.get(currency, [])) for amount, currency, on in amounts]


def reporting_currency() -> str:
    """Return the code of the currency that sums are given in."""
    return str(settings.REPORTING_CURRENCY)


def _converted(
    amount: Decimal | None, currency: str, on: date, rates: list[tuple[date, Decimal]]
) -> Converted:
    if amount is None:
        return Converted(amount=None, rate_date=None)
    if currency == reporting_currency():
        return Converted(amount=amount, rate_date=None)
    for valid_from, rate in rates:
        if valid_from <= on:
            return Converted(amount=(amount * rate).quantize(CENT, ROUND_HALF_UP), rate_date=valid_from)
    return Converted(amount=None, rate_date=None)
