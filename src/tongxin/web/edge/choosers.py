"""Choose one record among very many: a text box that searches while one types, and reads a name without scripts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.accounts.selectors import list_accounts, visible_accounts
from tongxin.team.selectors import active_users, users_called

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tongxin.crm.accounts.models import Account

# As many as a refusal can name.
MOST_NAMED = 6


class Chooser(forms.TextInput):
    """The text box; a script puts the record chosen beside it, as `NAME-chosen` with "uid:label".

    The choice counts only while the text is still its label: who types on by hand means what they typed.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"data-choose": kind, "autocomplete": "off", "placeholder": ASKING})
        self.names: dict[str, str] = {}

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str:
        """Return the uid of the record chosen, else the text."""
        text = str(data.get(name) or "").strip()
        uid, _colon, label = str(data.get(f"{name}-chosen") or "").partition(":")
        return uid if uid and label == text else text

    def format_value(self, value: Any) -> str | None:
        """Return what stands in the box: the name of a record, or the text."""
        return self.names.get(str(value), str(value)) if value else None

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the box and what carries the choice."""
        uid = str(value or "")
        chosen = f"{uid}:{self.names[uid]}" if uid in self.names else ""
        attributes = {**(attrs or {}), "data-choose-url": reverse("web:search_mentions")}
        return format_html(
            '<span class="chooser">{}<input type="hidden" name="{}-chosen" value="{}"></span>',
            super().render(name, value, attributes, renderer),
            name,
            chosen,
        )


ASKING = _("Type a part of the name")


class AccountField(forms.CharField):
    """An account that the actor sees, chosen or named; give it the actor by `open_to`."""

    def __init__(
        self, *, label: "str | _StrPromise", required: bool = False, help_text: "str | _StrPromise" = ""
    ) -> None:
        super().__init__(label=label, required=required, help_text=help_text, widget=Chooser("account"))
        self._actor: Actor | None = None
        self._known: dict[str, Account] = {}

    def open_to(self, actor: Actor, *, known: Iterable["Account"] = (), uids: Iterable[str] = ()) -> None:
        """Say who chooses; `known` may stay chosen even unseen, and what `uids` name is shown by its name."""
        self._actor = actor
        self._known = {account.uid: account for account in known}
        wanted = {uid for uid in uids if uid and uid not in self._known}
        if wanted:
            self._known |= {
                account.uid: account for account in visible_accounts(actor).filter(uid__in=wanted)
            }
        if isinstance(self.widget, Chooser):
            self.widget.names = {uid: account.name for uid, account in self._known.items()}

    def find(self, value: str) -> list["Account"]:
        """Return what a value may mean: the record itself, those of the very name, or what search finds."""
        if value in self._known:
            return [self._known[value]]
        if not value or self._actor is None:
            return []
        seen = visible_accounts(self._actor)
        exact = list(seen.filter(uid=value)) or list(seen.filter(name=value)[:MOST_NAMED])
        exact = exact or list(seen.filter(short_name=value)[:MOST_NAMED])
        query = ListQuery(text=value, limit=MOST_NAMED)
        return exact or list(list_accounts(self._actor, query).items)

    def clean(self, value: Any) -> Any:
        """Return the account, `None` for an empty box.

        Raises:
            ValidationError: nothing is called so, or several are.
        """
        text = str(super().clean(value) or "")
        if not text:
            return None
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No account you can see has this name. Create it first."))
        raise forms.ValidationError(
            _("Several accounts match: %(names)s. Write the whole name."),
            params={"names": "、".join(account.name for account in found)},
        )


class ColleagueField(forms.CharField):
    """A colleague, chosen or named."""

    def __init__(self, *, label: "str | _StrPromise") -> None:
        super().__init__(label=label, max_length=120, widget=Chooser("colleague"))

    def clean(self, value: Any) -> Any:
        """Return the colleague.

        Raises:
            ValidationError: nobody is called so, or several are.
        """
        text = str(super().clean(value) or "")
        exact = list(active_users().filter(uid=text)) or list(active_users().filter(display_name=text))
        found = exact or users_called(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No colleague is called so."))
        raise forms.ValidationError(
            _("Several people match: %(names)s. Write the whole name."),
            params={"names": "、".join(user.display_name for user in found[:MOST_NAMED])},
        )


def open_account_field(form: forms.Form, name: str, actor: Actor, *, known: Iterable["Account"] = ()) -> None:
    """Open a form's account field to an actor, with the names of what was sent and what it starts from."""
    field = form.fields[name]
    if isinstance(field, AccountField):
        field.open_to(actor, known=known, uids=[sent_to(form, name), str(form.initial.get(name) or "")])


def sent_to(form: forms.Form, name: str) -> str:
    """Return what was sent to a chooser: a uid or a text; empty while nothing was sent."""
    if not form.is_bound:
        return ""
    widget = form.fields[name].widget
    return str(widget.value_from_datadict(form.data, form.files, form.add_prefix(name)) or "")
