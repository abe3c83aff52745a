"""What money is worth: dated rates, and amounts in the reporting currency."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.currencies import check_currency
from tongxin.common.errors import Missing, Refusal
from tongxin.common.listing import Kind as FieldKind
from tongxin.common.listing import ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.rights import Right
from tongxin.crm.market import conversion
from tongxin.crm.market.models import ExchangeRate

RATE_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=FieldKind.CODE),
        ListField(key="currency", path="currency", kind=FieldKind.CODE, sort="currency"),
        ListField(key="valid_from", path="valid_from", kind=FieldKind.DAY, sort="valid_from"),
        ListField(key="rate", path="rate", kind=FieldKind.NUMBER),
        ListField(key="source", path="source"),
        ListField(key="created_at", path="created_at", kind=FieldKind.MOMENT, sort="created_at"),
    ),
    default_sort=(SortKey(key="currency", descending=False), SortKey(key="valid_from", descending=True)),
)


class RateRefused(Refusal):
    """Say why a rate cannot be kept so, or an amount not be converted."""


def all_rates() -> QuerySet[ExchangeRate]:
    """Return every rate, by currency, the newest day first."""
    return ExchangeRate.objects.order_by("currency", "-valid_from")


def list_rates(actor: Actor, query: ListQuery) -> Page[ExchangeRate]:
    """Return one page of rates.

    Raises:
        ListRefused: the query cannot be used.

    """
    return RATE_LIST.page(RATE_LIST.narrow(all_rates(), query, actor=actor), query, actor=actor)


def get_rate(uid: str) -> ExchangeRate:
    """Return one rate.

    Raises:
        Missing: `RATE_MISSING`.

    """
    rate = ExchangeRate.objects.filter(uid=uid).first()
    if rate is None:
        raise Missing("RATE_MISSING", uid=uid)
    return rate


def rate_on(currency: str, on: date) -> ExchangeRate:
    """Return the rate of a currency on a day: the latest one from that day or before.

    Raises:
        RateRefused: `NO_RATE`.

    """
    rate = ExchangeRate.objects.filter(currency=currency, valid_from__lte=on).order_by("-valid_from").first()
    if rate is None:
        raise RateRefused("NO_RATE", field="currency", currency=currency, day=on.isoformat())
    return rate


def convert(amount: Decimal, currency: str, on: date) -> Decimal:
    """Return an amount in the reporting currency at the rate of a day, rounded half up to two places.

    Raises:
        RateRefused: `NO_RATE`.

    """
    converted = conversion.convert(amount, currency, on=on).amount
    if converted is None:
        raise RateRefused("NO_RATE", field="currency", currency=currency, day=on.isoformat())
    return converted


@transaction.atomic
def add_rate(
    *, actor: Actor | None, at: datetime, currency: str, valid_from: date, rate: Decimal, source: str = ""
) -> ExchangeRate:
    """Keep what one unit of a currency is worth in the reporting currency from a day on.

    Args:
        actor: an administrator; `None` for the system itself.
        at: when it is written down.
        currency: ISO 4217 code, capitals.
        valid_from: the first day.
        rate: units of the reporting currency for one unit.
        source: where the rate comes from.

    Raises:
        Denied: the actor may not administer.
        CurrencyRefused: `CURRENCY_UNKNOWN`.
        RateRefused: `RATE_OF_REPORTING_CURRENCY`, `RATE_NOT_POSITIVE`, `RATE_TAKEN`.

    """
    if actor is not None:
        actor.must_have(Right.ADMINISTER)
    _check_rate(currency, valid_from, rate)
    kept = ExchangeRate.objects.create(
        currency=currency, valid_from=valid_from, rate=rate, source=source.strip(), created_at=at
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.RATE, target=kept)
    return kept


@transaction.atomic
def remove_rate(*, actor: Actor, at: datetime, rate: ExchangeRate) -> None:
    """Take a rate back that was entered by mistake; the log keeps what it was.

    Raises:
        Denied: the actor may not administer.

    """
    actor.must_have(Right.ADMINISTER)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.RATE, target=rate)
    rate.delete()


def _check_rate(currency: str, valid_from: date, rate: Decimal) -> None:
    check_currency(currency)
    if currency == settings.REPORTING_CURRENCY:
        raise RateRefused("RATE_OF_REPORTING_CURRENCY", field="currency", currency=currency)
    if rate <= 0:
        raise RateRefused("RATE_NOT_POSITIVE", field="rate")
    if ExchangeRate.objects.filter(currency=currency, valid_from=valid_from).exists():
        raise RateRefused("RATE_TAKEN", field="valid_from", currency=currency, day=valid_from.isoformat())
