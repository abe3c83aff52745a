"""What everybody sets for themselves: preferences, password, absence."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.team import actions as team
from tongxin.team.rules import UserRefused
from tongxin.team.selectors import (
    absences_of,
    active_users,
    get_absence_for,
    get_user,
    tokens_of,
)
from tongxin.web.edge.editing import make
from tongxin.web.edge.forms import add_refusal
from tongxin.web.edge.requests import PageRequest, safe_next
from tongxin.web.settings.own_forms import AbsenceForm, OwnPasswordForm, PreferencesForm, TokenForm
from tongxin.web.settings.pages import AbsenceRow, settings_crumbs
from tongxin.web.settings.token_rows import token_row
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.team.models import User

PREFERENCES = ("language", "theme", "calendar", "units", "time_zone", "shortcuts")


@require_safe
def profile(request: PageRequest) -> HttpResponse:
    """Show what the user can set for themselves."""
    return profile_page(request)


def profile_page(request: PageRequest, *, status: int = 200, **forms_or_key: Any) -> HttpResponse:
    """Draw the user's own page, with a refused form or a new token's key in its place."""
    user, as_of = request.user, today()
    context = {
        "crumbs": settings_crumbs(),
        "preferences": PreferencesForm(initial={name: getattr(user, name) for name in PREFERENCES}),
        "password": OwnPasswordForm(),
        "absence": absence_form(user),
        "absences": [absence_row(absence) for absence in absences_of(user, since=as_of)],
        "token": TokenForm(as_of=as_of, administers=request.actor.has(Right.ADMINISTER), prefix="token"),
        "tokens": [token_row(token, at=now()) for token in tokens_of(user)],
        "key": "",
        **forms_or_key,
    }
    return render(request, "settings/profile.html", context, status=status)


def preferences(request: PageRequest) -> HttpResponse:
    """Save one preference of the menu, or all of the form."""
    if request.method != "POST":
        return redirect("web:profile")
    given = {name: request.POST[name] for name in PREFERENCES if name in request.POST}
    whole = "whole" in request.POST
    start = {name: getattr(request.user, name) for name in PREFERENCES}
    start |= {"shortcuts": False} if whole else {}
    form = PreferencesForm({**start, **given})
    if not form.is_valid():
        return profile_page(request, status=422, preferences=form)
    team.set_preferences(actor=request.actor, at=now(), values=form.cleaned_data)
    if whole:
        # The note is read in the language just chosen.
        with override(form.cleaned_data["language"]):
            say_next(request, _("Your preferences were saved."))
    return HttpResponseRedirect(safe_next(request, default=reverse("web:profile")))


@require_POST
@sensitive_post_parameters("current", "password")
def own_password(request: PageRequest) -> HttpResponse:
    """Change the user's own password; this session goes on, all others end."""
    form = OwnPasswordForm(request.POST)
    if form.is_valid():
        try:
            user = team.set_password(
                actor=request.actor,
                at=now(),
                user=request.user,
                password=form.cleaned_data["password"],
                current=form.cleaned_data["current"],
            )
        except UserRefused as refusal:
            add_refusal(form, refusal)
        else:
            update_session_auth_hash(request, user)
            say_next(
                request,
                _(
                    "Your password was changed. You are signed out everywhere else, and your API tokens have ended."
                ),
            )
            return redirect("web:profile")
    return profile_page(request, status=422, password=form)


@require_POST
def own_absences(request: PageRequest) -> HttpResponse:
    """Add an absence of the user."""
    form = absence_form(request.user, request)
    return make(
        request,
        form,
        save=lambda: add_absence(request, request.user, form),
        show=lambda status: profile_page(request, status=status, absence=form),
        done=lambda: HttpResponseRedirect(f"{reverse('web:profile')}#absences"),
        said=_("The absence was saved."),
    )


@require_POST
def absence_removal(request: PageRequest, uid: str) -> HttpResponse:
    """Take an absence back; administrators may take anybody's."""
    absence = get_absence_for(request.actor, uid)
    team.remove_absence(actor=request.actor, at=now(), absence=absence)
    say_next(request, _("The absence was removed."))
    return HttpResponseRedirect(safe_next(request, default=f"{reverse('web:profile')}#absences"))


def absence_form(user: "User", request: PageRequest | None = None) -> AbsenceForm:
    """Return the form for an absence of a user: every active colleague may stand in."""
    colleagues = [each for each in active_users() if each.pk != user.pk]
    return AbsenceForm(
        request.POST if request else None, colleagues=colleagues, initial=_one_day(today()), prefix="absence"
    )


def add_absence(request: PageRequest, user: "User", form: forms.Form) -> object:
    """Add the absence that a valid form describes."""
    values = dict(form.cleaned_data)
    deputy = get_user(values.pop("deputy"))
    return team.add_absence(actor=request.actor, at=now(), user=user, deputy=deputy, **values)


def absence_row(absence: Any) -> AbsenceRow:
    """Return an absence as the pages show it."""
    return AbsenceRow(
        from_date=absence.from_date,
        to_date=absence.to_date,
        deputy=absence.deputy.display_name,
        reason=absence.reason,
        removal_url=record_url("web:absence_removal", absence.uid),
    )


def _one_day(day: date) -> dict[str, date]:
    return {"from_date": day, "to_date": day}
