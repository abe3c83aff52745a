"""Records and values between JSON and the domain."""

from collections.abc import Mapping
from typing import Any

from tongxin.api.records.schemas import REFERENCES, RecordRef
from tongxin.api.references import ReferenceMissing
from tongxin.common.actor import Actor
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entry_of_code
from tongxin.records.definition import Definition
from tongxin.records.fields import Entry, Field, Ref, Reference, Refs
from tongxin.records.reading import value_of, withhold


def resolved(definition: Definition, actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a caller sent as the domain takes it: records in the place of uids and codes.

    Raises:
        ReferenceMissing: a record does not exist for this actor, with the field.
    """
    return {name: _resolved(definition.by_name[name], actor, value) for name, value in values.items()}


def shown_to(actor: Actor, definition: Definition, record: Any) -> dict[str, Any]:
    """Return a record that was read or written another way as its schema shows it to an actor; see `shown`."""
    withhold(definition, actor, [record])
    return shown(definition, record)


def shown(definition: Definition, record: Any) -> dict[str, Any]:
    """Return a record as its schema shows it: no record that the reader may not see is named."""
    values = {item.name: _shown(item, record) for item in definition.fields}
    always = {name: getattr(record, name) for name in ("uid", "version", "created_at", "updated_at")}
    return {**always, **values}


def _resolved(item: Field, actor: Actor, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(item, Ref):
        return _one(item.name, item.to, actor, value)
    if isinstance(item, Refs):
        return [_one(item.name, item.to, actor, each) for each in value]
    if isinstance(item, Entry):
        return entry_of_code(DictionaryKind(item.of), value, field=item.name) if value else None
    return value


def _one(field: str, to: Reference, actor: Actor, uid: str) -> Any:
    found = to.visible(actor).filter(uid=uid).first()
    if found is None:
        raise ReferenceMissing(f"{to.kind.value}_MISSING", field=field, uid=uid)
    return found


def _shown(item: Field, record: Any) -> Any:
    value = value_of(item, record)
    if isinstance(item, Ref):
        return None if value is None else _named(item.to, value)
    if isinstance(item, Refs):
        return [_named(item.to, each) for each in value]
    return value


def _named(to: Reference, record: Any) -> Any:
    return record if REFERENCES.get(to.kind) else RecordRef(uid=record.uid, name=str(record))
