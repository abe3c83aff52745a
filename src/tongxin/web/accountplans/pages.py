"""What the pages of account plans show."""

from dataclasses import dataclass
from typing import Literal

from tongxin.web.records.pages import BelowSection, RecordHead
from tongxin.web.shell.parts import Link, Property
from tongxin.web.work.lines import WorkLine

Shape = Literal["good", "watch", "bad", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One thing that the records say of the customer today, with the page that shows it."""

    label: str
    value: str
    note: str
    url: str
    kind: Shape | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLine:
    """One objective with its progress.

    Attributes:
        reading: its value and target.
        why: from what the value was read, and what was expected by now.
        percent: of the way; `None` where the value is unknown.
        expected: where it should be by now, as a share of the way.
        pieces: the records that the value was read from.
        more: how many more there are.
        moved: how far it moved since the last review; empty for nothing known.
    """

    element: str
    text: str
    url: str
    measure: str
    strategies: tuple[str, ...]
    reading: str
    baseline: str
    why: tuple[str, ...]
    pieces: tuple[Link, ...]
    more: int
    percent: int | None
    expected: int
    state: str
    kind: Shape
    due: str
    owner: str
    reading_url: str
    moved: str
    action_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlanPage:
    """An account plan beside what the records say today."""

    head: RecordHead
    period: str
    owner: str
    state: str
    state_kind: str
    finding: str
    percent: int | None
    objectives: tuple[ObjectiveLine, ...]
    actions: tuple[WorkLine, ...]
    facts: tuple[FactLine, ...]
    texts: tuple[Property, ...]
    objective_url: str
    below: tuple[BelowSection, ...]
    others: tuple[Link, ...]
    review_url: str
    papers: tuple[Link, ...]
