"""The rule by which a committee decides, as a function of what its members lean to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kamkit.influence.network import Person, Role
from kamkit.influence.opinions import Matrix


class DecisionRule(StrEnum):
    """How a committee comes to its decision."""

    DECISION_MAKER = "DECISION_MAKER"
    """The decision makers decide, several of them by their mean."""
    MAJORITY = "MAJORITY"
    """More than half of the votes must be in favour."""
    CONSENSUS = "CONSENSUS"
    """Everybody with a vote must be in favour."""
    VETO = "VETO"
    """A majority must be in favour, and no approver against."""
    WEIGHTED_SCORE = "WEIGHTED_SCORE"
    """The mean of the votes, weighted by power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Who decides by which rule: places of the deciders and of those with a veto, and the weights of the deciders."""

    rule: DecisionRule
    deciders: tuple[int, ...]
    weights: tuple[float, ...]
    vetoes: tuple[int, ...]


def panel(people: Sequence[Person], rule: DecisionRule) -> Panel:
    """Return the panel among `people` (none of them vacant); without deciders it is empty.

    Under DECISION_MAKER those of that role decide, by the others everybody with a vote. Power weighs only under
    WEIGHTED_SCORE; where the power of one of them is unknown, it counts as the mean of the known.
    """
    voters = [place for place, person in enumerate(people) if person.has_vote]
    if rule is DecisionRule.DECISION_MAKER:
        voters = [place for place in voters if people[place].role is Role.DECISION_MAKER]
    vetoes = [place for place in voters if people[place].role is Role.APPROVER]
    return Panel(
        rule=rule,
        deciders=tuple(voters),
        weights=_shares(people, voters, by_power=rule is DecisionRule.WEIGHTED_SCORE),
        vetoes=tuple(vetoes) if rule is DecisionRule.VETO else (),
    )


def leaning(deciding: Panel, opinions: Matrix) -> Any:
    """Return the leaning of the decision for opinions of shape (people,) or (people, cases), on the same scale.

    It is above 0 exactly if the rule's condition holds: under MAJORITY it is the lower median, under CONSENSUS the
    minimum, under VETO the lower median, or an approver's opinion where that is against and lower. It never falls when an
    opinion rises.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    voiced = opinions[list(deciding.deciders)]
    match deciding.rule:
        case DecisionRule.CONSENSUS:
            return voiced.min(axis=0)
        case DecisionRule.MAJORITY | DecisionRule.VETO:
            middle = np.sort(voiced, axis=0)[(len(deciding.deciders) - 1) // 2]
            if not deciding.vetoes:
                return middle
            veto = opinions[list(deciding.vetoes)].min(axis=0)
            return np.where(veto < 0, np.minimum(middle, veto), middle)
    return np.tensordot(np.asarray(deciding.weights), voiced, axes=1)


def _shares(people: Sequence[Person], voters: Sequence[int], *, by_power: bool) -> tuple[float, ...]:
    known = [power for place in voters if (power := people[place].power) is not None]
    if not by_power or sum(known) <= 0:
        return tuple(1 / len(voters) for _ in voters)
    usual = sum(known) / len(known)
    powers = [usual if (power := people[place].power) is None else power for place in voters]
    return tuple(power / sum(powers) for power in powers)
