"""Ask rules of a sheet of facts: the answer, the facts that decided, and what would have to change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product
from typing import Any

from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.rules.facts import Fact, FactType, check_names, named
from kamkit.rules.language import Rule, read_rule
from kamkit.rules.reasons import RuleReason

CHANGED_TOGETHER = 6
"""Among so many facts at most pairs are tried where no single change is enough."""
SHOWN_PAIRS = 3
LONGEST_NAME = 80
CENT = Decimal("0.01")


class Answer(StrEnum):
    """What a rule says of the facts."""

    TRUE = "TRUE"
    FALSE = "FALSE"
    UNKNOWN = "UNKNOWN"
    """Facts that are not known would decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule: an expression in CEL that is true or false."""

    id: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInput:
    """Rules, and the facts they may speak of: a name that is no fact is an error, a fact of null is unknown."""

    rules: tuple[RuleText, ...]
    facts: tuple[Fact, ...]

    def __post_init__(self) -> None:
        check_names(self.facts)
        names = [rule.id for rule in self.rules]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise InputError(ProblemCode.DUPLICATE, f"rules[{index}].id", f"{name} is there twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact with the value it has and another."""

    fact: str
    from_: Any
    to: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAnswer:
    """What a rule says.

    `decided_by` are facts that make the answer sure, none of which could be left out. `unknown` are the facts that are missing
    for an answer. `changes` are the ways to make a rule hold that does not: each a change of one fact, or of two where one
    is not enough.
    """

    id: str
    answer: Answer
    decided_by: tuple[str, ...]
    unknown: tuple[str, ...]
    changes: tuple[tuple[Change, ...], ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesResult:
    """The answers in the order of the rules."""

    answers: tuple[RuleAnswer, ...]


def evaluate(question: RulesInput) -> RulesResult:
    """Return whether each rule holds: true, false, or unknown where missing facts decide.

    `false && unknown` is false and `true || unknown` is true, as CEL defines it. Changes are looked for among the values that
    the rule itself names (one step beyond a bound), the nearest first.
    """
    answers = []
    for index, text in enumerate(question.rules):
        try:
            answers.append(_answered(text, question.facts))
        except InputError as error:
            raise error.below(f"rules[{index}]") from error
    return RulesResult(answers=tuple(answers))


def _answered(text: RuleText, facts: Sequence[Fact]) -> RuleAnswer:
    rule = read_rule(text.expression)
    used = _used(rule, facts)
    holds = rule.holds(used)
    unknown = tuple(fact.name for fact in used if fact.value is None) if holds is None else ()
    decided = () if holds is None else tuple(_deciding(rule, used, holds))
    changes = () if holds else tuple(_changes(rule, used))
    return RuleAnswer(
        id=text.id,
        answer=Answer.UNKNOWN if holds is None else Answer.TRUE if holds else Answer.FALSE,
        decided_by=tuple(fact.name for fact in decided),
        unknown=unknown,
        changes=changes,
        reasons=(
            *(_reason(RuleReason.FACT_DECIDES, fact.name, fact.value) for fact in decided),
            *(Reason(code=RuleReason.FACT_UNKNOWN, params=(("fact", name),)) for name in unknown),
            *(_reason(RuleReason.FACT_WOULD_DO, way[0].fact, way[0].to) for way in changes if len(way) == 1),
        ),
    )


def _used(rule: Rule, facts: Sequence[Fact]) -> list[Fact]:
    used: dict[str, Fact] = {}
    for name in rule.names:
        found = named(facts, name)
        if not found:
            known = ", ".join(fact.name for fact in facts)
            said = f"there is no fact {name[:LONGEST_NAME]}; known are {known}"
            raise InputError(ProblemCode.UNKNOWN_REFERENCE, "expression", said)
        used |= {fact.name: fact for fact in found}
    return list(used.values())


def _deciding(rule: Rule, used: Sequence[Fact], holds: bool) -> Iterator[Fact]:  # noqa: FBT001  (the answer itself)
    """Yield facts that are enough for the answer: each is left out if the answer stays sure without it."""
    kept = {fact.name: fact for fact in used}
    for fact in used:
        if fact.value is None:
            continue
        without = kept | {fact.name: replace(fact, value=None)}
        if rule.holds(list(without.values())) is holds:
            kept = without
        else:
            yield fact


def _changes(rule: Rule, used: Sequence[Fact]) -> Iterator[tuple[Change, ...]]:
    candidates = {fact.name: list(_candidates(fact, rule, used)) for fact in used}
    alone = [way for fact in used if (way := _first(rule, used, [fact], candidates)) is not None]
    if alone or len(used) > CHANGED_TOGETHER:
        yield from alone
        return
    shown = 0
    for pair in combinations(used, 2):
        way = _first(rule, used, pair, candidates)
        if way is not None and shown < SHOWN_PAIRS:
            shown += 1
            yield way


def _first(
    rule: Rule, used: Sequence[Fact], changed: Sequence[Fact], candidates: dict[str, list[Any]]
) -> tuple[Change, ...] | None:
    """Return the first of the candidate values of some facts with which the rule holds."""
    for values in product(*(candidates[fact.name] for fact in changed)):
        given = {fact.name: replace(fact, value=value) for fact, value in zip(changed, values, strict=True)}
        try:
            holds = rule.holds([given.get(fact.name, fact) for fact in used])
        except InputError:
            # A value of a kind that the rule cannot compare; another one may do.
            continue
        if holds:
            return tuple(
                Change(fact=fact.name, from_=fact.value, to=value)
                for fact, value in zip(changed, values, strict=True)
            )
    return None


def _candidates(fact: Fact, rule: Rule, used: Sequence[Fact]) -> Iterator[Any]:
    others = [
        each.value
        for each in used
        if each.type is fact.type and each.name != fact.name and each.value is not None
    ]
    match fact.type:
        case FactType.BOOL:
            yield from (value for value in (True, False) if value != fact.value)
        case FactType.NUMBER:
            yield from _numbers(fact, [*rule.numbers, *(Decimal(str(value)) for value in others)])
        case FactType.DATE:
            yield from _days(fact, [*rule.texts, *map(str, others)])
        case FactType.TEXT:
            yield from (text for text in (*rule.texts, *others) if text != fact.value)
        case _:
            yield from ([*(fact.value or ()), text] for text in (*rule.texts, *rule.numbers))


def _numbers(fact: Fact, pool: Sequence[Decimal]) -> Iterator[Decimal]:
    now = Decimal(str(fact.value or 0))
    whole = all(number == number.to_integral_value() for number in (*pool, now))
    step = Decimal(1) if whole else CENT
    near = {number + move for number in pool for move in (-step, Decimal(0), step)} - {now}
    yield from sorted(near, key=lambda number: (abs(number - now), number))


def _days(fact: Fact, pool: Sequence[str]) -> Iterator[str]:
    days = []
    for text in pool:
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            continue
    near = {day + timedelta(days=move) for day in days for move in (-1, 0, 1)}
    now = date.fromisoformat(str(fact.value)) if fact.value is not None else None
    ordered = sorted(near - {now}, key=lambda day: (abs((day - now).days) if now else 0, day))
    yield from (day.isoformat() for day in ordered)


def _reason(code: RuleReason, name: str, value: Any) -> Reason:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return Reason(code=code, params=(("fact", name), ("value", shown)))
