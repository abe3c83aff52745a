"""Columns and filters of the list of people."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext, Column
from tongxin.web.lists.options import colleague_options
from tongxin.web.lists.pages import Filter, Option
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person

STATUS_SHAPES: dict[str, Kind] = {PersonStatus.LEFT: "unknown"}
STATUSES = (PersonStatus.ACTIVE, PersonStatus.LEFT)


def _name(row: "Person", _reader: CellContext) -> str:
    return cells.link(record_url("web:person", row.uid), row.full_name, row.name_latin)


def _account(row: "Person", _reader: CellContext) -> str:
    if row.account is None:
        return cells.NOTHING
    return cells.link(record_url("web:account", row.account.uid), row.account.display_name)


def _status(row: "Person", _reader: CellContext) -> str:
    return cells.chip(STATUS_SHAPES.get(row.status, "plain"), str(PersonStatus(row.status).label))


def _owner(row: "Person") -> str:
    return row.owner.display_name if row.owner else ""


COLUMNS: tuple[Column["Person"], ...] = (
    Column(
        key="name",
        label=pgettext_lazy("person", "Name"),
        cell=_name,
        plain=lambda row: row.full_name,
        main=True,
    ),
    Column(
        key="account",
        label=_("Account"),
        cell=_account,
        plain=lambda row: row.account.name if row.account else "",
    ),
    Column(
        key="title",
        label=pgettext_lazy("person", "Title"),
        cell=lambda row, _: cells.text(row.title),
        plain=lambda row: row.title,
    ),
    Column(
        key="last_contact_at",
        label=_("Last contact"),
        cell=lambda row, reader: cells.day(row.last_contact_at, reader),
        plain=lambda row: row.last_contact_at,
    ),
    Column(
        key="owner",
        label=pgettext_lazy("person", "Owner"),
        cell=lambda row, _: cells.face(_owner(row)),
        plain=_owner,
    ),
    Column(
        key="status",
        label=pgettext_lazy("person", "Status"),
        cell=_status,
        plain=lambda row: str(PersonStatus(row.status).label),
    ),
    Column(
        key="email",
        label=_("E-mail"),
        cell=lambda row, _: cells.text(row.email),
        plain=lambda row: row.email,
        shown=False,
    ),
    Column(
        key="phone",
        label=_("Phone"),
        cell=lambda row, _: cells.text(row.phone),
        plain=lambda row: row.phone,
        shown=False,
    ),
    Column(
        key="mobile",
        label=_("Mobile phone"),
        cell=lambda row, _: cells.text(row.mobile),
        plain=lambda row: row.mobile,
        shown=False,
    ),
    Column(
        key="updated_at",
        label=_("Changed"),
        cell=lambda row, reader: cells.day(row.updated_at, reader),
        plain=lambda row: row.updated_at,
        shown=False,
    ),
)

VIEWS: tuple[tuple[LazyText, dict[str, str]], ...] = (
    (_("All"), {}),
    (pgettext_lazy("view", "Mine"), {"owner": "me"}),
    (pgettext_lazy("people", "Never met"), {"last_contact_at.empty": "true", "status": "ACTIVE"}),
    (pgettext_lazy("people", "Left"), {"status": "LEFT"}),
)


def filters(actor: Actor) -> list[Filter]:
    """Return the filters of the list; colleagues in one query."""
    return [
        Filter(name="owner", label=pgettext_lazy("person", "Owner"), options=colleague_options(actor)),
        Filter(
            name="status",
            label=pgettext_lazy("person", "Status"),
            options=tuple(Option(value=code, label=str(code.label)) for code in STATUSES),
        ),
        Filter(name="title.contains", label=_("Title contains")),
    ]
