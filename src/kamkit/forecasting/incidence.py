"""The Aalen–Johansen estimator for competing risks: how often something has ended in each way by a time.

O. O. Aalen and S. Johansen, "An Empirical Transition Matrix for Non-homogeneous Markov Chains Based on Censored Observations",
Scandinavian Journal of Statistics 5 (1978).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt


class End(StrEnum):
    """How the time of a deal ended."""

    WON = "WON"
    LOST = "LOST"
    OPEN = "OPEN"
    """Not at all so far: its time counts, its end is not known (censored)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """A step function: by each time (days) the parts won and lost, those still open, and how many were open just before."""

    times: tuple[int, ...]
    won: tuple[float, ...]
    lost: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended_won: tuple[int, ...]
    ended_lost: tuple[int, ...]

    def by(self, day: float) -> tuple[float, float]:
        """Return the parts won and lost by a day."""
        place = bisect_right(self.times, day) - 1
        return (self.won[place], self.lost[place]) if place >= 0 else (0.0, 0.0)

    def error(self, day: float) -> float:
        """Return the standard error of the part won by a day (E. Marubini, M. G. Valsecchi, 1995, section 10.2)."""
        last, open_before, variance = self.by(day)[0], 1.0, 0.0
        steps = zip(
            self.times, self.won, self.lost, self.at_risk, self.ended_won, self.ended_lost, strict=True
        )
        for time, won, lost, risk, wins, losses in steps:
            if time > day:
                break
            ended, ahead = wins + losses, last - won
            if risk > ended:
                variance += ahead**2 * ended / (risk * (risk - ended))
            variance += open_before**2 * (risk - wins) * wins / risk**3
            variance -= 2 * ahead * open_before * wins / risk**2
            open_before = 1 - won - lost
        return sqrt(max(variance, 0.0))


def incidence(ends: Iterable[tuple[int, End]]) -> Incidence:
    """Return the estimate from times in days and how they ended; what ends on a day was open on it."""
    counted = Counter(ends)
    risk = sum(counted.values())
    still, won, lost = 1.0, 0.0, 0.0
    rows: list[tuple[int, float, float, int, int, int]] = []
    for day in sorted({time for time, _ in counted}):
        wins, losses = counted[day, End.WON], counted[day, End.LOST]
        if wins or losses:
            won += still * wins / risk
            lost += still * losses / risk
            still *= 1 - (wins + losses) / risk
            rows.append((day, won, lost, risk, wins, losses))
        risk -= wins + losses + counted[day, End.OPEN]
    times, by_won, by_lost, risks, wins_at, losses_at = zip(*rows, strict=True) if rows else ((),) * 6
    return Incidence(
        times=times, won=by_won, lost=by_lost, at_risk=risks, ended_won=wins_at, ended_lost=losses_at
    )
