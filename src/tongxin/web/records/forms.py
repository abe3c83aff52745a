"""Forms of declared objects: made from the fields an actor may set, drawn by loop, read back as the domain takes them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import dictionary_entries
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    ME,
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
    Reference,
    Refs,
    Text,
    Whole,
    is_empty,
)
from tongxin.records.reading import account_of, is_withheld, value_of
from tongxin.web.edge.choosers import AccountField, open_account_field
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.edge.named import CurrencyField
from tongxin.web.shell.day_field import DayField
from tongxin.web.shell.moment_field import MomentField

NOT_CHOSEN = ("", pgettext_lazy("choice", "Not recorded"))
MOST_OFFERED = 300


class RecordForm(VersionedForm):
    """The form of one record.

    Args:
        data: what was posted.
        definition: of the object.
        actor: who fills it in; fields they may not set are not in it.
        record: what is changed, `None` for a new one.
        only: the one field of a form in place.
        given: what a new record hangs on, field → record; shown, not asked.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        definition: Definition,
        actor: Actor,
        record: Any = None,
        only: str = "",
        given: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {
            "definition": definition, "actor": actor, "record": record, "only": only, "given": given,
        }  # fmt: skip
        self._given = dict(given or {})
        self._definition = definition
        self._found: dict[str, dict[str, Any]] = {}
        account = account_of(definition, record) or _account_given(definition, self._given)
        for item in definition.written_by(actor, new=record is None):
            asked = item.name not in self._given and only in {"", item.name}
            if asked and not is_withheld(item, record):
                self._add(item, actor, account, record)

    @property
    def values(self) -> dict[str, Any]:
        """Return the checked values as the domain takes them, records in the place of uids, with what was given."""
        values = {name: self._meant(name, value) for name, value in super().values.items()}
        return {**self._given, **values}

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are asked for at once: all, where a record is changed."""
        return [bound for bound in self.visible_fields() if not self._is_later(bound.name)]

    @property
    def later(self) -> list[forms.BoundField]:
        """Return the fields that a new record is asked for on demand."""
        return [bound for bound in self.visible_fields() if self._is_later(bound.name)]

    @property
    def is_unfolded(self) -> bool:
        """Say whether a field asked for on demand has something to say already: a fault, or a value that came back."""
        changed = set(self.changed_data) if self.is_bound else set()
        return any(bound.errors or bound.name in changed for bound in self.later)

    def _is_later(self, name: str) -> bool:
        return self.arguments["record"] is None and self._definition.by_name[name].later

    def _add(self, item: Field, actor: Actor, account: Any, record: Any) -> None:
        if isinstance(item, Entry):
            entries = dictionary_entries().get(item.of, [])
            self._offer(item, {entry.code: entry for entry in entries}, [(e.code, e.label) for e in entries])
        elif isinstance(item, Ref) and item.to.kind == Kind.ACCOUNT:
            self.fields[item.name] = AccountField(
                label=item.label, required=item.required, help_text=item.help
            )
            known = value_of(item, record) if record is not None else None
            open_account_field(self, item.name, actor, known=[known] if known is not None else [])
        elif isinstance(item, Ref | Refs):
            own = value_of(item, record) if record is not None else None
            offered = _offered(item.to, actor, account, own if isinstance(own, list) else [own])
            self._offer(item, offered, [(uid, str(each)) for uid, each in offered.items()])
        else:
            self.fields[item.name] = _MADE[type(item)](item)

    def _offer(self, item: Field, found: dict[str, Any], choices: list[tuple[str, str]]) -> None:
        self._found[item.name] = found
        if isinstance(item, Refs):
            self.fields[item.name] = forms.MultipleChoiceField(
                label=item.label, help_text=item.help, required=item.required, choices=choices
            )
            return
        self.fields[item.name] = forms.ChoiceField(
            label=item.label, help_text=item.help, required=item.required, choices=[NOT_CHOSEN, *choices]
        )

    def _meant(self, name: str, value: Any) -> Any:
        item = self._definition.by_name[name]
        if name in self._found:
            found = self._found[name]
            return [found[uid] for uid in value] if isinstance(item, Refs) else found.get(value)
        if isinstance(item, Choice) and value == "":
            return None if issubclass(item.of, int) else ""
        return value


def initial_of(definition: Definition, record: Any) -> dict[str, Any]:
    """Return what the form of a record starts from."""
    initial: dict[str, Any] = {"version": record.version}
    for item in definition.fields:
        value = value_of(item, record)
        if isinstance(item, Entry):
            value = getattr(value, "code", "")
        elif isinstance(item, Ref):
            value = getattr(value, "uid", "")
        elif isinstance(item, Refs):
            value = [each.uid for each in value]
        initial[item.name] = value
    return initial


def first_values(definition: Definition, actor: Actor) -> dict[str, Any]:
    """Return what the form of a new record starts from, for who fills it in."""
    first: dict[str, Any] = {}
    for item in definition.fields:
        value = item.suggested if item.suggested is not None else item.initial
        value = value() if callable(value) else value
        if value == ME and isinstance(item, Ref):
            value = actor.user.uid
        if not is_empty(value):
            first[item.name] = value
    return first


def chosen_values(definition: Definition, said: QueryDict) -> dict[str, str]:
    """Return the codes that the address of a new record chooses already."""
    chosen = {item.name: said.get(item.name) for item in definition.fields if isinstance(item, Choice)}
    return {
        name: code
        for name, code in chosen.items()
        if code and code in definition.by_name[name].of.values  # type: ignore[attr-defined]
    }


def _account_given(definition: Definition, given: Mapping[str, Any]) -> Any:
    head, _between, rest = definition.account.partition("__")
    found = given.get(head)
    for name in filter(None, rest.split("__")):
        found = getattr(found, name, None)
    return found


def _offered(to: Reference, actor: Actor, account: Any, own: Iterable[Any]) -> dict[str, Any]:
    """Return the records a form offers, by uid: those of the account at hand, and those chosen already."""
    rows = to.visible(actor)
    if to.account and account is not None:
        rows = rows.filter(**{to.account: account})
    chosen = {each.uid: each for each in own if each is not None}
    return {**{each.uid: each for each in rows[:MOST_OFFERED]}, **chosen}


def _text(item: Any) -> forms.Field:
    return forms.CharField(
        label=item.label, help_text=item.help, required=item.required, max_length=item.most
    )


def _paragraphs(item: Any) -> forms.Field:
    return forms.CharField(
        label=item.label,
        help_text=item.help,
        required=item.required,
        max_length=item.most,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _whole(item: Any) -> forms.Field:
    return forms.IntegerField(
        label=item.label,
        help_text=item.help,
        required=item.required,
        min_value=item.least,
        max_value=item.most,
    )


def _amount(item: Any) -> forms.Field:
    return forms.DecimalField(
        label=item.label,
        help_text=item.help,
        required=item.required,
        min_value=item.least,
        max_digits=item.digits,
        decimal_places=item.places,
    )


def _percent(item: Any) -> forms.Field:
    if item.places == 0:
        return _whole(item)
    return forms.DecimalField(
        label=item.label,
        help_text=item.help,
        required=item.required,
        min_value=item.least,
        max_value=item.most,
        decimal_places=item.places,
    )


def _currency(item: Any) -> forms.Field:
    return CurrencyField(label=item.label, help_text=item.help, required=item.required)


def _day(item: Any) -> forms.Field:
    return DayField(label=item.label, help_text=item.help, required=item.required)


def _moment(item: Any) -> forms.Field:
    return MomentField(label=item.label, help_text=item.help, required=item.required)


def _flag(item: Any) -> forms.Field:
    return forms.BooleanField(label=item.label, help_text=item.help, required=False)


def _choice(item: Any) -> forms.Field:
    choices = [(str(code), label) for code, label in item.of.choices]
    return forms.TypedChoiceField(
        label=item.label,
        help_text=item.help,
        required=item.required,
        choices=choices if item.required else [NOT_CHOSEN, *choices],
        coerce=int if issubclass(item.of, int) else str,
        empty_value="",
    )


_MADE: Mapping[type[Field], Callable[[Any], forms.Field]] = {
    Text: _text,
    Paragraphs: _paragraphs,
    Whole: _whole,
    Amount: _amount,
    Percent: _percent,
    Currency: _currency,
    Day: _day,
    Moment: _moment,
    Flag: _flag,
    Choice: _choice,
}
