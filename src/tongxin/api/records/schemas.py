"""What declared objects look like in JSON: what is shown, what makes a new one, what changes one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from django.db.models import IntegerChoices
from pydantic import AwareDatetime, StringConstraints, create_model
from pydantic import Field as Described

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.accounts import AccountRef, EntryRef
from tongxin.api.v1.schemas.people import PersonRef
from tongxin.api.v1.schemas.relationships import OpportunityRef
from tongxin.api.v1.schemas.team import Uid, UserRef
from tongxin.audit.choices import Kind
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
    is_empty,
)
from tongxin.records.reading import is_guarded

Code = Annotated[str, StringConstraints(max_length=40)]
CURRENCY = "^[A-Z]{3}$"
CURRENCY_OR_NONE = "^([A-Z]{3})?$"
REFERENCES: Mapping[Kind, type[Representation]] = {
    Kind.ACCOUNT: AccountRef,
    Kind.USER: UserRef,
    Kind.PERSON: PersonRef,
    Kind.OPPORTUNITY: OpportunityRef,
}


class RecordRef(Representation):
    """Another record, by name."""

    uid: str
    name: str


@cache
def shown_schema(definition: Definition) -> type[Representation]:
    """Return what a record is shown as; restricted fields are left out for who lacks their right."""
    fields: dict[str, Any] = {"uid": (str, ...), "version": (int, ...)}
    fields |= {item.name: (_shown(definition, item), ...) for item in definition.fields}
    fields |= {"created_at": (datetime, ...), "updated_at": (datetime, ...)}
    made = create_model(
        f"{_title(definition)}Out", __base__=Representation, __doc__=definition.about, **fields
    )
    made.restricted = definition.restricted
    return made


@cache
def new_schema(definition: Definition) -> type[Input]:
    """Return what makes a new record: everything that no verb sets, only the required fields demanded."""
    fields: dict[str, Any] = {}
    for item in definition.fields:
        if not item.by_action:
            is_demanded = item.required and is_empty(item.initial)
            kind = _sent(item, may_be_none=not is_demanded and is_empty(_start(item)) and not _is_text(item))
            fields[item.name] = (kind, ...) if is_demanded else (kind, _start(item))
    about = f"A new {_words(definition)}; {_demanded(definition)}."
    return create_model(f"{_title(definition)}In", __base__=Input, __doc__=about, **fields)


@cache
def change_schema(definition: Definition) -> type[Input]:
    """Return what changes a record: everything may be left out, and what is not required may be emptied."""
    fields: dict[str, Any] = {}
    for item in definition.fields:
        if not (item.by_action or item.fixed):
            stays = (
                item.required or _is_text(item) or isinstance(item, Flag | Refs) or _is_kept(definition, item)
            )
            fields[item.name] = (
                (_sent(item, may_be_none=False), optional())
                if stays
                else (_sent(item, may_be_none=True), None)
            )
    about = f"What is changed about a {_words(definition)}; fields left out stay as they are."
    return create_model(f"{_title(definition)}Change", __base__=Input, __doc__=about, **fields)


def _title(definition: Definition) -> str:
    return "".join(part.capitalize() for part in definition.one.split("_"))


def _words(definition: Definition) -> str:
    return definition.one.replace("_", " ")


def _demanded(definition: Definition) -> str:
    names = [
        item.name
        for item in definition.fields
        if item.required and is_empty(item.initial) and not item.by_action
    ]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} needed"


def _is_text(item: Field) -> bool:
    return isinstance(item, Text | Paragraphs | Currency)


def _start(item: Field) -> Any:
    if _is_text(item):
        return item.initial or ""
    if isinstance(item, Refs):
        return []
    return None if callable(item.initial) else item.initial


_SHOWN: tuple[tuple[tuple[type[Field], ...], Any, bool], ...] = (
    ((Text, Paragraphs, Currency), str, False),
    ((Whole,), int, True),
    ((Amount, Percent), Decimal, True),
    ((Day,), date, True),
    ((Moment,), datetime, True),
    ((Flag,), bool, False),
    ((Entry,), EntryRef, True),
)


def _is_kept(definition: Definition, item: Field) -> bool:
    """Say whether the model always has a record here, though nobody need name it: verbs know which."""
    return isinstance(item, Ref | Entry) and not definition.model._meta.get_field(item.name).null


def _shown(definition: Definition, item: Field) -> Any:
    if isinstance(item, Choice):
        kind: Any = str if issubclass(item.of, str) else int
        return kind if item.required else kind | None if kind is int else kind
    if isinstance(item, Refs):
        return list[REFERENCES.get(item.to.kind, RecordRef)]  # type: ignore[misc]
    if isinstance(item, Ref):
        told: Any = REFERENCES.get(item.to.kind, RecordRef)
        # Who may not see the other record gets none.
        return told if _is_kept(definition, item) and not is_guarded(definition, item) else told | None
    kind, may_be_none = next(
        (kind, may_be_none) for types, kind, may_be_none in _SHOWN if isinstance(item, types)
    )
    return kind | None if may_be_none and not item.required else kind


def _sent(item: Field, *, may_be_none: bool) -> Any:
    made = _SENT[type(item)](item)
    return made | None if may_be_none else made


def _text(item: Any) -> Any:
    if item.required:
        return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=item.most)]
    return Annotated[str, StringConstraints(max_length=item.most)]


def _percent(item: Any) -> Any:
    if item.places == 0:
        return Annotated[int, Described(ge=item.least, le=item.most)]
    return Annotated[Decimal, Described(ge=item.least, le=item.most, decimal_places=item.places)]


def _currency(item: Any) -> Any:
    return Annotated[str, StringConstraints(pattern=CURRENCY if item.required else CURRENCY_OR_NONE)]


def _amount(item: Any) -> Any:
    return Annotated[Decimal, Described(ge=item.least, max_digits=item.digits, decimal_places=item.places)]


def _codes(item: Choice) -> tuple[str | int, ...]:
    """Return the codes of a choice; to Python, literals of the same numbers are one, of whatever order came first."""
    return tuple(sorted(item.of.values) if issubclass(item.of, IntegerChoices) else item.of.values)


_SENT: Mapping[type[Field], Callable[[Any], Any]] = {
    Text: _text,
    Paragraphs: _text,
    Whole: lambda item: Annotated[int, Described(ge=item.least, le=item.most)],
    Amount: _amount,
    Percent: _percent,
    Currency: _currency,
    Day: lambda _item: date,
    Moment: lambda _item: AwareDatetime,
    Flag: lambda _item: bool,
    # Written out: a named one would share its name with other objects’ choices, and numbers have no names.
    Choice: lambda item: Literal[_codes(item)],
    Entry: lambda _item: Code,
    Ref: lambda _item: Uid,
    Refs: lambda _item: Annotated[list[Uid], Described(max_length=200)],
}
