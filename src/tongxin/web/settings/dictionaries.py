"""Dictionaries: tiers, segments, regions, industries, causes, reasons, sources."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.accounts import dictionaries as domain
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.labels import LANGUAGES
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.settings.label_forms import FIELDS, EntryForm, LabelsForm, TierForm, label_fields
from tongxin.web.settings.pages import LabelRow, SettingsLink, joined, settings_crumbs
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import DictionaryEntry

KINDS = {kind.value.lower().replace("_", "-"): kind for kind in DictionaryKind}
ICONS = {
    DictionaryKind.TIER: "star",
    DictionaryKind.SEGMENT: "target",
    DictionaryKind.REGION: "flag",
    DictionaryKind.INDUSTRY: "group",
    DictionaryKind.REVERSAL_CAUSE: "undo",
    DictionaryKind.LOSS_REASON: "competitor",
    DictionaryKind.SOURCE: "link",
}
UP, DOWN = "up", "down"


@needs(Right.ADMINISTER)
@require_safe
def dictionary_list(request: PageRequest) -> HttpResponse:
    """Offer the dictionaries."""
    ways = tuple(
        SettingsLink(
            url=reverse("web:dictionary", args=[name]),
            icon=ICONS[kind],
            title=str(kind.label),
            note=joined([entry.label for entry in domain.active_entries_of(kind)[:4]]),
        )
        for name, kind in KINDS.items()
    )
    return render(request, "settings/dictionaries.html", {"ways": ways, "crumbs": settings_crumbs()})


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def dictionary_page(request: PageRequest, name: str) -> HttpResponse:
    """Show a dictionary and add an entry to it."""
    kind = _kind(name)
    form = LabelsForm(posted(request))
    return make(
        request,
        form,
        save=lambda: domain.add_entry(actor=request.actor, at=now(), kind=kind, labels=form.labels),
        show=lambda status: _draw(request, name, kind, form, status),
        done=lambda: redirect("web:dictionary", name=name),
        said=_("The entry was added."),
        names=FIELDS,
    )


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: PageRequest, name: str, uid: str) -> HttpResponse:
    """Show one entry and save what an administrator changed."""
    kind = _kind(name)
    entry = domain.get_entry(uid)
    form_class = TierForm if kind == DictionaryKind.TIER else EntryForm
    form = form_class(posted(request), initial=_initial(entry))
    crumbs = settings_crumbs(
        Link(label=_("Dictionaries"), url=reverse("web:dictionaries")),
        Link(label=str(kind.label), url=reverse("web:dictionary", args=[name])),
    )
    context = {"form": form, "entry": entry, "crumbs": crumbs}
    return change(
        request,
        form,
        save=lambda: _save(request, entry, form),
        show=lambda status: render(request, "settings/entry.html", context, status=status),
        done=lambda: redirect("web:dictionary", name=name),
        fresh=_initial,
        title=entry.label,
        kind=Kind.DICTIONARY,
        names=FIELDS,
    )


@needs(Right.ADMINISTER)
@require_POST
def entry_position(request: PageRequest, name: str, uid: str) -> HttpResponse:
    """Move an entry one place up or down."""
    entry = domain.get_entry(uid)
    order = [each.pk for each in domain.entries_of(_kind(name))]
    if entry.pk not in order:
        raise Http404
    step = -1 if request.POST.get("to") == UP else 1
    domain.place_entry(actor=request.actor, at=now(), entry=entry, position=order.index(entry.pk) + step)
    return redirect("web:dictionary", name=name)


def other_labels(labels: dict[str, str], shown: str) -> str:
    """Return the names in the other languages, for the grey text beside the one shown."""
    return joined([labels[name] for name in LANGUAGES if labels.get(name) and labels[name] != shown])


def _kind(name: str) -> DictionaryKind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _draw(
    request: PageRequest, name: str, kind: DictionaryKind, form: LabelsForm, status: int
) -> HttpResponse:
    entries = list(domain.entries_of(kind))
    rows = tuple(
        LabelRow(
            url=reverse("web:entry", args=[name, entry.uid]),
            label=entry.label,
            others=other_labels(entry.labels, entry.label),
            is_active=entry.is_active,
            mark=pgettext("tier", "Key account") if entry.is_key else "",
            position_url=reverse("web:entry_position", args=[name, entry.uid]),
            first=place == 0,
            last=place == len(entries) - 1,
        )
        for place, entry in enumerate(entries)
    )
    context = {
        "title": kind.label,
        "rows": rows,
        "form": form,
        "crumbs": settings_crumbs(Link(label=_("Dictionaries"), url=reverse("web:dictionaries"))),
    }
    return render(request, "settings/dictionary.html", context, status=status)


def _initial(entry: "DictionaryEntry") -> dict[str, Any]:
    return {
        **label_fields(entry.labels, "label"),
        "is_active": entry.is_active,
        "is_key": entry.is_key,
        "version": entry.version,
    }


def _save(request: PageRequest, entry: "DictionaryEntry", form: EntryForm) -> object:
    values: dict[str, Any] = {
        name: form.values[name] for name in ("is_active", "is_key") if name in form.values
    }
    return domain.change_entry(
        actor=request.actor,
        at=now(),
        entry=entry,
        values={**values, "labels": form.labels},
        expected_version=form.expected_version,
    )
