"""Folds of deals for cross-validation: identical deals, and those of one group, are never parted."""

from collections.abc import Sequence

from kamkit.winning.columns import Column, Places
from kamkit.winning.deals import DecidedDeal

FOLDS, FEWER = 10, 5
MANY = 2_000
"""From so many deals on, fewer folds are enough."""


def groups(columns: Sequence[Column], deals: Sequence[DecidedDeal]) -> Places:
    """Return the group of each deal, from 0 on: linked by equal inputs or by the name of a group, however indirectly."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)
    from scipy.sparse import coo_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    size = len(deals)
    codes = np.column_stack([column.codes for column in columns])
    alike = np.unique(codes, axis=0, return_inverse=True)[1].ravel()
    named: dict[str, int] = {}
    links = [
        (place, named.setdefault(deal.group, len(named)))
        for place, deal in enumerate(deals)
        if deal.group is not None
    ]
    kinds = int(alike.max()) + 1
    one = np.concatenate([np.arange(size), np.array([place for place, _ in links], dtype=np.intp)])
    other = np.concatenate(
        [size + alike, size + kinds + np.array([name for _, name in links], dtype=np.intp)]
    )
    whole = size + kinds + len(named)
    graph = coo_matrix((np.ones(len(one)), (one, other)), shape=(whole, whole))
    found: Places = connected_components(graph, directed=False)[1][:size]
    return np.unique(found, return_inverse=True)[1].ravel().astype(np.intp)


def assigned(group: Places, seed: int) -> Places:
    """Return the fold of each deal; groups are dealt out at random, large ones first, each to the smallest fold."""
    import numpy as np  # noqa: PLC0415

    sizes = np.bincount(group)
    count = min(FEWER if len(group) >= MANY else FOLDS, len(sizes))
    order = np.random.default_rng(seed).permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled = np.zeros(count)
    fold = np.zeros(len(sizes), dtype=np.intp)
    for each in order:
        place = int(filled.argmin())
        fold[each] = place
        filled[place] += sizes[each]
    return fold[group]
