"""What makes the values of a declared object acceptable, by the types of its fields."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.currencies import check_currency
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Entry,
    Field,
    Flag,
    Moment,
    Paragraphs,
    Percent,
    Text,
    Whole,
    is_empty,
)


class RecordRefused(Refusal):
    """Say why a record cannot be saved so."""


def check_may_write(definition: Definition, actor: Actor, record: Any, account: Any) -> None:
    """Let those with the right write, and nothing be written to an account that is not in use.

    Args:
        definition: of the object.
        actor: who writes.
        record: the record, `None` for a new one.
        account: what it belongs to, `None` when to nothing.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `ACCOUNT_CLOSED` or `RECORD_DELETED`, or what the object's own rule says.
    """
    if definition.right is not None:
        actor.must_have(definition.right)
    if definition.may_write is not None:
        definition.may_write(actor, record)
    if account is not None and not account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=str(account))
    if getattr(record, "deleted_at", None) is not None:
        raise Conflict("RECORD_DELETED", name=str(record))


def may_write(definition: Definition, actor: Actor, record: Any, account: Any) -> bool:
    """Ask `check_may_write`."""
    try:
        check_may_write(definition, actor, record, account)
    except (Denied, Conflict):
        return False
    return True


def check_fields(definition: Definition, actor: Actor, values: Mapping[str, Any], *, new: bool) -> None:
    """Accept fields that the actor may set.

    Raises:
        RecordRefused: `FIELD_UNKNOWN`, there is no such field, or only a verb sets it.
        Denied: `RIGHT_MISSING`, with the field.
    """
    known = {item.name for item in definition.written_by(actor, new=new)}
    for name in values:
        if name in known:
            continue
        item = definition.by_name.get(name)
        if item is not None and item.right and not actor.has(item.right):
            raise Denied("RIGHT_MISSING", field=name, right=item.right)
        raise RecordRefused("FIELD_UNKNOWN", field=name, name=name)


def check_values(
    definition: Definition, values: Mapping[str, Any], beside: Mapping[str, Any] | None = None
) -> None:
    """Accept values as they are to be stored; the object's own rules are asked first.

    Args:
        definition: of the object.
        values: what is written.
        beside: what the record holds already, for rules about several values; it is not judged itself.

    Raises:
        Refusal: which value is wrong, and why.
    """
    whole = {**(beside or {}), **values}
    if definition.check is not None:
        definition.check(whole)
    for name, value in values.items():
        _check(definition.by_name[name], value)
    for item in definition.fields:
        if isinstance(item, Amount) and values.keys() & {item.name, item.currency}:
            _check_has_currency(item, whole)


def _check(item: Field, value: Any) -> None:
    if is_empty(value):
        if item.required or isinstance(item, Flag):
            raise RecordRefused("NAME_EMPTY" if item.main else "VALUE_MISSING", field=item.name)
        return
    known = _CHECKS.get(type(item))
    if known is not None:
        known(item, value)


def _check_text(item: Any, value: str) -> None:
    if item.required and not value.strip():
        raise RecordRefused("NAME_EMPTY" if item.main else "VALUE_MISSING", field=item.name)
    if len(value) > item.most:
        raise RecordRefused("VALUE_LONG", field=item.name, most=item.most)


def _check_is_number(item: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise RecordRefused("VALUE_WRONG", field=item.name, value=value)


def _check_number(item: Any, value: int | Decimal) -> None:
    _check_is_number(item, value)
    if not item.least <= value <= item.most:
        raise RecordRefused("VALUE_OUTSIDE", field=item.name, least=item.least, most=item.most)


def _check_amount(item: Any, value: Decimal) -> None:
    _check_is_number(item, value)
    if item.least is not None and value < item.least:
        raise RecordRefused("AMOUNT_NEGATIVE", field=item.name)
    if abs(value) >= Decimal(10) ** (item.digits - item.places):
        raise RecordRefused("AMOUNT_LARGE", field=item.name)


def _check_has_currency(item: Amount, values: Mapping[str, Any]) -> None:
    if values.get(item.name) is not None and item.currency in values and not values[item.currency]:
        raise RecordRefused("AMOUNT_WITHOUT_CURRENCY", field=item.currency)


def _check_code(item: Any, value: Any) -> None:
    if value not in item.of.values:
        raise RecordRefused("CHOICE_UNKNOWN", field=item.name, value=value)


def _check_entry(item: Any, value: Any) -> None:
    if value.kind != item.of:
        raise RecordRefused("DICTIONARY_WRONG", field=item.name, entry=value.code)


def _check_day(item: Any, value: Any) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise RecordRefused("VALUE_WRONG", field=item.name, value=value)


def _check_moment(item: Any, value: Any) -> None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise RecordRefused("VALUE_WRONG", field=item.name, value=value)


_CHECKS: Mapping[type[Field], Callable[[Any, Any], None]] = {
    Text: _check_text,
    Paragraphs: _check_text,
    Whole: _check_number,
    Percent: _check_number,
    Amount: _check_amount,
    Currency: lambda item, value: check_currency(value, field=item.name),
    Choice: _check_code,
    Entry: _check_entry,
    Day: _check_day,
    Moment: _check_moment,
}
