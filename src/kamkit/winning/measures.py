"""How good predicted chances are."""

from collections.abc import Sequence
from math import sqrt

from kamkit.winning.columns import Array, Column, Kind, Places
from kamkit.winning.deals import CalibrationBin, Driver, Interval

Z = 1.6448536269514722
"""Standard deviations of an interval that holds nine cases of ten."""
BINS = 10


def auc(won: Array, scores: Array) -> float:
    """Return how likely a won deal has a higher score than a lost one, ties half: Mann and Whitney's U ÷ (won · lost)."""
    from scipy.stats import rankdata  # noqa: PLC0415  (heavy: loaded when used)

    wins = won.sum()
    return float((rankdata(scores)[won > 0.5].sum() - wins * (wins + 1) / 2) / (wins * (len(won) - wins)))


def auc_error(area: float, won: int, lost: int) -> float:
    """Return the standard error of an area (Hanley and McNeil, Radiology 143, 1982, equation 2)."""
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (won - 1) * (one - area**2) + (lost - 1) * (two - area**2)
    return sqrt(max(spread, 0.0) / (won * lost))


def brier(won: Array, chances: Array) -> float:
    """Return the mean squared difference of chances and outcomes (Brier, Monthly Weather Review 78, 1950)."""
    return float(((chances - won) ** 2).mean())


def calibration(won: Array, chances: Array) -> tuple[CalibrationBin, ...]:
    """Return predictions beside outcomes, in up to ten bins of about as many deals each."""
    import numpy as np  # noqa: PLC0415

    cuts = np.unique(np.quantile(chances, np.linspace(0, 1, BINS + 1)[1:-1]))
    place = np.searchsorted(cuts, chances, side="right")
    edges = [0.0, *(float(cut) for cut in cuts), 1.0]
    return tuple(
        CalibrationBin(
            low=round(edges[each], 4),
            high=round(edges[each + 1], 4),
            deals=int((place == each).sum()),
            predicted=round(float(chances[place == each].mean()), 4),
            observed=round(float(won[place == each].mean()), 4),
        )
        for each in np.unique(place)
    )


def drivers(columns: Sequence[Column], won: Array) -> tuple[Driver, ...]:
    """Return how far each input goes with the outcome, the strongest first; numbers count by quarters of the deals."""
    import numpy as np  # noqa: PLC0415

    found = []
    for column in columns:
        place = by_quarters(column)
        table = np.array([np.bincount(place, weights=won), np.bincount(place, weights=1 - won)])
        found.append(contingency(column.name, table[:, table.sum(axis=0) > 0]))
    return tuple(sorted(found, key=lambda each: (-each.cramers_v, each.input)))


def contingency(name: str, table: Array) -> Driver:
    """Return Pearson's chi-squared of a table of won and lost by value, without correction for continuity."""
    from scipy.stats import chi2  # noqa: PLC0415

    whole = table.sum()
    due = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / whole
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    value = float(((table - due) ** 2 / due).sum())
    return Driver(
        input=name,
        chi2=round(value, 4),
        dof=dof,
        p_value=float(chi2.sf(value, dof)) if dof else 1.0,
        cramers_v=round(sqrt(value / whole), 4),
    )


def by_quarters(column: Column) -> Places:
    """Return the class of each deal: its word, or the quarter of the deals that its number is in; missing is a class."""
    import numpy as np  # noqa: PLC0415

    if column.kind is Kind.WORD or column.numbers is None or len(column.words) <= 5:
        return column.codes
    known = column.numbers[~np.isnan(column.numbers)]
    cuts = np.unique(np.quantile(known, (0.25, 0.5, 0.75)))
    place = np.searchsorted(cuts, column.numbers, side="left")
    return np.where(np.isnan(column.numbers), len(cuts) + 1, place).astype(np.intp)


def around(chance: float, deviation: float) -> Interval:
    """Return the interval around a chance whose log-odds have a standard deviation."""
    from math import exp, log  # noqa: PLC0415

    odds = log(chance / (1 - chance))
    low, high = (1 / (1 + exp(-(odds + side * Z * deviation))) for side in (-1, 1))
    return Interval(low=round(low, 4), high=round(high, 4))
