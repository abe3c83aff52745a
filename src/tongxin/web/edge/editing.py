"""The one way a page saves a form: refusals stay with the form, stale ones show both versions."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongxin.audit.choices import Kind
from tongxin.common.errors import StaleVersion
from tongxin.web.edge.forms import VersionedForm, attempt
from tongxin.web.edge.stale import stale_page
from tongxin.web.shell.toasts import say_next

Show = Callable[[int], HttpResponse]
Done = Callable[[], HttpResponse]


def make(
    request: HttpRequest,
    form: forms.Form,
    *,
    save: Callable[[], object],
    show: Show,
    done: Done,
    said: str,
    names: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Save a form that makes something new; `show` draws the form with a status, `done` leads on."""
    if request.method == "POST" and form.is_valid() and attempt(form, save, names=names) is not None:
        say_next(request, said)
        return done()
    return show(422 if form.errors else 200)


def change(
    request: HttpRequest,
    form: VersionedForm,
    *,
    save: Callable[[], object],
    show: Show,
    done: Done,
    fresh: Callable[[Any], Mapping[str, Any]],
    title: str,
    kind: Kind,
    said: str = "",
    names: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Save a form that changes a record; see `make`.

    Args:
        request: the request.
        form: bound for a POST, with initial values otherwise.
        save: calls the action.
        show: draws the page with a status.
        done: leads on after a success.
        fresh: returns the form's initial values for the record as it stands now.
        title: what is being edited.
        kind: of the record.
        said: the note after saving.
        names: the domain's name of a value → the form's, where they differ.

    """
    try:
        said = said or _("Saved.")
        return make(request, form, save=save, show=show, done=done, said=said, names=names)
    except StaleVersion as stale:
        return stale_page(request, stale=stale, form=form, theirs=fresh(stale.record), title=title, kind=kind)
