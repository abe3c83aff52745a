"""Put the stages of a file into the order of its sale: by known words, by chances, by histories, else by asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tongxin.importers.plan.values import code_of, place_of_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A stage in its order: its name, the chance of winning in it, and whether its place is a guess of nothing."""

    name: str
    chance: int | None = None
    is_new: bool = True
    is_unsure: bool = False

    @property
    def rank(self) -> tuple[int, int] | None:
        """Return the place in the usual order of a sale, `None` for a word that is not known."""
        return place_of_stage(self.name) if code_of("stage", self.name) else None


def place_stages(
    present: Sequence[Placed], new: Sequence[Placed], paths: Sequence[Sequence[str]]
) -> list[Placed]:
    """Return the present stages, whose order stays, with the new ones at the places that are theirs.

    Known words come first, by the usual order of a sale; then those with a chance, among the others' chances; then
    those of which histories tell what came before. A stage of which nothing tells the place stands last, unsure.
    """
    order = list(present)
    ways = _precedence(paths)
    known = sorted((stage for stage in new if stage.rank is not None), key=lambda stage: stage.rank or (0, 0))
    others = [stage for stage in new if stage.rank is None]
    others.sort(key=lambda stage: (stage.chance is None, stage.chance or 0))
    for stage in [*known, *others]:
        at = _by_rank(order, stage)
        at = _by_chance(order, stage) if at is None else at
        at = _by_ways(order, stage, ways) if at is None else at
        if at is None:
            alone = not order
            order.append(stage if alone else Placed(name=stage.name, chance=stage.chance, is_unsure=True))
        else:
            order.insert(at, stage)
    return order


def _by_rank(order: Sequence[Placed], stage: Placed) -> int | None:
    if stage.rank is None or not any(other.rank is not None for other in order):
        return None
    before = [at for at, other in enumerate(order) if other.rank is not None and other.rank <= stage.rank]
    if before:
        return before[-1] + 1
    return next(at for at, other in enumerate(order) if other.rank is not None)


def _by_chance(order: Sequence[Placed], stage: Placed) -> int | None:
    chance = stage.chance
    if chance is None or not any(other.chance is not None for other in order):
        return None
    before = [at for at, other in enumerate(order) if other.chance is not None and other.chance <= chance]
    return (
        before[-1] + 1 if before else next(at for at, other in enumerate(order) if other.chance is not None)
    )


def _by_ways(order: Sequence[Placed], stage: Placed, ways: Counter[tuple[str, str]]) -> int | None:
    """Return the place at which the fewest of the told steps would lead backwards."""
    if not any(stage.name in pair for pair in ways):
        return None

    def backwards(at: int) -> int:
        after = sum(ways[stage.name, other.name] for other in order[:at])
        return after + sum(ways[other.name, stage.name] for other in order[at:])

    return min(range(len(order) + 1), key=lambda at: (backwards(at), -at))


def _precedence(paths: Sequence[Sequence[str]]) -> Counter[tuple[str, str]]:
    """Count how often one stage was entered for the first time before another was."""
    ways: Counter[tuple[str, str]] = Counter()
    for path in paths:
        seen = list(dict.fromkeys(path))
        ways.update((one, other) for at, one in enumerate(seen) for other in seen[at + 1 :])
    return ways
