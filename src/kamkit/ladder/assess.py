"""The ladder of a relationship: which level evidence supports, what is missing, and when evidence runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.ladder.reasons import LadderReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What must be shown for a level, by how many pieces of evidence, and for how many days one counts (None: for good)."""

    id: str
    needed: Annotated[int, Says("Pieces of evidence needed", at_least=1)] = 1
    valid_days: Annotated[int | None, Says("Days for which a piece counts", at_least=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of the ladder with what must be shown for it."""

    id: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence for a requirement, or against it, and how many days old it is; `source` names the record.

    `valid_days` is for how many days it counts by itself, where that is fewer than the requirement says.
    """

    requirement: str
    days: Annotated[int, Says("Days since", at_least=0)]
    holds: bool = True
    source: str = ""
    valid_days: Annotated[int | None, Says("Days for which this piece counts", at_least=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderInput:
    """The levels from the lowest up, and the evidence."""

    levels: tuple[Level, ...]
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.levels:
            raise InputError(ProblemCode.MISSING, "levels", "must hold at least one level")
        known: set[str] = set()
        names: set[str] = set()
        for index, level in enumerate(self.levels):
            if level.id in names:
                raise InputError(ProblemCode.DUPLICATE, f"levels[{index}].id", f"{level.id} is there twice")
            names.add(level.id)
            for place, requirement in enumerate(level.requirements):
                if requirement.id in known:
                    path = f"levels[{index}].requirements[{place}].id"
                    raise InputError(ProblemCode.DUPLICATE, path, f"{requirement.id} is there twice")
                known.add(requirement.id)
        for index, piece in enumerate(self.evidence):
            if piece.requirement not in known:
                said = f"there is no requirement {piece.requirement}"
                raise InputError(ProblemCode.UNKNOWN_REFERENCE, f"evidence[{index}].requirement", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementState:
    """Whether a requirement is met; `expires_in` are the days it stays so, None for good or where it is not met."""

    id: str
    met: bool
    found: int
    needed: int
    expires_in: int | None
    sources: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelState:
    """Whether a level's own requirements are met, and whether it is reached: with all those below it."""

    id: str
    met: bool
    reached: bool
    requirements: tuple[RequirementState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderResult:
    """The highest level reached, what the next one lacks, and when the level falls to which (None: to none)."""

    level: str | None
    next_level: str | None
    missing: tuple[str, ...]
    falls_in: int | None
    falls_to: str | None
    levels: tuple[LevelState, ...]
    reasons: tuple[Reason, ...]


def assess(question: LadderInput) -> LadderResult:
    """Return the highest level of which, with all below it, every requirement has its evidence.

    A piece of evidence counts for `valid_days`, its own or those of the requirement, whichever end first. Newer evidence against a requirement takes what is older away. A level
    without requirements is reached with those below it.
    """
    states = _states(question)
    reached = [state for state in states if state.reached]
    following = next((state for state in states if not state.reached), None)
    missing = [each for each in following.requirements if not each.met] if following else []
    ends = [
        (each.expires_in, place, each.id)
        for place, state in enumerate(reached)
        for each in state.requirements
        if each.expires_in is not None
    ]
    first = min(ends, default=None)
    return LadderResult(
        level=reached[-1].id if reached else None,
        next_level=following.id if following else None,
        missing=tuple(each.id for each in missing),
        falls_in=first[0] if first else None,
        falls_to=reached[first[1] - 1].id if first and first[1] > 0 else None,
        levels=tuple(states),
        reasons=tuple(_reasons(question, states, missing, first)),
    )


def _states(question: LadderInput) -> list[LevelState]:
    states: list[LevelState] = []
    for level in question.levels:
        requirements = tuple(_state(requirement, question.evidence) for requirement in level.requirements)
        met = all(each.met for each in requirements)
        below = not states or states[-1].reached
        states.append(LevelState(id=level.id, met=met, reached=met and below, requirements=requirements))
    return states


def _state(requirement: Requirement, evidence: Sequence[Evidence]) -> RequirementState:
    own = [piece for piece in evidence if piece.requirement == requirement.id]
    against = min((piece.days for piece in own if not piece.holds), default=None)
    # Of one day, what speaks against it weighs more.
    standing = sorted(
        (
            (_left(requirement, piece), piece)
            for piece in own
            if piece.holds and (against is None or piece.days < against)
        ),
        key=lambda each: (each[0] is not None, -(each[0] or 0), each[1].days),
    )
    valid = [(left, piece) for left, piece in standing if left is None or left >= 0]
    met = len(valid) >= requirement.needed
    lefts = [left for left, _piece in standing]
    return RequirementState(
        id=requirement.id,
        met=met,
        found=len(valid),
        needed=requirement.needed,
        expires_in=lefts[requirement.needed - 1] if met else None,
        sources=tuple(piece.source for _left, piece in valid if piece.source),
        reasons=() if met else (_lacking(requirement, lefts, found=len(valid), against=against),),
    )


def _left(requirement: Requirement, piece: Evidence) -> int | None:
    """Return for how many days a piece counts still, negative since when it does not; `None` for good."""
    limits = [limit for limit in (requirement.valid_days, piece.valid_days) if limit is not None]
    return min(limits) - piece.days if limits else None


def _lacking(
    requirement: Requirement, lefts: Sequence[int | None], *, found: int, against: int | None
) -> Reason:
    if against is not None and not lefts:
        values = (("requirement", requirement.id), ("days", against))
        return Reason(code=LadderReason.REQUIREMENT_REFUTED, params=values)
    # The needed piece counts no more: otherwise the requirement would be met.
    last = lefts[requirement.needed - 1] if len(lefts) >= requirement.needed else None
    if last is not None:
        return Reason(
            code=LadderReason.REQUIREMENT_EXPIRED, params=(("requirement", requirement.id), ("days", -last))
        )
    lacking = (("requirement", requirement.id), ("found", found), ("needed", requirement.needed))
    return Reason(code=LadderReason.REQUIREMENT_MISSING, params=lacking)


def _reasons(
    question: LadderInput,
    states: Sequence[LevelState],
    missing: Sequence[RequirementState],
    first: tuple[int, int, str] | None,
) -> list[Reason]:
    reached = [state.id for state in states if state.reached]
    code = LadderReason.LEVEL_REACHED if reached else LadderReason.NO_LEVEL_REACHED
    reasons = [Reason(code=code, params=(("level", reached[-1] if reached else question.levels[0].id),))]
    reasons += [reason for each in missing for reason in each.reasons]
    if first is not None:
        values = (("requirement", first[2]), ("days", first[0]))
        reasons.append(Reason(code=LadderReason.LEVEL_FALLS, params=values))
    reasons += [
        Reason(code=LadderReason.LEVEL_SKIPPED, params=(("level", state.id),))
        for state in states
        if state.met and not state.reached and state.requirements
    ]
    return reasons
