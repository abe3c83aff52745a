"""Save a view of a list, change it, share it, put it in order, delete it and bring it back."""

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.saved_views import actions
from tongxin.saved_views.areas import params_of
from tongxin.saved_views.choices import Area, Sharing
from tongxin.saved_views.rules import may_change, may_manage
from tongxin.saved_views.selectors import get_view_for, views_for
from tongxin.web.edge.editing import change
from tongxin.web.edge.forms import attempt, read_only
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.saved_views.forms import NewViewForm, ViewForm, initial_of
from tongxin.web.saved_views.pages import ViewGroup, ViewRow
from tongxin.web.settings.pages import settings_crumbs
from tongxin.web.shell.addresses import page_url, record_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.saved_views.models import SavedView

LISTS = {
    Area.ACCOUNTS: "web:accounts",
    Area.OPPORTUNITIES: "web:opportunities",
    Area.PEOPLE: "web:people",
    Area.INTERACTIONS: "web:visits",
    Area.PROMISES: "web:promises",
}


@require_safe
def saved_view_list(request: PageRequest) -> HttpResponse:
    """Show the views one sees, list by list."""
    views = sorted(views_for(request.actor), key=lambda view: Area.values.index(view.area))
    groups = tuple(
        ViewGroup(area=area, title=str(Area(area).label), rows=_rows(request.actor, list(found)))
        for area, found in groupby(views, key=lambda view: view.area)
    )
    return render(request, "saved_views/list.html", {"groups": groups, "crumbs": settings_crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_new(request: PageRequest) -> HttpResponse:
    """Save the address of a list as a view, and show the list by it."""
    start = {"area": request.GET.get("area", Area.ACCOUNTS), "query": request.GET.get("query", "")}
    form = NewViewForm(posted(request), actor=request.actor, initial=start)
    if form.is_valid():
        view = attempt(form, lambda: actions.add_view(actor=request.actor, at=now(), **form.values))
        if view is not None:
            say_next(request, _("The view “%(name)s” was saved") % {"name": view.name})
            return redirect(list_url(view))
    context = {"form": form, "title": _("New view"), "crumbs": _crumbs(), "view": None, "may_change": True}
    return render(request, "saved_views/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request: PageRequest, uid: str) -> HttpResponse:
    """Show what a view is called and who sees it, and save what was changed."""
    actor = request.actor
    view = get_view_for(actor, uid)
    form = ViewForm(posted(request), actor=actor, view=view, initial=initial_of(view))
    may = may_change(actor, view)

    def show(status: int) -> HttpResponse:
        context = {
            "form": form if may else read_only(form),
            "title": view.name,
            "crumbs": _crumbs(),
            "view": view,
            "list_url": list_url(view),
            "may_change": may,
            "may_delete": may_manage(actor, view),
        }
        return render(request, "saved_views/form.html", context, status=status)

    return change(
        request,
        form,
        save=lambda: actions.change_view(
            actor=actor, at=now(), view=view, values=form.values, expected_version=form.expected_version
        ),
        show=show,
        done=lambda: redirect(list_url(view)),
        fresh=initial_of,
        title=view.name,
        kind=Kind.SAVED_VIEW,
    )


@require_POST
def saved_view_contents(request: PageRequest, uid: str) -> HttpResponse:
    """Save another address under a view."""
    view = get_view_for(request.actor, uid)
    sent = {"params": params_of(request.POST.get("query", ""))}
    changed = actions.change_view(actor=request.actor, at=now(), view=view, values=sent)
    say_next(request, _("The view “%(name)s” was saved") % {"name": changed.name})
    return redirect(list_url(changed))


@require_POST
def saved_view_place(request: PageRequest, uid: str) -> HttpResponse:
    """Move one of one's own views one place up or down."""
    actor = request.actor
    view = get_view_for(actor, uid)
    own = [each.pk for each in views_for(actor, area=view.area) if each.owner_id == actor.user.pk]
    place = own.index(view.pk) if view.pk in own else 0
    step = -1 if request.POST.get("to") == "up" else 1
    actions.place_view(actor=actor, at=now(), view=view, position=place + step)
    return redirect(f"{reverse('web:saved_views')}#views-{view.area.lower()}")


@require_POST
def saved_view_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Take a view away; the toast offers to bring it back."""
    view = get_view_for(request.actor, uid)
    actions.delete_view(actor=request.actor, at=now(), view=view)
    undo = record_url("web:saved_view_restoration", uid)
    say_next(request, _("The view “%(name)s” was deleted") % {"name": view.name}, undo_url=undo)
    return redirect(page_url(LISTS[Area(view.area)]))


@require_POST
def saved_view_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted view back."""
    view = get_view_for(request.actor, uid, deleted=True)
    actions.restore_view(actor=request.actor, at=now(), view=view)
    say_next(request, _("The view “%(name)s” is back") % {"name": view.name})
    return redirect(list_url(view))


def list_url(view: "SavedView") -> str:
    """Return the address of the list as a view shows it."""
    return f"{page_url(LISTS[Area(view.area)])}?view={view.uid}{'&' if view.query else ''}{view.query}"


def _crumbs() -> tuple[Link, ...]:
    return settings_crumbs(Link(label=_("Saved views"), url=reverse("web:saved_views")))


def _rows(actor: "Actor", views: "list[SavedView]") -> tuple[ViewRow, ...]:
    own = [view for view in views if view.owner_id == actor.user.pk]
    return tuple(
        ViewRow(
            label=view.name,
            url=list_url(view),
            edit_url=record_url("web:saved_view", view.uid),
            sharing=str(Sharing(view.sharing).label) if view in own else "",
            owner="" if view in own else view.owner.display_name,
            position_url=record_url("web:saved_view_place", view.uid) if len(own) > 1 and view in own else "",
            first=view == own[0] if own else False,
            last=view == own[-1] if own else False,
        )
        for view in views
    )
