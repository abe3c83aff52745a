"""The grammar of an object's list, from its fields."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import FieldDoesNotExist
from django.db.models import IntegerChoices, Model

from tongxin.common.listing import Kind, ListField, ListSchema, SortKey
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Entry,
    Field,
    Flag,
    Moment,
    Percent,
    Ref,
    Refs,
    Text,
    Whole,
    attribute_of,
)

_KINDS: tuple[tuple[tuple[type[Field], ...], Kind], ...] = (
    ((Choice, Currency, Entry, Ref, Refs), Kind.CODE),
    ((Whole, Amount, Percent), Kind.NUMBER),
    ((Day,), Kind.DAY),
    ((Moment,), Kind.MOMENT),
    ((Flag,), Kind.FLAG),
)
ALWAYS = (
    ListField(key="uid", path="uid", kind=Kind.CODE),
    ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
    ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
)


def schema_of(model: type[Model], fields: Iterable[Field], order: Sequence[str]) -> ListSchema:
    """Return the list grammar of a model's fields; the row's own id and times are part of every list."""
    listed = tuple(_listed(model, item) for item in fields)
    named = {item.key for item in listed}
    return ListSchema(
        fields=(*listed, *(item for item in ALWAYS if item.key not in named)),
        default_sort=tuple(
            SortKey(key=key.removeprefix("-"), descending=key.startswith("-")) for key in order
        ),
    )


def list_kind_of(item: Field) -> Kind:
    """Return how a field's values are compared."""
    if isinstance(item, Text) and item.code:
        return Kind.CODE
    return next((kind for types, kind in _KINDS if isinstance(item, types)), Kind.TEXT)


def _listed(model: type[Model], item: Field) -> ListField:
    path = attribute_of(item)
    by_strokes, by_pinyin = _sorted_by(model, item, path) if item.sort else ("", "")
    return ListField(
        key=item.name,
        path={Entry: f"{path}__code", Ref: f"{path}__uid", Refs: f"{path}__uid"}.get(type(item), path),
        kind=list_kind_of(item),
        sort=by_strokes,
        pinyin_sort=by_pinyin,
        filterable=not isinstance(item, Refs),
        right=item.right,
        whole=isinstance(item, Choice) and issubclass(item.of, IntegerChoices),
    )


def _sorted_by(model: type[Model], item: Field, path: str) -> tuple[str, str]:
    """Return the lookups a field is sorted by: for who looks names up by strokes, and for all others."""
    if isinstance(item, Entry):
        return f"{path}__position", ""
    if isinstance(item, Ref):
        related = model._meta.get_field(path).related_model
        if isinstance(related, type) and _has(related, "sort_key"):
            return f"{path}__sort_key", f"{path}__pinyin_key"
        name = getattr(related, "NAMED_BY", ("pk",))[0]
        return f"{path}__{name}", ""
    if item.main and _has(model, "sort_key"):
        return "sort_key", "pinyin_key"
    return path, ""


def _has(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
