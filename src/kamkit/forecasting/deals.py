"""When open deals close, and how: won, lost or still open, by what happened to deals that were as long in the same stage.

Each visit of a stage starts a clock that runs until the deal is decided, whichever stages follow; a deal that went back starts
anew in the stage it went back to (a landmark at the entry: H. C. van Houwelingen, Scandinavian Journal of Statistics 34, 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.forecasting.incidence import End, Incidence, incidence
from kamkit.forecasting.reasons import ForecastReason
from kamkit.pipeline.history import EntryKind, StageEntry, read_history, standing_entries
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

NEEDED = 10
"""With fewer deals as long in the stage, all stages together answer."""
ALL = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealHistory:
    """A deal's entries into stages, and how it ended and when; dropped deals count as lost."""

    id: str
    entries: tuple[StageEntry, ...]
    end: End = End.OPEN
    closed_on: date | None = None

    def __post_init__(self) -> None:
        if not self.steps:
            raise InputError(ProblemCode.CONFLICT, "entries", "a deal must have entered a stage")
        ordered = standing_entries(sorted(self.entries, key=lambda entry: entry.entered_on))
        if self.end is End.OPEN and ordered[-1].kind is EntryKind.CLOSED:
            raise InputError(
                ProblemCode.CONFLICT, "end", "the last entry is CLOSED: say WON or LOST, or reopen it"
            )
        if self.end is not End.OPEN and self.ended_on is None:
            said = "a deal that was decided needs closed_on, or an entry CLOSED"
            raise InputError(ProblemCode.MISSING, "closed_on", said)
        if (
            self.end is not End.OPEN
            and self.ended_on is not None
            and self.ended_on < self.steps[-1].entered_on
        ):
            said = (
                f"closed on {self.ended_on}, before the last stage was entered on {self.steps[-1].entered_on}"
            )
            raise InputError(ProblemCode.CONFLICT, "closed_on", said)

    @property
    def steps(self) -> list[StageEntry]:
        """The entries that count, in order: without those taken back, and without the close."""
        ordered = sorted(self.entries, key=lambda entry: entry.entered_on)
        return [entry for entry in standing_entries(ordered) if entry.kind is not EntryKind.CLOSED]

    @property
    def ended_on(self) -> date | None:
        """The day of the close: as given, or of the last entry CLOSED."""
        closes = [entry.entered_on for entry in self.entries if entry.kind is EntryKind.CLOSED]
        return self.closed_on or max(closes, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsInput:
    """Deals, decided and open, the day of the forecast, and how many days ahead is asked."""

    deals: tuple[DealHistory, ...]
    as_of: date
    horizons: Annotated[tuple[int, ...], Says("Days ahead", at_least=1)] = (30, 90, 180, 365)

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The chances of a deal `days` ahead: won, lost, still open; they add up to 1."""

    days: int
    won: float
    lost: float
    open: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DealForecast:
    """An open deal: the stage it is in since when, its chances ahead, and when it closes if it is won (None if unknown)."""

    id: str
    stage: str
    days_in_stage: int
    basis: str
    """The stage whose deals answer; empty for all stages together."""
    at_risk: int
    ahead: tuple[Ahead, ...]
    median_days_to_win: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """By so many days after the entry into a stage: parts won and lost, the standard error of the first, and the rest."""

    days: int
    won: float
    won_error: float
    lost: float
    open: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCurve:
    """What became of the entries into a stage; the stage is empty for all stages together."""

    stage: str
    entries: int
    reversals: int
    """How many of them were steps back."""
    curve: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsResult:
    """The forecast of each open deal in the order given, and the curves of stages in the order of their process."""

    deals: tuple[DealForecast, ...]
    stages: tuple[StageCurve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    stage: str
    order: int
    days: int
    end: End
    is_reversal: bool


def deals(question: DealsInput) -> DealsResult:
    """Return the chances of each open deal to be won, lost or still open, given how long it is in its stage.

    Entries and closes after `as_of` are left out: the deal was open then. Visits of one stage by one deal each count.
    """
    visits = [visit for deal in question.deals for visit in _visits(deal, question.as_of)]
    order: dict[str, int] = {}
    for visit in visits:
        order[visit.stage] = min(visit.order, order.get(visit.stage, visit.order))
    curves = {
        stage: incidence((visit.days, visit.end) for visit in visits if visit.stage == stage)
        for stage in order
    }
    curves[ALL] = incidence((visit.days, visit.end) for visit in visits)
    stages = [*sorted(order, key=lambda stage: (order[stage], stage)), ALL] if visits else []
    return DealsResult(
        deals=tuple(
            _forecast(deal, visits, curves, question)
            for deal in question.deals
            if _end(deal, question.as_of) is End.OPEN and deal.steps[0].entered_on <= question.as_of
        ),
        stages=tuple(_stage(stage, visits, curves[stage]) for stage in stages),
    )


def _end(deal: DealHistory, as_of: date) -> End:
    closed = deal.ended_on
    return deal.end if closed is not None and closed <= as_of else End.OPEN


def _visits(deal: DealHistory, as_of: date) -> list[_Visit]:
    end, closed = _end(deal, as_of), deal.ended_on
    until = as_of if end is End.OPEN or closed is None else closed
    return [
        _Visit(
            stage=entry.stage,
            order=entry.order,
            days=(until - entry.entered_on).days,
            end=end,
            is_reversal=entry.kind is EntryKind.REVERSAL,
        )
        for entry in deal.steps
        if entry.entered_on <= as_of
    ]


def _forecast(
    deal: DealHistory, visits: Sequence[_Visit], curves: dict[str, Incidence], question: DealsInput
) -> DealForecast:
    past = [entry for entry in deal.steps if entry.entered_on <= question.as_of]
    stage, age = past[-1].stage, (question.as_of - past[-1].entered_on).days
    as_long = sum(visit.stage == stage and visit.days > age for visit in visits)
    basis = stage if as_long >= NEEDED else ALL
    at_risk = as_long if basis else sum(visit.days > age for visit in visits)
    told = _went_back(deal, question.as_of)
    if not basis:
        values = (("stage", stage), ("found", as_long), ("needed", NEEDED))
        told.append(Reason(code=ForecastReason.FEW_AT_RISK, params=values))
    won, lost = curves[basis].by(age)
    still = 1 - won - lost
    if not at_risk or still <= 1e-9:
        told.append(Reason(code=ForecastReason.NOTHING_TO_COMPARE, params=(("days", age),)))
        ahead: tuple[Ahead, ...] = ()
    else:
        ahead = tuple(_ahead(curves[basis], age, days, still) for days in question.horizons)
    return DealForecast(
        id=deal.id,
        stage=stage,
        days_in_stage=age,
        basis=basis,
        at_risk=at_risk,
        ahead=ahead,
        median_days_to_win=_median(curves[basis], age) if ahead else None,
        reasons=tuple(told),
    )


def _ahead(curve: Incidence, age: int, days: int, still: float) -> Ahead:
    (won, lost), (won_later, lost_later) = curve.by(age), curve.by(age + days)
    by_win, by_loss = round((won_later - won) / still, 6), round((lost_later - lost) / still, 6)
    return Ahead(days=days, won=by_win, lost=by_loss, open=round(max(1 - by_win - by_loss, 0.0), 6))


def _median(curve: Incidence, age: int) -> int | None:
    """Return the days within which half of the deals that will be won, as far as is known, are."""
    won, whole = curve.by(age)[0], curve.won[-1]
    if whole - won <= 1e-12:
        return None
    half = won + (whole - won) / 2
    return next(time for time, part in zip(curve.times, curve.won, strict=True) if part >= half - 1e-12) - age


def _went_back(deal: DealHistory, as_of: date) -> list[Reason]:
    history = read_history(deal.entries, as_of=as_of)
    if not history.reversals:
        return []
    values = (("times", len(history.reversals)), ("days", history.days_lost))
    return [Reason(code=ForecastReason.WENT_BACK, params=values)]


def _stage(stage: str, visits: Sequence[_Visit], curve: Incidence) -> StageCurve:
    inside = [visit for visit in visits if stage in {ALL, visit.stage}]
    return StageCurve(
        stage=stage,
        entries=len(inside),
        reversals=sum(visit.is_reversal for visit in inside),
        curve=tuple(
            CurvePoint(
                days=time,
                won=round(won, 6),
                won_error=round(curve.error(time), 6),
                lost=round(lost, 6),
                open=round(max(1 - won - lost, 0.0), 6),
            )
            for time, won, lost in zip(curve.times, curve.won, curve.lost, strict=True)
        ),
    )
