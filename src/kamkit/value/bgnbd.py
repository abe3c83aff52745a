"""BG/NBD: customers buy at random while they are customers, and may leave after any purchase.

P. S. Fader, B. G. S. Hardie and K. L. Lee, "Counting Your Customers the Easy Way: An Alternative to the Pareto/NBD Model",
Marketing Science 24 (2005).
"""

from dataclasses import dataclass

from kamkit.reasons import Reason
from kamkit.value.customers import Alive, Array, Grouped, HistoriesInput, answered, grouped, too_few
from kamkit.value.fitting import maximise


@dataclass(frozen=True, slots=True, kw_only=True)
class BgNbdParams:
    """Purchases: rates are gamma-distributed with shape r and rate alpha; leaving: chances are beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BgNbdResult:
    """The fitted model and what it says of each customer; params are None and reasons say why if there is too little."""

    params: BgNbdParams | None
    standard_errors: BgNbdParams | None
    log_likelihood: float | None
    horizon: float
    customers: tuple[Alive, ...]
    reasons: tuple[Reason, ...]


def bgnbd(question: HistoriesInput) -> BgNbdResult:
    """Return the BG/NBD model of greatest likelihood, how likely each customer is still one, and what they will buy."""
    missing = too_few(question.customers)
    if missing:
        return BgNbdResult(
            params=None,
            standard_errors=None,
            log_likelihood=None,
            horizon=question.ahead,
            customers=(),
            reasons=missing,
        )
    data = grouped(question.customers)
    fit = maximise(
        lambda params: _likelihood(params, data), ("r", "alpha", "a", "b"), customers=data.customers
    )
    params = BgNbdParams(**fit.params)
    alive = _alive(params, data)
    return BgNbdResult(
        params=params,
        standard_errors=None if fit.standard_errors is None else BgNbdParams(**fit.standard_errors),
        log_likelihood=fit.log_likelihood,
        horizon=question.ahead,
        customers=answered(
            question.customers, data.row, alive, _expected(params, data, alive, question.ahead)
        ),
        reasons=fit.reasons,
    )


def _likelihood(params: Array, data: Grouped) -> tuple[float, Array]:
    """Return the mean log-likelihood (equation 6 of the paper, in logarithms) and its gradient."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.special import betaln, digamma, gammaln  # noqa: PLC0415

    r, alpha, a, b = params
    times, again = data.frequency, data.frequency > 0
    later = np.where(again, times, 1.0)
    stays = -(r + times) * np.log(alpha + data.observed)
    left = np.log(a) - np.log(b + later - 1) - (r + times) * np.log(alpha + data.recency)
    left = np.where(again, left, -np.inf)
    both = np.logaddexp(stays, left)
    each = gammaln(r + times) - gammaln(r) + r * np.log(alpha) + betaln(a, b + times) - betaln(a, b) + both
    gone = np.exp(left - both)
    here = 1 - gone
    by_r = (
        digamma(r + times)
        - digamma(r)
        + np.log(alpha)
        - here * np.log(alpha + data.observed)
        - gone * np.log(alpha + data.recency)
    )
    by_alpha = r / alpha - (r + times) * (here / (alpha + data.observed) + gone / (alpha + data.recency))
    whole = digamma(a + b) - digamma(a + b + times)
    by_a = whole + gone / a
    by_b = whole + digamma(b + times) - digamma(b) - gone / (b + later - 1)
    gradient = np.array([data.share @ by for by in (by_r, by_alpha, by_a, by_b)])
    return float(data.share @ each), gradient


def _alive(params: BgNbdParams, data: Grouped) -> Array:
    """Return P(alive) of each row; whoever never came back has not had the occasion to leave."""
    import numpy as np  # noqa: PLC0415

    times, again = data.frequency, data.frequency > 0
    odds = np.log(params.a) - np.log(params.b + np.where(again, times, 1.0) - 1)
    odds = odds + (params.r + times) * (
        np.log(params.alpha + data.observed) - np.log(params.alpha + data.recency)
    )
    return np.where(again, 1 / (1 + np.exp(np.minimum(odds, 700.0))), 1.0)


def _expected(params: BgNbdParams, data: Grouped, alive: Array, ahead: float) -> Array:
    """Return the purchases expected of each row in the time `ahead` (equation 10 of the paper)."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import hyp2f1  # noqa: PLC0415

    r, alpha, b = params.r, params.alpha, params.b
    # The formula has a removable gap at a = 1.
    a = params.a if abs(params.a - 1) > 1e-6 else 1 + 1e-6
    times, end = data.frequency, alpha + data.observed
    series = hyp2f1(r + times, b + times, a + b + times - 1, ahead / (end + ahead))
    shrink = np.exp((r + times) * (np.log(end) - np.log(end + ahead)))
    expected: Array = (a + b + times - 1) / (a - 1) * (1 - shrink * series) * alive
    return expected
