"""What the standard pages of declared objects show."""

from dataclasses import dataclass

from tongxin.web.lists.pages import ListView, RowView
from tongxin.web.shell.parts import ColumnHead, Link, Property, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsPage:
    """The list of one object; `new_url` is empty for who may make none."""

    title: str
    crumbs: tuple[Link, ...]
    list: ListView
    hint: str
    new_url: str
    new_label: str
    is_first_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHead:
    """What stands above every page of one record; the addresses are empty for what one may not do."""

    uid: str
    name: str
    kind: str
    crumbs: tuple[Link, ...]
    url: str
    form_url: str = ""
    deletion_url: str = ""
    history_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowSection:
    """The records of one object, of a kind, that hang under another record."""

    kind: str
    anchor: str
    title: str
    heads: tuple[ColumnHead, ...]
    rows: tuple[RowView, ...]
    hint: str
    new_url: str
    new_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """One record: its facts, its long texts, what hangs under it, and who changed it last."""

    head: RecordHead
    properties: tuple[Property, ...]
    texts: tuple[Property, ...]
    below: tuple[BelowSection, ...]
    recent: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFormPage:
    """The form of a new record or of one that is there."""

    title: str
    crumbs: tuple[Link, ...]
    back_url: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHistoryPage:
    """Who did what to one record, newest first."""

    head: RecordHead
    entries: tuple[TimelineEntry, ...]
    next_url: str
