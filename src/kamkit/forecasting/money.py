"""What is asked of the forecast of revenue and what it answers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from kamkit.fields import Says, check_bounds
from kamkit.periods import YearName
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
else:
    Array = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a deal's amount, recognised evenly over `months` from `after_months` after the close on."""

    share: Annotated[float, Says("Part of the amount", above=0, at_most=1)]
    after_months: Annotated[int, Says("Months after the month of the close", at_least=0)] = 0
    months: Annotated[int, Says("Spread evenly over so many months", at_least=1)] = 1

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Money that comes every month from a contract, which is renewed at each end of its term or not."""

    monthly: Annotated[float, Says("Amount a month", at_least=0)]
    after_months: Annotated[int, Says("Months after the month of the close until it begins", at_least=0)] = 0
    term_months: Annotated[int, Says("Length of the term", at_least=1)] = 12
    renewal: Annotated[float, Says("Chance that a term is followed by another", at_least=0, at_most=1)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastDeal:
    """An open deal, or with probability 1 a contract: what it may bring, how likely, and between which days it closes.

    Amount and day of the close have triangular distributions from the lowest over the likeliest to the highest; what is
    not given is the likeliest. `recognition` is by default all in the month of the close.
    """

    id: str
    probability: Annotated[float, Says("Chance of winning", at_least=0, at_most=1)]
    close_on: date
    amount: Annotated[float, Says("Likeliest amount, recurring money apart", at_least=0)] = 0.0
    amount_low: Annotated[float | None, Says("Lowest amount", at_least=0)] = None
    amount_high: Annotated[float | None, Says("Highest amount", at_least=0)] = None
    close_from: date | None = None
    close_to: date | None = None
    recognition: tuple[Slice, ...] = ()
    recurring: Recurring | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.low <= self.amount <= self.high:
            said = f"the likeliest amount {self.amount} must lie between {self.low} and {self.high}"
            raise InputError(ProblemCode.CONFLICT, "amount", said)
        first, last = self.window
        if not first <= self.close_on <= last:
            said = f"the likeliest day {self.close_on} must lie between {first} and {last}"
            raise InputError(ProblemCode.CONFLICT, "close_on", said)
        whole = sum(each.share for each in self.recognition)
        if self.recognition and abs(whole - 1) > 1e-6:
            raise InputError(ProblemCode.CONFLICT, "recognition", f"shares add up to {whole:g}, not to 1")

    @property
    def low(self) -> float:
        """The lowest amount."""
        return self.amount if self.amount_low is None else self.amount_low

    @property
    def high(self) -> float:
        """The highest amount."""
        return self.amount if self.amount_high is None else self.amount_high

    @property
    def window(self) -> tuple[date, date]:
        """The first and the last day on which it may close."""
        return self.close_from or self.close_on, self.close_to or self.close_on


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueInput:
    """Deals in one currency, the day of the forecast, the fiscal year, and how to simulate.

    `correlation` says how far deals are won and lost together: a common factor of the market, as in M. Gordy, "A Comparative
    Anatomy of Credit Risk Models", Journal of Banking and Finance 24 (2000).
    """

    deals: tuple[ForecastDeal, ...]
    as_of: date
    fiscal_start_month: Annotated[
        int, Says("Month in which the fiscal year begins", at_least=1, at_most=12)
    ] = 1
    named_by: YearName = YearName.END
    quarters: Annotated[int, Says("So many quarters, the current one first", at_least=1, at_most=80)] = 8
    draws: Annotated[int, Says("So many simulated futures", at_least=100, at_most=1_000_000)] = 10_000
    seed: Annotated[int, Says("The same seed gives the same figures", at_least=0)] = 1
    correlation: Annotated[float, Says("How far deals go together", at_least=0, at_most=Decimal("0.95"))] = (
        0.0
    )
    quantiles: Annotated[
        tuple[float, ...], Says("Parts of the futures below", above=0, at_most=Decimal("0.999"))
    ] = (
        0.1,
        0.25,
        0.5,
        0.75,
        0.9,
    )

    def __post_init__(self) -> None:
        check_bounds(self)
        seen: set[str] = set()
        for index, deal in enumerate(self.deals):
            if deal.id in seen:
                raise InputError(ProblemCode.DUPLICATE, f"deals[{index}].id", f"{deal.id} is there twice")
            seen.add(deal.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """The amount that a part of the futures lies below."""

    share: float
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodForecast:
    """Revenue of a fiscal quarter, or of a year where `quarter` is None, from `start` up to, not including, `end`.

    A year at the edge of the horizon holds only its quarters within it.
    """

    year: int
    quarter: int | None
    start: date
    end: date
    expected: float
    mean: float
    quantiles: tuple[Quantile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a deal brings by expectation, within the horizon, by quarter and beyond, and its parts of the whole."""

    id: str
    expected: float
    by_quarter: tuple[float, ...]
    beyond: float
    share_of_expected: float
    share_of_variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueResult:
    """Bands by quarter, by year and for the whole horizon, and each deal's contribution, the largest first."""

    quarters: tuple[PeriodForecast, ...]
    years: tuple[PeriodForecast, ...]
    total: tuple[Quantile, ...]
    expected: float
    deals: tuple[Contribution, ...]
    draws: int
    seed: int
    reasons: tuple[Reason, ...]
