"""What the pages of competition show."""

from dataclasses import dataclass
from datetime import date
from math import hypot

from tongxin.web.records.pages import BelowSection
from tongxin.web.shell.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """The outer edge of a ring, and the address of a new placement in it."""

    label: str
    radius: int
    label_y: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A supplier, or several of one segment in one ring.

    Attributes:
        css: how it is drawn: ours, a rival, or hollow where evidence is missing.
        from_x: where it stood a year ago; equal to `x` when it did not move.
        title: all of it in words, for who hears or hovers.
    """

    x: int
    y: int
    radius: int
    css: str
    label: str
    label_x: int
    label_y: int
    anchor: str
    title: str
    url: str
    from_x: int
    from_y: int

    @property
    def arrow(self) -> str:
        """Return the path from where it stood to the edge of the mark."""
        away_x, away_y = self.from_x - self.x, self.from_y - self.y
        length = hypot(away_x, away_y) or 1
        reach = self.radius + 3
        end_x, end_y = round(self.x + away_x * reach / length), round(self.y + away_y * reach / length)
        return f"M{self.from_x} {self.from_y}L{end_x} {end_y}"

    @property
    def has_moved(self) -> bool:
        """Say whether an arrow is drawn."""
        return (self.from_x, self.from_y) != (self.x, self.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """A line between two suppliers: solid when they cooperate, dashed when they compete, both when both."""

    x1: int
    y1: int
    x2: int
    y2: int
    cooperate: bool
    compete: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingLine:
    """One supplier in the table."""

    name: str
    is_us: bool
    url: str
    segment: str
    ring: str
    history: tuple[str, ...]
    move: str
    evidence: str
    evidence_note: str
    standing: str
    standing_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingPicture:
    """P1: the suppliers around a customer."""

    finding: str
    note: str
    centre: str
    circles: tuple[Circle, ...]
    dots: tuple[Dot, ...]
    ties: tuple[TieLine, ...]
    target: Dot | None
    quarters: tuple[str, ...]
    lines: tuple[RingLine, ...]
    is_clustered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One judgement on the line of a criterion."""

    x: int
    css: str
    sign: str
    score: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """One criterion: its marks, and the same as cells of the table."""

    name: str
    y: int
    marks: tuple[Mark, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionPicture:
    """P8: us and rivals by the same criteria."""

    finding: str
    note: str
    height: int
    rows: tuple[CriterionRow, ...]
    suppliers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """One supplier's share of a year."""

    name: str
    percent: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """Won and lost against one rival: the last twelve months, the twelve before, and how the part we won moved.

    Attributes:
        elsewhere: deals lost to somebody else, or nobody knows to whom.
        reasons: why we lost to it; `reasons_now` those of the last twelve months.
    """

    name: str
    url: str
    running: int
    now: str
    before: str
    move: str
    elsewhere: int
    reasons: str
    reasons_now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A battle card; `verified` is empty when nobody verified it."""

    name: str
    account: str
    url: str
    products: str
    answer: str
    price: str
    at_any_cost: bool
    verified: str
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """What somebody recorded lately."""

    kind: str
    text: str
    account: str
    url: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCompetitionPage:
    """Competition around one account."""

    rings: RingPicture | None
    position: PositionPicture | None
    shares: tuple[ShareLine, ...]
    shares_year: str
    results: tuple[ResultLine, ...]
    changes: tuple[ChangeLine, ...]
    placing_url: str
    target_url: str
    warning_url: str
    below: tuple[BelowSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripLine:
    """Our rings at one account over the quarters."""

    name: str
    url: str
    rings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of one quarter's column."""

    x: int
    y: int
    height: int
    css: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionPage:
    """Competition over all accounts."""

    finding: str
    quarters: tuple[tuple[int, str], ...]
    blocks: tuple[Block, ...]
    lines: tuple[StripLine, ...]
    changes: tuple[ChangeLine, ...]
    results: tuple[ResultLine, ...]
    cards: tuple[CardLine, ...]
    legend: tuple[tuple[str, str], ...]
    lists: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A value case of a deal."""

    name: str
    edition: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityCompetition:
    """Competition on one deal; addresses are empty for who may not go there."""

    account_url: str
    cards: tuple[CardLine, ...]
    position: PositionPicture | None
    results: tuple[ResultLine, ...]
    cases: tuple[CaseLink, ...]
    card_url: str
    case_url: str
