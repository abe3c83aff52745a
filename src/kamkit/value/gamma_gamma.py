"""Gamma-gamma: what customers spend on a purchase, drawn towards the mean where little of them is known.

P. S. Fader, B. G. S. Hardie and K. L. Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal of
Marketing Research 42 (2005); P. S. Fader and B. G. S. Hardie, "The Gamma-Gamma Model of Monetary Value" (2013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.customers import NEEDED_REPEATING, Array
from kamkit.value.fitting import maximise
from kamkit.value.reasons import ValueReason

RELATED = 0.2
"""From this correlation on, value and frequency are not independent, as the model supposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """A customer, or several alike: repeat purchases and their mean value; the value of none is not looked at."""

    frequency: Annotated[int, Says("Repeat purchases", at_least=0)]
    mean_value: Annotated[float, Says("Mean value of the repeat purchases", at_least=0)]
    count: Annotated[int, Says("So many customers alike", at_least=1)] = 1
    id: str | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.frequency > 0 and self.mean_value == 0:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, "mean_value", "must be above 0 where there are purchases"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingInput:
    """Customers with their repeat purchases and mean values."""

    customers: tuple[Spending, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaGammaParams:
    """Values of a customer are gamma with shape p; the rates of customers are gamma(q, gamma)."""

    p: float
    q: float
    gamma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedValue:
    """The value expected of the next purchase of a customer; None where the model has no mean."""

    id: str | None
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaGammaResult:
    """The fitted model, the mean value over all customers, and what is expected of each.

    `correlation` is that of frequency and value among those who came back, which the model takes to be 0.
    """

    params: GammaGammaParams | None
    standard_errors: GammaGammaParams | None
    log_likelihood: float | None
    mean: float | None
    correlation: float | None
    customers: tuple[ExpectedValue, ...]
    reasons: tuple[Reason, ...]


def gamma_gamma(question: SpendingInput) -> GammaGammaResult:
    """Return the gamma-gamma model of greatest likelihood and the value of each customer's purchases.

    It is fitted to customers who came back; the others are given the mean. Values are scaled by their mean for the
    search, so that the unit of money does not matter.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    again = [each for each in question.customers if each.frequency > 0]
    found = sum(each.count for each in again)
    if found < NEEDED_REPEATING:
        values = (("found", found), ("needed", NEEDED_REPEATING))
        missing = Reason(code=ValueReason.TOO_FEW_REPEAT_BUYERS, params=values)
        return GammaGammaResult(
            params=None,
            standard_errors=None,
            log_likelihood=None,
            mean=None,
            correlation=None,
            customers=(),
            reasons=(missing,),
        )
    times = np.array([each.frequency for each in again], dtype=np.float64)
    means = np.array([each.mean_value for each in again], dtype=np.float64)
    shares = np.array([each.count for each in again], dtype=np.float64) / found
    scale = float(shares @ means)
    fit = maximise(
        lambda params: _likelihood(params, times, means / scale, shares), ("p", "q", "gamma"), customers=found
    )
    params = _scaled(fit.params, scale)
    related = _correlation(times, means, shares)
    return GammaGammaResult(
        params=params,
        standard_errors=None if fit.standard_errors is None else _scaled(fit.standard_errors, scale),
        log_likelihood=fit.log_likelihood - found * float(np.log(scale)),
        mean=_mean(params, 0, 0.0),
        correlation=related,
        customers=_answers(params, question.customers),
        reasons=(*fit.reasons, *_related(related)),
    )


def _likelihood(params: Array, times: Array, means: Array, shares: Array) -> tuple[float, Array]:
    """Return the mean log-likelihood of the mean values (equation 1a of the note) and its gradient."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import digamma, gammaln  # noqa: PLC0415

    p, q, gamma = params
    shape, total = p * times, gamma + means * times
    each = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma)
    each = each - np.log(means) + shape * np.log(means * times) - (shape + q) * np.log(total)
    by_p = times * (digamma(shape + q) - digamma(shape) + np.log(means * times) - np.log(total))
    by_q = digamma(shape + q) - digamma(q) + np.log(gamma) - np.log(total)
    by_gamma = q / gamma - (shape + q) / total
    return float(shares @ each), np.array([shares @ by for by in (by_p, by_q, by_gamma)])


def _scaled(values: Mapping[str, float], scale: float) -> GammaGammaParams:
    return GammaGammaParams(p=values["p"], q=values["q"], gamma=values["gamma"] * scale)


def _mean(params: GammaGammaParams, times: int, mean: float) -> float | None:
    below = params.p * times + params.q - 1
    return round(params.p * (params.gamma + times * mean) / below, 6) if below > 0 else None


def _answers(params: GammaGammaParams, customers: Sequence[Spending]) -> tuple[ExpectedValue, ...]:
    return tuple(
        ExpectedValue(
            id=each.id,
            expected=_mean(params, each.frequency, each.mean_value if each.frequency else 0.0),
        )
        for each in customers
    )


def _correlation(times: Array, means: Array, shares: Array) -> float | None:
    import numpy as np  # noqa: PLC0415

    one, other = times - shares @ times, means - shares @ means
    if np.ptp(times) == 0 or np.ptp(means) == 0:
        return None
    spread = float(np.sqrt((shares @ one**2) * (shares @ other**2)))
    return round(float(shares @ (one * other)) / spread, 4)


def _related(correlation: float | None) -> tuple[Reason, ...]:
    if correlation is None or abs(correlation) < RELATED:
        return ()
    values = (("correlation", Decimal(str(correlation))),)
    return (Reason(code=ValueReason.VALUE_RELATED_TO_FREQUENCY, params=values),)
