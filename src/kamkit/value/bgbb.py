"""BG/BB: customers who can buy once a period, may buy or not, and may leave before each.

P. S. Fader, B. G. S. Hardie and J. Shang, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", Marketing
Science 29 (2010).
"""

from dataclasses import dataclass
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.customers import Alive, Array, Grouped, History, answered, grouped, too_few
from kamkit.value.fitting import maximise


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """A customer, or several alike: in how many of the periods they bought, in which last (0 for none)."""

    frequency: Annotated[int, Says("Periods with a purchase", at_least=0)]
    recency: Annotated[int, Says("Last period with a purchase, 0 for none", at_least=0)]
    periods: Annotated[int, Says("Periods observed", at_least=1, at_most=1000)]
    count: Annotated[int, Says("So many customers alike", at_least=1)] = 1
    id: str | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.frequency <= self.recency <= self.periods or (self.frequency == 0) != (self.recency == 0):
            said = (
                f"{self.frequency} purchases, the last in period {self.recency} of {self.periods}, cannot be"
            )
            raise InputError(ProblemCode.CONFLICT, "recency", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsInput:
    """Customers, and for how many periods ahead purchases are expected (by default as many as the longest observed)."""

    customers: tuple[Periods, ...]
    horizon: Annotated[int | None, Says("So many periods ahead", at_least=1)] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def ahead(self) -> int:
        """How many periods ahead purchases are expected."""
        return self.horizon or max((each.periods for each in self.customers), default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BgBbParams:
    """Chances to buy differ between customers as beta(alpha, beta), chances to leave as beta(gamma, delta)."""

    alpha: float
    beta: float
    gamma: float
    delta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BgBbResult:
    """The fitted model and what it says of each customer; params are None and reasons say why if there is too little."""

    params: BgBbParams | None
    standard_errors: BgBbParams | None
    log_likelihood: float | None
    horizon: int
    customers: tuple[Alive, ...]
    reasons: tuple[Reason, ...]


def bgbb(question: PeriodsInput) -> BgBbResult:
    """Return the BG/BB model of greatest likelihood, how likely each customer is still one, and what they will buy.

    `p_alive` is for the first period after those observed.
    """
    histories = tuple(
        History(frequency=each.frequency, recency=each.recency, T=each.periods, count=each.count, id=each.id)
        for each in question.customers
    )
    missing = too_few(histories)
    if missing:
        return BgBbResult(
            params=None,
            standard_errors=None,
            log_likelihood=None,
            horizon=question.ahead,
            customers=(),
            reasons=missing,
        )
    data = grouped(histories)
    fit = maximise(
        lambda params: _likelihood(params, data),
        ("alpha", "beta", "gamma", "delta"),
        customers=data.customers,
    )
    params = BgBbParams(**fit.params)
    alive, expected = _outlook(params, data, question.ahead)
    return BgBbResult(
        params=params,
        standard_errors=None if fit.standard_errors is None else BgBbParams(**fit.standard_errors),
        log_likelihood=fit.log_likelihood,
        horizon=question.ahead,
        customers=answered(histories, data.row, alive, expected),
        reasons=fit.reasons,
    )


class _Lives:
    """The ways in which each row can have come about (columns): left after its last purchase at i, or not left.

    `own` and `other` are the arguments that go to the beta functions of buying and leaving; `log` is the logarithm of
    each way's probability (equation 3 of the paper), -inf where there is no such way.
    """

    def __init__(self, params: Array, data: Grouped) -> None:
        import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
        from scipy.special import betaln  # noqa: PLC0415

        alpha, beta, gamma, delta = params
        bought, last, whole = (column[:, None] for column in (data.frequency, data.recency, data.observed))
        after = np.arange(int((whole - last).max()) + 1)[None, :]
        end = last + after
        self.stayed = end == whole
        self.buys, self.skips = alpha + bought, beta + end - bought
        self.leaves, self.stays = gamma + np.where(self.stayed, 0.0, 1.0), delta + end
        log = betaln(self.buys, np.maximum(self.skips, 1e-300)) - betaln(alpha, beta)
        log = log + betaln(self.leaves, self.stays) - betaln(gamma, delta)
        self.log = np.where(end <= whole, log, -np.inf)
        most = self.log.max(axis=1, keepdims=True)
        parts = np.exp(self.log - most)
        self.total = np.log(parts.sum(axis=1)) + most[:, 0]
        self.share = parts / parts.sum(axis=1, keepdims=True)


def _likelihood(params: Array, data: Grouped) -> tuple[float, Array]:
    import numpy as np  # noqa: PLC0415
    from scipy.special import digamma  # noqa: PLC0415

    alpha, beta, gamma, delta = params
    lives = _Lives(params, data)
    trials, turns = digamma(lives.buys + lives.skips), digamma(lives.leaves + lives.stays)
    changes = (
        digamma(lives.buys) - digamma(alpha) + digamma(alpha + beta) - trials,
        digamma(lives.skips) - digamma(beta) + digamma(alpha + beta) - trials,
        digamma(lives.leaves) - digamma(gamma) + digamma(gamma + delta) - turns,
        digamma(lives.stays) - digamma(delta) + digamma(gamma + delta) - turns,
    )
    gradient = np.array([data.mean((lives.share * change).sum(axis=1)) for change in changes])
    return data.mean(lives.total), gradient


def _outlook(params: BgBbParams, data: Grouped, ahead: int) -> tuple[Array, Array]:
    """Return P(alive) in the next period, and the purchases expected in `ahead` periods, of each row.

    Given that somebody has not left by the end, the chance to buy is beta(alpha + x, beta + n - x), and to be there in
    each further period follows from beta(gamma, delta + n).
    """
    import numpy as np  # noqa: PLC0415

    lives = _Lives(np.array([params.alpha, params.beta, params.gamma, params.delta]), data)
    not_left = np.where(lives.stayed, lives.share, 0.0).sum(axis=1)
    stays = params.delta + data.observed
    period = np.arange(ahead)[None, :]
    there = np.cumprod((stays[:, None] + period) / (params.gamma + stays[:, None] + period), axis=1)
    buys = (params.alpha + data.frequency) / (params.alpha + params.beta + data.observed)
    return not_left * there[:, 0], not_left * buys * there.sum(axis=1)
