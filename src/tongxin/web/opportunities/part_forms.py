"""Forms of what hangs on an opportunity; people, rivals and products are chosen by name."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.market.selectors import active_competitors, active_products, find_product
from tongxin.crm.opportunities.choices import BuyingRole
from tongxin.crm.stakeholders.selectors import list_people, visible_people
from tongxin.web.edge.choosers import Chooser, ColleagueField
from tongxin.web.opportunities.fields import AmountField

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

SUGGESTED = 300


class CompetitorForm(forms.Form):
    """A rival met on the deal."""

    competitor = forms.CharField(
        label=_("Competitor"), max_length=200, widget=forms.TextInput(attrs={"list": "competitor-names"})
    )
    is_incumbent = forms.BooleanField(label=_("Supplies the customer today"), required=False)
    remark = forms.CharField(
        label=_("What they offer, how they behave"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def suggestions(self) -> Sequence[str]:
        """Return the names the field offers while one types."""
        return [rival.name for rival in active_competitors()[:SUGGESTED]]


class ContactForm(forms.Form):
    """A person's part in the decision."""

    person = forms.CharField(label=_("Person"), max_length=120, widget=Chooser("person"))
    role = forms.ChoiceField(label=_("Part in the decision"), choices=BuyingRole.choices)
    is_primary = forms.BooleanField(label=_("First contact"), required=False)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, account: "Account") -> None:
        super().__init__(data)
        self._actor, self._account = actor, account
        self.fields["person"].widget.attrs["list"] = "person-names"

    def suggestions(self) -> Sequence[str]:
        """Return the names of the account's people."""
        people = visible_people(self._actor).filter(account=self._account).order_by("sort_key")
        return list(people.values_list("full_name", flat=True)[:SUGGESTED])

    def clean_person(self) -> Any:
        """Return the account's person of this name, or the only one of another account that search finds."""
        name = self.cleaned_data["person"].strip()
        chosen = list(visible_people(self._actor).filter(uid=name))
        here = visible_people(self._actor).filter(account=self._account, full_name=name)
        found = (
            chosen or list(here[:2]) or list(list_people(self._actor, ListQuery(text=name, limit=6)).items)
        )
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("Nobody you can see has this name. Add the person first."))
        raise forms.ValidationError(
            _("Several people match: %(names)s. Write the whole name."),
            params={"names": "、".join(person.full_name for person in found)},
        )


class MemberForm(forms.Form):
    """A colleague on the deal's own team."""

    user = ColleagueField(label=_("Colleague"))
    function = forms.ChoiceField(label=pgettext_lazy("team", "Answers for"), choices=TeamFunction.choices)


class LineForm(forms.Form):
    """A product on the deal."""

    product = forms.CharField(
        label=_("Product"), max_length=200, widget=forms.TextInput(attrs={"list": "product-names"})
    )
    quantity = forms.DecimalField(
        label=pgettext_lazy("opportunity", "Quantity"), max_digits=14, decimal_places=3, initial=Decimal(1)
    )
    unit_price = AmountField(label=_("Unit price"))

    def suggestions(self) -> Sequence[str]:
        """Return the names the field offers while one types."""
        return [product.name for product in active_products()[:SUGGESTED]]

    def clean_product(self) -> Any:
        """Return the product of this name."""
        found = find_product(self.cleaned_data["product"])
        if found is None:
            raise forms.ValidationError(_("There is no product of this name. Add it in the settings."))
        return found
