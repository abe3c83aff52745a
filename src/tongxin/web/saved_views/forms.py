"""Name a view and share it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from tongxin.saved_views.areas import params_of
from tongxin.saved_views.choices import Area, Sharing
from tongxin.saved_views.rules import LONGEST_NAME, LONGEST_QUERY, may_manage
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.lists.tabs import sharing_choices

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.saved_views.models import SavedView

NAME = pgettext_lazy("view", "Name")
SHARING = pgettext_lazy("view", "Who sees it")


class NewViewForm(forms.Form):
    """The present address of a list under a name."""

    name = forms.CharField(label=NAME, max_length=LONGEST_NAME)
    sharing = forms.ChoiceField(label=SHARING, choices=Sharing.choices, initial=Sharing.PERSONAL)
    area = forms.ChoiceField(choices=Area.choices, widget=forms.HiddenInput)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_QUERY)

    def __init__(self, data: QueryDict | None = None, *, actor: "Actor", **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["sharing"].widget = forms.Select(choices=sharing_choices(actor))

    @property
    def values(self) -> dict[str, Any]:
        """Return the checked values as the action takes them."""
        values = dict(self.cleaned_data)
        values["params"] = params_of(values.pop("query"))
        return values


class ViewForm(VersionedForm):
    """What a view is called and with whom it is shared."""

    name = forms.CharField(label=NAME, max_length=LONGEST_NAME)
    sharing = forms.ChoiceField(label=SHARING, choices=Sharing.choices)

    def __init__(
        self, data: QueryDict | None = None, *, actor: "Actor", view: "SavedView", **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.arguments = {"actor": actor, "view": view}
        choices = dict(sharing_choices(actor))
        choices.setdefault(view.sharing, str(Sharing(view.sharing).label))
        self.fields["sharing"].widget = forms.Select(choices=list(choices.items()))
        self.fields["sharing"].disabled = not may_manage(actor, view)


def initial_of(view: "SavedView") -> dict[str, Any]:
    """Return what the form of a view starts from."""
    return {"name": view.name, "sharing": view.sharing, "version": view.version}
