"""A record of any declared object, made of its declaration: for the contract suite, the access test and the oracles."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tongxin.audit.choices import Kind
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.opportunities.reference import ensure_reference_data
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
    Ref,
    Refs,
    Text,
    Whole,
)

MOMENT = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
PLAIN: Mapping[type[Field], Callable[[Any], Any]] = {
    Whole: lambda item: max(item.least, min(item.most, 7)),
    Amount: lambda _item: Decimal("1250.50"),
    Percent: lambda item: 40 if item.places == 0 else Decimal("40.5"),
    Currency: lambda _item: "TWD",
    Day: lambda _item: date(2026, 11, 30),
    Moment: lambda _item: MOMENT,
    Flag: lambda _item: True,
    Choice: lambda item: item.of.values[0],
}


def sample_values(
    definition: Definition, record_of: Callable[[str], Any], *, text: str = "", fully: bool = True
) -> dict[str, Any]:
    """Return values for a new record.

    Args:
        definition: of the object.
        record_of: returns a record of a kind, for references.
        text: stands in every text.
        fully: every field; otherwise only what is required, and the account it belongs to.
    """
    values: dict[str, Any] = {}
    named: set[str] = set()
    for item in definition.fields:
        if item.by_action or is_second(definition, item):
            continue
        if not (fully or item.required or item.name == definition.account):
            continue
        kind = item.to.kind.value if isinstance(item, Ref) else ""
        # A record that names two of a kind names two that differ.
        values[item.name] = (
            record_of(f"OTHER_{kind}") if kind in named else sample_value(item, record_of, text=text)
        )
        named |= {kind} - {""}
    return values


def named_twice(definition: Definition) -> set[str]:
    """Return the kinds of which a record names two, each by a reference of its own."""
    kinds = [item.to.kind.value for item in definition.fields if isinstance(item, Ref) and item.required]
    return {kind for kind in kinds if kinds.count(kind) > 1}


def is_second(definition: Definition, item: Field) -> bool:
    """Say whether an optional reference names the same kind as one before it, or as the record itself has.

    The sample would join a record to itself, or need another of its kind before it is there.
    """
    if isinstance(item, Refs) and not item.required and item.to.kind == definition.kind:
        return True
    if not isinstance(item, Ref) or item.required:
        return False
    before = definition.fields[: definition.fields.index(item)]
    return any(isinstance(each, Ref) and each.to.kind == item.to.kind for each in before)


def sample_value(item: Field, record_of: Callable[[str], Any], *, text: str = "") -> Any:
    """Return a value that a field takes."""
    if isinstance(item, Text | Paragraphs):
        return f"{item.name} {text}".strip()[: item.most]
    if isinstance(item, Entry):
        ensure_reference_data(at=MOMENT)
        return entries_of(DictionaryKind(item.of))[0]
    if isinstance(item, Ref):
        return record_of(item.to.kind.value)
    if isinstance(item, Refs):
        return [record_of(item.to.kind.value)]
    return PLAIN[type(item)](item)


def is_account(item: Field) -> bool:
    """Say whether a field names an account."""
    return isinstance(item, Ref) and item.to.kind == Kind.ACCOUNT
