"""The models that may be learnt, each as its fits on all deals but one fold, and on all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from kamkit.winning import ridge
from kamkit.winning.columns import Array, Places
from kamkit.winning.deals import Model
from kamkit.winning.design import Part

PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
SAMPLE = 8_000
"""So many deals are enough to choose the penalty by."""
BETTER = 0.002
"""Boosted trees must have so much less loss for each deal to be worth what they cost in simplicity."""
CENTRED_BY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A model: log-odds of the decided deals by fits that did not see them, and ways to ask the fits about others.

    `ask` returns log-odds by the fit on all deals; `ask_folds` those by each fit without a fold, one row a fold; `explain`
    what each part adds to them, compared with the mean of the decided deals.
    """

    model: Model
    unseen: Array
    ask: Callable[[Array, Array], Array]
    ask_folds: Callable[[Array, Array], Array]
    explain: Callable[[Array, Array], Array]


def logistic(parts: Sequence[Part], design: Array, won: Array, fold: Places) -> Learnt:
    """Return the ridge regression whose penalty has the least loss on unseen deals."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    penalty = _penalty(design, won, fold)
    whole = ridge.fit(design, won, penalty)
    fits = [
        ridge.fit(design[fold != each], won[fold != each], penalty, whole) for each in range(fold.max() + 1)
    ]
    ends = np.cumsum([0, *(each.width for each in parts)])
    centre = design.mean(axis=0)

    def explain(asked: Array, _trees: Array) -> Array:
        added = (asked - centre) * whole[1:]
        return np.column_stack([added[:, one:two].sum(axis=1) for one, two in pairwise(ends)])

    return Learnt(
        model=Model.LOGISTIC,
        unseen=_unseen(fits, design, fold),
        ask=lambda asked, _trees: _odds(whole, asked),
        ask_folds=lambda asked, _trees: np.array([_odds(each, asked) for each in fits]),
        explain=explain,
    )


def _new_trees(parts: Sequence[Part]) -> Callable[[], Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  (an extra: may be missing)

    return partial(
        HistGradientBoostingClassifier,
        learning_rate=0.1,
        max_iter=100,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        interaction_cst="no_interactions",
        categorical_features=[each.cuts is None for each in parts],
        random_state=0,
    )


def boosted(parts: Sequence[Part], table: Array, won: Array, fold: Places) -> Learnt | None:
    """Return boosted trees that each look at one input, or None where scikit-learn is not installed.

    J. H. Friedman, "Greedy Function Approximation", Annals of Statistics 29 (2001); one input a tree makes the model a sum
    (Y. Lou, R. Caruana and J. Gehrke, "Intelligible Models for Classification and Regression", KDD 2012).
    """
    import numpy as np  # noqa: PLC0415

    try:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  (comes with scikit-learn)

        fresh = _new_trees(parts)
    except ImportError:
        return None

    def fitted(rows: Any) -> Any:
        return fresh().fit(table[rows], won[rows])

    # On few deals threads wait for each other longer than they work.
    with threadpool_limits(None if len(won) > SAMPLE else 1):
        whole = fitted(slice(None))
        fits = [fitted(fold != each) for each in range(fold.max() + 1)]
    unseen = np.zeros(len(won))
    for each, trees in enumerate(fits):
        unseen[fold == each] = trees.decision_function(table[fold == each])
    base = table[:1]

    def added(asked: Array) -> Array:
        found = np.zeros((len(asked), len(parts)))
        at_base = float(whole.decision_function(base)[0])
        for place in range(len(parts)):
            alone = np.repeat(base, len(asked), axis=0)
            alone[:, place] = asked[:, place]
            found[:, place] = whole.decision_function(alone) - at_base
        return found

    return Learnt(
        model=Model.BOOSTED,
        unseen=unseen,
        ask=lambda _design, asked: whole.decision_function(asked),
        ask_folds=lambda _design, asked: np.array([each.decision_function(asked) for each in fits]),
        explain=lambda _design, asked: added(asked) - added(table[:CENTRED_BY]).mean(axis=0),
    )


def better(one: Learnt, other: Learnt | None, won: Array) -> Learnt:
    """Return the first model unless the other has clearly less loss on unseen deals."""
    if other is None or ridge.loss(won, one.unseen) - ridge.loss(won, other.unseen) < BETTER:
        return one
    return other


def _penalty(design: Array, won: Array, fold: Places) -> float:
    rows = slice(None) if len(won) <= SAMPLE else slice(0, None, -(-len(won) // SAMPLE))
    design, won, fold = design[rows], won[rows], fold[rows]
    losses: list[float] = []
    start: Array | None = None
    for penalty in PENALTIES:
        start = ridge.fit(design, won, penalty, start)
        fits = [
            ridge.fit(design[fold != each], won[fold != each], penalty, start)
            for each in range(fold.max() + 1)
        ]
        losses.append(ridge.loss(won, _unseen(fits, design, fold)))
    return PENALTIES[losses.index(min(losses))]


def _unseen(fits: Sequence[Array], design: Array, fold: Places) -> Array:
    import numpy as np  # noqa: PLC0415

    found = np.zeros(len(design))
    for each, weights in enumerate(fits):
        found[fold == each] = _odds(weights, design[fold == each])
    return found


def _odds(weights: Array, design: Array) -> Array:
    found: Array = weights[0] + design @ weights[1:]
    return found
