"""The head of a record's pages and its facts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.selectors import HistoryLine
from tongxin.common.rights import Right
from tongxin.records.checks import may_write
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Day, Field, Moment, Paragraphs, Ref, Refs
from tongxin.records.reading import account_of, is_withheld, value_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.history import history_entries, in_currencies
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.cells import coded, currency_of, text_of
from tongxin.web.records.pages import RecordHead
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link, Property, TimelineEntry

WITHHELD = pgettext_lazy("reference", "You may not see this record")


def head_of(definition: Definition, request: PageRequest, record: Any) -> RecordHead:
    """Return the head of a record's page with what the reader may do."""
    actor = request.actor
    parent = value_of(definition.by_name[definition.parent], record) if definition.parent else None
    may_edit = may_write(definition, actor, record, account_of(definition, record))
    may_delete = may_edit and definition.is_deletable and actor.has(Right.DELETE)
    return RecordHead(
        uid=record.uid,
        name=str(record),
        kind=str(definition.kind.label),
        crumbs=crumbs_of(definition, parent),
        url=record_url(f"web:{definition.one}", record.uid),
        form_url=record_url(f"web:{definition.one}_form", record.uid) if may_edit else "",
        deletion_url=record_url(f"web:{definition.one}_deletion", record.uid) if may_delete else "",
        history_url=record_url(f"web:{definition.one}_history", record.uid),
    )


def crumbs_of(definition: Definition, parent: Any) -> tuple[Link, ...]:
    """Return the way to a record: the page it hangs under, or the list."""
    if parent is not None:
        item = definition.by_name[definition.parent]
        if isinstance(item, Ref) and item.to.page:
            return (Link(label=str(parent), url=record_url(item.to.page, parent.uid)),)
    above = (Link(label=_("Settings"), url=reverse("web:settings")),) if _is_setting(definition) else ()
    return (*above, Link(label=str(definition.title), url=reverse(f"web:{definition.many}")))


def properties_of(definition: Definition, request: PageRequest, record: Any) -> tuple[Property, ...]:
    """Return the facts of a record that the reader may know, in the order declared."""
    may_edit = may_write(definition, request.actor, record, account_of(definition, record))
    return tuple(
        property_of(definition, request, record, item, may_edit=may_edit)
        for item in definition.known_to(request.actor)
        if not item.main and not isinstance(item, Paragraphs)
    )


def texts_of(definition: Definition, request: PageRequest, record: Any) -> tuple[Property, ...]:
    """Return the long texts of a record that the reader may know."""
    may_edit = may_write(definition, request.actor, record, account_of(definition, record))
    return tuple(
        property_of(definition, request, record, item, may_edit=may_edit)
        for item in definition.known_to(request.actor)
        if isinstance(item, Paragraphs)
    )


def property_of(
    definition: Definition, request: PageRequest, record: Any, item: Field, *, may_edit: bool
) -> Property:
    """Return one fact as text for the reader; another record as a link, or withheld."""
    linked = value_of(item, record) if isinstance(item, Ref) and item.to.page else None
    if is_withheld(item, record) and isinstance(item, Ref):
        return Property(key=item.name, label=str(item.label), locked=str(WITHHELD))
    may_edit = may_edit and is_in_place(item)
    return Property(
        key=item.name,
        label=str(item.label),
        value=text_of(item, record, reader_of(request)),
        url=record_url(item.to.page, linked.uid) if isinstance(item, Ref) and linked is not None else "",
        edit_url=reverse(f"web:{definition.one}_field", args=[record.uid, item.name]) if may_edit else "",
    )


def is_in_place(item: Field) -> bool:
    """Say whether a field is changed where it stands; what names other records is changed in the form."""
    return not (item.main or item.by_action or item.fixed or isinstance(item, Ref | Refs))


def told(
    definition: Definition,
    request: PageRequest,
    record: Any,
    lines: list[HistoryLine],
    *,
    brief: bool = False,
) -> tuple[TimelineEntry, ...]:
    """Return events of a record as its pages tell them: fields by their labels, codes by their names.

    Args:
        lines: newest first.
        brief: as beside the record, without the door it was done through.
    """

    def label_of(name: str) -> str:
        return str(definition.told[name].label) if name in definition.told else name.replace("_", " ")

    def read(name: str, value: Any) -> Any:
        item = definition.told.get(name)
        # The history itself writes days, in the reader's calendar.
        if item is None or value is None or isinstance(value, list) or isinstance(item, Day | Moment):
            return value
        return coded(item, value)

    currencies = {
        name: currency_of(item, record) for name, item in definition.told.items() if isinstance(item, Amount)
    }
    lines = list(in_currencies(lines, currencies))
    return history_entries(lines, label_of, read, brief=brief, calendar=request.actor.user.calendar)


def _is_setting(definition: Definition) -> bool:
    return definition.path.startswith("settings/")
