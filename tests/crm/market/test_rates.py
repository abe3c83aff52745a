from datetime import date
from decimal import Decimal

import pytest
from tests.factories import AT, make_actor

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing, Refusal
from tongxin.crm.market import rates
from tongxin.crm.market.rates import RateRefused

pytestmark = pytest.mark.django_db
JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)


def add(currency="USD", valid_from=JANUARY, rate="31.5", actor=None, **more):
    return rates.add_rate(
        actor=actor, at=AT, currency=currency, valid_from=valid_from, rate=Decimal(rate), **more
    )


def test_the_latest_rate_on_or_before_the_day_counts():
    first, second = add(), add(valid_from=JUNE, rate="32", source=" Bank of Taiwan ")
    assert second.source == "Bank of Taiwan"
    days = {JANUARY: first, date(2026, 5, 31): first, JUNE: second, date(2027, 1, 1): second}
    assert {day: rates.rate_on("USD", day) for day in days} == days
    assert list(rates.all_rates()) == [second, first]


def test_before_the_first_rate_there_is_none():
    add()
    for attempt in (
        lambda: rates.rate_on("USD", date(2025, 12, 31)),
        lambda: rates.convert(Decimal(1), "USD", date(2025, 12, 31)),
        lambda: rates.convert(Decimal(1), "EUR", JUNE),
    ):
        with pytest.raises(RateRefused, match="NO_RATE"):
            attempt()


def test_amounts_are_rounded_half_up_to_two_places():
    add(rate="31.505")
    assert rates.convert(Decimal("1.00"), "USD", JANUARY) == Decimal("31.51")
    assert rates.convert(Decimal("3.00"), "USD", JANUARY) == Decimal("94.52")


def test_the_reporting_currency_needs_no_rate(settings):
    assert rates.convert(Decimal("12.345"), settings.REPORTING_CURRENCY, JANUARY) == Decimal("12.345")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"currency": "usd"}, "CURRENCY_UNKNOWN"),
        ({"currency": "US"}, "CURRENCY_UNKNOWN"),
        ({"currency": "ＵＳＤ"}, "CURRENCY_UNKNOWN"),
        ({"currency": "U5D"}, "CURRENCY_UNKNOWN"),
        ({"currency": "TWD"}, "RATE_OF_REPORTING_CURRENCY"),
        ({"rate": "0"}, "RATE_NOT_POSITIVE"),
        ({"rate": "-1"}, "RATE_NOT_POSITIVE"),
        ({}, "RATE_TAKEN"),
    ],
)
def test_what_is_no_rate(values, code):
    add()
    with pytest.raises(Refusal, match=code):
        add(**values)


def test_a_rate_is_taken_back_and_the_log_keeps_what_it_was():
    boss = make_actor(roles=["ADMINISTRATOR"])
    rate = add(actor=boss)
    rates.remove_rate(actor=boss, at=AT, rate=rates.get_rate(rate.uid))
    created, deleted = AuditEvent.objects.filter(object_kind=Kind.RATE)
    assert (created.verb, deleted.verb) == (Verb.CREATED, Verb.DELETED)
    assert "31.5" in deleted.object_label
    with pytest.raises(Missing):
        rates.get_rate(rate.uid)


def test_administrators_only():
    kam, rate = make_actor(), add()
    with pytest.raises(Denied):
        add(actor=kam, valid_from=JUNE)
    with pytest.raises(Denied):
        rates.remove_rate(actor=kam, at=AT, rate=rate)
