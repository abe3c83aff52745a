"""Forms about users, for administrators."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.rights import Right
from tongxin.team.choices import Language, Role
from tongxin.web.edge.forms import VersionedForm

if TYPE_CHECKING:
    from tongxin.team.models import User


class UserForm(VersionedForm):
    """What administrators say about a user."""

    display_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(label=_("Mail address"), required=False)
    team_name = forms.CharField(label=_("Team"), required=False, max_length=120)
    manager = forms.ChoiceField(label=_("Reports to"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    granted_rights = forms.MultipleChoiceField(
        label=_("Further rights"),
        choices=Right.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On top of what the roles bring along."),
    )
    is_active = forms.BooleanField(label=_("May sign in"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *args: Any, managers: "Iterable[User]" = (), **more: Any
    ) -> None:
        # The merge page builds the form again.
        self.arguments: Mapping[str, Any] = {"managers": list(managers)}
        super().__init__(data, *args, **more)
        field = self.fields["manager"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choices = [(user.uid, user.display_name) for user in self.arguments["managers"]]
        field.choices = [("", _("Nobody")), *choices]


class NewUserForm(UserForm):
    """A new user; without a password they cannot sign in until one is set."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, initial=settings.LANGUAGE_CODE
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave it empty to set one later."),
    )
    is_active = None  # type: ignore[assignment]  # a new user is active; Django removes the field

    field_order = ("username", "display_name", "email", "team_name", "manager", "language", "password")


class PasswordForm(forms.Form):
    """A password that an administrator sets."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 characters, not a common word. The user is signed out everywhere, API tokens included."
        ),
    )
