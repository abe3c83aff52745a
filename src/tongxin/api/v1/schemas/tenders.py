"""Tenders in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import StringConstraints

from tongxin.api.representations import Input, Representation
from tongxin.api.v1.schemas.accounts import Amount

BuyerName = Annotated[str, StringConstraints(min_length=1, max_length=300)]
TenderTitle = Annotated[str, StringConstraints(min_length=1, max_length=500)]
CurrencyOrNone = Annotated[str, StringConstraints(pattern="^([A-Z]{3})?$")]
Address = Annotated[str, StringConstraints(max_length=500)]


class OrganisationOut(Representation):
    """A buyer, bidder or supplier as notices name it."""

    uid: str
    version: int
    name: str
    scheme: str
    number: str
    region: str
    country: str


class TenderOut(Representation):
    """One contracting process of the register; amounts beside it are read from the compiled release."""

    uid: str
    version: int
    ocid: str
    source: str
    title: str
    status: str
    buyer: OrganisationOut | None
    category: str
    region: str
    method: str
    estimate: Decimal | None
    estimate_currency: str
    price: Decimal | None
    price_currency: str
    published_on: date | None
    deadline_at: datetime | None
    awarded_on: date | None
    bidder_count: int | None
    is_framework: bool
    has_suspect_amount: bool
    noticed_at: datetime
    updated_at: datetime


class TenderIn(Input):
    """A tender registered by hand; buyer and title are enough."""

    buyer: BuyerName
    title: TenderTitle
    deadline_at: datetime | None = None
    estimate: Amount | None = None
    currency: CurrencyOrNone = ""
    url: Address = ""


class AwardLine(Schema):
    """One award; amounts are decimal text, so that no digit is lost."""

    id: str
    status: str
    amount: str | None
    currency: str | None
    suppliers: list[str]


class TenderFacts(Schema):
    """What a process says: who bid, who won, what was bought, each amount once."""

    ocid: str
    title: str
    buyer: str | None
    bidders: list[str]
    awards: list[AwardLine]
    price: dict[str, str]


class ChangeLine(Schema):
    """One release of a process, and what was repaired in it."""

    moment: datetime
    origin: str
    remarks: list[dict[str, Any]]


class MatchOut(Representation):
    """A match to decide: whether the organisation of the notices is this account or competitor."""

    uid: str
    version: int
    reason: str
    state: str
    organisation: OrganisationOut
    account_name: str
    competitor_name: str

    @staticmethod
    def resolve_account_name(row: Any) -> str:
        """Return the name of the proposed account; empty for a competitor."""
        return row.account.name if row.account else ""

    @staticmethod
    def resolve_competitor_name(row: Any) -> str:
        """Return the name of the proposed competitor; empty for an account."""
        return row.competitor.name if row.competitor else ""


class DecisionIn(Input):
    """Whether both are the same."""

    is_same: bool


class FoundTenderOut(Schema):
    """A tender that watch lists of the caller found; `uid` is of the hit, `state` is NEW, SEEN or DISMISSED."""

    uid: str
    state: str
    found_at: datetime
    watches: list[str]
    tender_uid: str
    ocid: str
    title: str
    buyer: str
    deadline_at: datetime | None
    estimate: Decimal | None
    estimate_currency: str


class HitStateIn(Input):
    """What became of a found tender."""

    state: Annotated[str, StringConstraints(max_length=10)]


class SeenOut(Schema):
    """How many found notices changed."""

    changed: int


class FlagOut(Schema):
    """A red flag: what the indicator says of a process (`group` OCID) or an organisation, in words of the reader's language."""

    indicator: str
    group: str
    id: str
    name: str
    buyer: str
    reason: str


class MetLine(Schema):
    """Another organisation in the same tenders."""

    uid: str
    name: str
    tenders: int
    wins: int


class StandingOut(Schema):
    """What an organisation did in the register; `others` are its suppliers, or who it meets."""

    uid: str
    name: str
    bought: int
    bids: int
    wins: int
    volume: dict[str, str]
    others: list[MetLine]
