"""What the pages of deciding, pricing and handing in show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tongxin.web.bids.pages import DeskHead
from tongxin.web.shell.parts import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """One answer that can be chosen."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A knock-out or a question with its evidence."""

    code: str
    label: str
    weight: int | None
    evidence: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check before handing in."""

    label: str
    shape: Kind
    word: str


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
