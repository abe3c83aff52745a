"""The standard pages: a list and its files, a new record, a record, its form, one field of it, deletion, history.

Each function takes the definition first; `urls.py` binds it. An object with a page of its own leaves out the derived one
by giving its address another view.
"""

from collections.abc import Mapping
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.common.clock import now
from tongxin.common.errors import Missing
from tongxin.common.listing import count_up_to
from tongxin.common.rights import Right
from tongxin.records import reading, writing
from tongxin.records.checks import check_may_write, may_write
from tongxin.records.definition import Definition
from tongxin.records.fields import Ref
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted, safe_next, wants_fragment
from tongxin.web.lists.export import export_rows
from tongxin.web.lists.pages import build_list, chosen_columns
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.records.below import new_url
from tongxin.web.records.cells import columns_of, filters_of
from tongxin.web.records.forms import RecordForm, chosen_values, first_values, initial_of
from tongxin.web.records.heads import crumbs_of, head_of, is_in_place, property_of
from tongxin.web.records.pages import RecordFormPage, RecordsPage
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next, warn_next
from tongxin.wording.sentences import sentence

EXPORT_FORMS = {"csv", "xlsx"}
LARGEST_EXPORT = 100_000


def record_list(definition: Definition, request: PageRequest) -> HttpResponse:
    """Show the visible records that meet the address; htmx gets further rows alone."""
    actor, params = request.actor, params_of(request, definition.listing)
    query = query_of(definition.listing, params, actor=actor, columns=columns_of(definition, actor))
    page = reading.list_for(definition, actor, query)
    more = bool(query.after)
    counted = (0, True) if more else count_up_to(reading.narrowed(definition, actor, query))
    view = build_list(
        url=reverse(f"web:{definition.many}"),
        caption=str(definition.title),
        schema=definition.listing,
        columns=columns_of(definition, actor),
        filters=[] if more else filters_of(definition, actor),
        query=query,
        params=params,
        page=page,
        counted=counted,
        reader=reader_of(request),
        can_export=actor.has(Right.EXPORT),
    )
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    # What hangs under another record is made on that record's page, unless its form asks for it.
    may_make = may_write(definition, actor, None, None) and not _is_made_below(definition)
    context = RecordsPage(
        title=str(definition.title),
        crumbs=crumbs_of(definition, None)[:-1],
        list=view,
        hint=str(definition.hint),
        new_url=new_url(definition) if may_make else "",
        new_label=_("New %(kind)s") % {"kind": definition.kind.label},
        is_first_use=not page.items and not view.is_filtered and not more,
    )
    return render(request, "records/list.html", {"page": context, "list": view})


def record_export(definition: Definition, request: PageRequest, form: str) -> HttpResponseBase:
    """Send the list as a file: same filters, order and columns as shown."""
    if form not in EXPORT_FORMS:
        raise Http404
    actor = request.actor
    query = query_of(
        definition.listing,
        params_of(request, definition.listing),
        actor=actor,
        columns=columns_of(definition, actor),
    )
    total, _exact = count_up_to(reading.narrowed(definition, actor, query), LARGEST_EXPORT)
    return export_rows(
        actor=actor,
        at=now(),
        name=definition.many,
        form=form,
        columns=chosen_columns(columns_of(definition, actor), query),
        rows=reading.ordered(definition, actor, query, most=LARGEST_EXPORT),
        total=total,
    )


def record_new(definition: Definition, request: PageRequest) -> HttpResponse:
    """Ask for a new record and make it; the address may say what it hangs under."""
    actor = request.actor
    given = _given(definition, request)
    check_may_write(definition, actor, None, None)
    form = RecordForm(
        posted(request),
        definition=definition,
        actor=actor,
        given=given,
        initial={**first_values(definition, actor), **chosen_values(definition, request.GET)},
    )
    made: list[Any] = []
    parent = given.get(definition.parent)

    def save() -> Any:
        made.append(writing.create_record(definition, actor=actor, at=now(), values=form.values))
        return made[-1]

    def show(status: int) -> HttpResponse:
        page = RecordFormPage(
            title=_("New %(kind)s") % {"kind": definition.kind.label},
            crumbs=crumbs_of(definition, parent),
            back_url=_parent_url(definition, parent) or reverse(f"web:{definition.many}"),
            draft=f"{definition.one}-new",
        )
        return render(request, "records/form.html", {"page": page, "form": form}, status=status)

    def done() -> HttpResponse:
        _warn(definition, request, made[-1])
        page_of_it = record_url(f"web:{definition.one}", made[-1].uid)
        return go_on(request, safe_next(request, default=page_of_it))

    return make(
        request,
        form,
        save=save,
        show=show,
        done=done,
        said=_("The %(kind)s was added.") % {"kind": definition.kind.label},
    )


def record_form(definition: Definition, request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to a record and save them; a stale form shows what changed and merges."""
    actor = request.actor
    record = reading.get_for(definition, actor, uid)
    check_may_write(definition, actor, record, reading.account_of(definition, record))
    form = RecordForm(
        posted(request),
        definition=definition,
        actor=actor,
        record=record,
        initial=initial_of(definition, record),
    )
    url = record_url(f"web:{definition.one}", uid)

    def show(status: int) -> HttpResponse:
        page = RecordFormPage(
            title=_("Change %(name)s") % {"name": record},
            crumbs=head_of(definition, request, record).crumbs,
            back_url=url,
            draft=f"{definition.one}-{uid}",
        )
        return render(request, "records/form.html", {"page": page, "form": form}, status=status)

    return _saved(definition, request, record, form, show, lambda: redirect(url))


def record_field(definition: Definition, request: PageRequest, uid: str, field: str) -> HttpResponse:
    """Give the small form of one field, and save it; without htmx the whole page follows."""
    actor = request.actor
    record = reading.get_for(definition, actor, uid)
    item = definition.by_name.get(field)
    if item is None or not is_in_place(item):
        raise Http404
    check_may_write(definition, actor, record, reading.account_of(definition, record))
    form = RecordForm(
        posted(request),
        definition=definition,
        actor=actor,
        record=record,
        only=field,
        initial=initial_of(definition, record),
    )
    if field not in form.fields:
        raise Http404
    url = record_url(f"web:{definition.one}", uid)

    def show(status: int) -> HttpResponse:
        context = {
            "form": form, "field": form[field], "url": request.path, "label": str(item.label), "back_url": url,
            "head": head_of(definition, request, record),
        }  # fmt: skip
        template = "records/_field_form.html" if wants_fragment(request) else "records/field_form.html"
        return render(request, template, context, status=status)

    def done() -> HttpResponse:
        if not wants_fragment(request):
            return redirect(url)
        shown = property_of(definition, request, record, item, may_edit=True)
        return render(request, "components/property.html", {"item": shown})

    return _saved(definition, request, record, form, show, done)


def record_deletion(definition: Definition, request: PageRequest, uid: str) -> HttpResponse:
    """Hide a record; the toast offers to bring it back."""
    record = reading.get_for(definition, request.actor, uid)
    head = head_of(definition, request, record)
    writing.delete_record(definition, actor=request.actor, at=now(), record=record)
    undo = record_url(f"web:{definition.one}_restoration", uid)
    say_next(request, _("%(name)s was deleted") % {"name": record}, undo_url=undo)
    return redirect(head.crumbs[-1].url)


def record_restoration(definition: Definition, request: PageRequest, uid: str) -> HttpResponse:
    """Bring a deleted record back."""
    record = reading.get_deleted_for(definition, request.actor, uid)
    writing.restore_record(definition, actor=request.actor, at=now(), record=record)
    say_next(request, _("%(name)s is back") % {"name": record})
    return redirect(record_url(f"web:{definition.one}", uid))


def _saved(
    definition: Definition, request: PageRequest, record: Any, form: RecordForm, show: Any, done: Any
) -> HttpResponse:
    def fresh(now_there: Any) -> Mapping[str, Any]:
        reading.withhold(definition, request.actor, [now_there])
        return initial_of(definition, now_there)

    def warned() -> HttpResponse:
        _warn(definition, request, record)
        return cast("HttpResponse", done())

    return change(
        request,
        form,
        save=lambda: writing.change_record(
            definition,
            actor=request.actor,
            at=now(),
            record=record,
            values=form.values,
            expected_version=form.expected_version,
        ),
        show=show,
        done=warned,
        fresh=fresh,
        title=str(record),
        kind=definition.kind,
    )


def _warn(definition: Definition, request: PageRequest, record: Any) -> None:
    for warning in definition.warnings_of(record):
        warn_next(request, sentence(warning))


def _given(definition: Definition, request: PageRequest) -> dict[str, Any]:
    """Return the record that the address says the new one hangs under; a foreign one is a missing one."""
    uid = request.GET.get(definition.parent, "") if definition.parent else ""
    if not uid:
        return {}
    item = definition.by_name[definition.parent]
    assert isinstance(item, Ref)  # noqa: S101 - a definition's parent is a reference
    parent = item.to.visible(request.actor).filter(uid=uid).first()
    if parent is None:
        raise Missing(f"{item.to.kind.value}_MISSING", uid=uid)
    return {definition.parent: parent}


def _is_made_below(definition: Definition) -> bool:
    return bool(definition.parent) and not definition.is_made_alone


def _parent_url(definition: Definition, parent: Any) -> str:
    if parent is None:
        return ""
    item = definition.by_name[definition.parent]
    assert isinstance(item, Ref)  # noqa: S101 - a definition's parent is a reference
    return record_url(item.to.page, parent.uid) if item.to.page else ""
