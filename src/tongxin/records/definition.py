"""The declaration of an object: data from which its faces are derived."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.db.models import QuerySet

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.listing import ListSchema
from tongxin.common.models import Record
from tongxin.common.rights import Right
from tongxin.records.fields import Entry, Field, Ref, Reference, Refs, Text, Words
from tongxin.records.listing import schema_of


class Create(Protocol):
    """A verb of one's own in the place of the derived one: make a record of values."""

    def __call__(self, *, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Record:
        """Return the new record."""
        ...


class Change(Protocol):
    """A verb of one's own: write the values that differ."""

    def __call__(
        self,
        *,
        actor: Actor,
        at: datetime,
        record: Any,
        values: Mapping[str, Any],
        expected_version: int | None = None,
    ) -> object:
        """Write them, or refuse."""
        ...


class Remove(Protocol):
    """A verb of one's own: delete."""

    def __call__(
        self, *, actor: Actor, at: datetime, record: Any, expected_version: int | None = None
    ) -> object:
        """Do it, or refuse."""
        ...


class Restore(Protocol):
    """A verb of one's own: restore."""

    def __call__(self, *, actor: Actor, at: datetime, record: Any) -> object:
        """Do it, or refuse."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Definition:
    """An object of the domain. How to write one: docs/how-tos/add-an-object.md.

    Attributes:
        kind: its code in the audit log, the index and in access rows.
        model: with its constraints; a `Record`.
        one: identifier of one, `competitor`: names of pages, operations and schemas.
        many: identifier of many, `competitors`.
        path: of its pages below the root, `settings/competitors`.
        title: what many are called, with a capital: the heading of the list.
        about: what one is, a sentence in English for the description of the API.
        fields: in the order of forms and properties; one is `main`.
        visible: the records an actor may see, deleted ones included.
        order: keys the list is sorted by when nobody says, `-` for descending.
        shared: whether everybody signed in sees them all; foreign ones are then not hidden.
        account: lookup from the record to the account it belongs to; empty for none. The account's history, search
            and the rule that nothing is written to a closed account go by it.
        parent: name of the reference it hangs under: it is listed on that record's page and made from there.
        part: code of the part of that record's pages where it is listed, a tab of its own; empty for the first page.
        is_made_alone: whether the list offers to make one too, whose form then asks what it hangs under.
        hint: what to do first, for an empty list.
        right: needed to write; `None` where `may_write` alone decides.
        may_write: more that is needed to write, raises `Denied` or `Conflict`; called with the record, `None` for a
            new one.
        check: the domain's own rules about the values as they will be; raises a `Refusal` with its field.
        warn: what is doubtful about a record that was saved all the same, each as the refusal it would be.
        noted: what its verbs note in its history beside its fields, by name, label and right.
        searched: whether search finds them; their text is that of the `indexed` fields.
        create: a verb in the place of the derived one; likewise the next three.
        change: see `create`.
        delete: see `create`.
        restore: see `create`.
        in_api: whether its standard endpoints are derived.
        in_pages: whether its standard pages are derived.
        in_files: whether imports write it by the derived writer.
    """

    kind: Kind
    model: type[Record]
    one: str
    many: str
    path: str
    title: Words
    about: str
    fields: tuple[Field, ...]
    visible: Callable[[Actor], QuerySet[Any]]
    order: tuple[str, ...]
    shared: bool = False
    account: str = ""
    parent: str = ""
    part: str = ""
    is_made_alone: bool = False
    hint: Words = ""
    icon: str = "list"
    right: Right | None = Right.EDIT
    may_write: Callable[[Actor, Any], None] | None = None
    check: Callable[[Mapping[str, Any]], None] | None = None
    warn: Callable[[Any], Sequence[Refusal]] | None = None
    noted: tuple[Field, ...] = ()
    searched: bool = True
    create: Create | None = None
    change: Change | None = None
    delete: Remove | None = None
    restore: Restore | None = None
    tag: str = ""
    in_api: bool = True
    in_pages: bool = True
    in_files: bool = True

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Return the fields by name."""
        return {item.name: item for item in self.fields}

    @cached_property
    def main(self) -> Field:
        """Return the field that names a record."""
        return next(item for item in self.fields if item.main)

    @cached_property
    def key(self) -> Text | None:
        """Return the field of which no two records have the same, whatever its script; `None` without one."""
        return next((item for item in self.fields if isinstance(item, Text) and item.key), None)

    @cached_property
    def listing(self) -> ListSchema:
        """Return the grammar of its list, for pages and API alike."""
        return schema_of(self.model, self.fields, self.order)

    @cached_property
    def restricted(self) -> Mapping[str, str]:
        """Return the fields that need a right of their own: field → right."""
        return {item.name: item.right for item in self.fields if item.right}

    @cached_property
    def told(self) -> Mapping[str, Field]:
        """Return what its history tells of by name: its fields, and what its verbs note beside them."""
        return {item.name: item for item in (*self.noted, *self.fields)}

    @cached_property
    def restricted_history(self) -> dict[str, str]:
        """Return what in its history needs a right of its own: name → right."""
        return {name: item.right for name, item in self.told.items() if item.right}

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """Return the records that a row names, to be read with it."""
        names = [item.name for item in self.fields if isinstance(item, Ref | Entry)]
        return tuple(dict.fromkeys([*names, *([self.account] if self.account else [])]))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Return the fields that name several records."""
        return tuple(item.name for item in self.fields if isinstance(item, Refs))

    @cached_property
    def reference(self) -> Reference:
        """Return how other objects name this one."""
        return Reference(
            kind=self.kind,
            visible=self._in_use,
            page=f"web:{self.one}",
            named=self.main.name,
            shared=self.shared,
            account=self.account,
        )

    @property
    def is_deletable(self) -> bool:
        """Say whether records can be deleted and restored."""
        return self.delete is not None or hasattr(self.model, "deleted_at")

    def warnings_of(self, record: Any) -> Sequence[Refusal]:
        """Return what is doubtful about a record that was saved."""
        return self.warn(record) if self.warn is not None else ()

    @property
    def missing_code(self) -> str:
        """Return the code of the refusal that says there is none."""
        return f"{self.kind.value}_MISSING"

    def _in_use(self, actor: Actor) -> QuerySet[Any]:
        rows = self.visible(actor)
        return rows.filter(deleted_at=None) if hasattr(self.model, "deleted_at") else rows

    def known_to(self, actor: Actor) -> tuple[Field, ...]:
        """Return the fields the actor may know of."""
        return tuple(item for item in self.fields if not item.right or actor.has(item.right))

    def written_by(self, actor: Actor, *, new: bool) -> tuple[Field, ...]:
        """Return the fields the actor may set: at a new record, or at one that is there."""
        return tuple(item for item in self.known_to(actor) if not item.by_action and (new or not item.fixed))


def find_definition(definitions: Sequence[Definition], kind: str) -> Definition | None:
    """Return the definition of a kind, `None` when it has none."""
    return next((each for each in definitions if each.kind == kind), None)
