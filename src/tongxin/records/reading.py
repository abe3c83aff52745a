"""Read the records of a declared object, always scoped to an actor."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import CharField, QuerySet, Value

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import ListQuery, Page
from tongxin.common.text.names import match_key
from tongxin.records.definition import Definition
from tongxin.records.fields import Field, Ref, Reference, Refs, attribute_of
from tongxin.search.selectors import matching_uids

CHUNK = 1_000


def visible(definition: Definition, actor: Actor) -> QuerySet[Any]:
    """Return the records in use that the actor may see."""
    return definition.reference.visible(actor)


def get_for(definition: Definition, actor: Actor, uid: str) -> Any:
    """Return a record with what its page names.

    Raises:
        Missing: it does not exist for this actor.
    """
    return _one(definition, actor, with_names(definition, visible(definition, actor)), uid)


def get_deleted_for(definition: Definition, actor: Actor, uid: str) -> Any:
    """Return a deleted record that the actor saw before, to restore it.

    Raises:
        Missing: it does not exist for this actor.
    """
    rows = definition.visible(actor).exclude(deleted_at=None)
    return _one(definition, actor, with_names(definition, rows), uid)


def narrowed(definition: Definition, actor: Actor, query: ListQuery) -> QuerySet[Any]:
    """Return the visible records that meet a query's conditions, unordered.

    Raises:
        ListRefused: the query cannot be used.
    """
    rows = visible(definition, actor)
    if query.text.strip():
        rows = rows.filter(**_holding(definition, query.text))
    return definition.listing.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})


def list_for(definition: Definition, actor: Actor, query: ListQuery) -> Page[Any]:
    """Return one page of the visible records that meet a query, with the records their rows name.

    Raises:
        ListRefused: the query cannot be used.
    """
    rows = with_names(definition, narrowed(definition, actor, query))
    page = definition.listing.page(rows, query, actor=actor)
    withhold(definition, actor, page.items)
    return page


def ordered(definition: Definition, actor: Actor, query: ListQuery, *, most: int) -> Iterator[Any]:
    """Yield the visible records that meet a query, in its order, for a file; read by the thousand."""
    rows = with_names(definition, narrowed(definition, actor, query))
    found = definition.listing.ordered(rows, query, actor=actor)[:most].iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        withhold(definition, actor, chunk)
        yield from chunk


def below_each(
    definitions: Sequence[Definition], actor: Actor, parent: Any, *, most: int
) -> dict[str, list[Any]]:
    """Return the records of several kinds that hang under one that the actor sees, by `one`, in the order of their lists.

    Which of the records that they name the actor sees is asked once for each kind named, for all of them together.
    """
    found: dict[str, list[Any]] = {}
    for each in definitions:
        rows = with_names(each, visible(each, actor).filter(**{each.parent: parent}))
        query = ListQuery(sort=each.listing.default_sort)
        found[each.one] = list(each.listing.ordered(rows, query, actor=actor)[:most])
    _withhold(actor, [(each, found[each.one], each.parent) for each in definitions])
    return found


def kinds_below(definitions: Sequence[Definition], parent: Any) -> frozenset[str]:
    """Return which of the objects have a record under one, seen or not, in use or deleted, by `one`; one query.

    Most records have few of the things that may hang under them; what is not there need not be asked for.
    """
    asked = [
        each.model._default_manager.filter(**{each.parent: parent})
        .order_by()
        .values_list(Value(each.one, output_field=CharField()))
        .distinct()
        for each in definitions
    ]
    if not asked:
        return frozenset()
    first, *others = asked
    return frozenset(name for (name,) in first.union(*others, all=True))


def with_names(definition: Definition, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows with the records that they name."""
    # An empty select_related() would join everything.
    joined = rows.select_related(*definition.joined) if definition.joined else rows
    return joined.prefetch_related(*definition.groups) if definition.groups else joined


def account_of(definition: Definition, record: Any) -> Any:
    """Return the account a record belongs to, `None` when to none."""
    if not definition.account or record is None:
        return None
    found = record
    for name in definition.account.split("__"):
        found = getattr(found, name, None)
    return found


def find_by_key(definition: Definition, text: str) -> Any:
    """Return the record called so, whatever the script of its name; `None` when there is none, or names may repeat."""
    if definition.key is None:
        return None
    rows: QuerySet[Any] = definition.model._default_manager.all()
    return rows.filter(match_key=match_key(text)[:200]).first()


def withhold(definition: Definition, actor: Actor, rows: Sequence[Any], *, under: str = "") -> None:
    """Note at each row which records it names without the actor seeing them; one query for each kind of record named.

    `under` is a field whose record the actor is known to see: the one the rows hang under.
    """
    _withhold(actor, [(definition, rows, under)])


def _withhold(actor: Actor, groups: Sequence[tuple[Definition, Sequence[Any], str]]) -> None:
    named = [
        (row, item, _named_by(row, item))
        for definition, rows, under in groups
        for item in _guarded(definition, under)
        for row in rows
    ]
    wanted: dict[Reference, set[int]] = {}
    for _row, item, keys in named:
        wanted.setdefault(item.to, set()).update(keys)
    seen = {to: _seen(to, actor, keys) for to, keys in wanted.items()}
    for _definition, rows, _under in groups:
        for row in rows:
            row.unseen = {}
    for row, item, keys in named:
        if hidden := keys - seen[item.to]:
            row.unseen[item.name] = hidden


def _guarded(definition: Definition, under: str) -> list[Ref | Refs]:
    return [
        item
        for item in definition.fields
        if isinstance(item, Ref | Refs) and item.name != under and is_guarded(definition, item)
    ]


def ensure_withheld(definition: Definition, actor: Actor, record: Any) -> None:
    """Note at a record which records it names without the actor seeing them, unless it was noted when it was read."""
    if not hasattr(record, "unseen"):
        withhold(definition, actor, [record])


def _seen(to: Reference, actor: Actor, keys: Collection[int]) -> frozenset[int]:
    return (
        frozenset(to.visible(actor).filter(pk__in=keys).values_list("pk", flat=True)) if keys else frozenset()
    )


def value_of(item: Field, record: Any) -> Any:
    """Return a field's value as the reader may know it: no record they may not see; several as a list.

    The record was read by this module, or given to `withhold`.
    """
    hidden = getattr(record, "unseen", {}).get(item.name, frozenset())
    if isinstance(item, Refs):
        return [each for each in getattr(record, item.name).all() if each.pk not in hidden]
    if hidden:
        return None
    found = record
    for name in attribute_of(item).split("__"):
        found = getattr(found, name, None)
    return found


def is_withheld(item: Field, record: Any) -> bool:
    """Say whether a field names a record that the reader may not see."""
    return item.name in getattr(record, "unseen", {})


def _named_by(row: Any, item: Ref | Refs) -> frozenset[int]:
    if isinstance(item, Refs):
        return frozenset(each.pk for each in getattr(row, item.name).all())
    found = (
        getattr(row, f"{item.name}_id", None) if not item.path else getattr(value_of(item, row), "pk", None)
    )
    return frozenset() if found is None else frozenset({found})


def is_guarded(definition: Definition, item: Ref | Refs) -> bool:
    """Say whether who sees a record may yet not see what the field names."""
    # Who sees the record sees its account: that is how they see it.
    return not item.to.shared and attribute_of(item) != definition.account


def _holding(definition: Definition, text: str) -> dict[str, Any]:
    if definition.key is not None:
        return {"match_key__contains": match_key(text)}
    if definition.searched:
        return {"uid__in": matching_uids(text, definition.kind)}
    return {f"{definition.main.name}__icontains": text}


def _one(definition: Definition, actor: Actor, rows: QuerySet[Any], uid: str) -> Any:
    record = rows.filter(uid=uid).first()
    if record is None:
        raise Missing(definition.missing_code, uid=uid)
    withhold(definition, actor, [record])
    return record
