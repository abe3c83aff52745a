"""Logistic regression with a ridge penalty, by Newton's method.

A. E. Hoerl and R. W. Kennard, Technometrics 12 (1970); S. le Cessie and J. C. van Houwelingen, "Ridge Estimators in
Logistic Regression", Applied Statistics 41 (1992).
"""

from kamkit.winning.columns import Array

ROUNDS = 30
CLOSE = 1e-6
NEAR = 0.2
"""Steps below this do not need a new curvature."""


def fit(design: Array, won: Array, penalty: float, start: Array | None = None) -> Array:
    """Return the level, which is not penalised, and the weights that make penalised outcomes most likely."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    size = design.shape[1] + 1
    weights = np.zeros(size) if start is None else start.copy()
    shrink = np.full(size, penalty)
    shrink[0] = 1e-6
    whole = np.column_stack([np.ones(len(design)), design])
    rounds, reach = 0, np.inf
    curve = np.zeros((size, size))
    while reach >= CLOSE and rounds < ROUNDS:
        chance = chances(whole @ weights)
        slope = whole.T @ (won - chance) - shrink * weights
        if reach > NEAR:
            # By far the dearest part; close to the end the last one does.
            curve = whole.T @ (whole * (chance * (1 - chance))[:, None])
            curve[np.diag_indices(size)] += shrink
        step = np.clip(np.linalg.solve(curve, slope), -4, 4)
        weights += step
        reach, rounds = float(np.abs(step).max()), rounds + 1
    return weights


def chances(odds: Array) -> Array:
    """Return log-odds as chances."""
    import numpy as np  # noqa: PLC0415

    found: Array = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def loss(won: Array, odds: Array) -> float:
    """Return the mean of minus the log-likelihood."""
    import numpy as np  # noqa: PLC0415

    return float((np.logaddexp(0, odds) - won * odds).mean())
