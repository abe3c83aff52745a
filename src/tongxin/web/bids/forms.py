"""Forms of the bid desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.web.edge.choosers import AccountField


class OfferForm(forms.Form):
    """For which customer we bid, where the notice's buyer is no account yet."""

    account = AccountField(label=_("Account"), required=True)
