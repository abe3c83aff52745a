"""Pareto/NBD: customers buy at random while they are customers, and may leave at any time.

D. C. Schmittlein, D. G. Morrison and R. Colombo, "Counting Your Customers: Who Are They and What Will They Do Next?",
Management Science 33 (1987); P. S. Fader and B. G. S. Hardie, "A Note on Deriving the Pareto/NBD Model and Related
Expressions" (2005).
"""

from dataclasses import dataclass

from kamkit.reasons import Reason
from kamkit.value.customers import Alive, Array, Grouped, HistoriesInput, answered, grouped, too_few
from kamkit.value.fitting import maximise

NODES = 24
"""Points of the quadrature; on the published data further ones change no printed digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoNbdParams:
    """Purchases: rates are gamma(r, alpha); leaving: rates are gamma(s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoNbdResult:
    """The fitted model and what it says of each customer; params are None and reasons say why if there is too little."""

    params: ParetoNbdParams | None
    standard_errors: ParetoNbdParams | None
    log_likelihood: float | None
    horizon: float
    customers: tuple[Alive, ...]
    reasons: tuple[Reason, ...]


def pareto_nbd(question: HistoriesInput) -> ParetoNbdResult:
    """Return the Pareto/NBD model of greatest likelihood, how likely each customer is still one, and what they will buy."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    missing = too_few(question.customers)
    if missing:
        return ParetoNbdResult(
            params=None,
            standard_errors=None,
            log_likelihood=None,
            horizon=question.ahead,
            customers=(),
            reasons=missing,
        )
    data = grouped(question.customers)
    names = ("r", "alpha", "s", "beta")
    fit = maximise(lambda params: _likelihood(params, data), names, customers=data.customers)
    params = ParetoNbdParams(**fit.params)
    alive = _alive(np.array([fit.params[name] for name in names]), data)
    return ParetoNbdResult(
        params=params,
        standard_errors=None if fit.standard_errors is None else ParetoNbdParams(**fit.standard_errors),
        log_likelihood=fit.log_likelihood,
        horizon=question.ahead,
        customers=answered(
            question.customers, data.row, alive, _expected(params, data, alive, question.ahead)
        ),
        reasons=fit.reasons,
    )


def _likelihood(params: Array, data: Grouped) -> tuple[float, Array]:
    """Return the mean log-likelihood and its gradient.

    A customer either is still one at T, or left at some time between the last purchase and T: the latter is the integral
    over that time of (alpha + t)^-(r + x) (beta + t)^-(s + 1) s.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.special import digamma, gammaln  # noqa: PLC0415

    r, alpha, s, beta = params
    times, end = data.frequency, data.observed
    left = _Left(params, data)
    here = -(r + times) * np.log(alpha + end) - s * np.log(beta + end)
    both = np.logaddexp(here, left.log)
    each = gammaln(r + times) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + both
    gone = np.exp(left.log - both)
    stay = 1 - gone
    by_r = (
        digamma(r + times)
        - digamma(r)
        + np.log(alpha)
        - stay * np.log(alpha + end)
        - gone * left.mean_log_alpha
    )
    by_alpha = r / alpha - (r + times) * (stay / (alpha + end) + gone * left.mean_by_alpha)
    by_s = np.log(beta) - stay * np.log(beta + end) + gone * (1 / s - left.mean_log_beta)
    by_beta = s / beta - stay * s / (beta + end) - gone * (s + 1) * left.mean_by_beta
    gradient = np.array([data.mean(by) for by in (by_r, by_alpha, by_s, by_beta)])
    return data.mean(each), gradient


class _Left:
    """The integral over the time of leaving, in logarithms, with the means that its gradient needs.

    Gauss-Legendre quadrature in u = ln(alpha + t), in which the integrand is close to an exponential.
    """

    def __init__(self, params: Array, data: Grouped) -> None:
        import numpy as np  # noqa: PLC0415

        r, alpha, s, beta = params
        points, weights = np.polynomial.legendre.leggauss(NODES)
        low, high = np.log(alpha + data.recency), np.log(alpha + data.observed)
        half = (high - low) / 2
        with np.errstate(divide="ignore"):
            widths = np.log(half)[:, None] + np.log(weights)
        logs = low[:, None] + half[:, None] * (points + 1)
        moments = np.exp(logs)
        betas = moments - alpha + beta
        log_betas = np.log(betas)
        terms = widths + np.log(s) - (r + data.frequency[:, None] - 1) * logs - (s + 1) * log_betas
        most = terms.max(axis=1, keepdims=True)
        most = np.where(np.isfinite(most), most, 0.0)
        parts = np.exp(terms - most)
        total = parts.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.log = np.log(total) + most[:, 0]
            parts = np.nan_to_num(parts / total[:, None])
        self.mean_log_alpha = (parts * logs).sum(axis=1)
        self.mean_by_alpha = (parts / moments).sum(axis=1)
        self.mean_log_beta = (parts * log_betas).sum(axis=1)
        self.mean_by_beta = (parts / betas).sum(axis=1)


def _alive(params: Array, data: Grouped) -> Array:
    import numpy as np  # noqa: PLC0415

    r, alpha, s, beta = params
    here = -(r + data.frequency) * np.log(alpha + data.observed) - s * np.log(beta + data.observed)
    alive: Array = np.exp(here - np.logaddexp(here, _Left(params, data).log))
    return alive


def _expected(params: ParetoNbdParams, data: Grouped, alive: Array, ahead: float) -> Array:
    """Return the purchases expected of each row in the time `ahead`."""
    import numpy as np  # noqa: PLC0415

    end = params.beta + data.observed
    # The integral of ((beta + T) / (beta + T + t))^s over t; s = 1 is its logarithmic case.
    stretch = np.log((end + ahead) / end)
    power = 1 - params.s
    span = end * (stretch if abs(power) < 1e-9 else np.expm1(power * stretch) / power)
    expected: Array = (params.r + data.frequency) / (params.alpha + data.observed) * span * alive
    return expected
