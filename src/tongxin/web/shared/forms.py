"""What the customer fills in behind a link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongxin.web.shell.day_field import DayField


class ProposalForm(forms.Form):
    """A change that the customer proposes: of a row, or a row to be added."""

    row = forms.ChoiceField(label=pgettext_lazy("proposal", "About"), required=False)
    name = forms.CharField(
        label=pgettext_lazy("proposal", "What is to be done"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only for a new row."),
    )
    first_on = DayField(label=pgettext_lazy("proposal", "First day"), required=False)
    last_on = DayField(label=pgettext_lazy("proposal", "Last day"), required=False)
    done_on = DayField(label=pgettext_lazy("proposal", "Done on"), required=False)
    comment = forms.CharField(
        label=pgettext_lazy("proposal", "In words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    said_by = forms.CharField(label=pgettext_lazy("proposal", "Your name"), max_length=120)

    def __init__(
        self, data: QueryDict | None = None, *, rows: Sequence[tuple[str, str]], chosen: str = ""
    ) -> None:
        super().__init__(data, initial={"row": chosen})
        choices: list[tuple[str, Any]] = [*rows, ("", _("A new row"))]
        self.fields["row"].choices = choices  # type: ignore[attr-defined]
