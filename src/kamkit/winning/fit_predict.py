"""How likely open deals are won: the model that decided deals support, and an honest word on how good it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kamkit.reasons import Reason, figure
from kamkit.winning import ridge
from kamkit.winning.columns import Array, Column, columns, like
from kamkit.winning.deals import (
    DecidedDeal,
    Decision,
    Driver,
    Interval,
    Model,
    OpenDeal,
    Prediction,
    Refused,
    Report,
    Verdict,
    WinningInput,
    WinningResult,
)
from kamkit.winning.design import Part, matrix, part, spread, trees
from kamkit.winning.folds import assigned, groups
from kamkit.winning.leaks import refused
from kamkit.winning.learning import Learnt, better, boosted, logistic
from kamkit.winning.measures import Z, around, auc, auc_error, brier, calibration, drivers
from kamkit.winning.reasons import WinningReason
from kamkit.winning.scorecard import level, odds, points, reasons, smoothed, total

NEEDED = 100
"""With fewer outcomes, or fewer than a tenth of it of one kind, priors judge."""
FEWEST = NEEDED // 10
SURE = 2.5758293035489004
"""Standard errors that the area must lie above one half by: one in two hundred by chance."""
FAINT, CLEAR = 0.58, 0.65
"""Below the first area there is no signal, from the second on it is clear."""
SKILL = 0.015
"""So much smaller than that of the base rate the Brier score must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """Decided deals as columns: those used, what is told about them, and the outcomes."""

    used: list[Column]
    refused: tuple[Refused, ...]
    drivers: tuple[Driver, ...]
    won: Array
    base_rate: float
    scores: Array
    """By the scorecard."""
    has_scores: bool


def fit_predict(question: WinningInput) -> WinningResult:
    """Return how likely each open deal is won, with reasons, and how good the model is on deals it has not seen.

    Below 100 outcomes, or 10 of a kind, a scorecard of stated priors answers, from there on the better of a ridge regression
    and, where scikit-learn is installed, boosted trees, chosen by cross-validation that never parts identical deals, and
    calibrated. Where the inputs do not tell won from lost, every deal gets the base rate. Raises InputError.
    """
    decided = _decided(question)
    wins = int(decided.won.sum())
    fewest = min(wins, len(decided.won) - wins)
    if len(decided.won) < NEEDED or fewest < FEWEST:
        return _by_scorecard(question, decided)
    if not decided.used:
        level_of_all = decided.scores * 0 + odds(decided.base_rate)
        return _by_base_rate(question, decided, _report(decided, level_of_all, Model.BASE_RATE))
    return _learnt(question, decided)


def _decided(question: WinningInput) -> _Decided:
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    won = np.array([deal.outcome is Decision.WON for deal in question.train], dtype=float)
    rows = [deal.inputs for deal in question.train]
    whole = columns(rows, "train")
    out = refused(whole, question.train, won, question.timing) if rows else {}
    used = [column for column in whole if column.name not in out]
    found = points(used, question.scorecard)
    mixed = 0 < won.sum() < len(won)
    return _Decided(
        used=used,
        refused=tuple(Refused(input=name, code=code) for name, code in sorted(out.items())),
        drivers=drivers(used, won) if mixed else (),
        won=won,
        base_rate=float(won.mean()) if rows else 0.5,
        scores=total(found, len(won)),
        has_scores=bool(found),
    )


def _by_scorecard(question: WinningInput, decided: _Decided) -> WinningResult:
    outcomes = len(decided.won)
    rate, deviation = smoothed(float(decided.won.sum()), outcomes)
    start = level(decided.scores, rate)
    report = _report(decided, decided.scores + start, Model.SCORECARD)
    few = Reason(code=WinningReason.FEW_OUTCOMES, params=(("found", outcomes), ("needed", NEEDED)))
    report = replace(report, reasons=(few, *report.reasons))
    if report.verdict is Verdict.NO_SIGNAL:
        return _by_base_rate(question, decided, report)
    barred = {each.input for each in decided.refused}
    known = [
        each
        for each in columns([deal.inputs for deal in question.predict], "predict")
        if each.name not in barred
    ]
    found = points(known, question.scorecard)
    scores = total(found, len(question.predict)) + start
    predictions = []
    for place, deal in enumerate(question.predict):
        names = [(each.column.name, _word(each.column, place), float(each.added[place])) for each in found]
        unsure = sum(each.deviation**2 for each in found if each.added[place])
        chance = float(ridge.chances(scores[place]))
        predictions.append(
            Prediction(
                id=deal.id,
                probability=round(chance, 6),
                interval=around(chance, (unsure + deviation**2) ** 0.5),
                reasons=reasons(names),
            )
        )
    return WinningResult(predictions=tuple(predictions), report=report)


def _by_base_rate(question: WinningInput, decided: _Decided, report: Report) -> WinningResult:
    rate, deviation = smoothed(float(decided.won.sum()), len(decided.won))
    told = (Reason(code=WinningReason.NO_SIGNAL_FOUND, params=(("rate", figure(rate)),)),)
    predictions = [
        Prediction(id=deal.id, probability=round(rate, 6), interval=around(rate, deviation), reasons=told)
        for deal in question.predict
    ]
    return WinningResult(predictions=tuple(predictions), report=replace(report, model=Model.BASE_RATE))


def _learnt(question: WinningInput, decided: _Decided) -> WinningResult:
    opened = _days(question.train)
    pieces = [piece for column in decided.used for piece in spread(column, opened)]
    parts = [part(piece) for piece in pieces]
    fold = assigned(groups(decided.used, question.train), question.seed)
    simple = logistic(parts, matrix(parts, pieces, len(decided.won)), decided.won, fold)
    other = boosted(parts, trees(parts, pieces), decided.won, fold)
    best = better(simple, other, decided.won)
    # Platt's scaling (1999): log-odds of unseen deals are moved and stretched to fit the outcomes.
    scaling = ridge.fit(best.unseen[:, None], decided.won, 0.01)
    if scaling[1] <= 0:
        # What speaks for winning on some deals speaks against it on others: nothing was learnt.
        scaling[:] = odds(decided.base_rate), 0.0
    report = _report(
        decided, scaling[0] + scaling[1] * best.unseen, best.model, boosting_tried=other is not None
    )
    if report.verdict is Verdict.NO_SIGNAL:
        return _by_base_rate(question, decided, report)
    if not question.predict:
        return WinningResult(predictions=(), report=report)
    return WinningResult(predictions=_judged(question, decided.used, parts, best, scaling), report=report)


def _judged(
    question: WinningInput, used: Sequence[Column], parts: Sequence[Part], best: Learnt, scaling: Array
) -> tuple[Prediction, ...]:
    rows = [deal.inputs for deal in question.predict]
    opened = _days(question.predict)
    pieces = [piece for column in used for piece in spread(like(column, rows, "predict"), opened)]
    design, table = matrix(parts, pieces, len(rows)), trees(parts, pieces)
    chances = ridge.chances(scaling[0] + scaling[1] * best.ask(design, table))
    # The jackknife that leaves out a group of deals at a time (P. S. Kott, Journal of Official Statistics 17, 2001).
    by_fold = scaling[1] * best.ask_folds(design, table)
    folds = len(by_fold)
    deviations = ((folds - 1) * by_fold.var(axis=0)) ** 0.5
    added = scaling[1] * best.explain(design, table)
    return tuple(
        Prediction(
            id=deal.id,
            probability=round(float(chances[place]), 6),
            interval=around(float(chances[place]), float(deviations[place])),
            reasons=reasons(_contributions(parts, pieces, added[place], place)),
        )
        for place, deal in enumerate(question.predict)
    )


def _contributions(
    parts: Sequence[Part], pieces: Sequence[Column], added: Array, place: int
) -> list[tuple[str, str, float]]:
    """Return what each input adds, those of a day's month and lag together."""
    sums: dict[str, tuple[str, float]] = {}
    for each, piece, value in zip(parts, pieces, added, strict=True):
        # The lag comes last and still holds the day itself as its word.
        before = sums.get(each.source, ("", 0.0))[1]
        sums[each.source] = (_word(piece, place), before + float(value))
    return [(name, word, value) for name, (word, value) in sums.items()]


def _report(decided: _Decided, unseen: Array, model: Model, *, boosting_tried: bool = False) -> Report:
    """Return the report on log-odds of decided deals by fits that did not see them."""
    won, wins = decided.won, int(decided.won.sum())
    lost = len(won) - wins
    mixed = bool(wins and lost)
    chances = ridge.chances(unseen)
    area = auc(won, unseen) if mixed else None
    by_card = auc(won, decided.scores) if mixed and decided.has_scores else None
    verdict = _verdict(decided, area, brier(won, chances)) if len(won) else _unmeasured(decided)
    return Report(
        model=model,
        auc=None if area is None else round(area, 6),
        auc_interval=None if area is None else _area_interval(area, wins, lost),
        brier=round(brier(won, chances), 6) if len(won) else None,
        base_rate=round(decided.base_rate, 6),
        outcomes=len(won),
        scorecard_auc=None if by_card is None else round(by_card, 6),
        calibration=calibration(won, chances) if len(won) else (),
        drivers=decided.drivers,
        refused=decided.refused,
        verdict=verdict,
        boosting_tried=boosting_tried,
        reasons=_compared(model, verdict, area, by_card),
    )


def _verdict(decided: _Decided, area: float | None, score: float) -> Verdict:
    """Return what unseen deals show; where too few are of one kind to show anything, what the priors promise."""
    wins = int(decided.won.sum())
    lost = len(decided.won) - wins
    if area is None or min(wins, lost) < FEWEST:
        return _unmeasured(decided)
    sure = area - SURE * auc_error(area, wins, lost) > 0.5
    useful = score < (1 - SKILL) * decided.base_rate * (1 - decided.base_rate)
    if not sure or not useful or area < FAINT:
        return Verdict.NO_SIGNAL
    return Verdict.SIGNAL if area >= CLEAR else Verdict.WEAK


def _unmeasured(decided: _Decided) -> Verdict:
    return Verdict.WEAK if decided.has_scores or not len(decided.won) else Verdict.NO_SIGNAL


def _area_interval(area: float, won: int, lost: int) -> Interval:
    reach = Z * auc_error(area, won, lost)
    return Interval(low=round(max(area - reach, 0.0), 4), high=round(min(area + reach, 1.0), 4))


def _compared(
    model: Model, verdict: Verdict, learnt: float | None, by_card: float | None
) -> tuple[Reason, ...]:
    """Return the reason to keep to the scorecard, if the model that was learnt does not do better."""
    if learnt is None or by_card is None or model is Model.SCORECARD or verdict is Verdict.NO_SIGNAL:
        return ()
    if by_card < learnt:
        return ()
    values = (("learnt", figure(learnt)), ("scorecard", figure(by_card)))
    return (Reason(code=WinningReason.PRIORS_AS_GOOD, params=values),)


def _days(deals: Sequence[DecidedDeal] | Sequence[OpenDeal]) -> Array:
    import numpy as np  # noqa: PLC0415

    days = [deal.opened_on.toordinal() if deal.opened_on else np.nan for deal in deals]
    return np.array(days, dtype=float)


def _word(column: Column, place: int) -> str:
    return column.words[int(column.codes[place])]
