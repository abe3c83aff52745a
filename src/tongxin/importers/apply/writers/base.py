"""What every writer can do: find, check, create, change and take back the records of one target."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard, TypeVar

from django.db import transaction
from django.db.models import Model
from typing_extensions import override

from tongxin.common.errors import Refusal
from tongxin.importers.mapping.targets import Target

if TYPE_CHECKING:
    from datetime import datetime

    from tongxin.common.actor import Actor
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.target_rows import TargetRow

M = TypeVar("M", bound=Model)


class RowRefused(Refusal):
    """Say why a row cannot be written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row ready to be written: the record it will be, as the domain's action takes it."""

    row: TargetRow
    content: Any


class Writer(ABC):
    """Write the rows of one target; everything goes through the actions, with the rights of who imports."""

    target: ClassVar[Target]
    # Fields of the file behind a field of the record, where they are not called the same.
    sources: ClassVar[Mapping[str, frozenset[str]]] = {}

    @abstractmethod
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load what the rows point at, in few queries."""

    @abstractmethod
    def match(self, context: Context, row: TargetRow) -> Any:
        """Return the visible record that a row never imported before already stands for, or None."""

    @abstractmethod
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as a record to be; raises Refusal when the domain would not take it."""

    @abstractmethod
    def placeholder_of(self, draft: Draft) -> Any:
        """Return an unsaved record, for a dry run to point at."""

    @abstractmethod
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Any]:
        """Write new records in the order of the drafts; raises Refusal and then has written nothing."""

    def values(self, draft: Draft) -> dict[str, Any]:
        """Return what the draft says of the record's own fields."""
        return dict(draft.content)

    @abstractmethod
    def change(self, context: Context, record: Any, values: Mapping[str, Any]) -> Any:
        """Write changed values to a record; return the record that now stands for the row. Raises Refusal."""

    @abstractmethod
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Undo the creation of records; return why any is left as it is, by its id."""

    def undo_change(self, context: Context, record: Any, before: Mapping[str, Any]) -> None:
        """Undo a change: write the values that stood before, kept as text where they were not JSON."""
        self.change(context, record, {name: self.revive(name, value) for name, value in before.items()})

    def revive(self, name: str, value: Any) -> Any:  # noqa: ARG002 - for writers whose values JSON cannot hold
        """Return a value kept in JSON as the record needs it."""
        return value

    def check_change(self, context: Context, record: Any) -> None:  # noqa: B027 - most records may always be changed
        """Raise Refusal when who imports may not change this record."""

    def differences(self, draft: Draft, record: Any, changed: frozenset[str]) -> dict[str, tuple[Any, Any]]:
        """Return field → (now, new) for what the file says differently, looking only at its changed fields."""
        return {
            name: (getattr(record, name), value)
            for name, value in self.values(draft).items()
            if self.sources.get(name, frozenset({name})) & changed and getattr(record, name) != value
        }


class FewWriter(Writer):
    """Write targets of which there are few: one action each."""

    @abstractmethod
    def undo_one_creation(self, actor: Actor, at: datetime, record: Any) -> None:
        """Undo the creation of one record; raises Refusal."""

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Undo one after another; what is refused leaves the others alone."""
        refused: dict[int, Refusal] = {}
        for record in records:
            try:
                with transaction.atomic():
                    self.undo_one_creation(actor, at, record)
            except Refusal as refusal:
                refused[record.pk] = refusal
        return refused


def load_refs(context: Context, rows: Sequence[TargetRow], *targets: Target) -> None:
    """Load the records of these targets that the rows point at."""
    for target in targets:
        keys = {ref.key or ref.text for row in rows for ref in row.refs.values() if ref.target is target}
        context.load(target, sorted(keys))


def text_of(value: Any) -> Any:
    """Return a value as JSON keeps it: records by their id, days and amounts as text."""
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [text_of(item) for item in value]
    return getattr(value, "pk", value)


def is_stored(record: M | None) -> TypeGuard[M]:
    """Tell a record of the database from the stand-in of a dry run."""
    return record is not None and record.pk is not None
