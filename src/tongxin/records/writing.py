"""The verbs of a declared object that has none of its own: make, change, delete, restore; each whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, Record, save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.common.text.pinyin import sort_key
from tongxin.records.checks import RecordRefused, check_fields, check_may_write, check_values
from tongxin.records.definition import Definition
from tongxin.records.fields import Text, empty_value, is_empty
from tongxin.records.reading import account_of, find_by_key
from tongxin.search.actions import Entry, index, remove

LONGEST_KEY = 200
LONGEST_SORT_KEY = 240


def create_record(definition: Definition, *, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Any:
    """Make one record, by the object's own verb where it has one; see `create_records`."""
    if definition.create is not None:
        return definition.create(actor=actor, at=at, values=values)
    return create_records(definition, actor=actor, at=at, rows=[values])[0]


@transaction.atomic
def create_records(
    definition: Definition, *, actor: Actor, at: datetime, rows: Sequence[Mapping[str, Any]]
) -> list[Any]:
    """Make records, with one row each in the audit log, and let search find them.

    Args:
        definition: of the object.
        actor: who.
        at: when.
        rows: field → value of each; what is left out is what new records start with.

    Raises:
        Denied: the actor may not write, or not this field.
        Conflict: the account is not in use.
        Refusal: which value is wrong, and why.
    """
    made = [_create(definition, actor, at, values) for values in rows]
    index_records(definition, made)
    return made


def change_record(
    definition: Definition,
    *,
    actor: Actor,
    at: datetime,
    record: Any,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Any:
    """Write the values that differ; return the record.

    Raises:
        Denied: the actor may not write, or not this field.
        Conflict: the account is not in use, or the record is deleted.
        Refusal: which value is wrong, and why.
        StaleVersion: somebody else changed the record meanwhile.
    """
    if definition.change is not None:
        definition.change(actor=actor, at=at, record=record, values=values, expected_version=expected_version)
        return record
    _change(definition, actor, at, record, values, expected_version)
    return record


@transaction.atomic
def delete_record(
    definition: Definition, *, actor: Actor, at: datetime, record: Any, expected_version: int | None = None
) -> Any:
    """Hide a record; nothing is lost, and it can be restored.

    Raises:
        Denied: the actor may not write, or not delete.
        Conflict: the account is not in use, or the record is deleted already.
        StaleVersion: somebody else changed the record meanwhile.
    """
    if definition.delete is not None:
        definition.delete(actor=actor, at=at, record=record, expected_version=expected_version)
        return record
    actor.must_have(Right.DELETE)
    check_may_write(definition, actor, record, account_of(definition, record))
    save_changes(record, {"deleted_at": at}, at=at, expected_version=expected_version)
    _note(definition, actor, at, Verb.DELETED, record)
    remove(definition.kind, [record.uid])
    return record


@transaction.atomic
def restore_record(definition: Definition, *, actor: Actor, at: datetime, record: Any) -> Any:
    """Bring a deleted record back; one that is in use stays as it is.

    Raises:
        Denied: the actor may not delete and restore.
        Conflict: the account is not in use.
    """
    if definition.restore is not None:
        definition.restore(actor=actor, at=at, record=record)
        return record
    actor.must_have(Right.DELETE)
    account = account_of(definition, record)
    check_may_write(definition, actor, None, account)
    if save_changes(record, {"deleted_at": None}, at=at):
        _note(definition, actor, at, Verb.RESTORED, record)
        index_records(definition, [record])
    return record


def index_records(definition: Definition, records: Sequence[Any]) -> None:
    """Put records into the search index, where search is to find them."""
    if definition.searched:
        index(entry_of(definition, record) for record in records)


def entry_of(definition: Definition, record: Any) -> Entry:
    """Return what search finds a record by: its name, and the text of its indexed fields that need no right."""
    account = account_of(definition, record)
    texts = [
        str(getattr(record, item.name))
        for item in definition.fields
        if item.indexed and not item.right and not is_empty(getattr(record, item.name))
    ]
    return Entry(
        kind=definition.kind,
        uid=record.uid,
        title=str(record),
        body=" ".join(texts),
        account_id=account.pk if account is not None else None,
        owner_id=getattr(record, "owner_id", None),
        touched_at=record.updated_at,
    )


def started_values(definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a new record: what is said, and what it starts with where nothing is."""
    whole: dict[str, Any] = {}
    for item in definition.fields:
        initial = item.initial() if callable(item.initial) else item.initial
        if item.name in values or not item.by_action or initial is not None:
            whole[item.name] = values.get(item.name, empty_value(item) if initial is None else initial)
    return whole


def _create(definition: Definition, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Record:
    check_fields(definition, actor, values, new=True)
    given = _tidy(definition, started_values(definition, values))
    groups = {name: list(given.pop(name) or ()) for name in definition.groups if name in given}
    check_values(definition, given)
    _check_free(definition, None, given)
    record = definition.model(
        **given, **_derived(definition, given), **_made_by(definition, actor), created_at=at, updated_at=at
    )
    check_may_write(definition, actor, None, account_of(definition, record))
    record.save(force_insert=True)
    for name, members in groups.items():
        getattr(record, name).set(members)
    told = {name: (None, value) for name, value in {**given, **groups}.items() if not is_empty(value)}
    _note(definition, actor, at, Verb.CREATED, record, told)
    return record


@transaction.atomic
def _change(
    definition: Definition,
    actor: Actor,
    at: datetime,
    record: Any,
    values: Mapping[str, Any],
    expected_version: int | None,
) -> Changes:
    check_may_write(definition, actor, record, account_of(definition, record))
    check_fields(definition, actor, values, new=False)
    wanted = _tidy(definition, values)
    groups = {name: list(wanted.pop(name) or ()) for name in definition.groups if name in wanted}
    beside = {item.name: getattr(record, item.name) for item in definition.fields if item.name not in groups}
    check_values(definition, wanted, beside)
    _check_free(definition, record, wanted)
    before = {name: list(getattr(record, name).all()) for name in groups}
    regrouped = {name: (before[name], new) for name, new in groups.items() if set(before[name]) != set(new)}
    derived = _derived(definition, wanted)
    changes = save_changes(
        record, {**wanted, **derived}, at=at, expected_version=expected_version, beside=bool(regrouped)
    )
    for name, (_old, new) in regrouped.items():
        getattr(record, name).set(new)
    told = {name: change for name, change in changes.items() if name in definition.by_name} | regrouped
    if told:
        _note(definition, actor, at, Verb.CHANGED, record, told)
        index_records(definition, [record])
    return told


def _tidy(definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with one-line texts without blanks around them, and none as each type keeps it."""
    tidied: dict[str, Any] = {}
    for name, value in values.items():
        item = definition.by_name[name]
        kept = value.strip() if isinstance(item, Text) and isinstance(value, str) else value
        tidied[name] = empty_value(item) if kept is None else kept
    return tidied


def _derived(definition: Definition, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is kept beside a name: the key of which there is one, and the keys to sort by."""
    found: dict[str, str] = {}
    if definition.key is not None and definition.key.name in values:
        found["match_key"] = match_key(values[definition.key.name])[:LONGEST_KEY]
    if definition.main.name in values and _has(definition, "sort_key"):
        name = values[definition.main.name]
        found["sort_key"] = sort_key(name, language="zh-hant")[:LONGEST_SORT_KEY]
        found["pinyin_key"] = sort_key(name, language="zh-hans")[:LONGEST_SORT_KEY]
    return found


def _made_by(definition: Definition, actor: Actor) -> dict[str, Any]:
    declared = definition.by_name.keys()
    return (
        {"created_by": actor.user} if _has(definition, "created_by") and "created_by" not in declared else {}
    )


def _has(definition: Definition, name: str) -> bool:
    try:
        definition.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _check_free(definition: Definition, own: Any, values: Mapping[str, Any]) -> None:
    key = definition.key
    if key is None or key.name not in values:
        return
    present = find_by_key(definition, values[key.name])
    if present is not None and (own is None or present.pk != own.pk):
        raise RecordRefused("NAME_TAKEN", field=key.name, name=values[key.name])


def _note(
    definition: Definition,
    actor: Actor,
    at: datetime,
    verb: Verb,
    record: Any,
    changes: Changes | None = None,
) -> None:
    account = account_of(definition, record)
    note(
        actor=actor,
        at=at,
        verb=verb,
        kind=definition.kind,
        target=cast("Record", record),
        account_uid=account.uid if account is not None else "",
        changes=changes,
    )
