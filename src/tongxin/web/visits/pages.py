"""What the pages of log entries and lines of time show."""

from dataclasses import dataclass

from tongxin.crm.relationships.selectors import InteractionView
from tongxin.web.files.parts import FileLine
from tongxin.web.shell.parts import Link, TimelineEntry
from tongxin.web.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """One log entry, its promises and files, and who changed it."""

    view: InteractionView
    title: str
    promises: tuple[WorkLine, ...]
    files: tuple[FileLine, ...]
    upload_url: str
    history: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """A line of time with its filters.

    Attributes:
        next_url: the items before these; empty at the beginning.
        about_fields: hidden fields that the quick log above sends along.

    """

    entries: tuple[TimelineEntry, ...]
    filters: tuple[Link, ...]
    next_url: str
    is_narrowed: bool
    about: str
    about_fields: dict[str, str]
    may_log: bool
