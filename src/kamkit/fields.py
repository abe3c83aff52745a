"""What a field of an input means and which numbers it may hold, said once: for the check, the schema and the reader."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

from kamkit.problems import InputError, ProblemCode


@dataclass(frozen=True, slots=True)
class Says:
    """The note of a field: `Annotated[Decimal, Says("Price in the tender's currency", at_least=0)]`."""

    text: str
    at_least: Decimal | int | None = None
    at_most: Decimal | int | None = None
    above: Decimal | int | None = None

    @property
    def has_bounds(self) -> bool:
        """Whether there is anything to check."""
        return (self.at_least, self.at_most, self.above) != (None, None, None)


def json_name(name: str) -> str:
    """Return the name of a field in JSON: a word that Python reserves carries an underscore here, `from_`."""
    return name.removesuffix("_")


def hints(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields with their notes, references resolved."""
    return _hints(cast(Hashable, kind))


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def noted(hint: Any) -> tuple[Any, Says | None]:
    """Return a type without its note, and the note."""
    if get_origin(hint) is not Annotated:
        return hint, None
    kind, *extras = get_args(hint)
    return kind, next((extra for extra in extras if isinstance(extra, Says)), None)


def check_bounds(value: Any) -> None:
    """Raise InputError for the first number of a dataclass that is outside the bounds of its field's note.

    A field that holds several numbers (a tuple, a mapping) has the bounds for each. None is not a number.
    """
    for name, says in _bounded(cast(Hashable, type(value))):
        _check(getattr(value, name), says, json_name(name))


@cache
def _bounded(kind: Hashable) -> tuple[tuple[str, Says], ...]:
    """Return the fields of a dataclass that have bounds. Inputs are made many thousand times over."""
    noted_fields = ((item.name, noted(hints(kind)[item.name])[1]) for item in fields(cast(Any, kind)))
    return tuple((name, says) for name, says in noted_fields if says is not None and says.has_bounds)


def _check(value: Any, says: Says, path: str) -> None:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            _check(entry, says, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            _check(entry, says, f"{path}[{index}]")
    elif isinstance(value, int | float | Decimal | Fraction):
        _check_number(value, says, path)


def _check_number(value: float | Decimal | Fraction, says: Says, path: str) -> None:
    rules = (
        (says.at_least is not None and value < says.at_least, f"must be at least {says.at_least}"),
        (says.at_most is not None and value > says.at_most, f"must be at most {says.at_most}"),
        (says.above is not None and value <= says.above, f"must be above {says.above}"),
    )
    for broken, rule in rules:
        if broken:
            raise InputError(ProblemCode.OUT_OF_RANGE, path, f"{rule}, not {value}")
