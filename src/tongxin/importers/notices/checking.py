"""Check a release against the schema of OCDS 1.1.5; repair publishers' common mistakes and say so.

What is repaired: one object or one text where a list belongs, a list of one where an object belongs, numbers written as
text, numbers beyond any price, codes left out or spelt with other capitals, null for a list or an object. Everything
else that breaks the schema is a reason to leave the release out, with the path of the fault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tongxin.importers.notices.amounts import AmountUnclear, is_in_range, read_amount
from tongxin.importers.notices.findings import Code, Remark, pointer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jsonschema_rs import Draft4Validator, ValidationError

_ROUNDS = 6
_OTHERS_NAMED = 5
_LAST_DIGIT_PLACES = 9_007_199_254_740_992  # beyond it a number arrives as Decimal and is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A release after the repairs.

    Attributes:
        data: the release; repaired in place.
        remarks: what was repaired, in the order of the document.
        fault: why it cannot be taken in; `None` when it can.

    """

    data: dict[str, Any]
    remarks: tuple[Remark, ...]
    fault: Remark | None = None


def check_release(data: dict[str, Any]) -> Checked:
    """Check a release and repair it in place."""
    remarks: list[Remark] = []
    if not isinstance(data.get("ocid"), str) or not data["ocid"].strip():
        return Checked(data=data, remarks=(), fault=Remark(path="/ocid", code=Code.OCID_MISSING))
    _fill_codes(data, remarks)
    remarks += _out_of_range(data)
    fault = _settle(data, _release_validator(), remarks)
    if fault is None:
        _settle_extensions(data, remarks)
    return Checked(data=data, remarks=tuple(remarks), fault=fault)


def _fill_codes(data: dict[str, Any], remarks: list[Remark]) -> None:
    """Fill in the two codes a release cannot do without, where there is only one right value."""
    if not data.get("initiationType"):
        data["initiationType"] = "tender"
        remarks.append(Remark(path="/initiationType", code=Code.CODE_MISSING, params={"value": "tender"}))
    if not data.get("tag"):
        data["tag"] = [next((tag for key, tag in _TAGS if data.get(key)), "planning")]
        remarks.append(Remark(path="/tag", code=Code.CODE_MISSING, params={"value": data["tag"][0]}))


_TAGS = (("contracts", "contract"), ("awards", "award"), ("bids", "award"), ("tender", "tender"))


def _out_of_range(data: Any, path: tuple[str | int, ...] = ()) -> list[Remark]:
    """Leave out numbers beyond any price; only a `Decimal` can hold one."""
    found: list[Remark] = []
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(entries):
        if isinstance(value, Decimal):
            if not is_in_range(value):
                data[key] = None
                found.append(Remark(path=pointer_of((*path, key)), code=Code.NUMBER_OUT_OF_RANGE))
        elif isinstance(value, dict | list):
            found += _out_of_range(value, (*path, key))
    return found


def _settle(data: dict[str, Any], validator: Draft4Validator, remarks: list[Remark]) -> Remark | None:
    for _round in range(_ROUNDS):
        if validator.is_valid(data):
            return None
        errors = list(validator.iter_errors(data))
        repaired = [_repair(data, error) for error in errors]
        remarks += [remark for remark in repaired if remark is not None]
        if not any(repaired):
            break
    left = list(validator.iter_errors(data))
    remarks += [_left_open(error) for error in left if _may_be_left_open(error) and error.instance != {}]
    faults = [error for error in left if not _may_be_left_open(error)]
    return _fault(data, faults) if faults else None


def _may_be_left_open(error: ValidationError) -> bool:
    """Say whether a release may leave a required value out: an update states what changed, and merging fills the rest.

    Not the release's own identity, and not the id of an entry of a list, by which it would be merged. Null is left out too.
    """
    path = _missing_path(error)
    if path is None or len(path) < 2:
        return False
    is_entry = isinstance(path[-2], int)
    return isinstance(path[-1], str) and not (is_entry and path[-1] == "id")


def _missing_path(error: ValidationError) -> list[str | int] | None:
    path: list[str | int] = list(error.instance_path)
    if type(error.kind).__name__.endswith("Required"):
        return [*path, str(error.kind.as_dict()["property"]).strip('"')]
    return path if type(error.kind).__name__.endswith("Type") and error.instance is None else None


def _left_open(error: ValidationError) -> Remark:
    return Remark(path=pointer_of(_missing_path(error) or ()), code=Code.VALUE_MISSING)


def _settle_extensions(data: dict[str, Any], remarks: list[Remark]) -> None:
    """Repair bids and lots like the rest; a part of theirs that stays wrong is left out, not the release."""
    validator = _extension_validator()
    for _round in range(_ROUNDS):
        if validator.is_valid(data):
            return
        for error in validator.iter_errors(data):
            remark = _repair(data, error)
            if remark is None and error.instance_path:
                _put(data, error.instance_path, None)
                remark = Remark(path=pointer_of(error.instance_path), code=Code.EXTENSION_LEFT_OUT)
            if remark is not None:
                remarks.append(remark)


def _fault(data: dict[str, Any], errors: Sequence[ValidationError]) -> Remark:
    ordered = sorted(errors, key=lambda error: _document_place(data, error.instance_path))
    first, others = ordered[0], ordered[1:]
    params: dict[str, Any] = {"detail": _short(first.message)}
    if others:
        params["others"] = ", ".join(
            dict.fromkeys(pointer_of(error.instance_path) for error in others[:_OTHERS_NAMED])
        )
    return Remark(path=pointer_of(first.instance_path), code=Code.SCHEMA, params=params)


def _short(message: str) -> str:
    """Return the validator's message without the value it quotes, when that is long."""
    if len(message) <= 200:
        return message
    for word in (" has non-unique", " is not ", " is too ", " does not ", " is a required"):
        before, found, after = message.partition(word)
        if found:
            return f"{before[:60]}…{found}{after[:120]}"
    return message[:200]


def _document_place(data: Any, path: Sequence[str | int]) -> tuple[int, ...]:
    place: list[int] = []
    node = data
    for part in path:
        place.append(list(node).index(part) if isinstance(node, dict) else int(part))
        node = node[part]
    return tuple(place)


def _repair(data: dict[str, Any], error: ValidationError) -> Remark | None:
    """Repair one fault in place; `None` when it is none of the common ones."""
    path = error.instance_path
    try:
        value = _get(data, path)
    except (KeyError, IndexError, TypeError):
        return None  # an earlier repair of this round changed the place
    repair = _REPAIRS.get(type(error.kind).__name__.rpartition("_")[2])
    outcome = repair(value, error.kind) if repair and path else None
    if outcome is None:
        return None
    code, new, params = outcome
    _put(data, path, new)
    return Remark(path=pointer_of(path), code=code, params=params)


_Outcome = tuple[Code, Any, dict[str, Any]]


def _repair_type(value: Any, kind: Any) -> _Outcome | None:
    wanted = set(kind.types)
    if "array" in wanted:
        return _as_list(value)
    if "object" in wanted:
        return _as_object(value)
    if "number" in wanted or "integer" in wanted:
        return _as_number(value) if isinstance(value, str) else None
    return None


def _as_list(value: Any) -> _Outcome | None:
    if isinstance(value, dict) and value:
        if all(key.isdigit() for key in value):
            return Code.OBJECT_FOR_LIST, [value[key] for key in sorted(value, key=int)], {}
        return Code.OBJECT_FOR_LIST, [value], {}
    if isinstance(value, str):
        return (Code.TEXT_FOR_LIST, [value], {}) if value.strip() else (Code.TEXT_FOR_LIST, [], {})
    return (Code.NULL_FOR_LIST, [], {}) if value is None else None


def _as_object(value: Any) -> _Outcome | None:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return Code.LIST_FOR_OBJECT, value[0], {}
    return (Code.NULL_FOR_LIST, {}, {}) if value is None else None


def _as_number(value: str) -> _Outcome:
    if not value.strip():
        return Code.AMOUNT_UNREADABLE, None, {"text": value}
    try:
        amount = read_amount(value)
    except AmountUnclear as problem:
        code = Code.AMOUNT_AMBIGUOUS if problem.ambiguous else Code.AMOUNT_UNREADABLE
        return code, None, {"text": value[:80]}
    if not is_in_range(amount):
        return Code.NUMBER_OUT_OF_RANGE, None, {"text": value[:80]}
    number = (
        int(amount) if amount == amount.to_integral_value() and abs(amount) < _LAST_DIGIT_PLACES else amount
    )
    return Code.TEXT_FOR_NUMBER, number, {"text": value[:80], "value": str(amount)}


def _repair_enum(value: Any, kind: Any) -> _Outcome | None:
    options = (
        [option for option in json.loads(kind.options) if option is not None]
        if isinstance(kind.options, str)
        else [option for option in kind.options if option is not None]
    )
    if value == "":
        return Code.CODE_MISSING, None, {"value": ""}
    if not isinstance(value, str):
        return None
    plain = value.strip().casefold()
    plain = {"canceled": "cancelled"}.get(plain, plain)
    for option in options:
        if option.casefold() == plain:
            return Code.CODE_SPELLING, option, {"text": value, "value": option}
    return None


_REPAIRS: dict[str, Callable[[Any, Any], _Outcome | None]] = {"Type": _repair_type, "Enum": _repair_enum}


def _get(data: Any, path: Sequence[str | int]) -> Any:
    node = data
    for part in path:
        node = node[part]
    return node


def _put(data: Any, path: Sequence[str | int], value: Any) -> None:
    _get(data, path[:-1])[path[-1]] = value


@cache
def release_schema() -> dict[str, Any]:
    """Return the schema of a release, OCDS 1.1.5."""
    text = (
        files("tongxin.importers.notices")
        .joinpath("schema/ocds-1.1.5-release-schema.json")
        .read_text("utf-8")
    )
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _release_validator() -> Draft4Validator:
    return _validator(release_schema())


@cache
def _extension_validator() -> Draft4Validator:
    text = files("tongxin.importers.notices").joinpath("schema/extensions.json").read_text("utf-8")
    return _validator(json.loads(text))


def _validator(schema: dict[str, Any]) -> Draft4Validator:
    # Loaded on first use: pages that only show tenders check none.
    from jsonschema_rs import Draft4Validator  # noqa: PLC0415

    return Draft4Validator(schema, validate_formats=False)
