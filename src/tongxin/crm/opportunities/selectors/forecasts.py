"""Open deals as a forecast needs them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors.lists import narrowed_opportunities


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRow:
    """An open deal: its amount in the reporting currency, the chance of its stage in percent, and when it may close."""

    uid: str
    name: str
    account: str
    percent: int
    amount: Decimal | None
    close_from: date | None
    close_to: date | None

    @property
    def window(self) -> tuple[date, date] | None:
        """The first and the last day of the close; one of them stands for both."""
        first, last = self.close_from or self.close_to, self.close_to or self.close_from
        return (first, last) if first is not None and last is not None else None


def forecast_rows(actor: Actor, query: ListQuery) -> list[ForecastRow]:
    """Return the visible open deals that meet a query; one query."""
    rows = (
        narrowed_opportunities(actor, query)
        .filter(outcome=Outcome.OPEN)
        .order_by("pk")
        .values_list(
            "uid", "name", "account__name", "stage__probability", "amount_reporting", "close_from", "close_to"
        )
    )
    return [
        ForecastRow(
            uid=uid,
            name=name,
            account=account,
            percent=percent,
            amount=amount,
            close_from=first,
            close_to=last,
        )
        for uid, name, account, percent, amount, first, last in rows
    ]
