"""Forms on the page of a committee: a member by name, a line, an own view."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.committees.choices import SeatRole, Strength, TieKind
from tongxin.web.edge.forms import choices_with_none

MOST_WEIGHT = 100


class MemberForm(forms.Form):
    """Somebody in the decision; the name is enough."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120, required=False)
    role = forms.ChoiceField(
        label=pgettext_lazy("seat", "Formal role"), choices=SeatRole.choices, required=False
    )
    title = forms.CharField(label=pgettext_lazy("post", "Title"), max_length=160, required=False)
    boss = forms.ChoiceField(label=_("Reports to"), required=False)
    leads = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        seats: Mapping[str, str],
        boss: str = "",
        leads: str = "",
        is_next: bool = False,
    ) -> None:
        super().__init__(data, initial={"boss": boss, "leads": leads})
        choices = choices_with_none(seats, str(pgettext_lazy("option", "Nobody here")))
        for name in ("boss", "leads"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.led = seats.get(leads, "")
        self.fields["name"].widget.attrs["list"] = "member-names"
        if boss or leads or is_next:
            self.fields["name"].widget.attrs["autofocus"] = True


class BossForm(forms.Form):
    """Somebody, and to whom they report from now on."""

    seat = forms.ChoiceField(label=_("Person"))
    boss = forms.ChoiceField(label=_("Reports to"), required=False)

    def __init__(self, data: QueryDict | None = None, *, seats: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="id_moved_%s")
        self.fields["seat"].choices = list(seats.items())  # type: ignore[attr-defined]
        choices = choices_with_none(seats, str(pgettext_lazy("option", "Nobody here")))
        self.fields["boss"].choices = choices  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """A line between two people."""

    from_seat = forms.ChoiceField(label=pgettext_lazy("tie", "From"))
    kind = forms.ChoiceField(label=pgettext_lazy("tie", "Tie"))
    to_seat = forms.ChoiceField(label=pgettext_lazy("tie", "To"))
    strength = forms.TypedChoiceField(
        label=pgettext_lazy("tie", "Strength"), choices=Strength.choices, coerce=int, initial=Strength.MEDIUM
    )
    evidence = forms.CharField(label=pgettext_lazy("tie", "Evidence"), max_length=300, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, seats: Mapping[str, str], kinds: Sequence[str]
    ) -> None:
        super().__init__(data)
        for name in ("from_seat", "to_seat"):
            self.fields[name].choices = list(seats.items())  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, TieKind(kind).label) for kind in kinds]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """How somebody sees the outcome, and why."""

    leaning = forms.TypedChoiceField(
        label=_("How it will go"),
        coerce=int,
        choices=(
            (2, pgettext_lazy("leaning", "Clearly for us")),
            (1, pgettext_lazy("leaning", "Rather for us")),
            (0, pgettext_lazy("leaning", "Open")),
            (-1, pgettext_lazy("leaning", "Rather against us")),
            (-2, pgettext_lazy("leaning", "Clearly against us")),
        ),
    )
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class WeightsForm(forms.Form):
    """The weights of a committee's criteria, by uid; the page draws a field for each."""

    def clean(self) -> dict[str, Any]:
        """Read the weights sent."""
        self._weights: dict[str, Decimal] = {}
        for name, text in self.data.items():
            if name.startswith("weight-"):
                try:
                    self._weights[name.removeprefix("weight-")] = _percent(str(text))
                except ArithmeticError as wrong:
                    raise forms.ValidationError(
                        _("“%(text)s” is not a number."), params={"text": text}
                    ) from wrong
        return self.cleaned_data

    def weights(self) -> dict[str, Decimal]:
        """Return the weights by uid of their criterion."""
        return self._weights


def _percent(text: str) -> Decimal:
    """Return a weight; nothing entered counts as 0."""
    value = Decimal(text.strip().rstrip("%") or "0")
    if not value.is_finite() or not 0 <= value <= MOST_WEIGHT:
        raise InvalidOperation
    return value.quantize(Decimal("0.01"))


def seat_choices(rows: Sequence[Any]) -> dict[str, str]:
    """Return the seats of a page as choices: names by uid."""
    return {row.uid: row.name for row in rows}
