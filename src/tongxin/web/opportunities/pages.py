"""What the pages of opportunities show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString

from tongxin.web.lists.pages import ListView
from tongxin.web.records.pages import BelowSection
from tongxin.web.shell.parts import Kind, Link, Property, StagePath, TimelineEntry
from tongxin.web.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One deal on the board; `next_kind` is `late`, `none` or empty.

    Attributes:
        stalled: why the deal counts as stalled in its stage, in words; empty when it does not.
    """

    uid: str
    url: str
    name: str
    account: str
    amount: Decimal | None
    currency: str
    days: str
    stalled: str
    back: str
    next_step: str
    next_kind: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """One stage of the board; `is_shut` folds one without deals."""

    code: str
    label: str
    our_label: str
    count: int
    amount_text: str
    amount_title: str
    weighted_text: str
    weighted_title: str
    unpriced: int
    cards: SafeString
    shown: int
    more_url: str
    table_url: str
    is_shut: bool

    @property
    def unseen(self) -> int:
        """Return how many deals of the lane have no card on the page yet."""
        return self.count - self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLink:
    """A place one can switch to, and how many records are there."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The lanes of one process; sums are in the reporting currency.

    Attributes:
        processes: those one can switch to, with what is running in each; empty when there is no other.
        takes_new: whether a new deal can begin in these lanes.
    """

    lanes: tuple[LaneView, ...]
    processes: tuple[CountedLink, ...] = ()
    takes_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOpportunity:
    """One deal on its day."""

    label: str
    url: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day of the calendar with its deals; `alone` is how it is called outside the table of a month."""

    day: date
    is_today: bool
    is_other_month: bool
    alone: str
    deals: tuple[CalendarOpportunity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """One month in weeks from Monday; `kinds` chooses between expected close and next step.

    Attributes:
        later: the next month that has something, where this one has nothing.
        sum: what the month's deals come to, in words; empty without any.
        today_url: the present month; empty when it is shown.
    """

    title: str
    sum: str
    later: Link | None
    today_url: str
    weeks: tuple[tuple[CalendarDay, ...], ...]
    weekdays: tuple[str, ...]
    previous_url: str
    next_url: str
    kinds: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunitiesPage:
    """The list of deals in one of its layouts."""

    lead: str
    list: ListView
    layouts: tuple[Link, ...]
    may_create: bool
    is_first_use: bool
    totals_url: str
    forecast_url: str
    board: BoardView | None = None
    calendar: CalendarView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """How many deals of one kind there are, and their sum in the reporting currency."""

    label: str
    count: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FootView:
    """The sums under a list."""

    sum: SumLine
    parts: tuple[SumLine, ...]
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsPage:
    """What a list of deals comes to; `win_rate` and `days_to_win` are empty before the first is won."""

    list_url: str
    currency: str
    sum: SumLine
    parts: tuple[SumLine, ...]
    win_rate: str
    days_to_win: str
    quarters: tuple[SumLine, ...]
    accounts: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityHead:
    """The top of every page of one deal."""

    uid: str
    name: str
    account: str
    account_url: str
    stage: str
    outcome: str
    outcome_kind: Kind
    amount: Decimal | None
    currency: str
    owner: str
    close: str
    version: int
    tabs: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    may_edit: bool
    may_move: bool
    may_reopen: bool
    may_delete: bool
    may_staff: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One row of a deal's history of stages."""

    uid: str
    entered_at: datetime
    recorded_at: datetime
    kind: str
    stage: str
    from_stage: str
    cause: str
    reason: str
    days_lost: str
    by: str
    is_reversal: bool
    is_taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityPage:
    """The process of one deal.

    Attributes:
        finding: what the path says, in words.
        lost: what reversals cost in all, in words; empty without any.
        step_done_url: says that the next step was taken; empty when there is none, or one may not.
        version: the deal's version the page shows.
        take_back_url: undoes the newest step, while that is possible.
    """

    head: OpportunityHead
    finding: str
    path: StagePath
    entries: tuple[EntryLine, ...]
    lost: str
    properties: tuple[Property, ...]
    next_step: Property
    is_late: bool
    step_done_url: str
    version: int
    description: Property
    take_back_url: str
    recent: tuple[TimelineEntry, ...]
    proposals: tuple[WorkLine, ...] = ()
    below: tuple[BelowSection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One row of a deal's parts: a rival, a person, a colleague, a product."""

    title: str
    note: str
    url: str = ""
    tags: Sequence[str] = ()
    warning: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    removal_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Our team on a deal and the customer's people in the decision."""

    head: OpportunityHead
    contacts: tuple[PartLine, ...]
    members: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsPage:
    """Rivals or products of a deal."""

    head: OpportunityHead
    lines: tuple[PartLine, ...]
    total: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Who did what to the deal, newest first."""

    head: OpportunityHead
    entries: tuple[TimelineEntry, ...]
    next_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpportunityLine:
    """One deal on its account's page, with the account below that buys; stage and days are empty once it is closed."""

    uid: str
    name: str
    place: str
    stage: str
    days: str
    outcome: str
    outcome_kind: Kind
    amount: Decimal | None
    currency: str
    close: str
    next_step: str
    is_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpportunitiesPage:
    """The deals of one account with what they come to."""

    lines: tuple[AccountOpportunityLine, ...]
    summary: str
