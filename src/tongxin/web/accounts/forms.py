"""Forms of accounts: they read what was typed; the rules are the domain's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.taxids import normalize_tax_id
from tongxin.crm.accounts.choices import (
    AccountKind,
    AccountStatus,
    DictionaryKind,
    NameKind,
    TaxIdKind,
    TeamFunction,
)
from tongxin.crm.accounts.rules import DICTIONARY_FIELDS, kind_of_tax_id
from tongxin.crm.accounts.selectors import dictionary_entries, seen_parent
from tongxin.web.edge.choosers import AccountField, ColleagueField, open_account_field
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.edge.named import CountryField, CurrencyField

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

NOT_CHOSEN = ("", pgettext_lazy("choice", "Not recorded"))
# What the form of a new account asks before one unfolds the rest.
AT_FIRST = frozenset({"name", "__all__"})
MONTHS = [(month, f"{month}") for month in range(1, 13)]
STATUSES = [(code, AccountStatus(code).label) for code in (AccountStatus.ACTIVE, AccountStatus.DORMANT)]


class AccountForm(VersionedForm):
    """Everything about an account that is typed; only the name is required."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    name_latin = forms.CharField(label=_("Name in Latin script"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    other_names = forms.CharField(
        label=_("Other names"),
        help_text=_("One a line; search and the duplicate check find the account by them."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    kind = forms.ChoiceField(label=pgettext_lazy("account", "Kind"), choices=AccountKind.choices)
    status = forms.ChoiceField(label=pgettext_lazy("account", "Status"), choices=STATUSES)
    parent = AccountField(label=_("Belongs to"), help_text=_("A group or a company above it."))
    tier = forms.CharField(label=pgettext_lazy("account", "Tier"), required=False, widget=forms.Select)
    segment = forms.CharField(label=_("Segment"), required=False, widget=forms.Select)
    region = forms.CharField(label=_("Region"), required=False, widget=forms.Select)
    industry = forms.CharField(label=_("Industry"), required=False, widget=forms.Select)
    tax_id_kind = forms.ChoiceField(
        label=_("Kind of tax id"), choices=[NOT_CHOSEN, *TaxIdKind.choices], required=False
    )
    tax_id = forms.CharField(label=_("Tax id"), max_length=30, required=False)
    country = CountryField(label=_("Country"), required=False)
    currency = CurrencyField(label=_("Currency"), initial=settings.REPORTING_CURRENCY)
    fiscal_year_start = forms.TypedChoiceField(
        label=_("Fiscal year starts in month"), choices=MONTHS, coerce=int, initial=1
    )
    website = forms.CharField(label=_("Web site"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=2_000_000_000, required=False)
    annual_revenue = forms.DecimalField(
        label=_("Annual revenue"), min_value=0, max_digits=18, decimal_places=2, required=False
    )
    founded_year = forms.IntegerField(label=_("Founded in"), min_value=1, max_value=9999, required=False)
    situation = forms.CharField(
        label=_("Situation"),
        help_text=_("What is going on at this customer, in a paragraph; it opens the page."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        parent: "Account | None" = None,
        only: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"actor": actor, "parent": parent, "only": only}
        by_kind = dictionary_entries()
        self._entries: dict[str, dict[str, Any]] = {}
        for field, kind in DICTIONARY_FIELDS.items():
            entries = by_kind.get(DictionaryKind(kind), [])
            self._entries[field] = {entry.code: entry for entry in entries}
            self._offer(field, [(entry.code, entry.label) for entry in entries])
        open_account_field(self, "parent", actor, known=[parent] if parent else [])
        if only:
            for name in self.fields.keys() - {only, "version", "base"}:
                del self.fields[name]

    @property
    def has_more_to_say(self) -> bool:
        """Say whether the folded part is to be open: a record is changed, or an error stands in it."""
        return "version" in self.initial or any(name not in AT_FIRST for name in self.errors)

    @property
    def is_below_another(self) -> bool:
        """Say whether a new account is begun from the one above it, which then stands beside its name."""
        return bool(self.initial.get("parent")) and "version" not in self.initial

    def _offer(self, field: str, choices: Sequence[tuple[str, str]]) -> None:
        widget = self.fields[field].widget
        if isinstance(widget, forms.Select):
            widget.choices = [NOT_CHOSEN, *choices]

    @property
    def values(self) -> dict[str, Any]:
        """Return the account's values, dictionary entries in the place of their codes, without names and parent."""
        cleaned = {
            name: value for name, value in super().values.items() if name not in {"other_names", "parent"}
        }
        for field in DICTIONARY_FIELDS.keys() & cleaned.keys():
            cleaned[field] = self._entries[field].get(cleaned[field])
        if "tax_id" in cleaned:
            cleaned["tax_id"] = number = normalize_tax_id(cleaned["tax_id"])
            cleaned["tax_id_kind"] = self._kind_of_tax_id(number, cleaned.get("tax_id_kind", ""))
        return cleaned

    def _kind_of_tax_id(self, number: str, chosen: str) -> str:
        # Nobody need choose what the length tells.
        if chosen or not number:
            return chosen
        return kind_of_tax_id(number)

    def aliases(self) -> list[tuple[str, str]]:
        """Return the other names, one for each line that has one."""
        lines = (line.strip() for line in self.cleaned_data["other_names"].splitlines())
        return [(line, NameKind.OTHER) for line in lines if line]

    def parent_account(self) -> "Account | None":
        """Return the account chosen as the one above."""
        parent: Account | None = self.cleaned_data["parent"]
        return parent


class MemberForm(forms.Form):
    """Who joins the team, as what."""

    user = ColleagueField(label=_("Colleague"))
    function = forms.ChoiceField(label=pgettext_lazy("team", "Answers for"), choices=TeamFunction.choices)
    with_branch = forms.BooleanField(label=_("Also on all accounts below"), required=False)


def initial_of(account: "Account", aliases: Sequence[str]) -> dict[str, Any]:
    """Return what the form of an account shows before anybody typed."""
    plain = {
        name: getattr(account, name)
        for name in AccountForm.base_fields
        if name not in {*DICTIONARY_FIELDS, "other_names", "parent", "base"}
    }
    codes = {
        name: getattr(entry, "code", "") for name in DICTIONARY_FIELDS if [entry := getattr(account, name)]
    }
    above = seen_parent(account)
    parent = above.uid if above else ""
    return {**plain, **codes, "other_names": "\n".join(aliases), "parent": parent}
