"""A row of a file as a record to be: what reading makes, checking completes and writing takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tongxin.importers.mapping.targets import Target
from tongxin.importers.problems import PlanCode, Problem, Severity

# What a cell is once it is read.
Value = str | int | bool | Decimal | dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer at another record: the key of a row of this import, or else the words it was named by.

    `ambiguous` words are those of several rows: they lead nowhere rather than to the wrong one.
    """

    target: Target
    text: str
    by_name: bool
    key: str = ""
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step of a deal that lies in the past: when it was made, and the stage as the file calls it."""

    entered_at: datetime
    stage: str


@dataclass(slots=True, kw_only=True)
class TargetRow:
    """One row of a file as a record to be: typed `values` (blank cells left out), `refs`, `key`, problems."""

    target: Target
    sheet: str
    number: int
    key: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    refs: dict[str, Ref] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cells: tuple[str, ...] = ()
    # {field: digest of its cell}, to see in a later import what changed in the other system.
    seen: dict[str, str] = field(default_factory=dict)
    same_as: str = ""
    # {field: currency or shared sign that its cell or header names}, {field: cell that could not be read},
    # {field: header of its column}
    currencies: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    # The steps of a deal that other tables tell, oldest first.
    history: tuple[PastStep, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Tell whether the row must not be written."""
        return any(problem.severity in {Severity.ERROR, Severity.FATAL} for problem in self.problems)

    def report(self, code: PlanCode, severity: Severity, column: str = "", **params: str | int) -> None:
        """Note a problem of this row."""
        self.problems.append(
            Problem(
                code=code, severity=severity, sheet=self.sheet, row=self.number, column=column, params=params
            )
        )
