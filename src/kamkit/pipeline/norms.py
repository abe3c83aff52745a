"""What is usual: median and quartiles of the days that won deals spent in each stage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamkit.pipeline.history import History
from kamkit.reasons import Reason, ReasonCode

MINIMUM_SAMPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNorm:
    """Days in a stage over `sample` won deals that passed through it."""

    stage: str
    sample: int
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Too few won deals passed through the stage to say what is usual."""

    stage: str
    sample: int
    reason: Reason


def stage_norms(won: Iterable[History], *, minimum: int = MINIMUM_SAMPLE) -> Mapping[str, StageNorm | TooFew]:
    """Return what is usual for every stage that the deals in `won` passed through.

    Quartiles interpolate between neighbours (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages",
    The American Statistician 50(4), 1996: the default of R and NumPy). Below `minimum` deals the answer is TooFew.
    """
    days: dict[str, list[int]] = {}
    for history in won:
        for stage_time in history.stages:
            days.setdefault(stage_time.stage, []).append(stage_time.days)
    return {stage: _norm(stage, sorted(sample), minimum) for stage, sample in days.items()}


def quantile(ordered: Sequence[int], share: Decimal) -> Decimal:
    """Return the value below which `share` (0 to 1) of the `ordered` numbers lie, type 7; ValueError if there is none."""
    if not ordered:
        raise ValueError("no numbers, no quantile")
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _norm(stage: str, ordered: Sequence[int], minimum: int) -> StageNorm | TooFew:
    sample = len(ordered)
    if sample < minimum:
        reason = Reason(code=ReasonCode.TOO_FEW, params=(("found", sample), ("needed", minimum)))
        return TooFew(stage=stage, sample=sample, reason=reason)
    lower, median, upper = (quantile(ordered, Decimal(quarter) / 4) for quarter in (1, 2, 3))
    return StageNorm(stage=stage, sample=sample, lower_quartile=lower, median=median, upper_quartile=upper)
