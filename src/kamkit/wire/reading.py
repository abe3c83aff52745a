"""Plain JSON values into the kit's typed inputs, with every fault named by its path."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import NoneType
from typing import Any, TypeVar, cast, get_args

from kamkit.fields import hints, json_name, noted
from kamkit.problems import InputError, ProblemCode, join
from kamkit.wire.kinds import Shape, as_mapping, shape_of, value_type

T = TypeVar("T")

SHOWN = 40
"""So many characters of a wrong value are repeated in its message."""


class FaultyInputError(InputError):
    """All faults of an input, in its order; as an InputError it is the first of them."""

    def __init__(self, errors: list[InputError]) -> None:
        first = errors[0]
        super().__init__(first.code, first.field, first.message)
        self.errors = tuple(errors)


def read(kind: type[T], value: Any) -> T:
    """Return a JSON value as the type `kind`: a dataclass or anything a field of one may be.

    Numbers may be JSON numbers or text; dates are text in ISO 8601. Raises FaultyInputError with every fault found.
    """
    faults: list[InputError] = []
    result = _Reader(faults).read(kind, value, "")
    if faults:
        raise FaultyInputError(faults)
    return cast(T, result)


class _Reader:
    def __init__(self, faults: list[InputError]) -> None:
        self.faults = faults

    def read(self, hint: Any, value: Any, path: str) -> Any:
        """Return the value as its type, or something of no worth after noting a fault."""
        kind, _ = noted(hint)
        return getattr(self, READERS[shape_of(kind)])(kind, value, path)

    def anything(self, _kind: Any, value: Any, _path: str) -> Any:
        return value

    def one_of_types(self, kind: Any, value: Any, path: str) -> Any:
        kinds = get_args(kind)
        if value is None and NoneType in kinds:
            return None
        attempts: list[list[InputError]] = []
        for each in kinds:
            faults: list[InputError] = []
            if each is NoneType:
                continue
            result = _Reader(faults).read(each, value, path)
            if not faults:
                return result
            attempts.append(faults)
        # The one that got furthest is the one that was meant.
        self.faults += max(attempts, key=lambda faults: max(len(fault.field) for fault in faults))
        return None

    def one_of_values(self, kind: Any, value: Any, path: str) -> Any:
        return self._choice(list(get_args(kind)), value, path)

    def enum(self, kind: Any, value: Any, path: str) -> Any:
        member = self._choice([entry.value for entry in kind], value, path)
        return None if member is None else kind(member)

    def listing(self, kind: Any, value: Any, path: str) -> Any:
        if not isinstance(value, list):
            return self._wrong("a list", value, path)
        (entry_kind, _) = get_args(kind)
        return tuple(self.read(entry_kind, entry, f"{path}[{place}]") for place, entry in enumerate(value))

    def row(self, kind: Any, value: Any, path: str) -> Any:
        kinds = get_args(kind)
        if not isinstance(value, list) or len(value) != len(kinds):
            return self._wrong(f"a list of {len(kinds)}", value, path)
        return tuple(self.read(kinds[place], entry, f"{path}[{place}]") for place, entry in enumerate(value))

    def mapping(self, kind: Any, value: Any, path: str) -> Any:
        if not isinstance(value, Mapping):
            return self._wrong("an object", value, path)
        entry_kind = value_type(kind)
        entries = {name: self.read(entry_kind, entry, join(path, name)) for name, entry in value.items()}
        return as_mapping(kind, entries)

    def object(self, kind: Any, value: Any, path: str) -> Any:
        if not isinstance(value, Mapping):
            return self._wrong("an object", value, path)
        before = len(self.faults)
        types, given = hints(kind), {}
        names = {json_name(item.name): item for item in fields(kind)}
        for name, entry in value.items():
            if name not in names:
                message = f"there is no such field; known are {', '.join(names)}"
                self._fault(ProblemCode.UNKNOWN_FIELD, join(path, name), message)
            else:
                given[names[name].name] = self.read(types[names[name].name], entry, join(path, name))
        for name, item in names.items():
            if name not in value and item.default is MISSING and item.default_factory is MISSING:
                self._fault(ProblemCode.MISSING, join(path, name), "must be given")
        return self._made(kind, given, path) if len(self.faults) == before else None

    def plain(self, kind: Any, value: Any, path: str) -> Any:
        reader, expected = PLAIN[kind]
        try:
            return reader(value)
        except (ValueError, TypeError, OverflowError):
            return self._wrong(expected, value, path)

    def _made(self, kind: Callable[..., Any], given: dict[str, Any], path: str) -> Any:
        try:
            return kind(**given)
        except InputError as error:
            self.faults.append(error.below(path))
            return None

    def _choice(self, choices: list[Any], value: Any, path: str) -> Any:
        if isinstance(value, str | int) and value in choices:
            return value
        if isinstance(value, str) and value.upper() in choices:
            return value.upper()
        known = ", ".join(str(choice) for choice in choices)
        return self._fault(ProblemCode.UNKNOWN_CHOICE, path, f"{_shown(value)} is none of {known}")

    def _wrong(self, expected: str, value: Any, path: str) -> None:
        return self._fault(ProblemCode.WRONG_TYPE, path, f"must be {expected}, not {_shown(value)}")

    def _fault(self, code: ProblemCode, path: str, message: str) -> None:
        self.faults.append(InputError(code, path, message))


READERS = {
    Shape.ANYTHING: "anything",
    Shape.ONE_OF_TYPES: "one_of_types",
    Shape.ONE_OF_VALUES: "one_of_values",
    Shape.LIST: "listing",
    Shape.ROW: "row",
    Shape.MAPPING: "mapping",
    Shape.OBJECT: "object",
    Shape.ENUM: "enum",
    Shape.PLAIN: "plain",
}


def _shown(value: Any) -> str:
    words: dict[Any, str] = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise TypeError
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation as error:
        raise ValueError from error
    if not number.is_finite():
        raise ValueError
    return number


def _int(value: Any) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError
    return int(number)


def _float(value: Any) -> float:
    number = float(_decimal(value))
    if number in {float("inf"), float("-inf")}:
        raise OverflowError
    return number


def _fraction(value: Any) -> Fraction:
    if isinstance(value, str) and "/" in value:
        above, _, below = value.partition("/")
        number = _decimal(below.strip())
        if number == 0:
            raise ValueError
        return Fraction(_decimal(above.strip())) / Fraction(number)
    return Fraction(_decimal(value))


def _str(value: Any) -> str:
    # Ids are often numbers where they come from.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise TypeError
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


PLAIN: Mapping[type, tuple[Callable[[Any], Any], str]] = {
    str: (_str, "text"),
    int: (_int, "a whole number"),
    float: (_float, "a number"),
    Decimal: (_decimal, "a number"),
    Fraction: (_fraction, "a number, or a fraction such as 1/7"),
    bool: (_bool, "true or false"),
    date: (date.fromisoformat, "a date such as 2026-11-25"),
    datetime: (datetime.fromisoformat, "a time such as 2026-11-25T09:30:00+08:00"),
}
