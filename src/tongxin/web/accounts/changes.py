"""Changing, deleting and restoring an account."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.crm.accounts.actions import (
    delete_account,
    restore_account,
    save_account,
)
from tongxin.crm.accounts.rules import check_can_edit
from tongxin.crm.accounts.selectors import (
    aliases_of,
    get_account_for,
    get_deleted_account_for,
    seen_parent,
    withhold_parents,
)
from tongxin.web.accounts.forms import AccountForm, initial_of
from tongxin.web.accounts.head import account_head
from tongxin.web.accounts.labels import label_of
from tongxin.web.accounts.properties import IN_PLACE, account_property
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, posted, wants_fragment
from tongxin.web.edge.stale import stale_page
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
def account_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to an account and save them; a stale form shows what changed and merges."""
    actor = request.actor
    record = get_account_for(actor, uid)
    check_can_edit(actor, record)
    form = AccountForm(
        posted(request), actor=actor, parent=seen_parent(record), initial=initial_of(record, _names(record))
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, record, form))
        except StaleVersion as stale:
            return _overtaken(request, stale, form)
        if saved:
            say_next(request, _("%(name)s was saved") % {"name": record.name})
            return redirect("web:account", uid=uid)
    context = {"form": form, "head": account_head(request, record, "overview")}
    return render(request, "accounts/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account_field(request: PageRequest, uid: str, field: str) -> HttpResponse:
    """Give the small form of one property, and save it; without htmx the whole page follows."""
    if field not in IN_PLACE:
        raise Http404
    record = get_account_for(request.actor, uid)
    check_can_edit(request.actor, record)
    form = AccountForm(posted(request), actor=request.actor, only=field, initial=initial_of(record, []))
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, record, form))
        except StaleVersion as stale:
            return _overtaken(request, stale, form)
        if saved:
            return _property(request, record, field)
    context = {
        "form": form, "field": form[field], "url": request.path, "label": label_of(field),
        "back_url": record_url("web:account", uid),
    }  # fmt: skip
    template = "accounts/_field_form.html" if wants_fragment(request) else "accounts/field_form.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@require_POST
def account_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Hide an account; the toast offers to bring it back."""
    record = get_account_for(request.actor, uid)
    delete_account(actor=request.actor, at=now(), account=record)
    say_next(
        request,
        _("%(name)s was deleted") % {"name": record.name},
        undo_url=record_url("web:account_restoration", uid),
    )
    return redirect("web:accounts")


@require_POST
def account_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted account back."""
    record = get_deleted_account_for(request.actor, uid)
    restore_account(actor=request.actor, at=now(), account=record)
    say_next(request, _("%(name)s is back") % {"name": record.name})
    return redirect("web:account", uid=uid)


def _save(request: PageRequest, record: "Account", form: AccountForm) -> bool:
    values = form.values
    if "parent" in form.changed_data:
        values["parent"] = form.parent_account()
    if "other_names" in form.changed_data:
        values["aliases"] = form.aliases()
    save_account(
        actor=request.actor,
        at=now(),
        account=record,
        values=values,
        expected_version=form.expected_version,
    )
    return True


def _property(request: PageRequest, record: "Account", field: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("web:account", uid=record.uid)
    item = account_property(request, record, field, may_edit=True)
    return render(request, "components/property.html", {"item": item})


def _overtaken(request: PageRequest, stale: StaleVersion, form: AccountForm) -> HttpResponse:
    withhold_parents(request.actor, [stale.record])
    theirs = initial_of(stale.record, _names(stale.record))
    title = _("Change %(name)s") % {"name": stale.record.name}
    return stale_page(request, stale=stale, form=form, theirs=theirs, title=title, kind=Kind.ACCOUNT)


def _names(record: "Account") -> list[str]:
    return [alias.name for alias in aliases_of(record)]
