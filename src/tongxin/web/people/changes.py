"""Changing, deleting and restoring a person."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.crm.stakeholders.actions import (
    delete_person,
    restore_person,
    save_person,
)
from tongxin.crm.stakeholders.rules import check_can_edit_person
from tongxin.crm.stakeholders.selectors import get_deleted_person_for, get_person_for, names_of
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, posted, safe_next, wants_fragment
from tongxin.web.edge.stale import stale_page
from tongxin.web.people.forms import PersonForm, initial_of
from tongxin.web.people.labels import label_of
from tongxin.web.people.properties import IN_PLACE, person_property
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def person_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to a person and save them; a stale form shows what changed and merges."""
    record = get_person_for(request.actor, uid)
    check_can_edit_person(request.actor, record)
    form = PersonForm(posted(request), actor=request.actor, initial=initial_of(record, _names(record)))
    if form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, record, form))
        except StaleVersion as stale:
            return _overtaken(request, stale, form)
        if saved:
            say_next(request, _("%(name)s was saved") % {"name": record.full_name})
            return redirect("web:person", uid=uid)
    context = {"form": form, "person": record}
    return render(request, "people/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_field(request: PageRequest, uid: str, person_field: str) -> HttpResponse:
    """Give the small form of one property, and save it; without htmx the whole page follows."""
    record = get_person_for(request.actor, uid)
    check_can_edit_person(request.actor, record)
    form = PersonForm(posted(request), actor=request.actor, only=person_field, initial=initial_of(record, []))
    if person_field not in IN_PLACE or person_field not in form.fields:
        raise Http404
    if form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, record, form))
        except StaleVersion as stale:
            return _overtaken(request, stale, form)
        if saved:
            return _property(request, record, person_field)
    context = {
        "form": form,
        "field": form[person_field],
        "url": request.path,
        "label": label_of(person_field),
        "back_url": record_url("web:person", uid),
    }
    template = "accounts/_field_form.html" if wants_fragment(request) else "people/field_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def person_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Hide a person; the toast offers to bring them back."""
    record = get_person_for(request.actor, uid)
    delete_person(actor=request.actor, at=now(), person=record)
    undo = record_url("web:person_restoration", uid)
    say_next(request, _("%(name)s was deleted") % {"name": record.full_name}, undo_url=undo)
    default = reverse("web:people")
    target = safe_next(request, default=default)
    return redirect(default if uid in target else target)


@require_POST
def person_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted person back."""
    record = get_deleted_person_for(request.actor, uid)
    restore_person(actor=request.actor, at=now(), person=record)
    say_next(request, _("%(name)s is back") % {"name": record.full_name})
    return redirect("web:person", uid=uid)


def _save(request: PageRequest, record: "Person", form: PersonForm) -> bool:
    values = form.values
    if "other_names" in form.changed_data:
        values["names"] = form.names()
    save_person(
        actor=request.actor,
        at=now(),
        person=record,
        values=values,
        expected_version=form.expected_version,
    )
    return True


def _property(request: PageRequest, record: "Person", field: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("web:person", uid=record.uid)
    item = person_property(record, field, may_edit=True)
    return render(request, "components/property.html", {"item": item})


def _overtaken(request: PageRequest, stale: StaleVersion, form: PersonForm) -> HttpResponse:
    theirs = initial_of(stale.record, _names(stale.record))
    title = _("Change %(name)s") % {"name": stale.record.full_name}
    return stale_page(request, stale=stale, form=form, theirs=theirs, title=title, kind=Kind.PERSON)


def _names(record: "Person") -> list[str]:
    return [name.name for name in names_of(record)]
