"""Shifted-beta-geometric: how a cohort of contracts melts, each renewed or ended once a period.

P. S. Fader and B. G. S. Hardie, "How to Project Customer Retention", Journal of Interactive Marketing 21 (2007).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.customers import Array
from kamkit.value.fitting import maximise
from kamkit.value.reasons import ValueReason


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortInput:
    """How many of a cohort were left at the start and after each period, and for how many further ones to forecast."""

    survivors: Annotated[
        tuple[float, ...], Says("Customers left at the start and after each period", at_least=0)
    ]
    horizon: Annotated[int, Says("Further periods to forecast", at_least=1, at_most=1000)] = 12

    def __post_init__(self) -> None:
        check_bounds(self)
        if len(self.survivors) < 2:
            raise InputError(ProblemCode.MISSING, "survivors", "must hold the start and at least one period")
        if self.survivors[0] <= 0:
            raise InputError(ProblemCode.OUT_OF_RANGE, "survivors[0]", "must be above 0")
        for period, (before, after) in enumerate(pairwise(self.survivors), start=1):
            if after > before:
                said = f"{after} are more than the {before} of the period before; a cohort gains nobody"
                raise InputError(ProblemCode.CONFLICT, f"survivors[{period}]", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class SbgParams:
    """The chance to leave in a period differs between customers as beta(alpha, beta)."""

    alpha: float
    beta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SbgResult:
    """The fitted model; `forecast` the customers left after each further period, `retention` the rate in each.

    `fitted` are the customers left by the model at the start and after each observed period. Params are None and
    reasons say why if the data tells nothing.
    """

    params: SbgParams | None
    standard_errors: SbgParams | None
    log_likelihood: float | None
    fitted: tuple[float, ...]
    forecast: tuple[float, ...]
    retention: tuple[float, ...]
    reasons: tuple[Reason, ...]


def sbg(question: CohortInput) -> SbgResult:
    """Return the shifted-beta-geometric model of greatest likelihood and its forecast of the cohort."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    left = np.array(question.survivors, dtype=np.float64)
    if left[-1] == left[0] or left[1] == 0:
        return SbgResult(
            params=None,
            standard_errors=None,
            log_likelihood=None,
            fitted=(),
            forecast=(),
            retention=(),
            reasons=(Reason(code=ValueReason.NO_CUSTOMER_LOST),),
        )
    fit = maximise(lambda params: _likelihood(params, left), ("alpha", "beta"), customers=float(left[0]))
    params = SbgParams(**fit.params)
    observed = len(left) - 1
    curve = survival(params, observed + question.horizon)
    # The forecast starts from those who are left, not from the model's own number of them.
    ahead = left[-1] * curve[observed:] / curve[observed]
    return SbgResult(
        params=params,
        standard_errors=None if fit.standard_errors is None else SbgParams(**fit.standard_errors),
        log_likelihood=fit.log_likelihood,
        fitted=_rounded(left[0] * curve[: observed + 1]),
        forecast=_rounded(ahead[1:]),
        retention=_rounded(curve[observed + 1 :] / curve[observed:-1]),
        reasons=fit.reasons,
    )


def survival(params: SbgParams, periods: int) -> Array:
    """Return the part of a cohort that is left at the start and after each of so many periods (equation 6)."""
    import numpy as np  # noqa: PLC0415

    period = np.arange(1, periods + 1)
    return np.concatenate(
        ([1.0], np.cumprod((params.beta + period - 1) / (params.alpha + params.beta + period - 1)))
    )


def _likelihood(params: Array, left: Array) -> tuple[float, Array]:
    """Return the mean log-likelihood and its gradient: lost in each period, and left at the end."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import betaln, digamma  # noqa: PLC0415

    alpha, beta = params
    period = np.arange(1, len(left), dtype=np.float64)
    ones, after = np.append(np.ones(len(period)), 0.0), np.append(beta + period - 1, beta + period[-1])
    counts = np.append(left[:-1] - left[1:], left[-1]) / left[0]
    each = betaln(alpha + ones, after) - betaln(alpha, beta)
    whole = digamma(alpha + beta) - digamma(alpha + ones + after)
    by_alpha = digamma(alpha + ones) - digamma(alpha) + whole
    by_beta = digamma(after) - digamma(beta) + whole
    return float(counts @ each), np.array([counts @ by_alpha, counts @ by_beta])


def _rounded(values: Array) -> tuple[float, ...]:
    return tuple(values.round(6).tolist())
