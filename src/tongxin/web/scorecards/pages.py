"""What the pages of the customer's scorecards show."""

from dataclasses import dataclass
from datetime import date

from tongxin.web.records.pages import BelowSection
from tongxin.web.shell.parts import Kind
from tongxin.web.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One total in the picture."""

    x: float
    y: float
    css: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The totals of one supplier as a line."""

    label: str
    label_y: float
    line: str
    css: str
    text_css: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which total on a grade is given, as a line across."""

    label: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """One supplier in one period, as a row of the table beside the picture."""

    period: str
    supplier: str
    url: str
    total: str
    grade: str
    printed: str
    differs: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPicture:
    """Totals and grades over the periods, ours and rivals'."""

    element: str
    finding: str
    note: str
    ticks: tuple[tuple[float, str], ...]
    thresholds: tuple[Threshold, ...]
    courses: tuple[Course, ...]
    rows: tuple[TotalRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """A promise that is to raise a score, with its state."""

    text: str
    url: str
    kind: Kind
    state: str
    owner: str
    due: date | None
    gain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """One criterion: our score, the one before, the best rival's, and what is done about it."""

    element: str
    name: str
    url: str
    note: str
    weight: str
    ours: str
    change: str
    best: str
    best_of: str
    kind: Kind
    state: str
    actions: tuple[ActionLine, ...]
    plan_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """One card of the account.

    Attributes:
        doubt: what keeps totals from being computed; empty otherwise.
        why: what the decision library says of our newest total.
    """

    anchor: str
    name: str
    url: str
    about: str
    doubt: str
    fallen: str
    overdue: str
    trend: TrendPicture | None
    gaps: tuple[GapLine, ...]
    next_title: str
    ways: tuple[WorkLine, ...]
    threats: tuple[str, ...]
    threat_title: str
    why: tuple[str, ...]
    threats_anchor: str
    why_anchor: str
    enter_url: str
    edition_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountScorecardPage:
    """The cards of one account."""

    cards: tuple[CardSection, ...]
    new_url: str
    below: tuple[BelowSection, ...]
