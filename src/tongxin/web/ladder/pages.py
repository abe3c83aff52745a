"""What the pages of the relationship ladder show."""

from dataclasses import dataclass
from typing import Literal

from tongxin.web.records.pages import BelowSection
from tongxin.web.shell.parts import Link
from tongxin.web.work.lines import WorkLine

Shape = Literal["good", "watch", "bad", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level as a step of the picture, and as a row of its table.

    Attributes:
        css: how the step is drawn: reached, or not yet.
        marks: what stands on it: shown, declared, aimed at.
    """

    x: int
    y: int
    height: int
    css: str
    label: str
    label_y: int
    reading: str
    reading_y: int
    marks: tuple[str, ...]
    marks_y: int
    state: str
    state_kind: Shape
    is_target: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPicture:
    """P7: the steps from vendor to strategic alliance."""

    finding: str
    note: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One piece of evidence; `outside` is where it can be opened beyond our own records."""

    text: str
    url: str
    day: str
    note: str
    outside: str
    counts: bool
    against: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """One criterion with what fulfils it."""

    element: str
    label: str
    asked: str
    kind: Shape
    state: str
    expires: str
    evidence: tuple[EvidenceLine, ...]
    more: int
    proof_url: str
    promise_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSection:
    """One level with its criteria."""

    anchor: str
    title: str
    state: str
    kind: Shape
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """The level aimed at."""

    level: str
    day: str
    owner: str
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLadderPage:
    """The ladder of one account.

    Attributes:
        warning: that evidence supports less than was declared; empty otherwise.
        ready: that the next level can be agreed upon; empty otherwise.
    """

    picture: LadderPicture
    warning: str
    ready: str
    target: TargetFacts | None
    missing_title: str
    missing: tuple[WorkLine, ...]
    decaying: tuple[WorkLine, ...]
    levels: tuple[LevelSection, ...]
    claim_url: str
    target_url: str
    proof_url: str
    below: tuple[BelowSection, ...]
    lead_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioPage:
    """Relationships over all accounts; `may_see` says whether the reader may know of them at all."""

    finding: str
    counts: tuple[tuple[str, int], ...]
    may_see: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """One criterion as it is asked for; without `url` it is the usual one."""

    level: str
    fact: str
    label: str
    measured: str
    asked: str
    effort: int
    is_by_hand: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSection:
    """What is asked for at one level."""

    title: str
    anchor: str
    lines: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSettingsPage:
    """What is asked for at each level; `left_out` are usual criteria that the house does not ask for."""

    crumbs: tuple[Link, ...]
    sections: tuple[AskedSection, ...]
    left_out: tuple[str, ...]
    house: int
    house_url: str
    new_url: str
