"""What each person and the committee will lean to, and how far what we do not know could change it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kamkit.fields import Says, check_bounds
from kamkit.influence.decision import DecisionRule, Panel, leaning, panel
from kamkit.influence.network import MOST, Person, Tie, check_network
from kamkit.influence.opinions import Listening, Matrix, final_weights
from kamkit.influence.reasons import InfluenceReason
from kamkit.reasons import Reason

if TYPE_CHECKING:
    import numpy as np

ATTITUDES = 2 * MOST + 1
EXACT_UP_TO = 5
"""With so many unknown attitudes all their combinations are counted, above it some are drawn."""
TOLD = 5
"""So many people at most are named as reasons."""


class Verdict(StrEnum):
    """What the decision leans to."""

    FAVOURABLE = "FAVOURABLE"
    OPEN = "OPEN"
    UNFAVOURABLE = "UNFAVOURABLE"
    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookParams:
    """When something is said at all, and what is drawn where too much is unknown."""

    margin: Annotated[float, Says("From this leaning on the decision is not open", at_least=0, at_most=2)] = (
        0.5
    )
    needed_share: Annotated[
        float, Says("Part of the outcome that known attitudes must make", at_least=0, at_most=1)
    ] = 0.5
    samples: Annotated[int, Says("Combinations drawn of unknown attitudes", at_least=2, at_most=100_000)] = (
        2_000
    )
    seed: Annotated[int, Says("Seed of the draw", at_least=0)] = 1

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookInput:
    """The committee with its ties, the rule by which it decides, and how much people listen to one another."""

    people: tuple[Person, ...]
    ties: tuple[Tie, ...] = ()
    rule: DecisionRule = DecisionRule.MAJORITY
    listening: Listening = field(default_factory=Listening)
    params: OutlookParams = field(default_factory=OutlookParams)

    def __post_init__(self) -> None:
        check_network(self.people, self.ties)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOutlook:
    """What one person will lean to, -2 to +2, and the lowest and highest it can be; None if nothing is known about it."""

    id: str
    leaning: float | None
    low: float
    high: float
    known_share: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the decision leans to.

    `leaning` is the mean over what the unknown attitudes can be, each of the five as likely as the other; `low` and
    `high` are its bounds if all of them were against us or for us; the chances say in which part of those cases the
    verdict would be clear. `known_share` is the part of the outcome that rests on known attitudes: below the needed
    share there are bounds, but no leaning and no chance. `exact` is false if the cases were drawn.
    """

    verdict: Verdict
    leaning: float | None
    low: float | None
    high: float | None
    chance_favourable: float | None
    chance_unfavourable: float | None
    known_share: float
    exact: bool
    people: tuple[PersonOutlook, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The committee in numbers: who is in place, what counts how much, what is known. For the functions of this topic."""

    people: tuple[Person, ...]
    deciding: Panel
    final: Matrix
    first: Matrix
    """First opinions, 0 where unknown: the mean of what it can be."""
    unknown: tuple[int, ...]
    cases: Matrix
    """Opinions of the unknown, one column a case."""

    def outcomes(self) -> Matrix:
        """Return the last opinions of everybody in each case."""
        last = (self.final @ self.first)[:, None]
        return last + self.final[:, list(self.unknown)] @ self.cases

    def bound(self, attitude: int) -> Matrix:
        """Return the last opinions if every unknown attitude were this one."""
        first = self.first.copy()
        first[list(self.unknown)] = attitude
        return self.final @ first


def outlook(question: OutlookInput) -> Outlook:
    """Return what everybody and the decision will lean to once people have listened to one another.

    Attitudes are the first opinions of the model of Friedkin and Johnsen (see kamkit.influence.opinions); the rule turns
    the last ones into a decision. Vacant seats are left out: nobody inherits an attitude.
    """
    vacant = tuple(
        Reason(code=InfluenceReason.SEAT_VACANT, params=(("person", person.name or person.id),))
        for person in question.people
        if person.vacant
    )
    given = forecast(question)
    if not given.people:
        return _nothing((), (*vacant, _no_decider(question.rule)))
    people = _people(given)
    if not given.deciding.deciders:
        return _nothing(people, (*vacant, _no_decider(question.rule)))
    weights = pulls(given)
    known = 1.0 - sum(float(weights[place]) for place in given.unknown)
    if known < question.params.needed_share - 1e-9:
        share = Decimal(str(round(known * 100)))
        needed = Decimal(str(round(question.params.needed_share * 100)))
        too_little = Reason(
            code=InfluenceReason.TOO_LITTLE_KNOWN, params=(("share", share), ("needed", needed))
        )
        silent = _nothing(people, (too_little, *vacant, *_named(given, weights)), known=known)
        return replace(silent, low=_bound(given, -MOST), high=_bound(given, MOST))
    return _answer(question, given, people, known, (*vacant, *_named(given, weights)))


def forecast(question: OutlookInput) -> Forecast:
    """Return the committee of a question in numbers."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    people = tuple(
        sorted((person for person in question.people if not person.vacant), key=lambda person: person.id)
    )
    unknown = tuple(place for place, person in enumerate(people) if person.attitude is None)
    return Forecast(
        people=people,
        deciding=panel(people, question.rule),
        final=final_weights([person.id for person in people], question.ties, question.listening),
        first=np.array([float(person.attitude or 0) for person in people]),
        unknown=unknown,
        cases=_cases(len(unknown), question.params),
    )


def _cases(unknown: int, params: OutlookParams) -> Matrix:
    """Return what the unknown attitudes can be: every combination of few, of many some drawn with their opposites.

    A drawn case and its opposite keep the mean of a linear rule exact.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    if unknown <= EXACT_UP_TO:
        grid = np.indices((ATTITUDES,) * unknown).reshape(unknown, -1) if unknown else np.zeros((0, 1))
        return grid.astype(np.float64) - (MOST if unknown else 0)
    draw = np.random.default_rng(params.seed)
    half = draw.integers(-MOST, MOST, endpoint=True, size=(unknown, params.samples // 2)).astype(np.float64)
    return np.hstack([half, -half])


def _answer(
    question: OutlookInput,
    given: Forecast,
    people: tuple[PersonOutlook, ...],
    known: float,
    reasons: tuple[Reason, ...],
) -> Outlook:
    margin = question.params.margin
    values = leaning(given.deciding, given.outcomes())
    middle = float(values.mean())
    verdict = Verdict.OPEN
    if abs(middle) >= margin and middle != 0:
        verdict = Verdict.FAVOURABLE if middle > 0 else Verdict.UNFAVOURABLE
    return Outlook(
        verdict=verdict,
        leaning=_rounded(middle),
        low=_bound(given, -MOST),
        high=_bound(given, MOST),
        chance_favourable=_chance(values, margin, 1),
        chance_unfavourable=_chance(values, margin, -1),
        known_share=_rounded(known),
        exact=len(given.unknown) <= EXACT_UP_TO,
        people=people,
        reasons=(*_rule_reasons(given), *reasons),
    )


def _bound(given: Forecast, attitude: int) -> float:
    return _rounded(float(leaning(given.deciding, given.bound(attitude))))


def _chance(values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", margin: float, side: int) -> float:
    clear = (values * side >= margin - 1e-9) & (values * side > 0)
    return _rounded(float(clear.mean()))


def _people(given: Forecast) -> tuple[PersonOutlook, ...]:
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    low, middle, high = given.bound(-MOST), given.final @ given.first, given.bound(MOST)
    result = []
    for place, person in enumerate(given.people):
        known = 1.0 - float(given.final[place, list(given.unknown)].sum())
        others = [other for other in np.argsort(-given.final[place], kind="stable") if other != place]
        result.append(
            PersonOutlook(
                id=person.id,
                leaning=_rounded(float(middle[place])) if known > 1e-9 else None,
                low=_rounded(float(low[place])),
                high=_rounded(float(high[place])),
                known_share=_rounded(known),
                reasons=tuple(
                    _person_reason(given, int(other), float(given.final[place, other]))
                    for other in others[:TOLD]
                    if given.final[place, other] > 0.005
                ),
            )
        )
    return tuple(result)


def _person_reason(given: Forecast, speaker: int, share: float) -> Reason:
    values = (("person", _shown(given.people[speaker])), ("share", Decimal(str(round(share * 100)))))
    return Reason(code=InfluenceReason.LISTENS_TO, params=values, weight=Decimal(str(round(share, 4))))


def pulls(given: Forecast) -> Matrix:
    """Return how much the first opinion of each person counts in the mean of the deciders; sums to 1."""
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    return np.asarray(given.deciding.weights) @ given.final[list(given.deciding.deciders)]


def _named(given: Forecast, pulls: Matrix) -> tuple[Reason, ...]:
    """Name the people whose attitude counts most in the outcome, and the unknown among them."""
    moved = [
        (abs(float(pulls[place])) * (MOST if person.attitude is None else abs(person.attitude)), place)
        for place, person in enumerate(given.people)
    ]
    reasons = []
    for weight, place in sorted(moved, key=lambda entry: (-entry[0], entry[1]))[:TOLD]:
        person, share = given.people[place], Decimal(str(round(float(pulls[place]) * 100)))
        if weight <= 0:
            continue
        code = InfluenceReason.ATTITUDE_UNKNOWN
        if person.attitude is not None:
            code = InfluenceReason.SUPPORTS_US if person.attitude > 0 else InfluenceReason.OPPOSES_US
        signed = 0.0 if person.attitude is None else float(pulls[place]) * person.attitude
        values = (("person", _shown(person)), ("share", share))
        reasons.append(Reason(code=code, params=values, weight=Decimal(str(round(signed, 4)))))
    return tuple(reasons)


def _rule_reasons(given: Forecast) -> tuple[Reason, ...]:
    """Say who stands in the way under a rule that one person can block."""
    last = given.final @ given.first
    blocking: Sequence[int] = ()
    code = InfluenceReason.VETO_LIKELY
    if given.deciding.rule is DecisionRule.VETO:
        blocking = [place for place in given.deciding.vetoes if last[place] < 0]
    elif given.deciding.rule is DecisionRule.CONSENSUS:
        code = InfluenceReason.CONSENSUS_MISSING
        blocking = [place for place in given.deciding.deciders if last[place] <= 0]
    return tuple(
        Reason(
            code=code,
            params=(("person", _shown(given.people[place])),),
            weight=Decimal(str(round(last[place], 4))),
        )
        for place in sorted(blocking, key=lambda place: last[place])[:TOLD]
    )


def _no_decider(rule: DecisionRule) -> Reason:
    if rule is DecisionRule.DECISION_MAKER:
        return Reason(code=InfluenceReason.NO_DECISION_MAKER)
    return Reason(code=InfluenceReason.NOBODY_VOTES)


def _nothing(
    people: tuple[PersonOutlook, ...], reasons: tuple[Reason, ...], *, known: float = 0.0
) -> Outlook:
    return Outlook(
        verdict=Verdict.NOT_ENOUGH_DATA,
        leaning=None,
        low=None,
        high=None,
        chance_favourable=None,
        chance_unfavourable=None,
        known_share=_rounded(known),
        exact=True,
        people=people,
        reasons=reasons,
    )


def _shown(person: Person) -> str:
    return person.name or person.id


def _rounded(value: float) -> float:
    """Return a number to six decimals, never -0."""
    return round(value, 6) + 0.0
