"""The form of a promise."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.relationships.choices import Side
from tongxin.team.selectors import active_users
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.shell.day_field import DayField

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Promise


class PromiseForm(VersionedForm):
    """What was promised, by which side, until when, and who sees to it."""

    text = forms.CharField(label=pgettext_lazy("promise", "What"), max_length=300)
    side = forms.ChoiceField(
        label=pgettext_lazy("promise", "Who promised"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        initial=Side.OURS,
    )
    due_on = DayField(
        label=_("Due on"),
        required=False,
    )
    owner = forms.ChoiceField(label=pgettext_lazy("promise", "Owner"))

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._users = {user.uid: user for user in active_users()}
        chosen = self.fields["owner"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(user.uid, user.display_name) for user in self._users.values()]

    @property
    def values(self) -> dict[str, Any]:
        """Return the checked values, the colleague in the place of their uid."""
        values = super().values
        return {**values, "owner": self._users[values["owner"]]} if "owner" in values else values


def initial_of(promise: "Promise") -> dict[str, Any]:
    """Return what the form starts from."""
    return {
        "text": promise.text,
        "side": promise.side,
        "due_on": promise.due_on,
        "owner": promise.owner.uid,
        "version": promise.version,
    }
