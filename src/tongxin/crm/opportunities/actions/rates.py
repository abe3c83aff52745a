"""Exchange rates, and what running deals are worth by them; closed deals keep the rate of their day."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.crm.market import rates
from tongxin.crm.market.conversion import convert_many, reporting_currency
from tongxin.crm.market.models import ExchangeRate
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity

BATCH = 500


@transaction.atomic
def enter_rate(
    *, actor: Actor | None, at: datetime, currency: str, valid_from: date, rate: Decimal, source: str = ""
) -> ExchangeRate:
    """Keep what one unit of a currency is worth from a day on, and value the running deals in it anew.

    Raises:
        Denied: the actor may not administer.
        RateRefused: see `market.rates.add_rate`.
    """
    kept = rates.add_rate(
        actor=actor, at=at, currency=currency, valid_from=valid_from, rate=rate, source=source
    )
    _note(actor, at, kept, revalue_running(at=at, currencies=[currency]))
    return kept


@transaction.atomic
def withdraw_rate(*, actor: Actor, at: datetime, rate: ExchangeRate) -> None:
    """Take back a rate entered by mistake, and value the running deals in its currency anew.

    Raises:
        Denied: the actor may not administer.
    """
    kept = ExchangeRate(uid=rate.uid, currency=rate.currency, valid_from=rate.valid_from, rate=rate.rate)
    rates.remove_rate(actor=actor, at=at, rate=rate)
    _note(actor, at, kept, revalue_running(at=at, currencies=[kept.currency]))


@transaction.atomic
def revalue_running(*, at: datetime, currencies: Iterable[str] | None = None) -> int:
    """Give the running deals their amount in the reporting currency by the rates of this day; return how many changed.

    Only derived values change: no version is raised, so that nobody's open form becomes stale.

    Args:
        at: the moment whose day counts; a rate of a later day does not hold yet.
        currencies: only deals in these; all when left out.
    """
    foreign = Opportunity.objects.filter(outcome=Outcome.OPEN).exclude(currency=reporting_currency())
    running = foreign.exclude(amount=None).order_by("pk")
    if currencies is not None:
        running = running.filter(currency__in=currencies)
    day = timezone.localdate(at)
    deals = list(
        running.select_for_update(of=("self",)).only(
            "pk", "amount", "currency", "amount_reporting", "rate_date"
        )
    )
    worth = convert_many([(deal.amount, deal.currency, day) for deal in deals])
    changed = []
    for deal, now_worth in zip(deals, worth, strict=True):
        if (deal.amount_reporting, deal.rate_date) != (now_worth.amount, now_worth.rate_date):
            deal.amount_reporting, deal.rate_date = now_worth.amount, now_worth.rate_date
            changed.append(deal)
    Opportunity.objects.bulk_update(changed, ["amount_reporting", "rate_date"], batch_size=BATCH)
    return len(changed)


def _note(actor: Actor | None, at: datetime, rate: ExchangeRate, deals: int) -> None:
    if deals:
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.RATE, target=rate, revalued_opportunities=deals
        )
