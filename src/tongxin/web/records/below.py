"""What hangs under a record, as sections of its page; a page written by hand includes `records/_below.html`."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.common.listing import ListQuery, Page
from tongxin.crm.records import below
from tongxin.records import reading
from tongxin.records.checks import may_write
from tongxin.records.definition import Definition
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.pages import ListView, build_list
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.cells import columns_of
from tongxin.web.records.pages import BelowSection

MOST_BELOW = 100


def sections_below(
    request: PageRequest, kind: str, parent: Any, part: str = "", *, unread: Collection[str] = ()
) -> tuple[BelowSection, ...]:
    """Return a section for each object that hangs under records of a kind, on one part of their pages.

    Of those whose anchors are `unread` the page shows no rows, and none are read.
    """
    definitions = list(below(kind, part))
    present = reading.kinds_below([each for each in definitions if anchor_of(each) not in unread], parent)
    there = [each for each in definitions if each.one in present]
    rows = reading.below_each(there, request.actor, parent, most=MOST_BELOW)
    return tuple(_section(request, each, parent, rows.get(each.one, [])) for each in definitions)


def anchor_of(definition: Definition) -> str:
    """Return by what the section of an object is found on its page."""
    return definition.many.replace("_", "-")


def new_url(definition: Definition, parent: Any = None, *, back: str = "") -> str:
    """Return where a record is made, under another one when there is one, and where to go on to from there."""
    url = reverse(f"web:{definition.one}_new")
    asked = {
        **({definition.parent: parent.uid} if parent is not None else {}),
        **({"next": back} if back else {}),
    }
    return f"{url}?{urlencode(asked)}" if asked else url


def _section(request: PageRequest, definition: Definition, parent: Any, rows: list[Any]) -> BelowSection:
    view = _table(request, definition, rows)
    account = _account_of_new(definition, parent)
    may_make = may_write(definition, request.actor, None, account)
    return BelowSection(
        kind=definition.kind,
        anchor=anchor_of(definition),
        title=str(definition.title),
        heads=view.heads,
        rows=view.rows,
        hint=str(definition.hint),
        new_url=new_url(definition, parent, back=request.path) if may_make else "",
        new_label=_("New %(kind)s") % {"kind": definition.kind.label} if may_make else "",
    )


def _table(request: PageRequest, definition: Definition, rows: list[Any]) -> ListView:
    columns = [column for column in columns_of(definition, request.actor) if column.key != definition.parent]
    return build_list(
        url="",
        caption=str(definition.title),
        schema=definition.listing,
        columns=[column for column in columns if column.shown],
        filters=(),
        query=ListQuery(),
        params={},
        page=Page(items=rows),
        counted=(len(rows), True),
        reader=reader_of(request),
    )


def _account_of_new(definition: Definition, parent: Any) -> Any:
    head, _between, rest = definition.account.partition("__")
    if head != definition.parent:
        return None
    found = parent
    for name in filter(None, rest.split("__")):
        found = getattr(found, name, None)
    return found
