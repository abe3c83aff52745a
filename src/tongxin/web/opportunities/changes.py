"""Changing, deleting and restoring an opportunity."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.crm.opportunities.actions import change_opportunity, delete_opportunity, restore_opportunity
from tongxin.crm.opportunities.rules import RESTRICTED, check_can_edit
from tongxin.crm.opportunities.selectors import get_deleted_opportunity_for, get_opportunity_for
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.edge.stale import stale_page
from tongxin.web.opportunities.forms import GROUPS, OpportunityForm, initial_of
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.opportunities.labels import label_of
from tongxin.web.opportunities.properties import opportunity_property
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to a deal and save them; a stale form shows what changed and merges."""
    deal = get_opportunity_for(request.actor, uid)
    check_can_edit(request.actor, deal)
    form = OpportunityForm(
        request.POST if request.method == "POST" else None, actor=request.actor, initial=initial_of(deal)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, deal, form))
        except StaleVersion as stale:
            return overtaken(request, stale, form)
        if saved:
            say_next(request, _("%(name)s was saved") % {"name": deal.name})
            return go_on(request, record_url("web:opportunity", uid))
    context = {"form": form, "head": opportunity_head(request, deal, "process")}
    return render(
        request, "opportunities/form.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity_field(request: PageRequest, uid: str, key: str) -> HttpResponse:
    """Give the small form of one property, and save it; without htmx the whole page follows."""
    if key not in GROUPS or (key in RESTRICTED and not request.actor.has(RESTRICTED[key])):
        raise Http404
    deal = get_opportunity_for(request.actor, uid)
    check_can_edit(request.actor, deal)
    form = OpportunityForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        only=key,
        initial=initial_of(deal),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, deal, form))
        except StaleVersion as stale:
            return overtaken(request, stale, form)
        if saved:
            return _property(request, deal, key)
    context = {
        "form": form, "url": request.path, "label": label_of(key), "key": key,
        "back_url": record_url("web:opportunity", uid),
    }  # fmt: skip
    template = (
        "opportunities/_field_form.html" if wants_fragment(request) else "opportunities/field_form.html"
    )
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@require_POST
def opportunity_deletion(request: PageRequest, uid: str) -> HttpResponse:
    """Hide a deal; the toast offers to bring it back."""
    deal = get_opportunity_for(request.actor, uid)
    delete_opportunity(actor=request.actor, at=now(), opportunity=deal)
    say_next(
        request,
        _("%(name)s was deleted") % {"name": deal.name},
        undo_url=record_url("web:opportunity_restoration", uid),
    )
    return redirect("web:opportunities")


@require_POST
def opportunity_restoration(request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted deal back."""
    deal = get_deleted_opportunity_for(request.actor, uid)
    restore_opportunity(actor=request.actor, at=now(), opportunity=deal)
    say_next(request, _("%(name)s is back") % {"name": deal.name})
    return redirect("web:opportunity", uid=uid)


def _save(request: PageRequest, deal: "Opportunity", form: OpportunityForm) -> bool:
    change_opportunity(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        values=form.values,
        expected_version=form.expected_version,
    )
    return True


def _property(request: PageRequest, deal: "Opportunity", key: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("web:opportunity", uid=deal.uid)
    item = opportunity_property(request, deal, key, may_edit=True)
    return render(request, "components/property.html", {"item": item})


def overtaken(request: PageRequest, stale: StaleVersion, form: OpportunityForm) -> HttpResponse:
    """Answer a form that came too late with both versions of each field."""
    title = _("Change %(name)s") % {"name": stale.record.name}
    return stale_page(
        request,
        stale=stale,
        form=form,
        theirs=initial_of(stale.record),
        title=title,
        kind=Kind.OPPORTUNITY,
    )
