"""Find somebody, show what is held on them, give it to them, erase it."""

import json

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.privacy.erasing import Preview, erase, preview_erasure
from tongxin.privacy.holdings import Holding, Holdings, holdings_of, note_given
from tongxin.privacy.mentions import Mention
from tongxin.privacy.subjects import Subject, SubjectKind, get_subject, search_subjects
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.privacy.pages import HeldRow, HeldTable, MentionRow, SubjectPage, SubjectRow
from tongxin.web.privacy.words import TREATMENTS, table_name
from tongxin.web.settings.audit_words import field_name, value_text
from tongxin.web.settings.pages import settings_crumbs
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next

MOST_ROWS = 20
ADDRESS = {SubjectKind.PERSON: "personal_data_of_person", SubjectKind.USER: "personal_data_of_user"}


class ErasureForm(forms.Form):
    """The last question before somebody is erased."""

    sure = forms.BooleanField(
        label=gettext_lazy("I have made sure who it is, and that nothing obliges us to keep it.")
    )
    everywhere = forms.BooleanField(
        label=gettext_lazy("Also in all texts where somebody else may be meant"), required=False
    )


@needs(Right.ADMINISTER)
@require_safe
def personal_data(request: PageRequest) -> HttpResponse:
    """Find people and colleagues."""
    text = request.GET.get("q", "")
    found = search_subjects(request.actor, text)
    context = {"text": text, "rows": tuple(_found(subject) for subject in found), "crumbs": settings_crumbs()}
    return render(request, "privacy/find.html", context)


@needs(Right.ADMINISTER)
@require_safe
def of_person(request: PageRequest, uid: str) -> HttpResponse:
    """Show what is held on a person at a customer."""
    return _show(request, get_subject(request.actor, SubjectKind.PERSON, uid), ErasureForm(), 200)


@needs(Right.ADMINISTER)
@require_safe
def of_user(request: PageRequest, uid: str) -> HttpResponse:
    """Show what is held on a colleague."""
    return _show(request, get_subject(request.actor, SubjectKind.USER, uid), ErasureForm(), 200)


@needs(Right.ADMINISTER)
@require_safe
def file_of_person(request: PageRequest, uid: str) -> HttpResponse:
    """Give out everything held on a person as one file."""
    return _file(request, get_subject(request.actor, SubjectKind.PERSON, uid))


@needs(Right.ADMINISTER)
@require_safe
def file_of_user(request: PageRequest, uid: str) -> HttpResponse:
    """Give out everything held on a colleague as one file."""
    return _file(request, get_subject(request.actor, SubjectKind.USER, uid))


@needs(Right.ADMINISTER)
@require_POST
def erasure_of_person(request: PageRequest, uid: str) -> HttpResponse:
    """Erase a person."""
    return _erase(request, get_subject(request.actor, SubjectKind.PERSON, uid))


@needs(Right.ADMINISTER)
@require_POST
def erasure_of_user(request: PageRequest, uid: str) -> HttpResponse:
    """Erase a colleague who no longer signs in."""
    return _erase(request, get_subject(request.actor, SubjectKind.USER, uid))


def _erase(request: PageRequest, subject: Subject) -> HttpResponse:
    form = ErasureForm(request.POST)
    chosen = request.POST.getlist("also")
    done = (
        None
        if not form.is_valid()
        else attempt(
            form,
            lambda: erase(
                actor=request.actor,
                at=now(),
                subject=subject,
                everywhere=form.cleaned_data["everywhere"],
                also=chosen,
            ),
        )
    )
    if done is None:
        return _show(request, subject, form, 422)
    say_next(request, _("Their data were erased. The log keeps that it was done, without the name."))
    return redirect("web:personal_data")


def _file(request: PageRequest, subject: Subject) -> HttpResponse:
    at = now()
    found = holdings_of(request.actor, subject, at=at)
    note_given(actor=request.actor, at=at, holdings=found)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="tongxin-personal-data-{subject.record.uid}.json"'
    )
    return response


def _show(request: PageRequest, subject: Subject, form: ErasureForm, status: int) -> HttpResponse:
    found = holdings_of(request.actor, subject, at=now())
    context = {"page": _page(request, subject, found, preview_erasure(subject)), "form": form}
    return render(request, "privacy/subject.html", context, status=status)


def _page(request: PageRequest, subject: Subject, found: Holdings, preview: Preview) -> SubjectPage:
    address, uid = ADDRESS[subject.kind], subject.record.uid
    still_here = subject.kind is SubjectKind.USER and subject.record.is_active
    own = {SubjectKind.PERSON: "web:person", SubjectKind.USER: "web:user"}[subject.kind]
    return SubjectPage(
        name=str(subject.record),
        kind=str(subject.log_kind.label),
        is_erased=subject.is_erased,
        may_be_erased=not (subject.is_erased or still_here),
        file_url=reverse(f"web:{address}_file", args=[uid]),
        erasure_url=reverse(f"web:{address}_erasure", args=[uid]),
        record_url="" if subject.is_erased else reverse(own, args=[uid]),
        tables=tuple(_table(table, preview) for table in found.tables),
        mentions=tuple(_mention(request, mention) for mention in preview.mentions),
        doubtful=tuple(_mention(request, mention) for mention in preview.doubtful),
        withheld=tuple(
            f"{table_name(label)}: {field_name(name)}"
            for label, _dot, name in (item.rpartition(".") for item in found.withheld)
        ),
        crumbs=settings_crumbs(Link(label=_("Personal data"), url=reverse("web:personal_data"))),
    )


def _table(table: Holding, preview: Preview) -> HeldTable:
    treated = preview.rows.get(table.label)
    return HeldTable(
        name=table_name(table.label),
        treatment=str(TREATMENTS[treated[0]]) if treated else "",
        count=len(table.rows),
        rows=tuple(
            tuple(
                HeldRow(field=field_name(name), value=value_text(value))
                for name, value in row.items()
                if name != "id"
            )
            for row in table.rows[:MOST_ROWS]
        ),
    )


def _mention(request: PageRequest, mention: Mention) -> MentionRow:
    return MentionRow(
        ref=mention.ref, where=table_name(mention.label),
        excerpt=mention.excerpt_for(request.actor) or _("You may not see this text."),
    )  # fmt: skip


def _found(subject: Subject) -> SubjectRow:
    record = subject.record
    at_customer = subject.kind is SubjectKind.PERSON
    where = (record.account.name if record.account else "") if at_customer else record.username
    return SubjectRow(
        url=reverse(f"web:{ADDRESS[subject.kind]}", args=[record.uid]),
        name=str(record),
        kind=str((Kind.PERSON if at_customer else Kind.USER).label),
        where=where,
    )
