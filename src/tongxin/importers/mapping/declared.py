"""What imports can fill of declared objects, and what identifies a row of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tongxin.importers.mapping.kinds import Field, Kind, Target
from tongxin.records import fields as declared
from tongxin.records.definition import Definition

# A choice is read as text: its writer knows the codes and their labels in three languages.
_KINDS: Mapping[type[declared.Field], Kind] = {
    declared.Text: Kind.TEXT,
    declared.Paragraphs: Kind.TEXT,
    declared.Whole: Kind.WHOLE,
    declared.Amount: Kind.AMOUNT,
    declared.Percent: Kind.PERCENT,
    declared.Currency: Kind.CURRENCY,
    declared.Day: Kind.DATE,
    declared.Moment: Kind.MOMENT,
    declared.Flag: Kind.FLAG,
    declared.Choice: Kind.TEXT,
    declared.Entry: Kind.ENTRY,
}
LENGTH = 200


def filled_by_files(definition: Definition) -> tuple[declared.Field, ...]:
    """Return the fields that a file may fill: none that needs a right, and none that only a verb sets."""
    return tuple(
        item
        for item in definition.fields
        if item.imported
        and not (item.by_action or item.right)
        and (type(item) in _KINDS or _target_of(item) is not None)
    )


def declared_fields(target: Target, definition: Definition) -> Iterator[Field]:
    """Yield the fields of a target as the mapping offers them; a reference is filled by id or by name."""
    yield Field(target, "external_id", Kind.ID)
    for item in filled_by_files(definition):
        points_at = _target_of(item)
        if points_at is None:
            yield Field(target, item.name, _KINDS[type(item)], getattr(item, "most", LENGTH))
        else:
            by_id, by_name = pointers_of(item)
            yield Field(target, by_id, Kind.ID, LENGTH, points_at, by_name=False)
            yield Field(target, by_name, Kind.TEXT, LENGTH, points_at, by_name=True)
    if definition.is_deletable:
        yield Field(target, "is_deleted", Kind.FLAG)


def pointers_of(item: declared.Field) -> tuple[str, str]:
    """Return the names of the columns that fill a reference: the other record's id, and its name."""
    return f"{item.name}_id", f"{item.name}_name"


def needed_of(definition: Definition) -> tuple[tuple[str, ...], ...]:
    """Return the groups of fields of which a row needs one each."""
    return tuple(columns_of(item) for item in _demanded(definition))


def must_of(definition: Definition) -> tuple[str, ...]:
    """Return the values no row may lack; a reference without a record is refused when it is written."""
    return tuple(item.name for item in _demanded(definition) if _target_of(item) is None)


def identity_of(definition: Definition) -> tuple[str | tuple[str, ...], ...]:
    """Return what names a row that has no id: the name that stands once, else the name and what it hangs on."""
    if definition.key is not None:
        return (definition.key.name,)
    others = [item for item in _demanded(definition) if not item.main and _target_of(item) is not None]
    return (definition.main.name, *(columns_of(item) for item in others))


def columns_of(item: declared.Field) -> tuple[str, ...]:
    """Return the columns that fill a field: its own, or those of a reference, by id before by name."""
    return (item.name,) if _target_of(item) is None else pointers_of(item)


def _demanded(definition: Definition) -> list[declared.Field]:
    return [item for item in filled_by_files(definition) if item.required and declared.is_empty(item.initial)]


def _target_of(item: Any) -> Target | None:
    kind = item.to.kind.value if isinstance(item, declared.Ref) else ""
    return Target(kind) if kind in Target.__members__ else None
