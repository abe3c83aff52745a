"""What the pages of deciding, pricing and handing in show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tongxin.web.bids.pages import DeskHead
from tongxin.web.bids.past_pages import OpeningInput, SumsPart
from tongxin.web.shell.parts import Kind, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """One answer that can be chosen."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known for a line of the sheet, where it was read, and the points a measured share comes to."""

    text: str
    is_missing: bool
    suggested: str
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A knock-out or a question with its evidence."""

    code: str
    label: str
    weight: int | None
    known: Known | None
    options: tuple[Choosable, ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """The go/no-go sheet in two steps, what it says, and what was decided."""

    desk: DeskHead
    knock_outs: tuple[AskedLine, ...]
    questions: tuple[AskedLine, ...]
    advice: str
    shape: Kind
    score: str
    reasons: tuple[str, ...]
    verdicts: tuple[tuple[str, str], ...]
    approvers: tuple[tuple[str, str], ...]
    decided: str
    reason: str
    sent_reason: str
    refused: str
    may_write: bool

    @property
    def read(self) -> tuple[AskedLine, ...]:
        """The lines for which something was read, for the list of records below the sheet."""
        return tuple(
            line
            for line in (*self.knock_outs, *self.questions)
            if line.known and line.known.sources and not line.known.is_missing
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePage:
    """Our price, and who must approve it."""

    desk: DeskHead
    is_withheld: bool
    price: str
    currency: str
    approval: str
    approval_url: str
    version: int
    refused: str
    may_write: bool
    sums: SumsPart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check before handing in; `note` says what it rests on."""

    label: str
    shape: Kind
    word: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionPage:
    """What is checked before handing in, the event, and the result."""

    desk: DeskHead
    checks: tuple[CheckLine, ...]
    submitted_at: datetime | None
    submitted_by: str
    receipt: str
    price: Decimal | None
    currency: str
    outcomes: tuple[tuple[str, str], ...]
    key: str
    refused: str
    may_submit: bool
    may_close: bool
    opening: tuple[OpeningInput, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneCard:
    """One bid on the board."""

    name: str
    url: str
    account: str
    owner: str
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One stage with its bids."""

    label: str
    cards: tuple[LaneCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanesPage:
    """The board of bids."""

    lanes: tuple[Lane, ...]
    list_url: str
    new_url: str
