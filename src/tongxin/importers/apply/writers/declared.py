"""Write the rows of declared objects: one writer for all of them, through the object's own verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from typing_extensions import override

from tongxin.common.text.fold import fold
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.importers.apply.writers.base import Draft, FewWriter, RowRefused, is_stored, load_refs
from tongxin.importers.mapping.declared import columns_of, filled_by_files, pointers_of
from tongxin.importers.mapping.targets import Target
from tongxin.importers.problems import PlanCode, Severity
from tongxin.records.checks import check_may_write, check_values
from tongxin.records.fields import Amount, Choice, Day, Entry, Field, Moment, Percent, Ref
from tongxin.records.reading import account_of, find_by_key
from tongxin.records.writing import change_record, create_record, delete_record, started_values

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.target_rows import TargetRow
    from tongxin.records.definition import Definition


class DeclaredWriter(FewWriter):
    """Write one declared object."""

    def __init__(self, target: Target, definition: Definition) -> None:
        self.target = target  # type: ignore[misc]
        self.definition = definition
        self.sources = {  # type: ignore[misc]
            item.name: frozenset(columns_of(item)) for item in self._filled if isinstance(item, Ref)
        }

    @cached_property
    def _filled(self) -> tuple[Field, ...]:
        return filled_by_files(self.definition)

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load what the rows point at."""
        targets = {Target(item.to.kind.value) for item in self._filled if isinstance(item, Ref)}
        load_refs(context, rows, *sorted(targets))

    @override
    def match(self, context: Context, row: TargetRow) -> Any:
        """Return the record of this name, where names stand once."""
        key = self.definition.key
        return find_by_key(self.definition, str(row.values[key.name])) if key is not None else None

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the values that the verb takes."""
        values: dict[str, Any] = {}
        for item in self._filled:
            if (value := self._value(context, row, item)) is not None:
                values[item.name] = value
        for item in self.definition.fields:
            if isinstance(item, Amount) and item.name in values and item.currency in self.definition.by_name:
                values.setdefault(item.currency, settings.REPORTING_CURRENCY)
        check_values(self.definition, values, started_values(self.definition, {}))
        check_may_write(self.definition, context.actor, None, self._account(values))
        return Draft(row, values)

    @override
    def placeholder_of(self, draft: Draft) -> Any:
        """Return an unsaved record; what it points at may itself be unsaved."""
        plain = {
            name: value
            for name, value in draft.content.items()
            if not isinstance(self.definition.by_name[name], Ref | Entry) or is_stored(value)
        }
        return self.definition.model(**plain)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Any]:
        """Make the records."""
        return [
            create_record(self.definition, actor=context.actor, at=context.at, values=draft.content)
            for draft in drafts
        ]

    @override
    def check_change(self, context: Context, record: Any) -> None:
        """Let those change it who may write it."""
        check_may_write(self.definition, context.actor, record, account_of(self.definition, record))

    @override
    def change(self, context: Context, record: Any, values: Mapping[str, Any]) -> Any:
        """Change a record; what is given once stays."""
        open_to = {name: value for name, value in values.items() if not self.definition.by_name[name].fixed}
        return change_record(
            self.definition, actor=context.actor, at=context.at, record=record, values=open_to
        )

    @override
    def undo_one_creation(self, actor: Actor, at: datetime, record: Any) -> None:
        """Delete the record, or no longer offer it where others may name it."""
        if self.definition.is_deletable:
            delete_record(self.definition, actor=actor, at=at, record=record)
        elif "is_active" in self.definition.by_name:
            change_record(self.definition, actor=actor, at=at, record=record, values={"is_active": False})
        else:
            raise RowRefused("IN_USE")

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return a value kept in JSON as the record needs it."""
        item = self.definition.by_name[name]
        if value is None:
            return None
        if isinstance(item, Entry):
            return DictionaryEntry.objects.filter(pk=value).first()
        if isinstance(item, Ref):
            related: Any = self.definition.model._meta.get_field(name).related_model
            return related._default_manager.filter(pk=value).first()
        return _FROM_TEXT.get(type(item), lambda kept: kept)(value)

    def _account(self, values: Mapping[str, Any]) -> Any:
        head, _between, rest = self.definition.account.partition("__")
        found = values.get(head)
        for name in filter(None, rest.split("__")):
            found = getattr(found, name, None)
        return found

    def _value(self, context: Context, row: TargetRow, item: Field) -> Any:
        if isinstance(item, Ref):
            return self._referenced(context, row, item)
        if item.name not in row.values:
            return None
        if isinstance(item, Entry):
            return context.entry(row, item.name, DictionaryKind(item.of))
        if isinstance(item, Choice):
            return _code(row, item)
        if isinstance(item, Percent) and item.places == 0:
            return int(str(row.values[item.name]).split(".")[0])
        return row.values[item.name]

    def _referenced(self, context: Context, row: TargetRow, item: Ref) -> Any:
        names = pointers_of(item)
        found = context.resolve(row, *names)
        if found is None and item.required and not item.initial:
            raise RowRefused("LINK_NOT_FOUND", field=item.name)
        return found


def _code(row: TargetRow, item: Choice) -> Any:
    """Return the code of a cell that has it, or its label in any language; report any other text."""
    wanted = fold(str(row.values[item.name]))
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in item.of.choices:
                if wanted in {fold(str(code)), fold(str(label))}:
                    return code
    row.report(PlanCode.UNKNOWN_VALUE, Severity.WARNING, text=str(row.values[item.name])[:80])
    return None


_FROM_TEXT: Mapping[type[Field], Callable[[Any], Any]] = {
    Amount: Decimal,
    Percent: Decimal,
    Day: date.fromisoformat,
    Moment: datetime.fromisoformat,
}
