"""Forms about oneself: preferences, password, absence, tokens."""

import zoneinfo
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongxin.team.choices import Calendar, Language, Scope, Theme, Units
from tongxin.web.shell.day_field import DayField

if TYPE_CHECKING:
    from tongxin.team.models import User

# The zones our users live in come first; the rest follow by name.
NEAR_ZONES = ("Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "UTC")
USUAL_TOKEN = timedelta(days=90)


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones, near ones first."""
    rest = sorted(zoneinfo.available_timezones() - set(NEAR_ZONES))
    return [(name, name.replace("_", " ")) for name in (*NEAR_ZONES, *rest)]


class PreferencesForm(forms.Form):
    """How one's pages look."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices)
    calendar = forms.ChoiceField(label=_("Years"), choices=Calendar.choices)
    units = forms.ChoiceField(label=_("Large amounts"), choices=Units.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    shortcuts = forms.BooleanField(label=_("Single keys as shortcuts (V logs a visit)"), required=False)


class OwnPasswordForm(forms.Form):
    """One's own new password."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 characters, not a common word. You are signed out everywhere else, and your API tokens end."
        ),
    )


class AbsenceForm(forms.Form):
    """Days away and who stands in."""

    deputy = forms.ChoiceField(label=_("Deputy"))
    from_date = DayField(label=_("First day"))
    to_date = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, data: QueryDict | None = None, *, colleagues: "Iterable[User]", **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(user.uid, user.display_name) for user in colleagues]
        field = self.fields["deputy"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("Choose a colleague")), *choices]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program will use it?"))
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, initial=Scope.READ)
    expires_on = DayField(label=_("Valid until"))

    def __init__(self, data: QueryDict | None = None, *, as_of: date, administers: bool, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["expires_on"].initial = as_of + USUAL_TOKEN
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [
            (value, label) for value, label in Scope.choices if administers or value != Scope.ADMIN
        ]
