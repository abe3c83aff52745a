"""Competitors, for everybody who edits."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.market import actions, selectors
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.forms import VersionedForm, read_only
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.settings.pages import ThingRow, settings_crumbs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.market.models import Competitor

FIELDS = ("name", "website", "strengths", "weaknesses", "price_behaviour", "is_active")


class CompetitorForm(VersionedForm):
    """What we know of a competitor."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    website = forms.CharField(label=gettext_lazy("Website"), required=False, max_length=200)
    strengths = forms.CharField(label=gettext_lazy("Strengths"), required=False, widget=forms.Textarea)
    weaknesses = forms.CharField(label=gettext_lazy("Weaknesses"), required=False, widget=forms.Textarea)
    price_behaviour = forms.CharField(
        label=gettext_lazy("Price behaviour"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("How they quote, give way, and what they do to win at any cost."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offered in forms"), required=False, initial=True)


@require_safe
def competitor_list(request: PageRequest) -> HttpResponse:
    """List the competitors; everybody may know them."""
    text = request.GET.get("q", "")
    rows = tuple(
        ThingRow(
            url=record_url("web:competitor", each.uid),
            name=each.name,
            note=each.strengths.partition("\n")[0],
            is_active=each.is_active,
        )
        for each in selectors.all_competitors(text)[:500]
    )
    context = {
        "rows": rows,
        "text": text,
        "may_edit": request.actor.has(Right.EDIT),
        "crumbs": settings_crumbs(),
    }
    return render(request, "settings/competitors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def competitor_new(request: PageRequest) -> HttpResponse:
    """Add a competitor."""
    request.actor.must_have(Right.EDIT)
    form = CompetitorForm(posted(request))
    return make(
        request,
        form,
        save=lambda: actions.add_competitor(actor=request.actor, at=now(), values=form.values),
        show=lambda status: _draw(request, form, _("New competitor"), status),
        done=lambda: redirect("web:competitors"),
        said=_("The competitor was added."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def competitor_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show one competitor and save what was changed."""
    competitor = selectors.get_competitor(uid)
    form = CompetitorForm(posted(request), initial=_initial(competitor))
    return change(
        request,
        form,
        save=lambda: actions.change_competitor(
            actor=request.actor,
            at=now(),
            competitor=competitor,
            values=form.values,
            expected_version=form.expected_version,
        ),
        show=lambda status: _draw(request, form, competitor.name, status),
        done=lambda: redirect("web:competitors"),
        fresh=_initial,
        title=competitor.name,
        kind=Kind.COMPETITOR,
    )


def _draw(request: PageRequest, form: CompetitorForm, title: str, status: int) -> HttpResponse:
    crumbs = settings_crumbs(Link(label=_("Competitors"), url=reverse("web:competitors")))
    context = {
        "form": form if request.actor.has(Right.EDIT) else read_only(form),
        "may_edit": request.actor.has(Right.EDIT),
        "title": title,
        "crumbs": crumbs,
        "back": reverse("web:competitors"),
    }
    return render(request, "settings/thing.html", context, status=status)


def _initial(competitor: "Competitor") -> dict[str, Any]:
    return {name: getattr(competitor, name) for name in (*FIELDS, "version")}
