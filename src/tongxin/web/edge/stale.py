"""When somebody else saved first: show both versions field by field, and let the user choose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import last_change
from tongxin.common.errors import StaleVersion
from tongxin.web.edge.forms import MINE, THEIRS, VersionedForm, raw_values, same_line_ends
from tongxin.web.edge.requests import wants_fragment


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """One field that differs.

    Attributes:
        name: of the field.
        label: of the field.
        mine: what the user typed, as they read it.
        theirs: what stands in the record now, as the user reads it.
        mine_raw: what the form sends for the user's value.
        theirs_raw: what the form sends for the record's value.
        chosen: `mine` or `theirs` when only that side changed it; empty when both did.

    """

    name: str
    label: str
    mine: str
    theirs: str
    mine_raw: tuple[str, ...]
    theirs_raw: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage:
    """What the merge page shows.

    Attributes:
        title: what is being edited.
        rows: the fields that differ.
        kept: name and values of everything else the form sent.
        action: where the choice is posted: the form's own address.
        changed_by: who saved first; empty when unknown.

    """

    title: str
    rows: tuple[MergeRow, ...]
    kept: tuple[tuple[str, str], ...]
    action: str
    changed_by: str
    changed_at: datetime | None


def stale_page(
    request: HttpRequest,
    *,
    stale: StaleVersion,
    form: VersionedForm,
    theirs: Mapping[str, Any],
    title: str,
    kind: Kind,
) -> HttpResponse:
    """Answer a stale form with 409 and the choice between both versions of each field.

    Args:
        request: the POST that was refused.
        stale: what the action raised.
        form: the posted form; it is valid, or the action would not have been called.
        theirs: the form's initial values made from `stale.record`.
        title: what is being edited, for the heading.
        kind: of the record, to say who changed it.

    """
    now_there = type(form)(initial=dict(theirs), **_remake(form))
    change = last_change(kind, stale.record.uid)
    page = MergePage(
        title=title,
        rows=_rows(form, now_there),
        kept=_kept(form, now_there, stale.record.version),
        action=request.get_full_path(),
        changed_by=change.user_name if change else "",
        changed_at=change.at if change else None,
    )
    fragment = wants_fragment(request)
    response = render(request, "edge/stale.html", {"page": page, "fragment": fragment}, status=409)
    if fragment:
        response["HX-Retarget"], response["HX-Reswap"] = "#main", "innerHTML"
    return response


def _remake(form: VersionedForm) -> dict[str, Any]:
    """Return what else a form needs to be built again; forms with arguments of their own say it."""
    remake: dict[str, Any] = getattr(form, "arguments", {})
    return remake


def _rows(form: VersionedForm, now_there: VersionedForm) -> tuple[MergeRow, ...]:
    base = _base_of(form)
    rows = []
    for bound in form.visible_fields():
        other = now_there[bound.name]
        posted = bound.field.widget.value_from_datadict(form.data, form.files, bound.html_name)
        if bound.field.disabled or not bound.field.has_changed(other.initial, posted):
            continue
        mine, theirs = _posted(form.data, bound), raw_values(other)
        rows.append(
            MergeRow(
                name=bound.html_name,
                label=str(bound.label),
                mine=_read(bound, mine),
                theirs=_read(bound, theirs),
                mine_raw=tuple(mine),
                theirs_raw=tuple(theirs),
                chosen=_suggested(mine, theirs, base.get(bound.name)),
            )
        )
    return tuple(rows)


def _suggested(mine: list[str], theirs: list[str], base: list[str] | None) -> str:
    if mine == base:
        return THEIRS
    return MINE if theirs == base else ""


def _kept(form: VersionedForm, now_there: VersionedForm, version: int) -> tuple[tuple[str, str], ...]:
    differing = {row.name for row in _rows(form, now_there)}
    fresh = {"version": str(version), "base": json.dumps(now_there.raw(), ensure_ascii=False)}
    kept = [
        (name, value)
        for name in form.data
        if name not in differing and name not in fresh and name != "csrfmiddlewaretoken"
        for value in _list(form.data, name)
    ]
    return (*kept, *fresh.items())


def _base_of(form: VersionedForm) -> dict[str, list[str]]:
    try:
        base = json.loads(form.data.get("base", "") or "{}")
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def _posted(data: Any, bound: forms.BoundField) -> list[str]:
    return [same_line_ends(value) for value in _list(data, bound.html_name) if value != ""]


def _list(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if isinstance(data, QueryDict) else [str(data[name])]


def _read(bound: forms.BoundField, raw: list[str]) -> str:
    """Return a field's values as the user reads them."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return pgettext("answer", "Yes") if raw else pgettext("answer", "No")
    if not raw:
        return _("Not recorded")
    labels = {str(value): str(label) for value, label in _flat(getattr(bound.field, "choices", ()))}
    return pgettext("between names", ", ").join(labels.get(value, value) for value in raw)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, label in choices:
        pairs.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return pairs
