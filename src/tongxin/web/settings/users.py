"""Users, for administrators."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.team import actions as team
from tongxin.team.selectors import (
    absences_of,
    active_users,
    get_token_of,
    get_user,
    search_users,
    tokens_of,
)
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.settings.own import absence_form, absence_row, add_absence
from tongxin.web.settings.pages import UserRow, UsersPage, settings_crumbs
from tongxin.web.settings.token_rows import token_row
from tongxin.web.settings.user_forms import NewUserForm, PasswordForm, UserForm
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link, Pages
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.team.models import User

PAGE_SIZE = 50


@needs(Right.ADMINISTER)
@require_safe
def user_list(request: PageRequest) -> HttpResponse:
    """List the users, those that may sign in first."""
    text = request.GET.get("q", "")
    found = Paginator(search_users(request.actor, text), PAGE_SIZE).get_page(request.GET.get("page"))
    page = UsersPage(
        rows=tuple(_row(user) for user in found.object_list),
        text=text,
        pages=_pages(found, text),
        crumbs=settings_crumbs(),
    )
    return render(request, "settings/users.html", {"page": page})


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def user_new(request: PageRequest) -> HttpResponse:
    """Create a user."""
    form = NewUserForm(posted(request), managers=active_users())
    return make(
        request,
        form,
        save=lambda: _create(request, form),
        show=lambda status: render(
            request, "settings/user_new.html", {"form": form, "crumbs": _crumbs()}, status=status
        ),
        done=lambda: redirect("web:users"),
        said=_("The user was created."),
    )


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def user_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show one user and save what an administrator changed."""
    user = get_user(uid)
    form = UserForm(
        posted(request),
        managers=[each for each in active_users() if each.pk != user.pk],
        initial=initial_of(user),
    )
    return change(
        request,
        form,
        save=lambda: _change(request, user, form),
        show=lambda status: draw_user(request, user, status=status, form=form),
        done=lambda: redirect("web:user", uid=uid),
        fresh=initial_of,
        title=user.display_name,
        kind=Kind.USER,
    )


@needs(Right.ADMINISTER)
@require_POST
@sensitive_post_parameters("password")
def user_password(request: PageRequest, uid: str) -> HttpResponse:
    """Set a user's password."""
    user = get_user(uid)
    if user.pk == request.user.pk:
        return redirect("web:profile")
    form = PasswordForm(request.POST)
    return make(
        request,
        form,
        save=lambda: team.set_password(
            actor=request.actor, at=now(), user=user, password=form.cleaned_data["password"]
        ),
        show=lambda status: draw_user(request, user, status=status, password=form),
        done=lambda: redirect("web:user", uid=uid),
        said=_("The password was set. %(name)s is signed out everywhere, API tokens included.")
        % {"name": user.display_name},
    )


@needs(Right.ADMINISTER)
@require_POST
def user_sign_out(request: PageRequest, uid: str) -> HttpResponse:
    """Sign a user out everywhere."""
    user = get_user(uid)
    team.end_sessions(actor=request.actor, at=now(), user=user)
    say_next(
        request, _("%(name)s is signed out everywhere, API tokens included.") % {"name": user.display_name}
    )
    return redirect("web:user", uid=uid)


@needs(Right.ADMINISTER)
@require_POST
def user_token_revocation(request: PageRequest, uid: str, token_uid: str) -> HttpResponse:
    """End a token of a user at once."""
    token = get_token_of(request.actor, get_user(uid), token_uid)
    team.revoke_token(actor=request.actor, at=now(), token=token)
    say_next(
        request,
        _("“%(name)s” was revoked. Programs that use it are refused from now on.") % {"name": token.name},
    )
    return redirect(f"{reverse('web:user', args=[uid])}#tokens")


@needs(Right.ADMINISTER)
@require_POST
def user_absences(request: PageRequest, uid: str) -> HttpResponse:
    """Add an absence of a user."""
    user = get_user(uid)
    form = absence_form(user, request)
    return make(
        request,
        form,
        save=lambda: add_absence(request, user, form),
        show=lambda status: draw_user(request, user, status=status, absence=form),
        done=lambda: redirect("web:user", uid=uid),
        said=_("The absence was saved."),
    )


def draw_user(request: PageRequest, user: "User", *, status: int, **forms: Any) -> HttpResponse:
    """Draw a user's page, with a refused form in its place."""
    context = {
        "person": user,
        "own": user.pk == request.user.pk,
        "crumbs": _crumbs(),
        "form": UserForm(
            managers=[each for each in active_users() if each.pk != user.pk], initial=initial_of(user)
        ),
        "password": PasswordForm(),
        "absence": absence_form(user),
        "absences": [absence_row(absence) for absence in absences_of(user, since=today())],
        "tokens": [
            token_row(
                token,
                at=now(),
                revocation_url=reverse("web:user_token_revocation", args=[user.uid, token.uid]),
            )
            for token in tokens_of(user)
        ],
        **forms,
    }
    return render(request, "settings/user.html", context, status=status)


def initial_of(user: "User") -> dict[str, Any]:
    """Return what the form of a user starts from."""
    return {
        "display_name": user.display_name,
        "email": user.email,
        "team_name": user.team_name,
        "manager": user.manager.uid if user.manager else "",
        "roles": user.roles,
        "granted_rights": user.granted_rights,
        "is_active": user.is_active,
        "version": user.version,
    }


def _create(request: PageRequest, form: NewUserForm) -> object:
    values = _with_manager(form.values)
    return team.create_user(
        actor=request.actor, at=now(), **{**values, "password": values["password"] or None}
    )


def _change(request: PageRequest, user: "User", form: UserForm) -> object:
    return team.change_user(
        actor=request.actor,
        at=now(),
        user=user,
        values=_with_manager(form.values),
        expected_version=form.expected_version,
    )


def _with_manager(values: dict[str, Any]) -> dict[str, Any]:
    if "manager" not in values:
        return values
    return {**values, "manager": get_user(values["manager"]) if values["manager"] else None}


def _crumbs() -> tuple[Link, ...]:
    return settings_crumbs(Link(label=_("Users"), url=reverse("web:users")))


def _row(user: "User") -> UserRow:
    return UserRow(
        url=record_url("web:user", user.uid),
        name=user.display_name,
        username=user.username,
        roles=pgettext("between names", ", ").join(user.role_labels),
        team_name=user.team_name,
        manager=user.manager.display_name if user.manager else "",
        last_login=user.last_login,
        is_active=user.is_active,
    )


def _pages(found: Any, text: str) -> Pages:
    def address(number: int) -> str:
        return f"?{urlencode({'q': text, 'page': number})}"

    total = found.paginator.count
    return Pages(
        shown=ngettext("%(count)s user", "%(count)s users", total) % {"count": total},
        next_url=address(found.next_page_number()) if found.has_next() else "",
        previous_url=address(found.previous_page_number()) if found.has_previous() else "",
    )
