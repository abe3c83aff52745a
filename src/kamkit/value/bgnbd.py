"""BG/NBD: customers buy at random while they are customers, and may leave after any purchase.

P. S. Fader, B. G. S. Hardie and K. L. Lee, "Counting Your Customers the Easy Way: An Alternative to the Pareto/NBD Model",
Marketing Science 24 (2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kamkit.reasons import Reason
from kamkit.value.customers import Alive, Array, Grouped, HistoriesInput, History, answered, grouped, too_few
from kamkit.value.fitting import Fit, maximise


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
    data, fit = fitted(question.customers)
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


def fitted(customers: Sequence[History]) -> tuple[Grouped, Fit]:
    """Return customers as columns and the model of greatest likelihood; there must be enough of them."""
    data = grouped(customers)
    names = ("r", "alpha", "a", "b")
    return data, maximise(lambda params: _likelihood(params, data), names, customers=data.customers)


def _likelihood(params: Array, data: Grouped) -> tuple[float, Array]:
    """Return the mean log-likelihood (equation 6 of the paper, in logarithms) and its gradient."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.special import betaln, digamma, gammaln  # noqa: PLC0415

    r, alpha, a, b = params
    few, place = data.times, data.time
    again = few > 0
    before = np.where(again, b + few - 1, 1.0)
    to_end, to_last = np.log(alpha + data.observed), np.log(alpha + data.recency)
    bought = r + data.frequency
    fixed = gammaln(r + few) - gammaln(r) + r * np.log(alpha) + betaln(a, b + few) - betaln(a, b)
    leaves = np.where(again, np.log(a) - np.log(before), -np.inf)
    odds = leaves[place] + bought * (to_end - to_last)
    # ln(1 + exp(odds)) without overflow, and how likely it is that they left.
    small = np.exp(-np.abs(odds))
    value = data.mean(fixed[place] - bought * to_end + np.maximum(odds, 0.0) + np.log1p(small))
    gone = np.where(odds > 0, 1.0, small) / (1 + small)
    here = 1 - gone
    whole = digamma(a + b) - digamma(a + b + few)
    by_r = (digamma(r + few) - digamma(r) + np.log(alpha))[place] - here * to_end - gone * to_last
    slope = here / (alpha + data.observed) + gone / (alpha + data.recency)
    by_b = (whole + digamma(b + few) - digamma(b))[place] - gone / before[place]
    gradient = np.array(
        [
            data.mean(by_r),
            r / alpha - data.mean(bought * slope),
            data.mean(whole[place] + gone / a),
            data.mean(by_b),
        ]
    )
    return value, gradient


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
