"""What came of deals: counts by outcome, win rate, won value, days to win, by fiscal quarter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kamkit.money import Money
from kamkit.periods import DatePeriod, FiscalYears, Quarter, iter_quarters


class Outcome(StrEnum):
    """How a deal ended, if it has."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"
    DROPPED = "DROPPED"
    """The customer or we gave it up: neither won nor lost to anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealResult:
    """One deal: where it stands, what it is or was worth, when work on it began and when it ended."""

    outcome: Outcome
    stage: str
    value: Money | None
    started_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterTotal:
    """What was decided in one fiscal quarter; `won_value` by currency, in the order of its codes."""

    quarter: Quarter
    won: int
    lost: int
    won_value: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What came of deals. Rates and means are None where there is nothing to divide by."""

    by_outcome: tuple[tuple[Outcome, int], ...]
    """Every outcome, in the order of the enum."""
    by_stage: tuple[tuple[str, int], ...]
    """Open deals by stage, in the order of the stages' first deal."""
    win_rate: Decimal | None
    """Won ÷ (won + lost), 0 to 1."""
    won_value: tuple[Money, ...]
    """By currency, in the order of its codes; currencies are never added up."""
    mean_days_to_win: Decimal | None
    """Over won deals with both dates."""
    quarters: tuple[QuarterTotal, ...]
    """Every fiscal quarter from the first to the last decision, empty ones too."""


def sum_up(deals: Iterable[DealResult], *, fiscal_years: FiscalYears) -> Totals:
    """Return what came of `deals`; deals without a close date count in all but the quarters."""
    listed = tuple(deals)
    outcomes = Counter(deal.outcome for deal in listed)
    won = [deal for deal in listed if deal.outcome is Outcome.WON]
    decided = outcomes[Outcome.WON] + outcomes[Outcome.LOST]
    return Totals(
        by_outcome=tuple((outcome, outcomes[outcome]) for outcome in Outcome),
        by_stage=tuple(Counter(deal.stage for deal in listed if deal.outcome is Outcome.OPEN).items()),
        win_rate=Decimal(outcomes[Outcome.WON]) / decided if decided else None,
        won_value=_by_currency(won),
        mean_days_to_win=_mean([days for deal in won if (days := _days_to_close(deal)) is not None]),
        quarters=_by_quarter(listed, fiscal_years),
    )


def _by_currency(deals: Iterable[DealResult]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for deal in deals:
        if deal.value is not None:
            known = sums.get(deal.value.currency)
            sums[deal.value.currency] = deal.value if known is None else known + deal.value
    return tuple(sums[currency] for currency in sorted(sums))


def _days_to_close(deal: DealResult) -> int | None:
    if deal.started_on is None or deal.closed_on is None:
        return None
    return (deal.closed_on - deal.started_on).days


def _mean(numbers: Sequence[int]) -> Decimal | None:
    return Decimal(sum(numbers)) / len(numbers) if numbers else None


def _by_quarter(deals: Sequence[DealResult], fiscal_years: FiscalYears) -> tuple[QuarterTotal, ...]:
    decided: dict[date, list[DealResult]] = {}
    for deal in deals:
        if deal.closed_on is not None and deal.outcome in {Outcome.WON, Outcome.LOST}:
            start = fiscal_years.quarter_of(deal.closed_on).period.start
            decided.setdefault(start, []).append(deal)
    if not decided:
        return ()
    last = fiscal_years.quarter_of(max(decided)).period
    span = DatePeriod(start=min(decided), end=last.end)
    return tuple(
        _quarter_total(quarter, decided.get(quarter.period.start, []))
        for quarter in iter_quarters(fiscal_years, span)
    )


def _quarter_total(quarter: Quarter, deals: Sequence[DealResult]) -> QuarterTotal:
    won = [deal for deal in deals if deal.outcome is Outcome.WON]
    return QuarterTotal(
        quarter=quarter, won=len(won), lost=len(deals) - len(won), won_value=_by_currency(won)
    )
