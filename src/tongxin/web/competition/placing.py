"""Place several suppliers around a customer on one page, by name."""

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now, today
from tongxin.crm.accounts.rules import check_can_edit
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.competition.choices import Ring
from tongxin.crm.competition.naming import us
from tongxin.crm.competition.placing import NewPlacement, place_suppliers
from tongxin.crm.market.selectors import active_competitors
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.editing import make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.day_field import DayField

ROWS = 6
SUGGESTED = 300
NO_RING = ("", pgettext_lazy("ring", "Not placed"))


class PlacingForm(forms.Form):
    """Us and up to five others, of one segment, since one day."""

    segment = forms.CharField(label=pgettext_lazy("ring", "What they supply"), max_length=120)
    placed_on = DayField(label=pgettext_lazy("ring", "In this ring since"))
    evidence_source = forms.CharField(label=gettext_lazy("Evidence source"), max_length=200, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for row in range(ROWS):
            if row:
                self.fields[f"name_{row}"] = forms.CharField(
                    label=pgettext_lazy("ring", "Supplier"),
                    max_length=200,
                    required=False,
                    widget=forms.TextInput(attrs={"list": "competitor-names", "autocomplete": "off"}),
                )
            self.fields[f"ring_{row}"] = forms.ChoiceField(
                label=pgettext_lazy("ring", "Ring"), choices=[NO_RING, *Ring.choices], required=False
            )
            self.fields[f"evidence_{row}"] = forms.CharField(
                label=gettext_lazy("Evidence"), max_length=1000, required=False
            )

    def clean(self) -> dict[str, object]:
        """Want a ring for each name, a name for each ring but ours, and one supplier at least."""
        cleaned = super().clean() or {}
        for row in range(1, ROWS):
            name, ring = cleaned.get(f"name_{row}"), cleaned.get(f"ring_{row}")
            if name and not ring:
                self.add_error(f"ring_{row}", _("Choose the ring of “%(name)s”.") % {"name": name})
            if ring and not name:
                self.add_error(f"name_{row}", _("Enter the supplier that stands there."))
        if not self.errors and not self.placements:
            self.add_error("ring_0", _("Place one supplier at least."))
        return cleaned

    @property
    def placements(self) -> Sequence[NewPlacement]:
        """Return those to place, we first."""
        given = self.cleaned_data
        return [
            NewPlacement(
                name=str(given.get(f"name_{row}", "")).strip(),
                ring=given[f"ring_{row}"],
                evidence=given.get(f"evidence_{row}", "").strip(),
            )
            for row in range(ROWS)
            if given.get(f"ring_{row}")
        ]

    def lines(self) -> Sequence[tuple[str, Sequence[forms.BoundField]]]:
        """Return the fields of each supplier, with what it is called where that is not asked."""
        return [
            (
                "" if row else us(),
                [
                    self[f"{part}_{row}"]
                    for part in ("name", "ring", "evidence")
                    if f"{part}_{row}" in self.fields
                ],
            )
            for row in range(ROWS)
        ]

    def suggestions(self) -> Sequence[str]:
        """Return the names the fields offer while one types."""
        return [rival.name for rival in active_competitors()[:SUGGESTED]]


@require_http_methods(["GET", "HEAD", "POST"])
def account_placing(request: PageRequest, uid: str) -> HttpResponse:
    """Ask where we and others stand around an account, and place all of them at once."""
    account = get_account_for(request.actor, uid)
    check_can_edit(request.actor, account)
    form = PlacingForm(posted(request), initial={"placed_on": today()})

    def save() -> object:
        return place_suppliers(
            actor=request.actor,
            at=now(),
            account=account,
            placements=form.placements,
            segment=form.cleaned_data["segment"],
            placed_on=form.cleaned_data["placed_on"],
            evidence_source=form.cleaned_data["evidence_source"],
        )

    def show(status: int) -> HttpResponse:
        head = account_head(request, account, "competition")
        return render(request, "competition/placing.html", {"form": form, "head": head}, status=status)

    return make(
        request,
        form,
        save=save,
        show=show,
        done=lambda: redirect(record_url("web:account_competition", uid)),
        said=_("The suppliers were placed."),
    )
