"""What the settings pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.web.shell.parts import Link, Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsLink:
    """One part of the settings, as the index offers it."""

    url: str
    icon: str
    title: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The settings a user may open: their own, and those for everybody."""

    own: tuple[SettingsLink, ...]
    shared: tuple[SettingsLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """One API token of the user; `state` is good, watch or unknown, with its word."""

    name: str
    prefix: str
    scopes: str
    expires_at: datetime
    last_used_at: datetime | None
    state: str
    word: str
    revocation_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """One absence with who stands in."""

    from_date: date
    to_date: date
    deputy: str
    reason: str
    removal_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """One user in the list."""

    url: str
    name: str
    username: str
    roles: str
    team_name: str
    manager: str
    last_login: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersPage:
    """The list of users."""

    rows: tuple[UserRow, ...]
    text: str
    pages: Pages | None
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """One entry of a dictionary, or one process, with its names in three languages."""

    url: str
    label: str
    others: str
    is_active: bool
    mark: str = ""
    position_url: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage of a process."""

    url: str
    label: str
    our_label: str
    probability: int
    is_active: bool
    position_url: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """One dated rate."""

    currency: str
    valid_from: date
    rate: Decimal
    source: str
    removal_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the audit log."""

    number: int
    at: datetime
    who: str
    what: str
    channel: str
    address: str
    details: tuple[str, ...]


def settings_crumbs(*more: Link) -> tuple[Link, ...]:
    """Return the way to a page of the settings."""
    return (Link(label=_("Settings"), url=reverse("web:settings")), *more)


def joined(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, with a dot between."""
    return " · ".join(part for part in parts if part)
