"""Forms on the page of a joint plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.projects.link_rules import MOST_DAYS as MOST_LINK_DAYS
from tongxin.crm.projects.records.plan import MOST_DAYS


class RowForm(forms.Form):
    """A row by its name; it waits for the one before."""

    name = forms.CharField(label=pgettext_lazy("plan row", "Task"), max_length=300)
    length = forms.IntegerField(
        label=pgettext_lazy("plan row", "Duration"), min_value=0, max_value=MOST_DAYS, initial=5
    )

    def __init__(self, data: QueryDict | None = None, *, is_next: bool = False) -> None:
        super().__init__(data)
        attributes: dict[str, Any] = {"autofocus": True} if is_next else {}
        self.fields["name"].widget.attrs.update(attributes)


class UnitForm(forms.Form):
    """Which two of first day, last day and length stay when a row is counted in the other unit."""

    kept = forms.ChoiceField(label=pgettext_lazy("plan row", "What stays"), widget=forms.RadioSelect)

    def __init__(self, choices: Iterable[tuple[str, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["kept"].choices = list(choices)  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """A link for somebody of the customer's."""

    label = forms.CharField(label=pgettext_lazy("link", "For whom"), max_length=200)
    days = forms.IntegerField(
        label=pgettext_lazy("link", "Days it can be read"), min_value=1, max_value=MOST_LINK_DAYS, initial=30
    )
    may_propose = forms.BooleanField(label=_("They may propose changes"), required=False, initial=True)
