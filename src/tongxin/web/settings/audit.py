"""The audit log, for those who may read it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.selectors import (
    EventFilter,
    FieldChange,
    HistoryLine,
    find_events,
    first_broken_link,
)
from tongxin.common.rights import Channel, Right
from tongxin.team.selectors import all_users
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.settings.audit_words import field_name, value_text
from tongxin.web.settings.pages import EventRow, settings_crumbs
from tongxin.web.shell.day_field import DayField
from tongxin.web.shell.parts import Pages
from tongxin.web.shell.toasts import say_next

PAGE_SIZE = 50


class AuditFilterForm(forms.Form):
    """What a reader of the log looks for."""

    user = forms.ChoiceField(label=pgettext_lazy("audit", "Who"), required=False)
    verb = forms.ChoiceField(
        label=pgettext_lazy("audit", "Did what"),
        required=False,
        choices=[("", gettext_lazy("All")), *Verb.choices],
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("audit", "To what"),
        required=False,
        choices=[("", gettext_lazy("All")), *Kind.choices],
    )
    since = DayField(label=pgettext_lazy("audit", "From"), required=False)
    until = DayField(label=pgettext_lazy("audit", "To"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        people = [(str(user.pk), user.display_name) for user in all_users()]
        field.choices = [("", _("All")), *people]

    def wanted(self) -> EventFilter:
        """Return the filter; the last day is meant to its end."""
        given = self.cleaned_data
        return EventFilter(
            user_id=int(given["user"]) if given["user"] else None,
            kind=given["kind"],
            verb=given["verb"],
            since=_start_of(given["since"]) if given["since"] else None,
            until=_start_of(given["until"] + timedelta(days=1)) if given["until"] else None,
        )


@needs(Right.SEE_AUDIT)
@require_safe
def audit_log(request: PageRequest) -> HttpResponse:
    """Show the log, newest first, a page at a time."""
    form = AuditFilterForm(request.GET)
    lines: list[HistoryLine] = []
    if form.is_valid():
        lines = find_events(
            request.actor, form.wanted(), before=form.cleaned_data["before"], limit=PAGE_SIZE + 1
        )
    context = {
        "form": form,
        "rows": tuple(_row(line) for line in lines[:PAGE_SIZE]),
        "pages": _pages(request, lines),
        "filtered": any(request.GET.get(name) for name in ("user", "verb", "kind", "since", "until")),
        "crumbs": settings_crumbs(),
    }
    return render(request, "settings/audit.html", context, status=200 if form.is_valid() else 422)


@needs(Right.SEE_AUDIT)
@require_POST
def audit_verification(request: PageRequest) -> HttpResponse:
    """Examine the whole chain and say whether it holds."""
    broken = first_broken_link()
    if broken is None:
        say_next(request, _("The audit log is whole: no row was changed or removed."))
    else:
        say_next(
            request,
            _("Row %(row)s does not fit the row before it: something was changed or removed.")
            % {"row": broken},
        )
    return redirect("web:audit")


def _start_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _pages(request: PageRequest, lines: list[HistoryLine]) -> Pages | None:
    older, newer = "", ""
    query = request.GET.copy()
    if len(lines) > PAGE_SIZE:
        query["before"] = str(lines[PAGE_SIZE - 1].event.pk)
        older = f"?{query.urlencode()}"
    if query.pop("before", None) and request.GET.get("before"):
        newer = f"?{query.urlencode()}"
    if not (older or newer):
        return None
    return Pages(shown=_("Newest first"), next_url=older, previous_url=newer)


def _row(line: HistoryLine) -> EventRow:
    event = line.event
    return EventRow(
        number=event.pk,
        at=event.at,
        who=event.user_name or _nobody(event.channel),
        what=_what(event.verb, event.object_kind, line.label),
        channel=str(Channel(event.channel).label),
        address=event.address or str(event.params.get("address_seen", "")),
        details=tuple(_detail(each) for each in line.changes) + tuple(_params(line.params)),
    )


def _what(verb: str, kind: str, label: str) -> str:
    did = str(Verb(verb).label)
    if verb == Verb.SIGNED_IN:
        return did
    whom = _("%(kind)s “%(name)s”") if label else "%(kind)s"
    return _("%(did)s %(whom)s") % {"did": did, "whom": whom % {"kind": Kind(kind).label, "name": label}}


def _nobody(channel: str) -> str:
    return _("The system") if channel in {Channel.COMMAND, Channel.JOB} else _("Somebody not signed in")


def _detail(change: FieldChange) -> str:
    name = field_name(change.field)
    if change.withheld:
        return _("%(field)s: changed; you may not see the value") % {"field": name}
    return _("%(field)s: %(old)s → %(new)s") % {
        "field": name,
        "old": value_text(change.old),
        "new": value_text(change.new),
    }


def _params(params: dict[str, Any]) -> list[str]:
    return [
        _("%(field)s: %(value)s") % {"field": field_name(name), "value": value_text(value)}
        for name, value in params.items()
        if name != "address_seen"
    ]
