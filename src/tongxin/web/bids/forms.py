"""Forms of the bid desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.web.edge.choosers import AccountField
from tongxin.web.shell.moment_field import MomentField


class OfferForm(forms.Form):
    """For which customer we bid, where the notice's buyer is no account yet."""

    account = AccountField(label=_("Account"), required=True)


class RegisterForm(forms.Form):
    """A bid in five fields; account and name are enough."""

    account = AccountField(label=_("Account"), required=True)
    name = forms.CharField(label=_("Name"), max_length=300)
    deadline_at = MomentField(label=_("Official deadline"), required=False)
    budget = forms.DecimalField(
        label=pgettext_lazy("tender", "Budget"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    source = forms.CharField(label=pgettext_lazy("bid", "Source"), required=False, max_length=300)

    @property
    def values(self) -> dict[str, object]:
        """Return the values as the domain takes them; the amount is in the currency of the house."""
        return {**self.cleaned_data, "currency": settings.REPORTING_CURRENCY}
