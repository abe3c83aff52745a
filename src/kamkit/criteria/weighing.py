"""Weights of criteria: from pairwise comparisons, from the best and the worst, from the data, or given."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import log
from typing import Annotated, Any

import numpy as np

from kamkit.criteria.reasons import CriteriaReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason, figure

Matrix = tuple[tuple[Fraction, ...], ...]
RANDOM_INDEX: Mapping[int, float] = {
    1: 0,
    2: 0,
    3: 0.58,
    4: 0.90,
    5: 1.12,
    6: 1.24,
    7: 1.32,
    8: 1.41,
    9: 1.45,
    10: 1.49,
    11: 1.51,
    12: 1.48,
    13: 1.56,
    14: 1.57,
    15: 1.59,
}
"""Saaty (1980): mean consistency index of random matrices, by number of criteria."""
MOST_RATIO = 0.10
"""Saaty: comparisons with a larger ratio should be made again."""
SCALE = 9
"""Judgements run from 1 (equal) to 9 (extremely more)."""


class WeighMethod(StrEnum):
    """Where the weights come from."""

    AHP = "AHP"
    BEST_WORST = "BEST_WORST"
    ENTROPY = "ENTROPY"
    DIRECT = "DIRECT"


class Priority(StrEnum):
    """How AHP takes weights from a matrix of comparisons."""

    EIGENVECTOR = "EIGENVECTOR"
    """Principal right eigenvector, Saaty's own."""
    COLUMN_MEAN = "COLUMN_MEAN"
    """Row means of the matrix with columns brought to one: the approximation of textbooks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What the weights are taken from; each method reads its own fields."""

    method: WeighMethod
    criteria: Annotated[tuple[str, ...], Says("Names in the order of the numbers; none: 1, 2, 3 …")] = ()
    matrix: Annotated[
        Matrix | None,
        Says(
            "AHP: how much more the row counts than the column (1/9 to 9); ENTROPY: alternatives by criteria",
            at_least=0,
        ),
    ] = None
    priority: Annotated[Priority, Says("AHP: which priorities")] = Priority.EIGENVECTOR
    best: Annotated[str | None, Says("BEST_WORST: the most important criterion")] = None
    worst: Annotated[str | None, Says("BEST_WORST: the least important criterion")] = None
    best_to_others: Annotated[
        tuple[Fraction, ...] | None,
        Says("BEST_WORST: how much more the best counts than each", at_least=1, at_most=9),
    ] = None
    others_to_worst: Annotated[
        tuple[Fraction, ...] | None,
        Says("BEST_WORST: how much more each counts than the worst", at_least=1, at_most=9),
    ] = None
    weights: Annotated[tuple[Fraction, ...] | None, Says("DIRECT: brought to a sum of one", at_least=0)] = (
        None
    )

    def __post_init__(self) -> None:
        check_bounds(self)
        for name in NEEDED[self.method]:
            if getattr(self, name) is None:
                raise InputError(ProblemCode.MISSING, name, f"the method {self.method} needs it")


NEEDED: Mapping[WeighMethod, tuple[str, ...]] = {
    WeighMethod.AHP: ("matrix",),
    WeighMethod.BEST_WORST: ("best", "worst", "best_to_others", "others_to_worst"),
    WeighMethod.ENTROPY: ("matrix",),
    WeighMethod.DIRECT: ("weights",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How far comparisons contradict each other."""

    lambda_max: Annotated[
        float | None, Says("AHP: principal eigenvalue; the number of criteria if nothing contradicts")
    ]
    index: Annotated[float | None, Says("AHP: (lambda_max - n) / (n - 1); best-worst: the largest misfit")]
    random_index: Annotated[float | None, Says("AHP: mean index of random matrices")]
    ratio: Annotated[float | None, Says("Index over random index; best-worst: contradiction of the input")]
    acceptable: Annotated[
        bool | None, Says("Whether the ratio is 0.10 at the most; null where there is none")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights that add up to one, in the order of the criteria; None if the data tell nothing."""

    method: WeighMethod
    priority: Annotated[Priority | None, Says("AHP: which priorities these are")]
    criteria: tuple[str, ...]
    weights: tuple[float, ...] | None
    consistency: Consistency | None
    reasons: tuple[Reason, ...]


def weigh(question: Weighing) -> Weights:
    """Return the weights of criteria, brought to a sum of one, and how consistent the comparisons are.

    AHP: Saaty (1980), principal eigenvector or mean of normalised columns. Best-worst: the linear model of Rezaei
    (2016). Entropy: Shannon; Zeleny (1982). Raises InputError for a matrix that is not square, a diagonal that is not
    one, a comparison of zero, or lists of different length.
    """
    methods = {
        WeighMethod.AHP: _ahp,
        WeighMethod.BEST_WORST: _best_worst,
        WeighMethod.ENTROPY: _entropy,
        WeighMethod.DIRECT: _direct,
    }
    return methods[question.method](question)


def _ahp(question: Weighing) -> Weights:
    matrix = question.matrix or ()
    _check_comparisons(matrix)
    names = names_of(question.criteria, len(matrix))
    numbers = np.array([[float(entry) for entry in row] for row in matrix])
    if question.priority is Priority.EIGENVECTOR:
        values, vectors = np.linalg.eig(numbers)
        place = int(np.argmax(values.real))
        weights = np.abs(vectors[:, place].real)
        weights, largest = weights / weights.sum(), float(values[place].real)
    else:
        weights = (numbers / numbers.sum(axis=0)).mean(axis=1)
        largest = float(np.mean(numbers @ weights / weights))
    consistency, reasons = _consistency(len(matrix), largest)
    return Weights(
        method=question.method,
        priority=question.priority,
        criteria=names,
        weights=tuple(weights.tolist()),
        consistency=consistency,
        reasons=(*_unreciprocal(matrix, names), *reasons),
    )


def _check_comparisons(matrix: Matrix) -> None:
    for place, row in enumerate(matrix):
        if len(row) != len(matrix):
            message = (
                f"the matrix has {len(matrix)} rows, so a row needs {len(matrix)} numbers, not {len(row)}"
            )
            raise InputError(ProblemCode.CONFLICT, f"matrix[{place}]", message)
        if row[place] != 1:
            raise InputError(
                ProblemCode.OUT_OF_RANGE,
                f"matrix[{place}][{place}]",
                "a criterion is as important as itself: 1",
            )
        if 0 in row:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, f"matrix[{place}][{row.index(Fraction(0))}]", "must be above 0"
            )
    if not matrix:
        raise InputError(ProblemCode.MISSING, "matrix", "needs a row for each criterion")


def _unreciprocal(matrix: Matrix, names: tuple[str, ...]) -> list[Reason]:
    pairs = [(one, other) for one in range(len(matrix)) for other in range(one)]
    # Printed inverses such as 0.33 are rounded; a half is not.
    wrong = [
        (one, other)
        for one, other in pairs
        if abs(matrix[one][other] * matrix[other][one] - 1) > Fraction(1, 20)
    ]
    return [
        Reason(
            code=CriteriaReason.MATRIX_NOT_RECIPROCAL, params=(("one", names[other]), ("other", names[one]))
        )
        for one, other in wrong
    ]


def _consistency(size: int, largest: float) -> tuple[Consistency, list[Reason]]:
    index = (largest - size) / (size - 1) if size > 1 else 0.0
    random_index = RANDOM_INDEX.get(size)
    ratio = None if random_index is None else index / random_index if random_index else 0.0
    found = Consistency(
        lambda_max=largest,
        index=index,
        random_index=random_index,
        ratio=ratio,
        acceptable=None if ratio is None else ratio <= MOST_RATIO,
    )
    if ratio is None:
        values = (("criteria", size), ("most", max(RANDOM_INDEX)))
        return found, [Reason(code=CriteriaReason.NO_RANDOM_INDEX, params=values)]
    return found, _contradiction(ratio)


def _contradiction(ratio: float) -> list[Reason]:
    if ratio <= MOST_RATIO:
        return []
    values = (("ratio", figure(ratio)), ("most", figure(MOST_RATIO)))
    return [Reason(code=CriteriaReason.COMPARISONS_CONTRADICT, params=values)]


def _best_worst(question: Weighing) -> Weights:
    # Loading scipy takes longer than most answers of the kit.
    from scipy.optimize import linprog  # noqa: PLC0415

    from_best, to_worst = question.best_to_others or (), question.others_to_worst or ()
    names = names_of(question.criteria, len(from_best))
    best, worst = _place(question.best, names, "best"), _place(question.worst, names, "worst")
    _check_best_worst(from_best, to_worst, best, worst)
    size = len(names)
    rows: list[list[float]] = []
    for place in range(size):
        for sign in (1, -1):
            rows.append(_misfit(size, {best: sign * 1.0}, {place: -sign * float(from_best[place])}))
            rows.append(_misfit(size, {place: sign * 1.0}, {worst: -sign * float(to_worst[place])}))
    solved: Any = linprog(
        [0.0] * size + [1.0],
        A_ub=rows,
        b_ub=[0.0] * len(rows),
        A_eq=[[1.0] * size + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * (size + 1),
        method="highs",
    )
    ratio = _input_ratio(from_best, to_worst, worst)
    found = Consistency(
        lambda_max=None,
        index=float(solved.x[-1]),
        random_index=None,
        ratio=ratio,
        acceptable=ratio <= MOST_RATIO,
    )
    return Weights(
        method=question.method,
        priority=None,
        criteria=names,
        weights=tuple(float(value) for value in solved.x[:-1]),
        consistency=found,
        reasons=tuple(_contradiction(ratio)),
    )


def _misfit(size: int, one: Mapping[int, float], other: Mapping[int, float]) -> list[float]:
    """Return the row of `one + other <= misfit`."""
    row = [0.0] * size + [-1.0]
    for part in (one, other):
        for place, value in part.items():
            row[place] += value
    return row


def _check_best_worst(
    from_best: tuple[Fraction, ...], to_worst: tuple[Fraction, ...], best: int, worst: int
) -> None:
    if len(from_best) != len(to_worst):
        message = f"has {len(to_worst)} numbers, best_to_others {len(from_best)}"
        raise InputError(ProblemCode.CONFLICT, "others_to_worst", message)
    if from_best[best] != 1:
        raise InputError(
            ProblemCode.OUT_OF_RANGE, f"best_to_others[{best}]", "the best is as important as itself: 1"
        )
    if to_worst[worst] != 1:
        raise InputError(
            ProblemCode.OUT_OF_RANGE, f"others_to_worst[{worst}]", "the worst is as important as itself: 1"
        )


def _input_ratio(from_best: tuple[Fraction, ...], to_worst: tuple[Fraction, ...], worst: int) -> float:
    """Return the largest contradiction of the comparisons themselves (Liang, Brunelli, Rezaei 2020), 0 to 1."""
    whole = from_best[worst]
    if whole == 1:
        return 0.0
    gaps = [abs(one * other - whole) for one, other in zip(from_best, to_worst, strict=True)]
    return float(max(gaps) / (whole * whole - whole))


def _place(name: str | None, names: tuple[str, ...], field: str) -> int:
    if name not in names:
        raise InputError(ProblemCode.UNKNOWN_REFERENCE, field, f"there is no criterion {name}")
    return names.index(name)


def _entropy(question: Weighing) -> Weights:
    matrix = question.matrix or ()
    check_table(matrix)
    names = names_of(question.criteria, len(matrix[0]))
    spread = [_spread([float(row[place]) for row in matrix]) for place in range(len(names))]
    total = sum(spread)
    alike = [
        Reason(code=CriteriaReason.CRITERION_TELLS_NOTHING, params=(("criterion", name),))
        for name, part in zip(names, spread, strict=True)
        if part == 0
    ]
    nothing = [Reason(code=CriteriaReason.DATA_TELLS_NOTHING, params=(("alternatives", len(matrix)),))]
    return Weights(
        method=question.method,
        priority=None,
        criteria=names,
        weights=tuple(part / total for part in spread) if total else None,
        consistency=None,
        reasons=tuple(alike if total else nothing),
    )


def _spread(column: list[float]) -> float:
    """Return one minus the entropy of a column, 0 where all entries are alike."""
    total = sum(column)
    if total == 0 or len(set(column)) == 1:
        return 0.0
    shares = [entry / total for entry in column]
    return 1 + sum(share * log(share) for share in shares if share) / log(len(column))


def _direct(question: Weighing) -> Weights:
    given = question.weights or ()
    total = sum(given)
    if total == 0:
        raise InputError(ProblemCode.OUT_OF_RANGE, "weights", "one weight at least must be above 0")
    return Weights(
        method=question.method,
        priority=None,
        criteria=names_of(question.criteria, len(given)),
        weights=tuple(float(weight / total) for weight in given),
        consistency=None,
        reasons=(),
    )


def names_of(given: tuple[str, ...], size: int, field: str = "criteria") -> tuple[str, ...]:
    """Return the names of `size` things, numbers where none are given. Raises InputError (CONFLICT, DUPLICATE)."""
    names = given or tuple(str(place + 1) for place in range(size))
    if len(names) != size:
        raise InputError(ProblemCode.CONFLICT, field, f"has {len(names)} names for {size}")
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            raise InputError(ProblemCode.DUPLICATE, f"{field}[{place}]", f"{name} is there twice")
        seen.add(name)
    return names


def check_table(matrix: Matrix) -> None:
    """Raise InputError for a table without a row, or with rows of different length."""
    if not matrix or not matrix[0]:
        raise InputError(ProblemCode.MISSING, "matrix", "needs a row for each alternative")
    for place, row in enumerate(matrix):
        if len(row) != len(matrix[0]):
            message = f"has {len(row)} numbers, the first row {len(matrix[0])}"
            raise InputError(ProblemCode.CONFLICT, f"matrix[{place}]", message)
