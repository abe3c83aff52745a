"""Ask the decision library what the open deals bring: from rows that were read, by the stages' chances."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from kamkit.forecasting.money import ForecastDeal, RevenueInput, RevenueResult
from kamkit.forecasting.revenue import revenue
from kamkit.reasons import Reason
from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.opportunities.selectors import ForecastRow, forecast_rows

DRAWS = 2_000
"""So many futures are enough for a page: a quantile moves by about a hundredth."""
QUARTERS = 6
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the open deals that an actor sees bring, and how many of them say too little to be counted.

    `deals` are those counted, by uid; amounts are in the reporting currency.
    """

    result: RevenueResult
    deals: dict[str, ForecastRow]
    left_out: int

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What is to be known of the result, with deals by their names."""
        return tuple(self._named(reason) for reason in self.result.reasons)

    def _named(self, reason: Reason) -> Reason:
        names = {uid: row.name for uid, row in self.deals.items()}
        params = tuple((name, names.get(str(value), value)) for name, value in reason.params)
        return replace(reason, params=params)


def forecast(actor: Actor, query: ListQuery, *, as_of: date, seed: int) -> Forecast:
    """Return what the visible open deals that meet a query bring by fiscal quarter.

    A deal is won with the chance of its stage and closes within its window, likeliest in the middle; one without amount or
    window is left out and counted.
    """
    rows = forecast_rows(actor, query)
    counted = {row.uid: row for row in rows if row.amount is not None and row.window is not None}
    question = RevenueInput(
        deals=tuple(_deal(row) for row in counted.values()),
        as_of=as_of,
        fiscal_start_month=settings.FISCAL_YEAR_START,
        quarters=QUARTERS,
        draws=DRAWS,
        seed=seed,
        quantiles=SHARES,
    )
    return Forecast(result=revenue(question), deals=counted, left_out=len(rows) - len(counted))


def _deal(row: ForecastRow) -> ForecastDeal:
    first, last = row.window or (date.min, date.min)
    return ForecastDeal(
        id=row.uid,
        probability=row.percent / 100,
        amount=float(row.amount or 0),
        close_on=first + (last - first) / 2,
        close_from=first,
        close_to=last,
    )
