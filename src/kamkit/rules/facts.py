"""The sheet of facts that rules speak about: typed, with unknown as a value of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from kamkit.problems import InputError, ProblemCode


class FactType(StrEnum):
    """What values a fact may have."""

    BOOL = "BOOL"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    DATE = "DATE"
    """Text such as 2026-11-25; in a rule a timestamp, to be compared with date("2026-11-25")."""
    LIST = "LIST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact by its name, such as `deal.amount`; a value of null is unknown."""

    name: str
    type: FactType
    value: Any = None

    def __post_init__(self) -> None:
        if not all(part.isidentifier() for part in self.name.split(".")):
            said = f"{self.name} is no name: words of letters, digits and _, with points between them"
            raise InputError(ProblemCode.WRONG_TYPE, "name", said)
        if self.type is FactType.NUMBER and isinstance(self.value, str):
            object.__setattr__(self, "value", _number(self.value))
        if self.value is not None and not _fits(self.type, self.value):
            raise InputError(ProblemCode.WRONG_TYPE, "value", f"{self.value!r} is no {self.type.value}")


def check_names(facts: Sequence[Fact]) -> None:
    """Raise InputError for a fact that is there twice, or that another one's name would be inside of."""
    names = [fact.name for fact in facts]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InputError(ProblemCode.DUPLICATE, f"facts[{index}].name", f"{name} is there twice")
        above = next((other for other in names if name.startswith(f"{other}.")), None)
        if above is not None:
            said = f"{name} would be a part of {above}, which is a fact itself"
            raise InputError(ProblemCode.CONFLICT, f"facts[{index}].name", said)


def named(facts: Iterable[Fact], path: str) -> list[Fact]:
    """Return the facts that a name in a rule speaks of: that fact, the one it is a part of, or all below it."""
    return [
        fact
        for fact in facts
        if fact.name == path or path.startswith(f"{fact.name}.") or fact.name.startswith(f"{path}.")
    ]


def _number(text: str) -> Decimal | str:
    """Return a number that is written as text, as the kit reads it everywhere, or the text if it is none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _fits(kind: FactType, value: Any) -> bool:
    match kind:
        case FactType.BOOL:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int | Decimal | float) and not isinstance(value, bool)
        case FactType.TEXT:
            return isinstance(value, str)
        case FactType.LIST:
            return isinstance(value, list | tuple)
    try:
        return isinstance(value, date) or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False
