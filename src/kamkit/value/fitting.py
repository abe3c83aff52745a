"""Maximum likelihood over positive parameters, with standard errors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamkit.reasons import Reason
from kamkit.value.reasons import ValueReason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
else:
    Array = Any

Likelihood = Callable[[Array], tuple[float, Array]]
"""Parameters to the log-likelihood and its gradient, per customer."""

REACH = 12.0
"""Parameters lie between exp(-12) and exp(12)."""
STEP = 1e-4
LOOSE = 10.0
"""With a standard error of more than so many times a parameter itself the data does not determine it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The parameters of greatest likelihood by name, their standard errors (None at a bound) and what is odd about them."""

    params: Mapping[str, float]
    standard_errors: Mapping[str, float] | None
    log_likelihood: float
    reasons: tuple[Reason, ...]


def maximise(likelihood: Likelihood, names: Sequence[str], *, customers: float) -> Fit:
    """Return the parameters that make the data of so many `customers` most likely.

    The search runs over their logarithms from 1 on (L-BFGS-B: Byrd, Lu, Nocedal and Zhu, SIAM Journal on Scientific
    Computing 16, 1995). Standard errors come from the curvature there by the delta method.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.optimize import minimize  # noqa: PLC0415

    def loss(logs: Array) -> tuple[float, Array]:
        params = np.exp(logs)
        value, gradient = likelihood(params)
        return -value, -gradient * params

    found = minimize(
        loss,
        np.zeros(len(names)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-REACH, REACH)] * len(names),
        options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 1000, "maxcor": 20},
    )
    logs = found.x
    reasons = [
        Reason(code=ValueReason.FIT_AT_BOUND, params=(("parameter", name),))
        for name, value in zip(names, logs, strict=True)
        if abs(value) > REACH - 0.01
    ]
    if not reasons and float(np.abs(found.jac).max()) > 1e-4:
        reasons.append(Reason(code=ValueReason.FIT_UNFINISHED))
    relative = None if reasons else _relative_errors(loss, logs, customers)
    if relative is not None and max(relative) > LOOSE:
        loose = names[relative.index(max(relative))]
        reasons, relative = [Reason(code=ValueReason.FIT_AT_BOUND, params=(("parameter", loose),))], None
    params = {name: float(value) for name, value in zip(names, np.exp(logs), strict=True)}
    return Fit(
        params=params,
        standard_errors=None
        if relative is None
        else {name: error * params[name] for name, error in zip(names, relative, strict=True)},
        log_likelihood=-float(found.fun) * customers,
        reasons=tuple(reasons),
    )


def _relative_errors(loss: Likelihood, logs: Array, customers: float) -> list[float] | None:
    import numpy as np  # noqa: PLC0415

    size = len(logs)
    curvature = np.zeros((size, size))
    for place in range(size):
        step = np.zeros(size)
        step[place] = STEP
        curvature[place] = (loss(logs + step)[1] - loss(logs - step)[1]) / (2 * STEP)
    curvature = (curvature + curvature.T) / 2 * customers
    if np.linalg.eigvalsh(curvature).min() <= 0:
        return None
    return [float(value) for value in np.sqrt(np.diag(np.linalg.inv(curvature)))]
