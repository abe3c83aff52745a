"""What the pages of people show."""

from dataclasses import dataclass

from tongxin.web.accounts.pages import AccountHead
from tongxin.web.lists.pages import ListView
from tongxin.web.shell.parts import Link, Property, TimelineEntry
from tongxin.web.visits.pages import TimelineView


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The list of people; `lead` is the sentence under the title."""

    lead: str
    list: ListView
    may_create: bool
    is_first_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A senior post where we know nobody, or have not met the holder for long."""

    account: str
    account_url: str
    post: str
    level: str
    person: str
    person_url: str
    last_contact: str
    add_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureLine:
    """A post held now or before; without `ending_url` it is over or fixed."""

    post: str
    account: str
    account_url: str
    period: str
    reason: str
    is_current: bool
    ending_url: str
    boss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person.

    Attributes:
        seen_by: who of us sees this page, in words and by name.
        judgement: property with our opinion; `None` without the right to it.

    """

    uid: str
    name: str
    under: str
    facts: tuple[Link, ...]
    is_gone: bool
    may_edit: bool
    may_delete: bool
    may_hand_out: bool
    may_merge: bool
    account_uid: str
    properties: tuple[Property, ...]
    note: Property
    judgement: Property | None
    judgement_withheld: bool
    tenures: tuple[TenureLine, ...]
    deals: tuple[Link, ...]
    timeline: TimelineView
    seen_by: tuple[str, ...]
    other_names: tuple[str, ...]
    recent: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePersonLine:
    """Somebody who may be the person being entered."""

    name: str
    note: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMergeField:
    """One field of two people about to be merged; with `differs` it is to be chosen whose value stays."""

    field: str
    label: str
    survivor: str
    absorbed: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMergeLine:
    """Somebody who was merged into a person, and where that is undone."""

    name: str
    undo_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMergePage:
    """Two people side by side, or those who may be the same as one."""

    uid: str
    name: str
    other_uid: str
    other_name: str
    fields: tuple[PersonMergeField, ...]
    candidates: tuple[SamePersonLine, ...]
    merges: tuple[PersonMergeLine, ...]
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """Who holds a post."""

    name: str
    url: str
    last_contact: str
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """One post of the organisation's tree."""

    uid: str
    title: str
    department: str
    level: str
    depth: int
    holders: tuple[HolderLine, ...]
    form_url: str
    add_url: str
    closure_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPeoplePage:
    """An account's organisation: posts, who holds them, and people whose post nobody knows."""

    head: AccountHead
    posts: tuple[PostLine, ...]
    vacant: int
    unplaced: tuple[HolderLine, ...]
    former: tuple[HolderLine, ...]
    lead: str
