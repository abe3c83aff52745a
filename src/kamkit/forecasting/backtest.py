"""Whether the bands of past forecasts held what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.forecasting.money import Quantile
from kamkit.forecasting.reasons import ForecastReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Code, Reason, ReasonCode, figure

NEEDED = 8
Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class PastForecast:
    """A forecast, as quantiles with rising shares and amounts, and what came."""

    quantiles: tuple[Quantile, ...]
    actual: float
    id: str | None = None

    def __post_init__(self) -> None:
        shares = [each.share for each in self.quantiles]
        if not shares or any(not 0 < share < 1 for share in shares):
            raise InputError(ProblemCode.OUT_OF_RANGE, "quantiles", "shares must lie between 0 and 1")
        if shares != sorted(set(shares)):
            raise InputError(ProblemCode.CONFLICT, "quantiles", "shares must rise")
        amounts = [each.amount for each in self.quantiles]
        if amounts != sorted(amounts):
            raise InputError(ProblemCode.CONFLICT, "quantiles", "amounts must not fall while shares rise")


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestInput:
    """Past forecasts, all with the same shares, and how sure the verdict on a band must be."""

    forecasts: tuple[PastForecast, ...]
    bands: Annotated[
        tuple[float, ...],
        Says("Parts that bands say they hold; by default all there are", above=0, at_most=1),
    ] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        for index, each in enumerate(self.forecasts):
            if _shares(each) != _shares(self.forecasts[0]):
                said = "must have the shares of the first forecast"
                raise InputError(ProblemCode.CONFLICT, f"forecasts[{index}].quantiles", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A band from one share to another: what it said it holds, what it held, and the interval of the latter (95%)."""

    low: float
    high: float
    said: float
    held: float
    held_low: float
    held_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestResult:
    """Coverage by band, the widest first; the mean pinball loss (in the amounts' unit) and the part below the median."""

    forecasts: int
    coverage: tuple[Coverage, ...]
    pinball_loss: float | None
    below_median: float | None
    reasons: tuple[Reason, ...]


def backtest(question: BacktestInput) -> BacktestResult:
    """Return how often each band held the outcome, with what is wrong as reasons; an outcome at an edge is held.

    Intervals are Wilson's (E. B. Wilson, Journal of the American Statistical Association 22, 1927); the pinball loss is that of
    R. Koenker and G. Bassett, "Regression Quantiles", Econometrica 46 (1978). Below 8 forecasts no verdict is given.
    """
    past = question.forecasts
    if not past:
        few = Reason(code=ReasonCode.TOO_FEW, params=(("found", 0), ("needed", NEEDED)))
        return BacktestResult(forecasts=0, coverage=(), pinball_loss=None, below_median=None, reasons=(few,))
    shares = _shares(past[0])
    pairs = [
        (place, shares.index(other))
        for place, share in enumerate(shares)
        if (other := _opposite(shares, share))
    ]
    coverage = tuple(_coverage(past, low, high) for low, high in pairs)
    if question.bands:
        coverage = tuple(
            each for each in coverage if any(abs(each.said - band) < 1e-9 for band in question.bands)
        )
    below = _below_median(past, shares)
    return BacktestResult(
        forecasts=len(past),
        coverage=coverage,
        pinball_loss=round(sum(_pinball(each) for each in past) / len(past), 6),
        below_median=None if below is None else round(below, 6),
        reasons=_reasons(coverage, below, len(past)),
    )


def wilson(held: int, of: int) -> tuple[float, float]:
    """Return the interval of a part that was counted (95%)."""
    part, square = held / of, Z * Z
    middle = (part + square / (2 * of)) / (1 + square / of)
    reach = Z * sqrt(part * (1 - part) / of + square / (4 * of * of)) / (1 + square / of)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _shares(forecast: PastForecast) -> list[float]:
    return [each.share for each in forecast.quantiles]


def _opposite(shares: Sequence[float], share: float) -> float | None:
    """Return the share that makes a band around the middle with one below it, if it is there."""
    return next((other for other in shares if share < 0.5 and abs(share + other - 1) < 1e-9), None)


def _coverage(past: Sequence[PastForecast], low: int, high: int) -> Coverage:
    held = sum(each.quantiles[low].amount <= each.actual <= each.quantiles[high].amount for each in past)
    first, last = wilson(held, len(past))
    shares = past[0].quantiles
    return Coverage(
        low=shares[low].share,
        high=shares[high].share,
        said=round(shares[high].share - shares[low].share, 9),
        held=round(held / len(past), 6),
        held_low=round(first, 6),
        held_high=round(last, 6),
    )


def _below_median(past: Sequence[PastForecast], shares: Sequence[float]) -> float | None:
    if 0.5 not in shares:
        return None
    place = shares.index(0.5)
    sides = [
        (each.actual < each.quantiles[place].amount) + (each.actual <= each.quantiles[place].amount)
        for each in past
    ]
    return sum(sides) / 2 / len(past)


def _pinball(forecast: PastForecast) -> float:
    losses = [
        max(each.share * (forecast.actual - each.amount), (each.share - 1) * (forecast.actual - each.amount))
        for each in forecast.quantiles
    ]
    return sum(losses) / len(losses)


def _reasons(coverage: Sequence[Coverage], below: float | None, count: int) -> tuple[Reason, ...]:
    if count < NEEDED:
        return (Reason(code=ReasonCode.TOO_FEW, params=(("found", count), ("needed", NEEDED))),)
    told = []
    for each in coverage:
        values = (("said", figure(each.said)), ("held", figure(each.held)))
        if each.held_high < each.said:
            told.append(Reason(code=ForecastReason.BAND_TOO_NARROW, params=values))
        elif each.held_low > each.said:
            told.append(Reason(code=ForecastReason.BAND_TOO_WIDE, params=values))
    if below is not None:
        told += _bias(below, count)
    return tuple(told)


def _bias(below: float, count: int) -> list[Reason]:
    first, last = wilson(round(below * count), count)
    code: Code
    if first > 0.5:
        code, name, part = ForecastReason.FORECAST_TOO_HIGH, "below", below
    elif last < 0.5:
        code, name, part = ForecastReason.FORECAST_TOO_LOW, "above", 1 - below
    else:
        return []
    return [Reason(code=code, params=((name, figure(part)),))]
