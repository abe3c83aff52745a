"""The index of the settings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tongxin.common.rights import Right
from tongxin.web.edge.requests import PageRequest
from tongxin.web.settings.pages import IndexPage, SettingsLink


@require_safe
def settings_index(request: PageRequest) -> HttpResponse:
    """Offer what the user may manage."""
    page = IndexPage(own=_own(), shared=tuple(_shared(request)))
    return render(request, "settings/index.html", {"page": page})


def _own() -> tuple[SettingsLink, ...]:
    profile = reverse("web:profile")
    return (
        SettingsLink(
            url=profile,
            icon="person",
            title=_("My preferences"),
            note=_("Language, appearance, calendar, units, time zone, shortcuts"),
        ),
        SettingsLink(
            url=f"{profile}#password", icon="lock", title=_("My password"), note=_("Change it here")
        ),
        SettingsLink(
            url=f"{profile}#absences",
            icon="calendar",
            title=_("My absences"),
            note=_("Who sees and does my work meanwhile"),
        ),
        SettingsLink(
            url=reverse("web:saved_views"),
            icon="columns",
            title=_("Saved views"),
            note=_("Of lists: their names, order, and who sees them"),
        ),
        SettingsLink(
            url=f"{profile}#tokens", icon="key", title=_("My API tokens"), note=_("For programs of mine")
        ),
    )


def _shared(request: PageRequest) -> list[SettingsLink]:
    may = request.actor.has
    ways = []
    if may(Right.ADMINISTER):
        ways += _administered()
    if may(Right.IMPORT):
        ways.append(
            SettingsLink(
                url=reverse("web:imports"),
                icon="upload",
                title=pgettext("area", "Import"),
                note=_("From Salesforce, another system or a spreadsheet"),
            )
        )
    ways += [
        SettingsLink(
            url=reverse("web:competitors"),
            icon="competitor",
            title=_("Competitors"),
            note=_("Whom we meet at customers, their strengths and prices"),
        ),
        SettingsLink(
            url=reverse("web:products"), icon="tag", title=_("Products"), note=_("What we sell, by series")
        ),
    ]
    if may(Right.SEE_AUDIT):
        ways.append(
            SettingsLink(
                url=reverse("web:audit"),
                icon="history",
                title=_("Audit log"),
                note=_("Who did, saw, exported or was denied what, and when"),
            )
        )
    return ways


def _administered() -> list[SettingsLink]:
    return [
        SettingsLink(
            url=reverse("web:users"),
            icon="people",
            title=_("Users"),
            note=_("Roles, rights, reporting lines, absence, sign-out"),
        ),
        SettingsLink(
            url=reverse("web:processes"),
            icon="route",
            title=_("Processes and stages"),
            note=_("The customer's stages with ours beside them, and their probabilities"),
        ),
        SettingsLink(
            url=reverse("web:dictionaries"),
            icon="books",
            title=_("Dictionaries"),
            note=_("Tiers, segments, regions, industries, causes, reasons, sources"),
        ),
        SettingsLink(
            url=reverse("web:ladder_settings"),
            icon="relation",
            title=_("Criteria of the levels"),
            note=_("What a relationship must show to be vendor, preferred supplier, partner, alliance"),
        ),
        SettingsLink(
            url=reverse("web:rates"),
            icon="money",
            title=_("Exchange rates"),
            note=_("What other currencies are worth, from which day on"),
        ),
        SettingsLink(
            url=reverse("web:personal_data"),
            icon="lock",
            title=_("Personal data"),
            note=_("Give somebody what is held on them, erase it"),
        ),
    ]
