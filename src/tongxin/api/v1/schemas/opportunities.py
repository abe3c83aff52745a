"""Opportunities, their steps, parts and figures in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional, restricted_by
from tongxin.api.v1.schemas.accounts import AccountRef, Amount, Code, Currency, EntryRef, LongName, Paragraphs
from tongxin.api.v1.schemas.people import PersonRef
from tongxin.api.v1.schemas.relationships import ReasonOut
from tongxin.api.v1.schemas.team import Uid, UserRef
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.opportunities.choices import BuyingRole, Outcome
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST

Text200 = Annotated[str, StringConstraints(max_length=200)]
Reason = Annotated[str, StringConstraints(max_length=2_000)]
Percent = Annotated[Decimal, Field(ge=-999, le=100, max_digits=5, decimal_places=2)]
Quantity = Annotated[Decimal, Field(gt=0, lt=100_000_000_000, max_digits=14, decimal_places=3)]
RESTRICTED = restricted_by(OPPORTUNITY_LIST)


class OpportunityOut(Representation):
    """A deal."""

    restricted: ClassVar[Mapping[str, str]] = RESTRICTED

    uid: str
    version: int
    name: str
    account: AccountRef
    process: str
    stage: EntryRef
    stage_since: datetime
    outcome: str
    closed_on: date | None
    loss_reason: EntryRef | None
    owner: UserRef | None
    amount: Decimal | None
    currency: str
    amount_reporting: Decimal | None
    rate_date: date | None
    price_floor: Decimal | None
    margin_percent: Decimal | None
    close_from: date | None
    close_to: date | None
    started_on: date | None
    next_step: str
    next_step_on: date | None
    source: EntryRef | None
    description: str
    reversals: int
    last_contact_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_process(deal: Any) -> str:
        """Return the process's code."""
        return str(deal.process.code)


class OpportunityIn(Input):
    """A new deal; name and account are enough. Stage and source take codes."""

    name: LongName
    account: Uid
    process: Uid | None = None
    stage: Code | None = None
    owner: Uid | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    price_floor: Amount | None = None
    margin_percent: Percent | None = None
    close_from: date | None = None
    close_to: date | None = None
    started_on: date | None = None
    next_step: Text200 = ""
    next_step_on: date | None = None
    source: Code | None = None
    description: Paragraphs = ""


class OpportunityChange(Input):
    """What is changed about a deal; stage and outcome have entries of their own."""

    name: LongName = optional()
    owner: Uid = optional()
    amount: Amount | None = None
    currency: Currency = optional()
    price_floor: Amount | None = None
    margin_percent: Percent | None = None
    close_from: date | None = None
    close_to: date | None = None
    started_on: date | None = None
    next_step: Text200 = optional()
    next_step_on: date | None = None
    source: Code | None = None
    description: Paragraphs = optional()


class StageEntryIn(Input):
    """A step to another stage; a step back is a reversal and needs the code of its cause."""

    stage: Code
    entered_on: date | None = None
    cause: Code | None = None
    reason: Reason = ""


class StageEntryOut(Representation):
    """One step of a deal's history; it is never changed."""

    uid: str
    kind: str
    stage: EntryRef
    from_stage: EntryRef | None
    outcome: str
    entered_at: datetime
    entered_by: UserRef | None
    reason: str
    cause: EntryRef | None
    days_lost: int | None
    created_at: datetime


class StageEntriesOut(Representation):
    """A deal's whole history, oldest first, with what was taken back."""

    stage_entries: list[StageEntryOut]


class ClosureIn(Input):
    """How a deal ended. A loss needs the code of its reason; `winner` is the uid of a rival of this deal."""

    outcome: Outcome
    closed_on: date | None = None
    loss_reason: Code | None = None
    winner: Uid | None = None
    reason: Reason = ""


class ReopeningIn(Input):
    """Why a closed deal runs again."""

    reason: Reason = ""


class CompetitorRef(Representation):
    """A competitor, by name."""

    uid: str
    name: str


class RivalIn(Input):
    """A rival met on a deal: the uid of a competitor, or a name, which is added when nobody knows it yet."""

    competitor: Uid | None = None
    name: LongName | None = None
    is_incumbent: bool = False
    note: Reason = ""


class RivalOut(Representation):
    """A rival met on a deal."""

    uid: str
    version: int
    competitor: CompetitorRef
    is_incumbent: bool
    won: bool
    note: str


class RivalsOut(Representation):
    """The rivals met on a deal, the incumbent first."""

    competitors: list[RivalOut]


class OpportunityContactIn(Input):
    """A person's part in the customer's decision."""

    person: Uid
    role: BuyingRole
    is_primary: bool = False


class OpportunityContactOut(Representation):
    """A person's part in the customer's decision; `is_outsider` when they are of another account."""

    uid: str
    version: int
    person: PersonRef
    role: str
    is_primary: bool
    is_outsider: bool

    @staticmethod
    def resolve_is_outsider(contact: Any) -> bool:
        """Say whether the person is of another account than the deal."""
        return contact.person.account_id not in {None, contact.opportunity.account_id}


class OpportunityContactsOut(Representation):
    """The visible people in a deal's decision, the first contact on top."""

    contacts: list[OpportunityContactOut]


class OpportunityMemberIn(Input):
    """A colleague who joins the deal's own team, and sees the deal through it."""

    user: Uid
    function: TeamFunction


class OpportunityMemberOut(Representation):
    """A colleague on the deal's own team."""

    uid: str
    user: UserRef
    function: str


class OpportunityMembersOut(Representation):
    """The deal's own team."""

    members: list[OpportunityMemberOut]


class ProductRef(Representation):
    """A product, by name."""

    uid: str
    name: str


class LineIn(Input):
    """A product on a deal; sent again for the same product, it changes quantity and price."""

    product: Uid
    quantity: Quantity = Decimal(1)
    unit_price: Amount | None = None


class LineOut(Representation):
    """A product on a deal; the price is in the deal's currency."""

    uid: str
    version: int
    product: ProductRef
    quantity: Decimal
    unit_price: Decimal | None


class LinesOut(Representation):
    """The products on a deal."""

    lines: list[LineOut]


class LaneOut(Representation):
    """What the running deals of one stage come to, in the reporting currency."""

    stage: EntryRef
    count: int
    amount: Decimal
    weighted: Decimal
    unpriced: int


class BoardOut(Representation):
    """The lanes of a process, in its order."""

    currency: str
    lanes: list[LaneOut]


class OutcomeFiguresOut(Representation):
    """How many deals stand so, and their sum."""

    outcome: str
    count: int
    amount: Decimal


class QuarterFiguresOut(Representation):
    """What was won in the calendar quarter that starts on a day."""

    starts_on: date
    count: int
    amount: Decimal


class AccountFiguresOut(Representation):
    """What was won at one account."""

    uid: str
    name: str
    count: int
    amount: Decimal


class BandOut(Representation):
    """The amount that a part of the simulated futures lies below."""

    share: float
    amount: float


class PeriodForecastOut(Representation):
    """A fiscal quarter, or a year where `quarter` is null, up to, not including, `end`."""

    year: int
    quarter: int | None
    start: date
    end: date
    expected: float
    mean: float
    quantiles: list[BandOut]


class ForecastOpportunityOut(Representation):
    """What a deal contributes: `chance` in percent, amounts by expectation, parts of the whole."""

    opportunity: str
    name: str
    chance: int
    expected: float
    by_quarter: list[float]
    beyond: float
    share_of_expected: float
    share_of_variance: float


class ForecastOut(Representation):
    """What running deals bring, in the reporting currency; `left_out` of them lack an amount or a window of close."""

    currency: str
    quarters: list[PeriodForecastOut]
    years: list[PeriodForecastOut]
    expected: float
    opportunities: list[ForecastOpportunityOut]
    left_out: int
    draws: int
    seed: int
    reasons: list[ReasonOut]


class TotalsOut(Representation):
    """What a list of deals comes to, in the reporting currency."""

    currency: str
    by_outcome: list[OutcomeFiguresOut]
    win_rate: Decimal | None
    days_to_win: Decimal | None
    won_by_quarter: list[QuarterFiguresOut]
    top_accounts: list[AccountFiguresOut]
