"""What the pages of the tender register show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tongxin.web.lists.pages import ListView
from tongxin.web.shell.parts import Kind, Link, Property


@dataclass(frozen=True, slots=True, kw_only=True)
class TendersPage:
    """The list of tenders; `matches` is how many matches wait for a decision."""

    list: ListView
    may_register: bool
    is_first_use: bool
    matches: int


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
    status: str
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
    ocid: str
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
    width: int


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
class Bar:
    """One bar of a picture: its place from the top, its width in percent."""

    place: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPage:
    """The answer to one question to the market: heads and cells with whether they are numbers."""

    title: str
    tabs: tuple[Link, ...]
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    bars: tuple[Bar, ...]
    height: int
