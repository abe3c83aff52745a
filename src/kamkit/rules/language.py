"""CEL, the Common Expression Language of Google, by the library cel-python: what a rule says and whether it holds.

Two things are eased for those who write rules: whole numbers and fractions may be compared with one another, and
`date("2026-11-25")` is that day.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from kamkit.problems import InputError, ProblemCode
from kamkit.rules.facts import Fact, FactType

LONGEST = 2_000
"""Characters of a rule."""
DEEPEST = 30
"""Brackets within brackets."""
TOO_DEEP = "this is nested too deeply"
_MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})
_OF_NUMBERS = ("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "_+_", "_-_", "_*_", "_/_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that has been read: the names it speaks of, its literals, and how to ask it."""

    names: tuple[str, ...]
    numbers: tuple[Decimal, ...]
    texts: tuple[str, ...]
    holds: Callable[[Sequence[Fact]], bool | None]
    """Facts to whether the rule holds; None where facts that are not known decide. Raises InputError."""


def read_rule(expression: str) -> Rule:
    """Return a rule from its text. Raises InputError (CONFLICT) with the line and column of what is wrong."""
    import celpy  # noqa: PLC0415  (heavy: loaded when used)
    from celpy.celparser import CELParseError  # noqa: PLC0415

    if len(expression) > LONGEST:
        raise InputError(ProblemCode.OUT_OF_RANGE, "expression", f"must be at most {LONGEST} characters")
    if _depth(expression) > DEEPEST:
        raise InputError(ProblemCode.CONFLICT, "expression", TOO_DEEP)
    environment = celpy.Environment()
    try:
        tree = environment.compile(expression)
        program = environment.program(tree, functions=_functions())
        names = tuple(dict.fromkeys(_names(tree, frozenset())))
    except CELParseError as error:
        said = f"this is no CEL expression (line {error.line}, column {error.column})"
        raise InputError(ProblemCode.CONFLICT, "expression", said) from error
    return Rule(
        names=names,
        numbers=tuple(dict.fromkeys(_numbers(tree))),
        texts=tuple(dict.fromkeys(_texts(tree))),
        holds=lambda facts: _holds(program, facts),
    )


def _depth(expression: str) -> int:
    """Return how many brackets are open at most; those in texts count too, which does no harm."""
    steps = (1 if letter in "([{" else -1 if letter in ")]}" else 0 for letter in expression)
    return max(accumulate(steps), default=0)


def _holds(program: Any, facts: Sequence[Fact]) -> bool | None:
    from celpy import celtypes  # noqa: PLC0415
    from celpy.evaluation import CELEvalError  # noqa: PLC0415

    try:
        answer = program.evaluate(_activation(facts))
    except RecursionError as error:
        raise InputError(ProblemCode.CONFLICT, "expression", TOO_DEEP) from error
    except (CELEvalError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        if any(fact.value is None for fact in facts):
            return None
        said = f"the rule cannot be asked of these facts: {str(error.args[0])[:120]}"
        raise InputError(ProblemCode.CONFLICT, "expression", said) from error
    if not isinstance(answer, celtypes.BoolType):
        said = "the rule must be true or false, not a number, text or list"
        raise InputError(ProblemCode.WRONG_TYPE, "expression", said)
    return bool(answer)


def _activation(facts: Sequence[Fact]) -> dict[str, Any]:
    """Return the known facts as CEL values, dotted names as maps within maps. The unknown are not there at all."""
    from celpy import celtypes  # noqa: PLC0415

    sheet: dict[str, Any] = {}
    for fact in facts:
        *above, last = fact.name.split(".")
        place: Any = sheet
        for part in above:
            key = part if place is sheet else celtypes.StringType(part)
            place = place.setdefault(key, celtypes.MapType())
        if fact.value is not None:
            place[last if place is sheet else celtypes.StringType(last)] = _value(fact.type, fact.value)
    return sheet


def _value(kind: FactType | None, value: Any) -> Any:
    from celpy import celtypes  # noqa: PLC0415

    if kind is FactType.DATE:
        return _day(value)
    if value is None or isinstance(value, bool):
        return None if value is None else celtypes.BoolType(value)
    if isinstance(value, str):
        return celtypes.StringType(value)
    if isinstance(value, list | tuple):
        return celtypes.ListType([_value(None, each) for each in value])
    if isinstance(value, dict):
        return celtypes.MapType(
            {celtypes.StringType(name): _value(None, each) for name, each in value.items()}
        )
    return celtypes.IntType(int(value)) if value == int(value) else celtypes.DoubleType(float(value))


def _day(value: Any) -> Any:
    from celpy import celtypes  # noqa: PLC0415

    day = date.fromisoformat(str(value))
    return celtypes.TimestampType(f"{day.isoformat()}T00:00:00Z")


def _functions() -> dict[str, Callable[..., Any]]:
    from celpy.evaluation import base_functions  # noqa: PLC0415

    eased: dict[str, Callable[..., Any]] = {name: _eased(base_functions[name]) for name in _OF_NUMBERS}
    return {**eased, "date": _day}


def _eased(function: Callable[..., Any]) -> Callable[..., Any]:
    from celpy import celtypes  # noqa: PLC0415

    def ask(one: Any, other: Any) -> Any:
        if isinstance(one, celtypes.IntType) and isinstance(other, celtypes.DoubleType):
            one = celtypes.DoubleType(one)
        elif isinstance(one, celtypes.DoubleType) and isinstance(other, celtypes.IntType):
            other = celtypes.DoubleType(other)
        return function(one, other)

    return ask


def _names(tree: Any, bound: frozenset[str]) -> Iterator[str]:
    """Yield the names a rule speaks of, with their dots; the variable of a macro is none of them."""
    path = _path(tree)
    if path is not None:
        if path.split(".")[0] not in bound:
            yield path
        return
    children = tree.children
    if tree.data == "member_dot_arg" and str(children[1]) in _MACROS:
        yield from _names(children[0], bound)
        variable = _path(children[2].children[0])
        inner = bound if variable is None else bound | {variable}
        for child in children[2].children[1:]:
            yield from _names(child, inner)
        return
    for child in children:
        if hasattr(child, "children"):
            yield from _names(child, bound)


def _path(tree: Any) -> str | None:
    """Return the dotted name that a branch of the tree is, None if it is something else."""
    while tree.data not in {"ident", "member_dot"}:
        if len(tree.children) != 1 or not hasattr(tree.children[0], "children"):
            return None
        tree = tree.children[0]
    if tree.data == "ident":
        return str(tree.children[0])
    above = _path(tree.children[0])
    return None if above is None else f"{above}.{tree.children[1]}"


def _literals(tree: Any) -> Iterator[tuple[str, str]]:
    for branch in tree.iter_subtrees_topdown():
        if branch.data == "literal":
            token = branch.children[0]
            yield token.type, str(token)


def _numbers(tree: Any) -> Iterator[Decimal]:
    for kind, text in _literals(tree):
        if kind in {"INT_LIT", "FLOAT_LIT"} and "x" not in text.lower():
            yield Decimal(text)


def _texts(tree: Any) -> Iterator[str]:
    for kind, text in _literals(tree):
        if kind == "STRING_LIT":
            yield text[1:-1]
