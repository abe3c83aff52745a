"""What the pages of the tender register show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tongxin.web.lists.pages import ListView
from tongxin.web.shell.parts import Kind, Link, Property


@dataclass(frozen=True, slots=True, kw_only=True)
class TendersPage:
    """The list of tenders; `matches` is how many matches wait for a decision, `found` what watch lists found anew."""

    list: ListView
    may_register: bool
    is_first_use: bool
    matches: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyCell:
    """An amount; without one it is unknown. `is_suspect` marks a probable slip of the key."""

    amount: Decimal | None
    currency: str
    is_suspect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BidLine:
    """One bid: who together, at what price."""

    names: str
    status_word: str
    value: MoneyCell
    won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """One award."""

    title: str
    status: str
    shape: Kind
    value: MoneyCell
    suppliers: str
    is_joint: bool
    awarded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """One lot."""

    number: str
    title: str
    value: MoneyCell


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One value that a later notice states in another way."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One later notice: what it changed, and what was repaired in it."""

    moment: datetime
    origin: str
    changes: tuple[ChangeLine, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderPage:
    """One tender; `bid_url` is where our bid for it is made, empty for who may make none."""

    title: str
    crumb: str
    status: str
    shape: Kind
    description: str
    bid_url: str
    properties: tuple[Property, ...]
    lots: tuple[LotLine, ...]
    bids: tuple[BidLine, ...]
    awards: tuple[AwardLine, ...]
    documents: tuple[Link, ...]
    notices: tuple[NoticeLine, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """A deadline as the buyer gave it: in the buyer's own zone, in both calendars."""

    title: str
    url: str
    buyer: str
    local: str
    roc: str
    zone: str
    distance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetLine:
    """Another organisation in the same tenders."""

    name: str
    url: str
    tenders: int
    wins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a picture: its place from the top, its width in units of the drawing, what it is and what it says."""

    place: int
    width: int
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """An organisation of the notices: what it bought or won."""

    name: str
    facts: tuple[str, ...]
    is_buyer: bool
    figures: tuple[Property, ...]
    volume: tuple[MoneyCell, ...]
    others: tuple[MetLine, ...]
    list_url: str
    market: tuple[Link, ...]
    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchLine:
    """A match to be decided."""

    organisation: str
    number: str
    ours: str
    our_number: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot of a picture."""

    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCell:
    """A cell of an answer; `url` asks the next question of what stands in it."""

    text: str
    numeric: bool
    url: str
    nowrap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPage:
    """The answer to one question to the market: heads with whether they are numbers, cells, what narrows it (`parts`)."""

    title: str
    tabs: tuple[Link, ...]
    parts: tuple[Link, ...]
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[MarketCell, ...], ...]
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    first_day: str
    last_day: str
    height: int
    is_fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """One red flag in words."""

    indicator: str
    name: str
    url: str
    buyer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsPage:
    """Red flags among the latest tenders, with how many each indicator has."""

    tabs: tuple[Link, ...]
    counts: tuple[Link, ...]
    lines: tuple[FlagLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A tender that watch lists found; the deadline is in the buyer's own hour."""

    element: str
    title: str
    url: str
    buyer: str
    deadline: str
    estimate: MoneyCell
    watches: str
    decision_url: str
    offers_seen: bool
    offers_dismissal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """What one's watch lists found, in one state."""

    lines: tuple[FoundLine, ...]
    tabs: tuple[Link, ...]
    is_new: bool
