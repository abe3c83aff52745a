"""What the demo world is told in: facts whose days count from the day the world is made for."""

from dataclasses import dataclass, field
from typing import Any

# A day is a number: -3 is three days before the day the world is made for, 2 the day after tomorrow.
Day = int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFact:
    """One customer organisation.

    Attributes:
        key: by which other facts name it.
        parent: key of the account above it.
        owner: sign-in name, without the prefix that demo users share.
        values: as `create_account` takes them; tier, segment, region and industry by their codes.
        team: (sign-in name, function) of more colleagues.
        aliases: (name, kind) of other names.

    """

    key: str
    name: str
    owner: str
    parent: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    team: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasingFact:
    """Accounts that buy together; the first one leads."""

    name: str
    note: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Somebody at a customer, in a post.

    Attributes:
        boss: key of the person whose post stands above.
        since: since when they have held the post.
        left: when they left the customer.
        moved: when, to which account and into which post they went.
        values: as `create_person` takes them.

    """

    key: str
    name: str
    account: str
    title: str
    department: str = ""
    level: str = "MANAGER"
    boss: str = ""
    since: Day = -900
    left: Day | None = None
    moved: tuple[Day, str, str] | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a deal's history; with a cause it is a reversal."""

    stage: str
    day: Day
    reason: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """How a deal ended: WON, LOST or DROPPED; a loss with its reason's code and the winner, if known."""

    outcome: str
    day: Day
    reason: str
    code: str = ""
    winner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityFact:
    """One deal with its whole history.

    Attributes:
        window: first and last day of the expected close.
        next_step: what, and on which day; empty for a deal without one.
        rivals: (name, whether it supplies today, remark).
        contacts: (person, buying role); the first is the primary one.
        lines: (product's code, quantity).
        team: (sign-in name, function) of more colleagues.
        values: further values as `create_opportunity` takes them.

    """

    key: str
    account: str
    name: str
    amount: int
    currency: str = "TWD"
    owner: str = ""
    started: Day
    steps: tuple[Step, ...] = ()
    end: End | None = None
    window: tuple[Day, Day] | None = None
    next_step: tuple[str, Day | None] | None = None
    source: str = "ACCOUNT"
    rivals: tuple[tuple[str, bool, str], ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    team: tuple[tuple[str, str], ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """A promise; `kept` is the day it was kept, `dropped` the day it was given up."""

    text: str
    due: Day | None
    owner: str = ""
    person: str = ""
    kept: Day | None = None
    dropped: Day | None = None


@dataclass(frozen=True, slots=True)
class Ours(PromiseFact):
    """What we promised."""


@dataclass(frozen=True, slots=True)
class Theirs(PromiseFact):
    """What the customer promised."""


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A visit, meeting, call, mail or note.

    Attributes:
        about: key of a deal or of an account.
        day: when; a planned one lies ahead and was entered three days before the world's day.
        sentiment: 1 (very bad) to 5 (very good).

    """

    about: str
    day: Day
    author: str
    kind: str
    text: str
    people: tuple[str, ...] = ()
    sentiment: int | None = None
    promises: tuple[PromiseFact, ...] = ()
    colleagues: tuple[str, ...] = ()
    hour: float = 10.5
    private_note: str = ""
