"""What is believed of deals before there are enough outcomes to learn from: six signals with stated weights.

The signals are those that sellers of a software firm judged by (M. Bohanec, M. Kljajić Borštnar and M. Robnik-Šikonja,
"Explaining machine learning models in sales predictions", Expert Systems with Applications 71, 2017); their weights are
round numbers by judgement, equal but for the sign, as equal weights do nearly as well as fitted ones (R. M. Dawes, "The
robust beauty of improper linear models in decision making", American Psychologist 34, 1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from kamkit.reasons import Reason, figure
from kamkit.winning.columns import Array, Column
from kamkit.winning.deals import Signal
from kamkit.winning.leaks import plain_name
from kamkit.winning.reasons import WinningReason

PRIORS = (
    Signal(input="client", values={"current": 0.7}),
    Signal(input="up_sale", values={"yes": 0.7, "true": 0.7}),
    Signal(input="posit_statm", values={"yes": 0.7, "true": 0.7}),
    Signal(input="competitors", values={"yes": -0.7, "true": -0.7}),
    Signal(input="budgt_alloc", values={"unknown": -0.7}),
    Signal(input="purch_dept", values={"unknown": -0.7}),
)
ALIASES = {
    "customer": "client",
    "client_type": "client",
    "customer_type": "client",
    "upsale": "up_sale",
    "upsell": "up_sale",
    "up_sell": "up_sale",
    "positive_statement": "posit_statm",
    "competition": "competitors",
    "competitors_present": "competitors",
    "budget": "budgt_alloc",
    "budget_allocated": "budgt_alloc",
    "purchasing": "purch_dept",
    "purchasing_department": "purch_dept",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What a signal adds to the log-odds of each deal, and how unsure that is where it adds anything."""

    column: Column
    added: Array
    deviation: float


def points(columns: Sequence[Column], signals: Sequence[Signal] | None) -> list[Points]:
    """Return what the signals that the columns hold add to each deal; None stands for the stated priors."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    known = {plain_name(each.input): each for each in (PRIORS if signals is None else signals)}
    found = []
    for column in columns:
        name = plain_name(column.name)
        signal = known.get(name) or known.get(ALIASES.get(name, ""))
        if signal is not None:
            values = {plain_name(word): added for word, added in signal.values.items()}
            by_word = np.array([values.get(plain_name(word), 0.0) for word in column.words])
            found.append(Points(column=column, added=by_word[column.codes], deviation=signal.deviation))
    return found


def total(found: Sequence[Points], deals: int) -> Array:
    """Return the sum of the points of each deal."""
    import numpy as np  # noqa: PLC0415

    whole: Array = np.sum([each.added for each in found], axis=0) if found else np.zeros(deals)
    return whole


def level(scores: Array, rate: float) -> float:
    """Return what to add to the scores of decided deals so that their mean chance is `rate`."""
    import numpy as np  # noqa: PLC0415

    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = float((1 / (1 + np.exp(-(scores + middle)))).mean()) if len(scores) else 1 / (1 + exp(-middle))
        low, high = (middle, high) if mean < rate else (low, middle)
    return (low + high) / 2


def reasons(names: Sequence[tuple[str, str, float]], most: int = 5) -> tuple[Reason, ...]:
    """Return (input, value, addition to the log-odds) as reasons, the strongest first, none below a twentieth."""
    kept = sorted((each for each in names if abs(each[2]) >= 0.05), key=lambda each: (-abs(each[2]), each[0]))
    return tuple(
        Reason(
            code=WinningReason.RAISES_CHANCE if added > 0 else WinningReason.LOWERS_CHANCE,
            params=(("input", name), ("value", value or "?")),
            weight=figure(added),
        )
        for name, value, added in kept[:most]
    )


def smoothed(won: float, outcomes: int) -> tuple[float, float]:
    """Return the rate of wins as if one more deal each had been won and lost, and the deviation of its log-odds."""
    lost = outcomes - won
    return (won + 1) / (outcomes + 2), (1 / (won + 1) + 1 / (lost + 1)) ** 0.5


def odds(chance: float) -> float:
    """Return the log-odds of a chance."""
    return log(chance / (1 - chance))
