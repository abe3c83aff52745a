"""Opinion dynamics of Friedkin and Johnsen: what people lean to after they have listened to one another.

N. E. Friedkin and E. C. Johnsen, "Social influence and opinions", Journal of Mathematical Sociology 15 (1990), and
"Social influence networks and opinion change", Advances in Group Processes 16 (1999): x(t+1) = A W x(t) + (I - A) x(0),
with W row-stochastic and A = I - diag(W), comes to rest at x = V x(0), V = (I - A W)^-1 (I - A), whose rows sum to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from kamkit.fields import Says, check_bounds
from kamkit.influence.network import Tie, TieKind, strongest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
else:
    Matrix = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How much people listen along each type of tie, and to themselves; conflict and introductions carry no opinion."""

    advice: Annotated[float, Says("To those they ask for advice", at_least=0)] = 1.0
    reports_to: Annotated[float, Says("To their boss", at_least=0)] = 1.0
    influence: Annotated[float, Says("To those who influence them", at_least=0)] = 1.0
    dotted_line: Annotated[float, Says("To whom they report in a matrix", at_least=0)] = 0.5
    friendship: Annotated[float, Says("To those they call friends", at_least=0)] = 0.5
    self_: Annotated[float, Says("To their own opinion", above=0)] = 1.0

    def __post_init__(self) -> None:
        check_bounds(self)


def final_weights(people: Sequence[str], ties: Sequence[Tie], listening: Listening) -> Matrix:
    """Return V: how much the first opinion of each person (column) counts in the last one of each (row).

    Strengths count in relation to the strongest tie of their kind. Whoever listens to nobody keeps their opinion.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    place = {name: index for index, name in enumerate(people)}
    heard = np.zeros((len(people), len(people)))
    for kind, weight in _weights(listening):
        pairs = strongest(ties, kind, frozenset(people))
        most = max(pairs.values(), default=1.0)
        for (from_, to), strength in pairs.items():
            listener, speaker = (to, from_) if kind is TieKind.INFLUENCE else (from_, to)
            heard[place[listener], place[speaker]] += weight * strength / most
    whole = heard.sum(axis=1) + listening.self_
    open_to_others = 1 - listening.self_ / whole
    trusted = heard / whole[:, None] + np.diag(listening.self_ / whole)
    still = np.eye(len(people)) - open_to_others[:, None] * trusted
    return np.linalg.solve(still, np.diag(1 - open_to_others))


def _weights(listening: Listening) -> tuple[tuple[TieKind, float], ...]:
    return (
        (TieKind.ADVICE, listening.advice),
        (TieKind.REPORTS_TO, listening.reports_to),
        (TieKind.INFLUENCE, listening.influence),
        (TieKind.DOTTED_LINE, listening.dotted_line),
        (TieKind.FRIENDSHIP, listening.friendship),
    )
