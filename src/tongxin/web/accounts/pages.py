"""What the account pages show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongxin.web.lists.pages import ListView
from tongxin.web.records.pages import BelowSection
from tongxin.web.shell.parts import Link, Property, TimelineEntry
from tongxin.web.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHead:
    """The top of every page of one account.

    Attributes:
        facts: short facts under the name: label and text.
        may_edit: whether action buttons are offered.
    """

    uid: str
    name: str
    name_latin: str
    tier: str
    kind: str
    owner: str
    last_contact: str
    tabs: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    may_edit: bool
    may_merge: bool
    may_delete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage:
    """The list of accounts; `lead` is the sentence under the title."""

    lead: str
    list: ListView
    may_create: bool
    is_first_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLine:
    """One account of the group tree."""

    url: str
    name: str
    tier: str
    depth: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One colleague on the team; without `removal_url` they cannot be taken off."""

    name: str
    function: str
    removal_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """One merge that can be undone."""

    name: str
    undo_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpportunity:
    """One running deal of the account's branch.

    Attributes:
        place: the account below that buys, empty for the account itself.
        warning: set when nothing is planned or it is overdue.
    """

    name: str
    place: str
    url: str
    stage: str
    amount: Decimal | None
    currency: str
    next_step: str
    next_step_on: date | None
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """The overview of one account; `sums` says what the deals of its whole branch come to."""

    head: AccountHead
    situation: Property
    deals: tuple[AccountOpportunity, ...]
    deals_url: str
    sums: str
    coming: tuple[TimelineEntry, ...]
    properties: tuple[Property, ...]
    tree: tuple[TreeLine, ...]
    team: tuple[MemberLine, ...]
    aliases: tuple[str, ...]
    purchasing_groups: tuple[str, ...]
    merges: tuple[MergeLine, ...]
    recent: tuple[TimelineEntry, ...]
    checkpoints: tuple[WorkLine, ...] = ()
    proposals: tuple[WorkLine, ...] = ()
    below: tuple[BelowSection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Who did what to the account, newest first."""

    head: AccountHead
    entries: tuple[TimelineEntry, ...]
    next_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookalikeLine:
    """An account that may be the one being entered; without `url` it belongs to another team."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeField:
    """One field of two accounts side by side; `differs` when both have a value and they are not the same."""

    field: str
    label: str
    survivor: str
    absorbed: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage:
    """Two accounts before they become one."""

    head: AccountHead
    other_uid: str
    other_name: str
    fields: tuple[MergeField, ...]
    candidates: tuple[LookalikeLine, ...]
    refusal: str
