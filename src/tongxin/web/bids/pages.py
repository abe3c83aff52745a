"""What the pages of the bid desk show."""

from dataclasses import dataclass
from decimal import Decimal

from tongxin.web.bids.past_pages import PastPart, ReplayPart
from tongxin.web.records.pages import BelowSection, RecordHead
from tongxin.web.shell.parts import Kind, Link, Property, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskHead:
    """What stands above every page of one bid."""

    record: RecordHead
    tabs: tuple[Link, ...]
    stage: str
    shape: Kind
    official: str
    internal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """One lot of the tender; without `url` there is no bid of ours for it that the reader may see."""

    number: str
    title: str
    value: Decimal | None
    currency: str
    state: str
    shape: Kind
    bid: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsPart:
    """The lots of the tender, and how it stands by them."""

    state: str
    rows: tuple[LotRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BidPage:
    """One bid: its facts, and what hangs under it."""

    desk: DeskHead
    properties: tuple[Property, ...]
    texts: tuple[Property, ...]
    below: tuple[BelowSection, ...]
    recent: tuple[TimelineEntry, ...]
    replay: ReplayPart | None
    lots: LotsPart | None
    demands_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure of a table, as text; `is_best` marks the best of its row."""

    text: str
    note: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One criterion: its weight, and every bidder's score in the order of the heads."""

    name: str
    weight: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderLine:
    """One bidder in the order of the award method; `reasons` explain its figures."""

    name: str
    is_ours: bool
    rank: str
    price: Decimal | None
    offered: str
    evaluated: Decimal | None
    coefficient: str
    weighted: Decimal | None
    quality: str
    price_points: str
    total: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """One thing to change first: what, what it is worth, and how far."""

    what: str
    worth: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """One scenario beside the others."""

    name: str
    url: str
    price: Decimal | None
    rank: str
    chance: str
    margin: Decimal | None
    refused: str
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """One bidder on the price ladder: places of the drawing from 0 to 400, and its figures."""

    name: str
    y: int
    low_x: int
    wide: int
    mid_x: int
    is_ours: bool
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderMark:
    """A line across the ladder: budget, floor, the price that still wins."""

    name: str
    x: int
    y: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The price ladder with its table twin."""

    height: int
    finding: str
    rows: tuple[LadderRow, ...]
    marks: tuple[LadderMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceLine:
    """The highest price that wins with a probability, and its place in the drawing."""

    percent: int
    price: Decimal | None
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChancePicture:
    """Which price wins how probably."""

    finding: str
    lines: tuple[ChanceLine, ...]
    path: str
    own_x: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The award method played through, for readers who may see prices.

    Attributes:
        members: the ranks that each member gives, where members rank; bidders follow the heads.
        most: what a bid can reach at most.
    """

    say: str
    figures: tuple[Property, ...]
    heads: tuple[str, ...]
    scores: tuple[ScoreRow, ...]
    lines: tuple[BidderLine, ...]
    members: tuple[ScoreRow, ...]
    has_weighted: bool
    most: str
    reasons: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    scenarios: tuple[ScenarioLine, ...]
    ladder: Ladder | None
    chances: ChancePicture | None
    price_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorPage:
    """The award simulator; `outcome` is `None` where nothing can be played, and `refused` says why.

    Attributes:
        is_withheld: the reader may not see prices, so nothing is played for them.
        currency: of every amount on the page.
    """

    desk: DeskHead
    method: str
    rule: str
    currency: str
    refused: str
    is_withheld: bool
    outcome: Outcome | None
    scores_url: str
    rival_url: str
    scenario_url: str
    criterion_url: str
    past: PastPart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInput:
    """One field of the table of scores."""

    name: str
    value: str
    label: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One criterion in the table of scores; its inputs follow the heads."""

    name: str
    most: str
    inputs: tuple[ScoreInput, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresPage:
    """The table in which scores are entered: those of one member, or of the committee as one, whose name is empty."""

    desk: DeskHead
    heads: tuple[str, ...]
    lines: tuple[ScoreLine, ...]
    version: int
    refused: str
    back_url: str
    member: str
    members: tuple[Link, ...]
    is_absent: bool
