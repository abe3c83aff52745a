"""Uploading, taking, deleting and restoring a file."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.bids.actions import add_qualification_file
from tongxin.crm.bids.declared.papers import QUALIFICATION
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships.actions import (
    add_attachment,
    delete_attachment,
    record_download,
    restore_attachment,
)
from tongxin.crm.relationships.selectors import get_attachment_for, get_interaction_for
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.records import reading
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, came_from, safe_next
from tongxin.web.files.downloads import download_response
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Attachment


class UploadForm(forms.Form):
    """A file to be kept."""

    file = forms.FileField(label=gettext_lazy("File"))


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: PageRequest) -> HttpResponse:
    """Ask for a file to be kept with the record that the address names, and keep it."""
    actor, asked = request.actor, request.GET.dict()
    actor.must_have(Right.EDIT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    keep = _keeper(actor, asked)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        kept = attempt(form, lambda: keep(actor=actor, at=now(), file=sent, name=sent.name))
        if kept is not None:
            undo = record_url("web:attachment_deletion", kept.uid)
            say_next(request, _("Kept: %(name)s") % {"name": kept.name}, undo_url=undo)
            return redirect(safe_next(request))
    context = {"form": form, "here": came_from(request)}
    return render(request, "files/form.html", context, status=422 if form.is_bound else 200)


def _keeper(actor: Actor, asked: Mapping[str, str]) -> Callable[..., "Attachment"]:
    """Return what keeps a file with the records that an address names."""
    if asked.get("qualification"):
        paper = reading.get_for(QUALIFICATION, actor, asked["qualification"])
        return partial(add_qualification_file, qualification=paper)
    readers: dict[str, Callable[[Actor, str], Any]] = {
        "account": get_account_for,
        "person": get_person_for,
        "opportunity": get_opportunity_for,
        "interaction": get_interaction_for,
    }
    places = {name: read(actor, asked[name]) for name, read in readers.items() if asked.get(name)}
    return partial(add_attachment, **places)


@require_GET
def attachment(request: PageRequest, uid: str) -> FileResponse:
    """Send a file; the audit log notes who took it."""
    record = get_attachment_for(request.actor, uid)
    response = download_response(record)
    record_download(actor=request.actor, at=now(), attachment=record)
    return response


@require_POST
def attachment_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Hide a file; the toast offers to bring it back."""
    record = get_attachment_for(request.actor, uid)
    delete_attachment(actor=request.actor, at=now(), attachment=record)
    undo = record_url("web:attachment_restoration", uid)
    say_next(request, _("Deleted: %(name)s") % {"name": record.name}, undo_url=undo)
    return redirect(safe_next(request))


@require_POST
def attachment_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted file back."""
    record = get_attachment_for(request.actor, uid, deleted=True)
    restore_attachment(actor=request.actor, at=now(), attachment=record)
    say_next(request, _("Back again: %(name)s") % {"name": record.name})
    return redirect(safe_next(request))
